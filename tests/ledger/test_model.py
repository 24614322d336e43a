"""Rules and state against a model that knows one dictionary: unit -> account. Nothing of ours computes in the model."""

from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from registry.areas.participants.rules.freezes import LiftFreeze, PlaceFreeze
from registry.ledger.book import Freeze
from registry.ledger.decide import ACCEPTED
from registry.ledger.replay import Replay, dump_replay
from registry.ledger.serials import account_number
from registry.ledger.state import conservation
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, MemoryJournal, World

HOLDERS = (11, 12, 13)
VINTAGES = (2024, 2025)
FIRST_BLOCK = 40
Unit = tuple[int, int, int]  # vintage, block, serial


class RegistryMachine(RuleBasedStateMachine):
    """Blocks come in, units move, freezes come and go; after each step both sides hold the same."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.journal = MemoryJournal(self.world.author)
        self.owner: dict[Unit, int] = {}
        self.blocks: list[tuple[int, int]] = []
        self.numbers: dict[int, tuple[int, int]] = {}
        self.frozen: dict[str, tuple[int, int, int, int] | int] = {}

    @initialize()
    def found(self) -> None:
        self.journal.submit_all(self.world.founding())
        for holder in HOLDERS:
            self.journal.submit_all(self.world.enterprise(holder))

    @rule(holder=st.sampled_from(HOLDERS), vintage=st.sampled_from(VINTAGES), units=st.integers(1, FIRST_BLOCK))
    def mirror(self, holder: int, vintage: int, units: int) -> None:
        block = len(self.blocks) + 1
        envelope = self.world.mirrored(holder, units=units, vintage=vintage, batch=block)
        index = self.journal.replay.size
        self.journal.submit_all([envelope])
        self.blocks.append((vintage, block))
        # A block's number grows with the position of its entry, so the model may know it.
        self.numbers[index * 64 + 1] = (vintage, block)
        self.owner |= {(vintage, block, serial): holder for serial in range(1, units + 1)}

    @rule(
        giver=st.sampled_from(HOLDERS),
        taker=st.sampled_from(HOLDERS),
        vintage=st.sampled_from(VINTAGES),
        units=st.integers(1, 60),
    )
    def transfer(self, giver: int, taker: int, vintage: int, units: int) -> None:
        held = {unit for unit, owner in self.owner.items() if owner == giver and unit[0] == vintage}
        free = {unit for unit in held if not self.is_frozen(unit)}
        before = self.journal.replay.size
        result = self.journal.submit(self.world.transfer(giver, taker, units=units, vintage=vintage)).result
        assert self.journal.replay.size == before + 1
        if len(held) < units:
            assert result == "units_not_held"
        elif len(free) < units:
            assert result == "units_frozen"
        elif giver == taker:
            assert result == "same_account"
        elif giver in self.frozen.values():
            assert result == "account_frozen"
        else:
            assert result == ACCEPTED
            self.follow(taker, units, free)

    def follow(self, taker: int, units: int, free: set[Unit]) -> None:
        """Take over which units went, having checked that they were the source's, free, and from the oldest blocks."""
        now = self.ledger()
        moved = {unit for unit, owner in now.items() if owner != self.owner[unit]}
        assert len(moved) == units
        assert moved <= free
        assert {now[unit] for unit in moved} == {taker}
        youngest = max(block for _, block, _ in moved)
        assert not {unit for unit in free - moved if unit[1] < youngest}
        self.owner |= dict.fromkeys(moved, taker)

    @rule(holder=st.sampled_from(HOLDERS))
    def freeze_account(self, holder: int) -> None:
        account = account_number("31", "HO", holder)
        self.place(PlaceFreeze(None, account, None, 0, 0, "O", "P", 5, None, DOCUMENT), holder)

    @rule(data=st.data())
    def freeze_range(self, data: st.DataObject) -> None:
        if not self.blocks:
            return
        number = data.draw(st.sampled_from(sorted(self.numbers)))
        vintage, block = self.numbers[number]
        size = sum(unit[:2] == (vintage, block) for unit in self.owner)
        first = data.draw(st.integers(1, size))
        last = data.draw(st.integers(first, size))
        self.place(
            PlaceFreeze(None, None, number, first, last, "O", "P", 5, None, DOCUMENT), (vintage, block, first, last)
        )

    def place(self, body: PlaceFreeze, what: tuple[int, int, int, int] | int) -> None:
        known = {key[0] for key in self.journal.replay.state.records[Freeze].by_key}
        self.journal.submit_all(
            [self.world.author.envelope("participants.place_freeze", body, AUTHORITY, OPERATORS[0])]
        )
        (placed,) = {key[0] for key in self.journal.replay.state.records[Freeze].by_key} - known
        self.frozen[placed] = what

    @rule(data=st.data())
    def lift(self, data: st.DataObject) -> None:
        if self.frozen:
            placed = data.draw(st.sampled_from(sorted(self.frozen)))
            body = LiftFreeze(placed, "O", DOCUMENT)
            envelope = self.world.author.envelope("participants.lift_freeze", body, AUTHORITY, OPERATORS[0])
            self.journal.submit_all([envelope])
            del self.frozen[placed]

    @rule(minutes=st.integers(1, 90))
    def wait(self, minutes: int) -> None:
        self.world.author.now_ms += minutes * 60_000

    def is_frozen(self, unit: Unit) -> bool:
        ranges = [what for what in self.frozen.values() if isinstance(what, tuple)]
        return any(unit[:2] == what[:2] and what[2] <= unit[2] <= what[3] for what in ranges)

    def ledger(self) -> dict[Unit, int]:
        """Return unit -> holder as the state has it."""
        found: dict[Unit, int] = {}
        for (account, _), holding in self.journal.replay.state.holdings.items():
            for number, pieces in holding.batches.items():
                vintage, block = self.numbers[number]
                for first, last in pieces:
                    for serial in range(first, last + 1):
                        assert (vintage, block, serial) not in found
                        found[vintage, block, serial] = int(account[6:14])
        return found

    @invariant()
    def both_hold_the_same(self) -> None:
        assert self.ledger() == self.owner
        for holder in HOLDERS:
            for vintage in VINTAGES:
                held = sum(owner == holder and unit[0] == vintage for unit, owner in self.owner.items())
                account = account_number("31", "HO", holder)
                assert self.journal.replay.state.balance(account, f"CEA-{vintage}") == held

    @invariant()
    def units_are_conserved_and_ranges_never_touch(self) -> None:
        state = self.journal.replay.state
        assert all(issued == held for _, _, issued, held in conservation(state))
        for holding in state.holdings.values():
            for pieces in holding.batches.values():
                ranges = list(pieces)
                assert all(left[1] + 1 < right[0] for left, right in pairwise(ranges))

    def teardown(self) -> None:
        replay: Any = Replay(self.world.author.origin, self.journal.replay.catalogue)
        for data in self.journal.leaves:
            replay.feed(data)
        assert list(dump_replay(replay)) == list(dump_replay(self.journal.replay))


TestRegistry = RegistryMachine.TestCase
TestRegistry.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
