import pytest

from registry.catalog import CATALOGUE
from registry.ledger.book import Account, Batch, Freeze
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, Status
from registry.ledger.rules import Outcome, Transfer
from registry.ledger.serials import account_number
from registry.ledger.state import Changes, State, conservation

ISSUER, ONE, TWO, CASH = (account_number("31", *of) for of in (("IS", 1), ("HO", 1), ("HO", 2), ("CA", 1)))
ASSET = "CEA-2025"
BATCH = 65


def batch(number: int = BATCH, *, last: int = 100) -> Batch:
    return Batch(number, f"CEA-31-NAT-2025-{number}", ASSET, "31", ISSUER, 1, last, "")


def move(source: str, target: str, first: int, last: int, *, number: int = BATCH) -> Transfer:
    return Transfer(source, target, ASSET, last - first + 1, number, first)


def issued() -> State:
    state = State(CATALOGUE.record_types, changes=Changes())
    run(state, Outcome(records=(batch(),), transfers=(move(ISSUER, ONE, 1, 100),)))
    return state


def run(state: State, outcome: Outcome) -> None:
    state.check(outcome)
    state.prepare(outcome)
    state.apply(0, outcome)


def refused(state: State, *transfers: Transfer) -> str:
    with pytest.raises(Refusal) as raised:
        state.check(Outcome(transfers=transfers))
    return raised.value.code


def ranges(state: State, account: str) -> list[tuple[int, int]]:
    return list(state.holding(account, ASSET).pieces(BATCH))


def test_a_new_batch_lies_in_its_issuance_account_until_it_moves() -> None:
    state = State(CATALOGUE.record_types)
    run(state, Outcome(records=(batch(),)))
    assert ranges(state, ISSUER) == [(1, 100)]
    assert state.balance(ISSUER, ASSET) == 0
    assert state.assets(ISSUER) == (ASSET,)


def test_ranges_split_and_adjacent_ones_merge() -> None:
    state = issued()
    run(state, Outcome(transfers=(move(ONE, TWO, 40, 59),)))
    assert (ranges(state, ONE), ranges(state, TWO)) == ([(1, 39), (60, 100)], [(40, 59)])
    run(state, Outcome(transfers=(move(ONE, TWO, 60, 69), move(ONE, TWO, 30, 39))))
    assert (ranges(state, ONE), ranges(state, TWO)) == ([(1, 29), (70, 100)], [(30, 69)])
    run(state, Outcome(transfers=(move(TWO, ONE, 30, 69),)))
    assert ranges(state, ONE) == [(1, 100)]
    assert BATCH not in state.holdings[TWO, ASSET].batches


def test_changes_name_every_row_that_a_store_has_to_put() -> None:
    state = issued()
    state.changes = changes = Changes()
    run(state, Outcome(transfers=(move(ONE, TWO, 40, 59),)))
    assert changes.ranges == {(BATCH, 100): (ONE, 60), (BATCH, 39): (ONE, 1), (BATCH, 59): (TWO, 40)}
    assert changes.balances == {(ONE, ASSET): 80, (TWO, ASSET): 20}
    assert [(one.source_balance, one.target_balance) for one in changes.moves] == [(80, 20)]


@pytest.mark.parametrize(("first", "last"), [(0, 10), (91, 101), (101, 101)])
def test_refuses_serials_outside_what_is_held(first: int, last: int) -> None:
    assert refused(issued(), move(ONE, TWO, first, last)) == "units_not_held"


def test_refuses_a_range_across_a_gap_but_not_up_to_it() -> None:
    state = issued()
    run(state, Outcome(transfers=(move(ONE, TWO, 50, 50),)))
    assert refused(state, move(ONE, TWO, 49, 51)) == "units_not_held"
    state.check(Outcome(transfers=(move(ONE, TWO, 1, 49), move(ONE, TWO, 51, 100))))


def test_refuses_to_move_a_unit_twice_in_one_outcome() -> None:
    state = issued()
    assert refused(state, move(ONE, TWO, 1, 10), move(ONE, TWO, 10, 20)) == "units_twice"
    state.check(Outcome(transfers=(move(ONE, TWO, 1, 10), move(ONE, TWO, 11, 20))))


def test_refuses_units_that_only_this_outcome_would_bring() -> None:
    assert refused(issued(), move(ONE, TWO, 1, 10), move(TWO, ONE, 1, 10)) == "units_not_held"


