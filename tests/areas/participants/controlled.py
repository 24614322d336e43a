"""A registry whose transfers are under controls, at noon of a working day, and what its people send."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from registry.areas.participants.calendar_data import PUBLISHED
from registry.areas.participants.rules.delays import DelayedTransfer, OrderTransfer
from registry.areas.participants.rules.hours import CLOSING, OPENING
from registry.areas.participants.rules.parameters import Stricter
from registry.areas.participants.rules.settling import Concerned, EndTransfer, SettleTransfer
from registry.areas.participants.rules.trusted import TrustAccount
from registry.ledger.serials import account_number
from tests.areas.participants.factories import Scene, calendar, definition, value
from tests.world import AUTHORITY, OPERATORS, SYSTEM, Author, World

LAW = (AUTHORITY, OPERATORS[0])
ALICE, BOB = "R-00000011", "R-00000012"
SENDER, RECEIVER = "P-00000011", "P-00000012"
HELD, SENT, ESCROW = account_number("31", "HO", 11), account_number("31", "HO", 12), account_number("31", "ES", 11)
TRADING = account_number("31", "TR", 11)
FIGURES = {
    OPENING: 9 * 60, CLOSING: 17 * 60, "transfer_delay_working_days": 1, "first_transfer_delay_working_days": 2,
    "transfer_withdrawal_cutoff_minutes": 120, "trust_delay_working_days": 4, "receiver_answer_working_days": 3,
    "own_limit_delay_working_days": 2, "emergency_freeze_working_days": 3,
}  # fmt: skip
HIGHER = {name for name in FIGURES if name.endswith("working_days")}


def beijing(text: str) -> int:
    """Return the milliseconds UTC of a Beijing time such as `2026-09-24 12:30`."""
    return int(datetime.fromisoformat(f"{text}+08:00").astimezone(UTC).timestamp()) * 1000


@dataclass
class Controlled(Scene):
    """Enterprise 11 holds 1 000 units, 12 none; Monday noon, a fortnight before the holidays of autumn 2026."""

    world: World = field(default_factory=lambda: World(Author(now_ms=beijing("2026-09-07 12:00")), controls=True))

    def __post_init__(self) -> None:
        Scene.__post_init__(self)
        for purpose in ("TR", "ES"):
            self.journal.submit_all([self.world.open_account(11, purpose, 11)])
        self.journal.submit_all([self.world.open_account(12, "ES", 12)])
        for year in (2026, 2027):
            found = PUBLISHED.get(year)
            days = {"holidays": found.holidays, "workdays": found.workdays} if found else {}
            self.must("participants.set_calendar", calendar(year, **days), *LAW)
        for name, figure in FIGURES.items():
            stricter = Stricter.HIGHER if name in HIGHER else Stricter.NEITHER
            self.set(name, figure, stricter=stricter)

    def set(self, name: str, figure: int, *, stricter: Stricter = Stricter.NEITHER, scope: str = "") -> None:
        """Define a parameter if need be, and set it at once."""
        self.send("participants.define_parameter", definition(name, stricter=stricter, maximum=10**9), *LAW)
        self.must("participants.set_parameter", value(name, figure, scope=scope), *OPERATORS)

    def at(self, text: str) -> None:
        """Let it become a Beijing time such as `2026-09-24 12:30`."""
        assert beijing(text) >= self.world.author.now_ms
        self.world.author.now_ms = beijing(text)

    def prove(self) -> None:
        """Let Alice's key have sent outside the list, so that it is no new key any more."""
        assert self.order(units=1) == "accepted"
        self.at("2026-09-10 09:00")
        assert self.settle(self.last()) == "accepted"
        self.at("2026-09-10 12:00")

    def trust(self) -> None:
        """Let Alice trust Bob's account, and the waiting time pass."""
        self.must("participants.trust_account", TrustAccount(SENDER, SENT), ALICE)
        self.at("2026-09-11 12:00")

    def order(self, *, units: int = 100, target: str = SENT, **changes: Any) -> str:
        """Return what becomes of a transfer by Alice."""
        return self.send("allowances.transfer", order(units=units, target=target, **changes), ALICE)

    def last(self) -> str:
        """Return the id of the last entry."""
        found = re.search(rb'"id":"([0-9a-f-]{36})","kind"', self.journal.leaves[-1])
        assert found is not None
        return found[1].decode()

    def delayed(self, transfer: str = "") -> DelayedTransfer:
        """Return a delayed transfer, the last one by default."""
        found: DelayedTransfer | None = self.state.get(DelayedTransfer, transfer or self.last())
        assert found is not None
        return found

    def settle(self, transfer: str, *, by: Concerned = Concerned.SYSTEM, signer: str = SYSTEM) -> str:
        """Return what becomes of the entry that settles a delayed transfer."""
        return self.send("participants.settle_transfer", SettleTransfer(transfer, by), signer)

    def end(self, verb: str, transfer: str, signer: str) -> str:
        """Return what becomes of a withdrawal, refusal or acceptance."""
        return self.send(f"participants.{verb}_transfer", EndTransfer(transfer), signer)

    def units(self, account: str) -> int:
        """Return what an account holds of CEA-2025."""
        held: int = self.state.balance(account, "CEA-2025")
        return held


def order(
    *,
    units: int = 100,
    source: str = HELD,
    target: str = SENT,
    escrow: str | None = ESCROW,
    not_before: int | None = None,
) -> OrderTransfer:
    """Return the body of a transfer from Alice's account."""
    return OrderTransfer(source, target, "CEA-2025", units, (), escrow, not_before)


def micro(text: str) -> int:
    """Return the microseconds UTC of a Beijing time."""
    return beijing(text) * 1000
