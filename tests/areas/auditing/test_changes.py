"""The feed of changes: in order, whole for overseers, the own for participants, the public part for strangers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.areas.auditing.queries.changes import numbered, touched_by
from registry.areas.auditing.views.changes import PUBLIC_KINDS
from registry.areas.participants.rules.freezes import LiftFreeze
from registry.catalog import CATALOGUE
from tests.site import Site, account, open_site
from tests.world import DOCUMENT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(Path(tmp_path_factory.mktemp("changes"))) as made:
        yield made


def feed(site: Site, login: str, query: str = "") -> Any:
    answer = site.client(login).get(f"/api/v1/changes?{query}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_an_overseer_follows_every_entry_in_order_whatever_the_pages(site: Site) -> None:
    whole = feed(site, "operator", "limit=500")
    parts, after = [], -1
    while after is not None:
        page = feed(site, "operator", f"limit=7&after={after}")
        parts += page["changes"]
        after = page["next_after"]

    assert parts == whole["changes"]
    assert [one["index"] for one in parts] == list(range(site.head()))
    assert whole["last"] == site.head() - 1


def test_from_the_end_on_there_is_nothing_until_something_is_recorded(site: Site) -> None:
    last = feed(site, "operator", "limit=500")["last"]
    assert feed(site, "operator", f"after={last}")["changes"] == []

    site.submit(site.world.transfer(11, 12, units=1))

    (change,) = feed(site, "operator", f"after={last}")["changes"]
    assert change["kind"] == "allowances.transfer"
    assert {"record": "account", "number": account(11)} in change["touched"]
    assert {"record": "account", "number": account(12)} in change["touched"]


def test_a_participant_gets_what_it_wrote_or_what_moved_its_units(site: Site) -> None:
    found = [one for one in feed(site, "other", "limit=500")["changes"] if one["id"] is not None]
    kinds = {one["kind"] for one in found}

    assert "allowances.transfer" in kinds  # enterprise 12 received
    assert all(one["participant"] != "P-00000011" or one["kind"] == "allowances.transfer" for one in found)


def test_a_stranger_learns_of_public_effects_and_gets_no_id(site: Site) -> None:
    found = feed(site, "", "limit=500")["changes"]

    assert found
    assert {one["kind"] for one in found} <= PUBLIC_KINDS
    assert {one["id"] for one in found} == {one["participant"] for one in found} == {None}
    assert {"record": "participant", "number": "P-00000011"} in [t for one in found for t in one["touched"]]


def test_one_kind_is_followed_alone(site: Site) -> None:
    found = feed(site, "operator", "kind=participants.open_account&limit=2")

    assert {one["kind"] for one in found["changes"]} == {"participants.open_account"}
    assert len(found["changes"]) == 2
    assert found["next_after"] == found["changes"][-1]["index"]


@pytest.mark.parametrize("query", ["after=-2", "after=x", "limit=0", "limit=501", f"after={2**53}"])
def test_a_place_or_number_that_is_none_is_refused(site: Site, query: str) -> None:
    assert site.client().get(f"/api/v1/changes?{query}").status_code == 422


def test_the_public_kinds_exist() -> None:
    assert sorted(PUBLIC_KINDS - CATALOGUE.kinds.keys()) == []


def test_a_number_that_several_records_share_the_form_of_is_told_by_its_field(site: Site) -> None:
    freeze = "01900000-0000-7000-8000-000000000000"
    (found,) = touched_by(LiftFreeze(freeze, "O-1", DOCUMENT), numbered(CATALOGUE.record_types))

    assert (found.record, found.number) == ("freeze", freeze)
