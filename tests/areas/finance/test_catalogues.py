import dataclasses

import pytest

from registry.areas.finance.catalogue_data import RELEASES, announcement, cut, loads, packaged
from registry.areas.finance.rules.catalogues import ExtendCatalogue, LoadCatalogue, in_force, part_hash
from registry.areas.finance.rules.records import FinanceCatalogue, FinanceCategory
from registry.ledger import canonical
from registry.ledger.codec import encode
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.finance.factories import Finance, announced, category
from tests.world import AUTHORITY, OPERATORS

UPPER = (category("1"), category("1.1"))
LOWER = (category("1.2"), category("1.10"))


@pytest.fixture
def empty() -> Finance:
    return Finance(catalogues=False)


@pytest.fixture(scope="module")
def finance() -> Finance:
    return Finance()


def test_the_packaged_catalogues_are_whole(finance: Finance) -> None:
    found = [finance.journal.replay.state.get(FinanceCatalogue, version) for version in ("2021", "2025")]

    assert [(one.version, one.entries, one.is_used) for one in found if one] == [("2021", 281, True), ("2025", 9, True)]


def test_levels_of_2021_are_counted_as_they_were_found() -> None:
    levels = [one.code.count(".") + 1 for one in packaged("2021")]

    assert [levels.count(level) for level in (1, 2, 3, 4)] == [6, 25, 47, 203]


def test_an_entry_keeps_its_title_condition_and_evidence(finance: Finance) -> None:
    found = finance.journal.replay.state.get(FinanceCategory, "2021", "4.2.2.3")

    assert found is not None
    assert (found.parent, found.level, found.sort_key, found.evidence) == ("4.2.2", 4, "04.02.02.03", "text-source")
    assert found.title_zh.startswith("碳汇林")
    assert found.condition is not None


def test_every_part_fits_into_an_entry() -> None:
    sizes = [len(canonical.dumps(encode(body))) for body in loads("2021", packaged("2021"))]

    assert max(sizes) < 14 * 1024


def test_cutting_keeps_every_entry_in_order() -> None:
    categories = packaged("2021")

    assert tuple(one for part in cut(categories) for one in part) == categories


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2021-06-30", None),
        ("2021-07-01", "2021"),
        ("2025-09-30", "2021"),
        ("2025-10-01", "2025"),
        ("2099-12-31", "2025"),
    ],
)
def test_the_day_says_which_catalogue_is_in_force(finance: Finance, day: str, version: str | None) -> None:
    found = in_force(finance.journal.replay.state, day)

    assert (found.version if found else None) == version


def test_a_version_is_used_only_when_its_last_part_is_loaded(empty: Finance) -> None:
    empty.accept("finance.announce_catalogue", announced(UPPER, LOWER))
    empty.accept("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER))
    assert in_force(empty.journal.replay.state, "2030-01-01") is None

    empty.accept("finance.load_catalogue", LoadCatalogue("2030", 2, LOWER))
    found = in_force(empty.journal.replay.state, "2030-01-01")
    assert found is not None
    assert found.version == "2030"


def test_entries_are_found_in_the_order_of_their_numbers(empty: Finance) -> None:
    empty.accept("finance.announce_catalogue", announced(UPPER, LOWER))
    empty.accept("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER))
    empty.accept("finance.load_catalogue", LoadCatalogue("2030", 2, LOWER))

    found = empty.journal.replay.state.find(FinanceCategory, "parent", "2030", "1")

    assert [one.code for one in found] == ["1.1", "1.2", "1.10"]


def test_refuses_a_version_announced_before(finance: Finance) -> None:
    body = announcement(RELEASES[1], packaged("2025"))

    assert finance.result("finance.announce_catalogue", body) == "catalogue_known"


def test_refuses_a_version_that_comes_into_force_no_later_than_the_last() -> None:
    finance = Finance()

    same_day = announced(UPPER, effective_from="2025-10-01")
    next_day = announced(UPPER, effective_from="2025-10-02")

    assert finance.result("finance.announce_catalogue", same_day) == "catalogue_not_later"
    assert finance.result("finance.announce_catalogue", next_day) == ACCEPTED


def test_refuses_another_version_while_one_is_incomplete(empty: Finance) -> None:
    empty.accept("finance.announce_catalogue", announced(UPPER))
    later = announced(UPPER, version="2031", effective_from="2031-01-01")
    assert empty.result("finance.announce_catalogue", later) == "catalogue_incomplete"

    empty.accept("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER))
    assert empty.result("finance.announce_catalogue", later) == ACCEPTED


def test_refuses_parts_of_an_unknown_version(empty: Finance) -> None:
    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER)) == "unknown_catalogue"
    extension = ExtendCatalogue("2030", "公告", (part_hash(UPPER),))
    assert empty.result("finance.extend_catalogue", extension) == "unknown_catalogue"


def test_refuses_parts_out_of_order(empty: Finance) -> None:
    empty.accept("finance.announce_catalogue", announced(UPPER, LOWER))

    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 2, LOWER)) == "part_out_of_order"
    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER)) == ACCEPTED
    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER)) == "part_out_of_order"
    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 2, LOWER)) == ACCEPTED
    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 3, LOWER)) == "part_out_of_order"


