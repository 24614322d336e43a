"""The working set answers every question as a whole state in memory does, whatever lies where."""

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.areas.allowances.rules import TransferUnits
from registry.catalog import CATALOGUE
from registry.ledger.book import Account, Batch, Holding
from registry.ledger.parties import Status
from registry.ledger.rules import Outcome, Transfer
from registry.ledger.serials import account_number
from registry.ledger.state import Missing, State
from registry.store import working
from registry.store.posting import post
from registry.store.working import WorkingSet

HOLDERS = ("P-00000001", "P-00000002")
HEAD = {"frontier": bytes(8), "recorded_at": 0}
ISSUER = account_number("31", "IS", 1)


def account(number: int, holder: str, label: str = "一") -> Account:
    return Account(account_number("31", "HO", number), holder, label, Status.ACTIVE, number)


def ask(view: WorkingSet, connection: sa.Connection, question: Any) -> Any:
    """Return the answer to a question, loading what is missing as the writer does."""
    for _ in range(9):
        try:
            return question(view)
        except Missing as missing:
            view.load(connection, [missing.wanted])
    raise AssertionError("asked in vain")


accounts = st.lists(st.builds(account, st.integers(1, 40), st.sampled_from(HOLDERS)), max_size=40)
limits = st.sampled_from([1, 2, 5, 1000])
afters = st.one_of(st.none(), st.integers(0, 41))


