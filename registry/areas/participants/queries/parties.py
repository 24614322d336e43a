"""Who is who: participants, their accounts, representatives and keys, and the freezes that stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.holdings import CreditClass
from registry.ledger.book import Account, Freeze
from registry.ledger.errors import Refusal
from registry.ledger.parties import KeyStatus, Participant, Representative, SigningKey, Status
from registry.store import tables
from registry.store.projection import mapper_of

ACCOUNTS_MAX: Final = 200
KEYS_MAX: Final = 1000
FREEZES_MAX: Final = 200

_accounts = mapper_of(Account)
_participants = mapper_of(Participant)
_representatives = mapper_of(Representative)
_keys = mapper_of(SigningKey)
_freezes = mapper_of(Freeze)
_credit_classes = mapper_of(CreditClass)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as lists show it."""

    number: str
    holder: str
    label: str
    purpose: str
    status: str


@dataclass(frozen=True, slots=True)
class RepresentativeLine:
    """A representative with what it may do."""

    number: str
    roles: tuple[str, ...]
    status: str
    since_index: int


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key that a participant has or had, and who vouched for it."""

    representative: str
    public_key: str
    custody: str
    status: str
    vouched_by: str
    registered_index: int
    registered_at: int | None
    ended_index: int | None


@dataclass(frozen=True, slots=True)
class PartyPage:
    """A participant with all representatives and keys that it ever had."""

    participant: Participant
    representatives: tuple[RepresentativeLine, ...]
    keys: tuple[KeyLine, ...]


def participant_of(connection: sa.Connection, representative: str) -> str | None:
    """Return the participant of a representative, or None."""
    table = _representatives.table
    return connection.scalar(sa.select(table.c.participant).where(table.c.number == representative))


def represented_by(connection: sa.Connection, representative: str) -> str | None:
    """Return the participant that a representative stands for now; none once it is suspended or has left."""
    table = _representatives.table
    query = sa.select(table.c.participant).where(
        table.c.number == representative, table.c.status == Status.ACTIVE.value
    )
    return connection.scalar(query)


def active_keys(connection: sa.Connection, representative: str) -> tuple[str, ...]:
    """Return the public keys of a representative that are active, in base64."""
    table = _keys.table
    mine = sa.and_(table.c.representative == representative, table.c.status == KeyStatus.ACTIVE.value)
    return tuple(connection.scalars(sa.select(table.c.public_key).where(mine).limit(KEYS_MAX)))


def get_participant(connection: sa.Connection, number: str) -> Participant:
    """Return a participant.

    Raises:
        Refusal: ``unknown_participant``.
    """
    row = connection.execute(sa.select(_participants.table).where(_participants.table.c.number == number)).first()
    if row is None:
        raise Refusal("unknown_participant", key=number)
    found: Participant = _participants.from_row(row)
    return found


def is_registered(connection: sa.Connection, scheme: str, identity: str) -> bool:
    """Return whether an organisation that has not been closed stands under this identity."""
    its = _participants.table.c
    query = sa.select(its.number).where(its.scheme == scheme, its.identity == identity, its.status != Status.CLOSED)
    return connection.execute(query.limit(1)).first() is not None


def get_account(connection: sa.Connection, number: str) -> AccountLine:
    """Return an account.

    Raises:
        Refusal: ``unknown_account``.
    """
    row = connection.execute(sa.select(_accounts.table).where(_accounts.table.c.number == number)).first()
    if row is None:
        raise Refusal("unknown_account", key=number)
    return _line(_accounts.from_row(row))


def account_holder(connection: sa.Connection, number: str) -> tuple[str, str] | None:
    """Return the number and the name of an account's holder, or None."""
    account, its = _accounts.table, _participants.table
    query = sa.select(its.c.number, its.c.name).join(account, account.c.holder == its.c.number)
    row = connection.execute(query.where(account.c.number == number)).first()
    return (row.number, row.name) if row else None


def holders_of(connection: sa.Connection, numbers: Iterable[str]) -> dict[str, str]:
    """Return the holders' numbers by account, of the accounts that exist."""
    table = _accounts.table.c
    query = sa.select(table.number, table.holder).where(table.number.in_(sorted(set(numbers))))
    return {row.number: row.holder for row in connection.execute(query)}


def accounts_of(connection: sa.Connection, holder: str) -> tuple[AccountLine, ...]:
    """Return a participant's accounts by number, closed ones too."""
    table = _accounts.table
    query = sa.select(table).where(table.c.holder == holder).order_by(table.c.number).limit(ACCOUNTS_MAX)
    return tuple(_line(_accounts.from_row(row)) for row in connection.execute(query))


def representatives_of(connection: sa.Connection, participant: str) -> tuple[RepresentativeLine, ...]:
    """Return a participant's representatives by number."""
    table = _representatives.table
    query = sa.select(table).where(table.c.participant == participant).order_by(table.c.number)
    found = [_representatives.from_row(row) for row in connection.execute(query)]
    return tuple(
        RepresentativeLine(one.number, tuple(role.value for role in one.roles), one.status.value, one.opened_index)
        for one in found
    )


def party_page(connection: sa.Connection, participant: str) -> PartyPage:
    """Return a participant with everybody who ever signed for it, and every key with who vouched for it.

    Raises:
        Refusal: ``unknown_participant``.
    """
    keys, leaf = _keys.table, tables.leaf
    query = (
        sa.select(keys, leaf.c.recorded_at)
        .outerjoin(leaf, leaf.c.index == keys.c.registered_index)
        .where(keys.c.participant == participant)
        .order_by(keys.c.registered_index, keys.c.representative, keys.c.public_key)
        .limit(KEYS_MAX)
    )
    return PartyPage(
        participant=get_participant(connection, participant),
        representatives=representatives_of(connection, participant),
        keys=tuple(
            KeyLine(
                representative=row.representative,
                public_key=row.public_key,
                custody=row.custody,
                status=row.status,
                vouched_by=row.vouched_by,
                registered_index=row.registered_index,
                registered_at=row.recorded_at,
                ended_index=row.ended_index,
            )
            for row in connection.execute(query)
        ),
    )


def credit_classes(connection: sa.Connection) -> frozenset[str]:
    """Return the codes of classes whose units are credits."""
    return frozenset(connection.scalars(sa.select(_credit_classes.table.c.code)))


def active_freezes(connection: sa.Connection) -> tuple[Freeze, ...]:
    """Return freezes that nobody has lifted, the newest first."""
    table = _freezes.table
    query = sa.select(table).where(table.c.is_active).order_by(table.c.placed_index.desc()).limit(FREEZES_MAX)
    return tuple(_freezes.from_row(row) for row in connection.execute(query))


def _line(account: Account) -> AccountLine:
    return AccountLine(account.number, account.holder, account.label, account.purpose, account.status.value)