@pytest.mark.parametrize("units", [0, -1])
def test_refuses_a_transfer_of_nothing(units: int) -> None:
    assert refused(issued(), Transfer(ONE, TWO, ASSET, units, BATCH, 5)) == "units_not_positive"


def test_money_ends_at_the_balance_and_comes_from_its_issuer() -> None:
    state = issued()
    run(state, Outcome(transfers=(Transfer(ISSUER, CASH, "CNY", 100),)))
    assert (state.balance(ISSUER, "CNY"), state.balance(CASH, "CNY")) == (-100, 100)
    half, rest = Transfer(CASH, ONE, "CNY", 60), Transfer(CASH, ONE, "CNY", 40)
    state.check(Outcome(transfers=(half, rest)))
    assert refused(state, half, Transfer(CASH, ONE, "CNY", 41)) == "units_not_held"


def test_a_new_batch_moves_in_its_own_outcome_within_its_serials() -> None:
    state = State(CATALOGUE.record_types)
    for first, last, account, ok in ((1, 100, ISSUER, True), (1, 101, ISSUER, False), (1, 100, ONE, False)):
        outcome = Outcome(records=(batch(),), transfers=(move(account, TWO, first, last),))
        if ok:
            state.check(outcome)
        else:
            with pytest.raises(Refusal):
                state.check(outcome)


NAMED = [
    (((BATCH, 1, 5),), 5, ""),
    (((BATCH, 1, 5), (BATCH, 90, 94)), 10, ""),
    (((BATCH, 1, 5),), 6, "ranges_differ"),
    (((BATCH, 96, 101),), 6, "units_not_held"),
    (((7, 1, 5),), 5, "units_not_held"),
    (((BATCH, 1, 10), (BATCH, 60, 51)), 2, "serials_reversed"),
    (((BATCH, 1, 5), (BATCH, 50, 49)), 5, "serials_reversed"),
]


@pytest.mark.parametrize(("named", "units", "code"), NAMED)
def test_named_ranges(named: tuple[tuple[int, int, int], ...], units: int, code: str) -> None:
    state = issued()
    if not code:
        assert sum(one.units for one in state.pick(ONE, ASSET, units, into=TWO, named=named)) == units
        return
    with pytest.raises(Refusal) as raised:
        state.pick(ONE, ASSET, units, into=TWO, named=named)
    assert raised.value.code == code


def test_pick_goes_around_freezes_that_hold_now() -> None:
    state = issued()
    freeze = Freeze("id", "", "", BATCH, 1, 90, "O", "P", 0, 1000, True, 0)
    run(state, Outcome(records=(freeze,)))
    state.now = 999
    assert [(one.first, one.last) for one in state.pick(ONE, ASSET, 10, into=TWO)] == [(91, 100)]
    with pytest.raises(Refusal):
        state.pick(ONE, ASSET, 11, into=TWO)
    state.now = 1000
    assert state.pick(ONE, ASSET, 11, into=TWO)


def account(number: int, holder: str = "P-00000001") -> Account:
    return Account(account_number("31", "HO", number), holder, "x", Status.ACTIVE, 0)


def test_find_goes_in_the_indexs_order_past_a_place_and_up_to_a_limit() -> None:
    state = State(CATALOGUE.record_types)
    made = [account(n) for n in range(1, 6)]
    run(state, Outcome(records=tuple(reversed(made))))
    numbers = sorted(one.number for one in made)
    found = [one.number for one in state.find(Account, "holder", "P-00000001")]
    assert found == numbers
    after = (numbers[1], numbers[1])
    assert [one.number for one in state.find(Account, "holder", "P-00000001", after=after, limit=2)] == numbers[2:4]
    assert state.find(Account, "holder", "P-00000002") == ()


def test_a_changed_record_moves_to_its_new_place_in_every_index() -> None:
    state = State(CATALOGUE.record_types)
    run(state, Outcome(records=(account(1), account(2))))
    run(state, Outcome(records=(account(1, "P-00000002"),)))
    assert [one.number[-4:-3] for one in state.find(Account, "holder", "P-00000001")] == ["2"]
    assert len(state.find(Account, "holder", "P-00000002")) == 1


def test_asking_through_an_undeclared_index_is_a_bug() -> None:
    with pytest.raises(KeyError):
        State(CATALOGUE.record_types).find(Participant, "name", "x")


def test_issued_equals_what_all_others_hold() -> None:
    state = issued()
    run(state, Outcome(transfers=(move(ONE, TWO, 40, 59),)))
    assert list(conservation(state)) == [("CEA", ASSET, 100, 100)]