@given(
    stored=accounts, pending=accounts, holder=st.sampled_from(HOLDERS), limit=limits, after=afters, early=st.booleans()
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_merges_what_is_stored_with_what_is_pending(
    prepared_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch, *, stored: list[Account], pending: list[Account],
    holder: str, limit: int, after: int | None, early: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(working, "_SPARE", 2)
    whole, part = State(CATALOGUE.record_types), WorkingSet(CATALOGUE.record_types)
    position = None if after is None else (account_number("31", "HO", after),)
    full = None if position is None else (*position, *position)

    def search(view: Any) -> Any:
        return view.find(Account, "holder", holder, after=full, limit=limit)

    with prepared_engine.connect() as connection:
        _store(connection, stored, whole)
        if early:
            ask(part, connection, search)
        for item in pending:
            outcome = Outcome(records=(item,))
            whole.apply(0, outcome)
            ask(part, connection, lambda view, outcome=outcome: view.prepare(outcome))
            part.apply(0, outcome)
        assert ask(part, connection, search) == search(whole)
        connection.rollback()


def _store(connection: sa.Connection, items: list[Account], whole: State) -> None:
    first = WorkingSet(CATALOGUE.record_types)
    for item in items:
        whole.apply(0, Outcome(records=(item,)))
        first.records[Account].by_key.setdefault((item.number,), None)
        first.apply(0, Outcome(records=(item,)))
    post(connection, [], first.pending, tiles=[], head=HEAD)


@pytest.mark.parametrize("position", [(), (account_number("31", "HO", 2),)])
def test_a_shorter_position_stands_before_what_begins_with_it(prepared_engine: sa.Engine, position: Any) -> None:
    whole, part = State(CATALOGUE.record_types), WorkingSet(CATALOGUE.record_types)

    def search(view: Any) -> Any:
        return view.find(Account, "holder", HOLDERS[0], after=position)

    with prepared_engine.connect() as connection:
        _store(connection, [account(n, HOLDERS[0]) for n in range(1, 5)], whole)
        if position:
            assert ask(part, connection, search) == search(whole)
            assert len(search(whole)) == 3


def test_many_changes_in_one_batch_end_no_search(prepared_engine: sa.Engine) -> None:
    whole, part = State(CATALOGUE.record_types), WorkingSet(CATALOGUE.record_types)
    stored = [account(n, HOLDERS[0]) for n in range(1, 700)]
    with prepared_engine.connect() as connection:
        _store(connection, stored, whole)
        for item in stored[:600]:
            outcome = Outcome(records=(account(item.opened_index, HOLDERS[1]),))
            whole.apply(0, outcome)
            part.records[Account].by_key[item.number,] = item
            part.apply(0, outcome)
        found = ask(part, connection, lambda view: view.find(Account, "holder", HOLDERS[0], limit=3))
        assert found == whole.find(Account, "holder", HOLDERS[0], limit=3)
        assert [one.opened_index for one in found] == [600 + n for n in range(1, 4)]


def test_absent_rows_are_remembered_as_absent(prepared_engine: sa.Engine) -> None:
    part = WorkingSet(CATALOGUE.record_types)
    number = account_number("31", "HO", 7)
    with prepared_engine.connect() as connection:
        with pytest.raises(Missing):
            part.get(Account, number)
        part.load(connection, [("record", Account, (number,)), ("holding", number, "CEA-2025")])
        assert part.get(Account, number) is None
        assert part.balance(number, "CEA-2025") == 0


def test_a_holding_comes_back_with_its_ranges(prepared_engine: sa.Engine) -> None:
    whole, part = State(CATALOGUE.record_types), WorkingSet(CATALOGUE.record_types)
    target = account_number("31", "HO", 7)
    batch = Batch(65, "CEA-31-NAT-2025-1", "CEA-2025", "31", ISSUER, 1, 1000, "")
    outcome = Outcome(
        records=(batch,),
        transfers=(Transfer(ISSUER, target, "CEA-2025", 10, 65, 1), Transfer(ISSUER, target, "CEA-2025", 5, 65, 500)),
    )
    with prepared_engine.connect() as connection:
        ask(part, connection, lambda view: (view.prepare(outcome), view.check(outcome)))
        for state in (whole, part):
            state.prepare(outcome)
            state.check(outcome)
            state.apply(1, outcome)
        post(connection, [], part.pending, tiles=[], head=HEAD)
        again = WorkingSet(CATALOGUE.record_types)
        for pair in ((ISSUER, "CEA-2025"), (target, "CEA-2025")):
            read: Holding = ask(again, connection, lambda view, pair=pair: view.holding(*pair))
            assert read.balance == whole.holding(*pair).balance
            assert [list(one) for one in read.batches.values()] == [
                list(one) for one in whole.holding(*pair).batches.values()
            ]
        assert ask(again, connection, lambda view: view.assets(target)) == whole.assets(target) == ("CEA-2025",)


def test_caches_stay_within_their_bound(prepared_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "CACHED_MAX", 10)
    part = WorkingSet(CATALOGUE.record_types)
    wanted = [("holding", account_number("31", "HO", n), "CEA-2025") for n in range(1, 30)]
    records = [("record", Account, (account_number("31", "HO", n),)) for n in range(1, 30)]
    with prepared_engine.connect() as connection:
        part.load(connection, [*wanted, *records])
        assert (len(part.holdings), len(part.records[Account].by_key)) == (29, 29)
        for _ in range(6):
            part.begin()
        assert max(len(part.holdings), len(part.records[Account].by_key)) <= 10


def test_what_a_body_names_is_foreseen(prepared_engine: sa.Engine) -> None:
    part = WorkingSet(CATALOGUE.record_types)
    source, target = account_number("31", "HO", 7), account_number("31", "HO", 8)
    body = TransferUnits(source, target, "CEA-2025", 5, ())
    wanted = part.foreseen([body, body])
    assert set(wanted) == {
        ("record", Account, (source,)),
        ("record", Account, (target,)),
        ("holding", source, "CEA-2025"),
        ("holding", target, "CEA-2025"),
    }
    with prepared_engine.connect() as connection:
        part.load(connection, wanted)
    assert part.foreseen([body]) == []


def test_an_account_of_an_unknown_purpose_holds_nothing(prepared_engine: sa.Engine) -> None:
    part = WorkingSet(CATALOGUE.record_types)
    with prepared_engine.connect() as connection:
        part.load(connection, part.foreseen([TransferUnits("31-ZZ-00000001-00", ISSUER, "CEA-2025", 5, ())]))
    assert part.balance("31-ZZ-00000001-00", "CEA-2025") == 0
