"""A small world with mirrored allowances, and the bodies that its people send."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from registry.areas.allowances.rules import (
    Cancel,
    MirrorBatch,
    RecordStatement,
    SettlePending,
    StatedHolding,
    TransferUnits,
    Withdraw,
)
from registry.areas.participants.rules.parties import DefineClass
from registry.ledger.book import Title
from registry.ledger.decide import ACCEPTED, Decision, Unrecorded
from registry.ledger.serials import account_number
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, Author, MemoryJournal, World

ALICE, BOB = 11, 12
PAPER = hashlib.sha256(b"statement").hexdigest()


def account(purpose: str, number: int) -> str:
    return account_number("31", purpose, number)


@dataclass
class Registry:
    """A journal in memory with a world that talks to it."""

    world: World = field(default_factory=World)
    journal: MemoryJournal = field(init=False)

    def __post_init__(self) -> None:
        self.journal = MemoryJournal(self.world.author)

    @property
    def author(self) -> Author:
        return self.world.author

    @property
    def state(self) -> Any:
        return self.journal.replay.state

    def accept(self, *envelopes: bytes) -> None:
        self.journal.submit_all(list(envelopes))

    def send(self, kind: str, body: object, *signers: str, seconds: int = 3600) -> Decision:
        return self.journal.submit(self.author.envelope(kind, body, *signers, seconds=seconds))

    def result(self, kind: str, body: object, *signers: str) -> str:
        return self.send(kind, body, *signers).result

    def entry_id(self, kind: str, body: object, *signers: str) -> str:
        """Return the id of an entry that must be accepted."""
        decision = self.send(kind, body, *signers)
        assert decision.result == ACCEPTED, (decision.result, decision.facts)
        found = re.search(rb'"id":"([0-9a-f-]{36})","kind"', self.journal.leaves[-1])
        assert found is not None
        return found[1].decode()

    def unrecorded(self, kind: str, body: object, *signers: str) -> str:
        with pytest.raises(Unrecorded) as caught:
            self.send(kind, body, *signers)
        return caught.value.reason.code

    def define_class(self, code: str, *, title: Title = Title.MIRROR, has_serials: bool = True) -> None:
        body = DefineClass(code, code, "tCO2e", title, "Register", has_serials)
        self.accept(self.author.envelope("participants.define_class", body, AUTHORITY, OPERATORS[0]))

    def open(self, holder: int, purpose: str, number: int | None = None) -> str:
        number = holder if number is None else number
        self.accept(self.world.open_account(holder, purpose, number))
        return account(purpose, number)

    def units(self, number: str, asset: str = "CEA-2025") -> int:
        units: int = self.state.balance(number, asset)
        return units


def registry() -> Registry:
    """Return a registry in which Alice and Bob have every account and Alice holds 100 units of CEA-2025."""
    made = Registry()
    made.accept(*made.world.founding())
    for number in (ALICE, BOB):
        made.accept(*made.world.enterprise(number))
        for purpose in ("TR", "PE", "CX"):
            made.open(number, purpose)
    made.accept(made.world.mirrored(ALICE, units=100))
    return made


MIRROR = MirrorBatch(
    text="CEA-31-NAT-2025-2",
    asset="CEA-2025",
    zone="31",
    issuer=account("IS", 1),
    target=account("HO", ALICE),
    first=1,
    last=50,
    document=DOCUMENT,
)
TRANSFER = TransferUnits(account("HO", ALICE), account("HO", BOB), "CEA-2025", 30, ())
WITHDRAW = Withdraw(account("HO", ALICE), account("PE", ALICE), "CEA-2025", 30, ())
CANCEL = Cancel(account("HO", ALICE), account("PE", ALICE), account("CX", ALICE), "CEA-2025", 30, (), None)
STATEMENT = RecordStatement(f"P-{ALICE:08}", 1_779_999_000_000_000, (StatedHolding("CEA-2025", 100),), PAPER)

BY_AUTHORITY = (AUTHORITY, OPERATORS[0])
BY_ALICE = (f"R-{ALICE:08}",)
BY_BOB = (f"R-{BOB:08}",)
STATED = (*BY_ALICE, OPERATORS[0], REGISTRAR)


def settle(pending: str) -> SettlePending:
    return SettlePending(pending, "NR-2026-0001", PAPER)
