"""Draws, what they drew, and what completes the seed of one that waits."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.supervision.rules.draw_records import Draw, Drawn, DrawPolicy
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.merkle import root_at
from registry.ledger.note import Note, parse, render
from registry.ledger.parties import Participant
from registry.ledger.policy import Policy, parse_policy
from registry.store.log import SqlHashes, consistency, witnessed_over
from registry.store.projection import mapper_of, table_of

DRAWS_MAX: Final = 400
SIGNATURES_MAX: Final = 32


@dataclass(frozen=True, slots=True)
class Inspection:
    """A drawn object with its name."""

    drawn: Drawn
    participant_name: str | None


@dataclass(frozen=True, slots=True)
class Completion:
    """What proves the root that completes a seed: the root in hex, checkpoint and proof in base64."""

    root: str
    checkpoint: str
    proof: tuple[str, ...]


def draws(connection: sa.Connection) -> tuple[Draw, ...]:
    """Return the draws, the newest first."""
    table = table_of(Draw)
    found = connection.execute(sa.select(table).order_by(table.c.committed_index.desc()).limit(DRAWS_MAX))
    return tuple(mapper_of(Draw).from_row(row) for row in found)


def draw_of(connection: sa.Connection, number: str) -> Draw | None:
    """Return one draw."""
    table = table_of(Draw)
    found = connection.execute(sa.select(table).where(table.c.number == number)).first()
    return None if found is None else mapper_of(Draw).from_row(found)


def inspections(connection: sa.Connection, number: str) -> tuple[Inspection, ...]:
    """Return what a draw drew, in the order of the lots. Index: the primary key."""
    table, parties = table_of(Drawn), table_of(Participant)
    statement = (
        sa.select(table, parties.c.name.label("participant_name"))
        .outerjoin(parties, parties.c.number == table.c.participant)
        .where(table.c.number == number)
        .order_by(table.c.place)
    )
    found = connection.execute(statement).all()
    return tuple(Inspection(mapper_of(Drawn).from_row(tuple(row)[:-1]), row.participant_name) for row in found)


def policy_in_force(connection: sa.Connection) -> DrawPolicy | None:
    """Return the newest version of the witnesses."""
    table = table_of(DrawPolicy)
    found = connection.execute(sa.select(table).order_by(table.c.number.desc()).limit(1)).first()
    return None if found is None else mapper_of(DrawPolicy).from_row(found)


def completion(connection: sa.Connection, draw: Draw) -> Completion | None:
    """Return what completes the seed of a draw, or None while no witnessed head covers its size."""
    note = witnessed_over(connection, draw.target_size - 1)
    policy = policy_in_force(connection)
    if note is None or policy is None:
        return None
    head, _ = parse_checkpoint(note)
    root = root_at(SqlHashes(connection, head.size), draw.target_size)
    proof = consistency(connection, draw.target_size, head.size)
    lean = _lean(note, parse_policy("".join(f"{line}\n" for line in policy.lines).encode()))
    return Completion(root.hex(), b64encode(lean).decode(), tuple(b64encode(one).decode() for one in proof))


def _lean(note: bytes, policy: Policy) -> bytes:
    """Return a checkpoint with the signatures that the policy asks about alone: an entry has room for few."""
    parsed = parse(note, signatures_max=SIGNATURES_MAX)
    keys = [party.key for party in (*policy.logs, *policy.witnesses.values())]
    wanted = {(key.name, key.key_id) for key in keys}
    return render(Note(parsed.text, tuple(one for one in parsed.signatures if (one.name, one.key_id) in wanted)))
