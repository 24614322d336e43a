"""All keys that a participant ever had, and who vouched for each: anybody may see this.

Index: `ix_signing_key_participant`.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.auditing.queries.names import Party, parties, parties_of_representatives
from registry.areas.auditing.queries.register import RegisterLine, register_line
from registry.ledger.parties import SigningKey
from registry.store.projection import mapper_of

# A participant may have 200 standing keys; ended ones come on top of that, and the oldest are shown first.
KEYS_MAX = 1000
_NOBODY = Party("", "", "")


@dataclass(frozen=True, slots=True)
class KeyShown:
    """One key. ``came_alone`` marks a key for which no older key of the participant vouched."""

    representative: str
    public_key: str
    fingerprint: str
    custody: str
    status: str
    active_from: int
    registered_index: int
    ended_index: int | None
    vouched_by: str
    vouched_participant: str
    vouched_name: str
    vouched_function: str
    came_alone: bool

    @property
    def grouped(self) -> str:
        """The fingerprint in groups of four, as the signed paper prints it."""
        return " ".join(self.fingerprint[at : at + 4] for at in range(0, len(self.fingerprint), 4))


@dataclass(frozen=True, slots=True)
class KeysOf:
    """A participant as the register shows it, and its keys in the order of registration."""

    participant: str
    name: str
    function: str
    line: RegisterLine | None
    rows: tuple[KeyShown, ...]


def keys_query(participant: str) -> sa.Select[tuple[object, ...]]:
    """Return the query for a participant's keys."""
    table = mapper_of(SigningKey).table
    return sa.select(table).where(table.c.participant == participant).order_by(table.c.registered_index).limit(KEYS_MAX)


def read_keys(connection: sa.Connection, participant: str) -> KeysOf | None:
    """Return all keys of a participant, or None if there is no such participant."""
    owner = parties(connection, [participant]).get(participant)
    if owner is None:
        return None
    mapper = mapper_of(SigningKey)
    keys = [mapper.from_row(row) for row in connection.execute(keys_query(participant))]
    vouchers = parties_of_representatives(connection, {key.vouched_by for key in keys})
    line = register_line(connection, participant)
    return KeysOf(owner.number, owner.name, owner.function, line, tuple(_shown(key, vouchers) for key in keys))


def _shown(key: SigningKey, vouchers: Mapping[str, Party]) -> KeyShown:
    voucher = vouchers.get(key.vouched_by, _NOBODY)
    return KeyShown(
        representative=key.representative,
        public_key=key.public_key,
        fingerprint=hashlib.sha256(base64.b64decode(key.public_key)).hexdigest(),
        custody=key.custody.value,
        status=key.status.value,
        active_from=key.active_from,
        registered_index=key.registered_index,
        ended_index=key.ended_index,
        vouched_by=key.vouched_by,
        vouched_participant=voucher.number,
        vouched_name=voucher.name,
        vouched_function=voucher.function,
        came_alone=key.registered_index == 0 or voucher.number != key.participant,
    )
