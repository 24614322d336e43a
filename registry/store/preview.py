"""What an entry would do if it were decided now, and who would have to sign it. Reads the database, writes nothing.

The rules are the same that decide later, over a view that reads each row when a rule asks for it. What is foreseen is
a courtesy to whoever fills in a form: between a preview and the journal's answer the state may have changed.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from registry.ledger.book import Holding
from registry.ledger.decide import fits, order_of, outcome_of, signatory_of
from registry.ledger.entry import Checked, Keyring, Signer, check
from registry.ledger.errors import Refusal
from registry.ledger.parties import KeyStatus, Participant, Representative, SigningKey
from registry.ledger.revisions import Activation
from registry.ledger.rules import (
    FIND_MAX,
    Catalogue,
    Context,
    Demand,
    Kind,
    Outcome,
    Possession,
    Requirement,
    Signatory,
)
from registry.store.log import read_head
from registry.store.projection import table_of
from registry.store.working import WorkingSet

R = TypeVar("R")


class SqlView(WorkingSet):
    """The whole state as the database holds it now, read row by row; keep it no longer than one request."""

    def __init__(self, connection: sa.Connection, catalogue: Catalogue, now: int) -> None:
        """Look at the state at an instant, microseconds UTC."""
        super().__init__(catalogue.record_types)
        self._connection = connection
        self.now = now

    def get(self, cls: type[R], *key: object) -> R | None:
        """See `View.get`."""
        known = self.records[cls].by_key
        if key not in known:
            self._load_records(self._connection, cls, [key])
        return cast("R | None", known[key])

    def find(
        self, cls: type[R], index: str, *by: object, after: tuple[object, ...] | None = None, limit: int = FIND_MAX
    ) -> tuple[R, ...]:
        """See `View.find`."""
        limit = min(limit, FIND_MAX)
        search = (cls, index, by, after, limit)
        if search not in self._searches:
            self._load_search(self._connection, search)
        found: tuple[Any, ...] = self._searches[search][:limit]
        return found

    def _perhaps_frozen(self, batches: Iterable[int]) -> Iterable[int]:
        return batches  # it holds no index to ask

    def holding(self, account: str, asset: str) -> Holding:
        """Return what an account holds of an asset."""
        if (account, asset) not in self.holdings:
            self._load_holdings(self._connection, [(account, asset)])
        return self.holdings[account, asset]

    def assets(self, account: str) -> tuple[str, ...]:
        """See `View.assets`."""
        self.load(self._connection, [("assets", account)])
        return super().assets(account)


@dataclass(frozen=True, slots=True)
class Missing:
    """Signatures that one demand still lacks, and the representatives who could give them now."""

    count: int
    role: str | None
    is_offline: bool
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds of an asset before and after the entry."""

    account: str
    asset: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow; with a refusal the outcome is empty. ``missing_after`` is once the author has signed too."""

    outcome: Outcome
    refusal: Refusal | None
    missing: tuple[Missing, ...]
    missing_after: tuple[Missing, ...]
    balances: tuple[Balance, ...]
    is_concerned: bool


def foresee(
    connection: sa.Connection, catalogue: Catalogue, kind: Kind, *, body: object, signers: Iterable[Signer], now: int,
    author: str | None = None, entry_id: str = "00000000-0000-7000-8000-000000000000",
) -> Preview:  # fmt: skip
    """Return what a body would do now, with these signatures and those that its missing signers would add.

    ``author`` is a representative who has not signed yet and is about to; `is_concerned` says if that would help.
    ``now`` in microseconds UTC.

    Raises:
        Refusal: what the kind's `signers` refuse, such as ``unknown_account``.
    """
    view = SqlView(connection, catalogue, now)
    requirement: Requirement = kind.signers(body, view)
    shown = {(signer.representative, signer.public_key) for signer in signers}
    offered = [one for one in requirement if isinstance(one, Possession)]
    hidden = [one for one in offered if (one.representative, one.public_key) not in shown]
    known = {(one.representative, one.public_key) for one in offered}
    signed = [signatory_of(Signer(*one), now, view) for one in sorted(shown - known)]
    before = unmet(requirement, signed, view)
    own = _of_representative(author, view) if author else None
    after = unmet(requirement, [*signed, own], view) if own else before
    helps_hidden = any(one.representative == author for one in hidden)
    is_concerned = helps_hidden or _count(after) < _count(before)
    if not is_concerned:
        own, after = None, before
    stand_ins = [one for _, found in after for one in found]
    signatories = _distinct([*([own] if own else []), *signed, *stand_ins])
    head = read_head(connection)
    context = Context(head.size if head else 0, now, entry_id, kind.name, tuple(signatories))
    outcome, refusal = Outcome(), None
    try:
        outcome = outcome_of(kind, body, context, view)
    except Refusal as found:
        refusal = found
    unseen = tuple(Missing(1, None, is_offline=False, candidates=(one.representative,)) for one in hidden)
    return Preview(
        outcome=outcome,
        refusal=refusal,
        missing=(*unseen, *(one for one, _ in before)),
        missing_after=(*(one for one in unseen if one.candidates != (author,)), *(one for one, _ in after)),
        balances=tuple(_balances(outcome, view)),
        is_concerned=is_concerned,
    )


def revision_in_force(connection: sa.Connection, kind: str) -> int | None:
    """Return the revision of a kind in force at the head, None if it was never activated."""
    table = table_of(Activation)
    return connection.scalar(sa.select(table.c.revision).where(table.c.kind == kind))


def read_envelope(connection: sa.Connection, envelope: bytes, *, origin: str, catalogue: Catalogue) -> Checked:
    """Return the checked envelope, each signature held against the keys that its signer has or had.

    Raises:
        Malformed: as `entry.check`.
    """
    ring = Keyring()
    table = table_of(SigningKey)

    def find_key(representative: str, key_id: bytes) -> tuple[bytes, ...]:
        owned = sa.select(table.c.public_key).where(table.c.representative == representative)
        for public_key in connection.scalars(owned):
            ring.add(representative, base64.b64decode(public_key))
        return ring.find(representative, key_id)

    return check(envelope, origin=origin, catalogue=catalogue, find_key=find_key)


def unmet(
    requirement: Requirement, signed: list[Signatory], view: SqlView
) -> list[tuple[Missing, tuple[Signatory, ...]]]:
    """Return what is missing of each demand, with as many stand-ins as it lacks; matched as `decide` matches."""
    left = list(signed)
    names = {one.representative for one in signed}
    standing_in: set[str] = set()
    found = []
    for demand in requirement:
        if isinstance(demand, Possession):
            continue
        fitting = [one for one in left if fits(one, demand)]
        taken = sorted(fitting, key=lambda one: order_of(one, demand))[: demand.count]
        left = [one for one in left if one not in taken]
        # A demand for an offline key is met by any signer of the same side.
        lacks_offline = demand.offline and not any(one.offline for one in signed)
        lacking = max(demand.count - len(taken), 1 if lacks_offline else 0)
        if lacking:
            able = [one for one in _able(demand, view) if one.representative not in names]
            others = [one for one in able if one.representative not in standing_in][:lacking]
            standing_in |= {one.representative for one in others}
            missing = Missing(lacking, demand.role, demand.offline, tuple(one.representative for one in able))
            found.append((missing, tuple(others)))
    return found


def _count(missing: list[tuple[Missing, tuple[Signatory, ...]]]) -> int:
    return sum(one.count for one, _ in missing)


def _able(demand: Demand, view: SqlView) -> list[Signatory]:
    if demand.representative is not None:
        one = _of_representative(demand.representative, view)
        return [one] if one else []
    if demand.participant is not None:
        participants = [demand.participant]
    else:
        participants = [one.number for one in view.find(Participant, "function", demand.function)]
    able = [one for participant in participants for one in _signatories(participant, view) if fits(one, demand)]
    able += [one for one in (_of_representative(name, view) for name in demand.attorneys) if one]
    return sorted(able, key=lambda one: order_of(one, demand))


def _of_representative(number: str, view: SqlView) -> Signatory | None:
    representative = view.get(Representative, number)
    if representative is None:
        return None
    return next((one for one in _signatories(representative.participant, view) if one.representative == number), None)


def _signatories(participant: str, view: SqlView) -> Iterator[Signatory]:
    """Yield each representative of a participant that may sign now, with an offline key if it has one."""
    keys: dict[str, SigningKey] = {}
    for status in (KeyStatus.RECOVERY, KeyStatus.ACTIVE):
        for key in view.find(SigningKey, "standing", participant, status):
            if key.active_from <= view.now and (key.custody == "offline" or key.representative not in keys):
                keys[key.representative] = key
    for number, key in sorted(keys.items()):
        try:
            yield signatory_of(Signer(number, key.public_key), view.now, view)
        except Refusal:
            continue


def _distinct(signatories: list[Signatory]) -> list[Signatory]:
    return list({one.representative: one for one in signatories}.values())


def _balances(outcome: Outcome, view: SqlView) -> Iterator[Balance]:
    changes: dict[tuple[str, str], int] = {}
    for transfer in outcome.transfers:
        for account, units in ((transfer.source, -transfer.units), (transfer.target, transfer.units)):
            pair: Any = (account, transfer.asset)
            changes[pair] = changes.get(pair, 0) + units
    for (account, asset), units in changes.items():
        before = view.balance(account, asset)
        yield Balance(account, asset, before, before + units)
