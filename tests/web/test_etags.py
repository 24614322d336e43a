"""Conditional reading: 304 for what the reader holds, by the log's head where nothing else changes an answer."""

from pathlib import Path

from flask.testing import FlaskClient

from tests.site import Site, open_site
from tests.web.sample import ROWS


def again(client: FlaskClient, address: str, tag: str) -> int:
    return client.get(address, headers={"If-None-Match": tag}).status_code


def test_an_answer_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/api/v1/sample/holdings")
    second = client.get("/api/v1/sample/holdings", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]
    assert again(client, "/api/v1/sample/holdings?limit=1", first.headers["ETag"]) == 200


def test_a_list_leads_to_its_next_page_and_the_last_one_does_not(signed_in: FlaskClient) -> None:
    first = signed_in.get("/api/v1/sample/journal?sort=-units")

    assert first.headers["Link"] == '</api/v1/sample/journal?sort=-units&after=33-HO>; rel="next"'
    assert "Link" not in signed_in.get("/api/v1/sample/journal?after=33-HO").headers
    assert len(first.get_json()["holdings"]) < len(ROWS)


def tag_of(site: Site, login: str, address: str) -> str:
    return site.client(login).get(address).headers["ETag"]


def test_what_the_log_alone_changes_is_known_by_its_head(tmp_path: Path) -> None:
    with open_site(tmp_path) as site:
        journal = "/api/v1/journal"
        tag = tag_of(site, "operator", journal)

        assert again(site.client("operator"), journal, tag) == 304
        assert again(site.client("operator"), f"{journal}?kind=allowances.transfer", tag) == 200
        assert again(site.client("operator"), f"{journal}?lang=en", tag) == 200
        assert again(site.client("first"), journal, tag) == 200  # another reader sees other entries

        site.submit(site.world.transfer(11, 12, units=1))

        assert again(site.client("operator"), journal, tag) == 200
        assert again(site.client("operator"), journal, tag_of(site, "operator", journal)) == 304
