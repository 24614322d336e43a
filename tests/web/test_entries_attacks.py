"""Envelopes that are no text at all."""

from pathlib import Path

from tests.site import open_site


def test_half_a_character_is_malformed_and_no_fault_of_the_server(tmp_path: Path) -> None:
    with open_site(tmp_path) as site:
        body = '{"envelopes": ["\\ud800", "x"]}'
        answer = site.client().post("/api/v1/entries", data=body, content_type="application/json")
        assert answer.status_code == 200
        assert [one["result"] for one in answer.get_json()["answers"]] == ["note_encoding", "note_layout"]