def test_refuses_a_part_that_differs_from_what_was_announced(empty: Finance) -> None:
    empty.accept("finance.announce_catalogue", announced(UPPER))
    altered = (UPPER[0], dataclasses.replace(UPPER[1], condition="放宽"))

    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 1, altered)) == "part_differs"
    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER)) == ACCEPTED


@pytest.mark.parametrize(
    ("part", "result"),
    [
        ((category("1"), category("1.1"), category("1.1.1"), category("1.1.1.1")), ACCEPTED),
        ((category("1"), category("1.1"), category("1.1.1"), category("1.1.1.1"), category("1.1.1.1.1")), "too_deep"),
        ((category("1"), category("1")), "category_taken"),
        ((category("1"), category("2")), ACCEPTED),
        ((category("1.1"), category("1")), "parent_missing"),
        ((category("1"), category("1.1")), ACCEPTED),
    ],
)
def test_checks_the_shape_of_a_part(empty: Finance, part: tuple[object, ...], result: str) -> None:
    empty.accept("finance.announce_catalogue", announced(part))  # type: ignore[arg-type]

    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 1, part)) == result  # type: ignore[arg-type]


def test_a_later_list_extends_a_version_that_stays_in_use() -> None:
    finance = Finance()
    part = (category("1.1"),)
    extension = ExtendCatalogue("2025", "公告", (part_hash(part),))
    finance.accept("finance.extend_catalogue", extension)
    assert finance.result("finance.extend_catalogue", extension) == "catalogue_incomplete"

    finance.accept("finance.load_catalogue", LoadCatalogue("2025", 2, part))

    found = finance.journal.replay.state.get(FinanceCatalogue, "2025")
    assert found is not None
    assert (found.entries, found.is_used, found.parts_loaded) == (10, True, 2)


def test_refuses_an_entry_that_an_earlier_list_holds() -> None:
    finance = Finance()
    part = (category("9"),)
    finance.accept("finance.extend_catalogue", ExtendCatalogue("2025", "公告", (part_hash(part),)))

    assert finance.result("finance.load_catalogue", LoadCatalogue("2025", 2, part)) == "category_taken"


def test_refuses_more_parts_than_a_catalogue_may_have(empty: Finance) -> None:
    parts = [(category("1"),), *((category(f"{a}.{b}"),) for a in (1, 2, 3) for b in range(1, 100))][:100]
    more = [(category(f"1.1.{number}"),) for number in range(1, 100)] + [(category("1.2.1"),)]
    parts[-1] = (category("2"),)
    hashes = tuple(part_hash(part) for part in more)
    empty.accept("finance.announce_catalogue", announced(*parts))
    for number, part in enumerate(parts, start=1):
        empty.accept("finance.load_catalogue", LoadCatalogue("2030", number, part))
    assert empty.result("finance.extend_catalogue", ExtendCatalogue("2030", "公告", hashes)) == ACCEPTED
    for number, part in enumerate(more, start=101):
        empty.accept("finance.load_catalogue", LoadCatalogue("2030", number, part))

    assert empty.result("finance.extend_catalogue", ExtendCatalogue("2030", "公告", ("0" * 64,))) == "too_many_parts"


def test_one_operator_loads_but_cannot_announce(empty: Finance) -> None:
    body = announced(UPPER)

    with pytest.raises(Unrecorded) as caught:
        empty.result("finance.announce_catalogue", body, *OPERATORS)
    assert caught.value.reason.code == "not_enough_signatures"
    assert empty.result("finance.announce_catalogue", body, AUTHORITY, OPERATORS[0]) == ACCEPTED
    assert empty.result("finance.load_catalogue", LoadCatalogue("2030", 1, UPPER), OPERATORS[1]) == ACCEPTED
