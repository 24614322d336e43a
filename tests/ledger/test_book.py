from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import book
from registry.ledger.book import RANGES_MAX, Holding, Pieces, asset_class_of, pick
from registry.ledger.errors import Refusal

SPANS = st.lists(st.tuples(st.integers(1, 6), st.integers(2, 5)), max_size=8)


def pieces_of(*ranges: tuple[int, int]) -> Pieces:
    made = Pieces()
    for first, last in ranges:
        made.add(first, last)
    return made


def holding_of(**batches: Iterable[tuple[int, int]]) -> Holding:
    """A holding by batch: `b3=[(1, 9)]` is batch 3 with the serials 1 to 9."""
    made = Holding()
    for name, ranges in batches.items():
        made.batches[int(name[1:])] = pieces_of(*ranges)
        made.balance += sum(last - first + 1 for first, last in ranges)
    return made


def code_of(holding: Holding, units: int, barred: tuple[book.Range, ...] = ()) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as raised:
        pick(holding, units, barred=barred)
    return raised.value.code, raised.value.facts


def test_the_smallest_range_that_holds_all_goes_first() -> None:
    holding = holding_of(b1=[(1, 10), (21, 25), (31, 34), (41, 44)])
    assert pick(holding, 4) == ((1, 31, 34),)
    assert pick(holding, 5) == ((1, 21, 25),)
    assert pick(holding, 6) == ((1, 1, 6),)


def test_else_the_largest_goes_first_and_then_what_fits_best() -> None:
    holding = holding_of(b1=[(1, 10), (21, 25), (31, 34), (41, 44)])
    assert pick(holding, 11) == ((1, 1, 10), (1, 31, 31))
    assert pick(holding, 15) == ((1, 1, 10), (1, 21, 25))
    assert pick(holding, 23) == ((1, 1, 10), (1, 21, 25), (1, 31, 34), (1, 41, 44))


def test_among_equals_the_lowest_serial_goes_first() -> None:
    holding = holding_of(b1=[(41, 45), (1, 5), (21, 25)])
    assert pick(holding, 3) == ((1, 1, 3),)
    assert pick(holding, 11) == ((1, 1, 5), (1, 21, 25), (1, 41, 41))


def test_the_oldest_batch_goes_first() -> None:
    holding = holding_of(b9=[(1, 100)], b2=[(1, 3)])
    assert pick(holding, 5) == ((2, 1, 3), (9, 1, 2))


def test_refuses_a_unit_more_than_is_held() -> None:
    holding = holding_of(b1=[(1, 10)])
    assert pick(holding, 10) == ((1, 1, 10),)
    assert code_of(holding, 11) == ("units_not_held", {"held": 10, "wanted": 11})


def test_frozen_serials_are_cut_out() -> None:
    holding = holding_of(b1=[(1, 10)], b2=[(1, 10)])
    barred = ((1, 3, 4), (1, 4, 5), (2, 1, 99))
    assert pick(holding, 7, barred=barred) == ((1, 6, 10), (1, 1, 2))
    assert code_of(holding, 8, barred) == ("units_frozen", {"free": 7, "wanted": 8})


def test_refuses_more_ranges_than_one_entry_moves_and_says_what_would_go() -> None:
    ranges = [(n * 10, n * 10 + 1) for n in range(1, RANGES_MAX + 2)]
    holding = holding_of(b1=ranges)
    assert len(pick(holding, RANGES_MAX * 2)) == RANGES_MAX
    code, facts = code_of(holding, RANGES_MAX * 2 + 1)
    assert (code, facts["units"]) == ("too_fragmented", RANGES_MAX * 2)
    assert len(pick(holding, RANGES_MAX * 2)) == RANGES_MAX


def spread(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ranges, at = [], 1
    for length, gap in spans:
        ranges.append((at, at + length - 1))
        at += length + gap
    return ranges


@given(SPANS, st.integers(1, 30), st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=3))
def test_what_is_picked_is_held_free_disjoint_and_as_much_as_wanted(
    spans: list[tuple[int, int]], units: int, cuts: list[tuple[int, int]]
) -> None:
    ranges = spread(spans)
    held = {unit for first, last in ranges for unit in range(first, last + 1)}
    barred = tuple((1, first, first + more) for first, more in cuts)
    frozen = {unit for _, first, last in barred for unit in range(first, last + 1)}
    holding = holding_of(b1=ranges)
    if len(held) < units:
        assert code_of(holding, units, barred)[0] == "units_not_held"
    elif len(held - frozen) < units:
        assert code_of(holding, units, barred)[0] == "units_frozen"
    else:
        found = pick(holding, units, barred=barred)
        taken = [unit for _, first, last in found for unit in range(first, last + 1)]
        assert len(taken) == len(set(taken)) == units
        assert set(taken) <= held - frozen
        assert found == pick(holding, units, barred=barred)


@given(SPANS, st.integers(1, 60), st.integers(0, 9))
def test_pieces_answer_as_a_set_of_serials_would(spans: list[tuple[int, int]], first: int, more: int) -> None:
    ranges = spread(spans)
    pieces = pieces_of(*reversed(ranges))
    last = first + more
    wanted = set(range(first, last + 1))
    whole = [span for span in ranges if wanted <= set(range(span[0], span[1] + 1))]
    assert list(pieces) == ranges
    assert len(pieces) == len(ranges)
    assert pieces.around(first, last) == (whole[0] if whole else None)
    assert pieces.ending_at(last) == next((a for a, b in ranges if b == last), None)
    assert pieces.starts_at(first) == any(a == first for a, _ in ranges)
    sizes = sorted((b - a + 1, a) for a, b in ranges)
    assert pieces.smallest_holding(more + 1) == next((one for one in sizes if one[0] > more), None)
    assert list(pieces.by_size_descending()) == sorted(sizes, key=lambda one: (-one[0], one[1]))
    for a, b in ranges:
        assert pieces.remove(a) == b
    assert len(pieces) == 0


def test_the_class_stands_before_the_hyphen() -> None:
    assert (asset_class_of("CEA-2025"), asset_class_of("CNY")) == ("CEA", "CNY")
