"""Who is invited to represent a participant, until the ledger knows its number; and whose staff may not trade.

An invitation sets a representative's number aside. The person makes a key under it, and the entry that registers both
is signed as any other. Identity numbers are kept as keyed hashes alone, so that they can be compared and not read.
"""

import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.ledger.errors import Refusal
from registry.ledger.parties import Representative, Role
from registry.store import documents
from registry.store.projection import table_of
from registry.store.tables_joining import joining, staff

WAITING_MAX: Final = 20
STAFF_MAX: Final = 5000
_NUMBER_FIRST: Final = 1001


@dataclass(frozen=True, slots=True)
class Joining:
    """A representative who is expected; `tag` is set once the person has declared who it is."""

    representative: str
    participant: str
    roles: tuple[Role, ...]
    login: str
    invited_by: str
    invited_at: int
    tag: str | None
    declaration: str | None


def tag_of(secret: str, identity: str) -> str:
    """Return the keyed hash of an identity number, the same for every way of writing it."""
    plain = "".join(character for character in identity.upper() if character.isalnum())
    return hmac.digest(secret.encode(), b"registry/staff/v1\n" + plain.encode(), "sha256").hex()


def expect(engine: sa.Engine, participant: str, roles: Sequence[Role], *, login: str, by: str, now: int) -> Joining:
    """Set a number aside for a representative. ``now`` in microseconds UTC.

    Whoever was expected under this login is expected anew, under the same number and with these roles.

    Raises:
        Refusal: ``too_many_invitations`` that wait at this participant; ``login_expected_elsewhere``.
    """
    with engine.begin() as connection:
        known = connection.execute(_unknown().where(joining.c.login == login)).first()
        if known is not None and known.participant != participant:
            raise Refusal("login_expected_elsewhere")
        if known is None and len(waiting(connection, participant)) >= WAITING_MAX:
            raise Refusal("too_many_invitations", limit=WAITING_MAX)
        number = _next_number(connection) if known is None else known.representative
        row = {"participant": participant, "roles": ",".join(roles), "login": login, "invited_by": by}
        connection.execute(sa.delete(joining).where(joining.c.representative == number))
        connection.execute(sa.insert(joining).values(row | {"representative": number, "invited_at": now}))
    return Joining(number, participant, tuple(roles), login, by, now, None, None)


def expected(connection: sa.Connection, representative: str) -> Joining | None:
    """Return who is expected under a number that the ledger does not know yet, or None."""
    row = connection.execute(_unknown().where(joining.c.representative == representative)).first()
    return None if row is None else _read(row)


def waiting(connection: sa.Connection, participant: str) -> tuple[Joining, ...]:
    """Return who is expected at a participant, the first invited first."""
    rows = _unknown().where(joining.c.participant == participant).order_by(joining.c.invited_at)
    return tuple(_read(row) for row in connection.execute(rows))


def forget(engine: sa.Engine, representative: str, participant: str) -> bool:
    """Expect somebody no more; return whether somebody was expected."""
    mine = sa.and_(joining.c.representative == representative, joining.c.participant == participant)
    with engine.begin() as connection:
        return connection.execute(sa.delete(joining).where(mine)).rowcount == 1


def declare(engine: sa.Engine, representative: str, *, tag: str, now: int) -> str:
    """Note who a person says it is, and return the salted hash of that declaration.

    Raises:
        Refusal: ``conflict_of_interest`` for whoever stands on a list; ``unknown_record``.
    """
    with engine.begin() as connection:
        if is_listed(connection, tag):
            raise Refusal("conflict_of_interest", function="staff")
        data = json.dumps({"at": now, "representative": representative, "tag": tag}, sort_keys=True).encode()
        salt = secrets.token_bytes(documents.SALT_BYTES)
        digest = documents.keep(connection, salt=salt, data=data, media_type="application/json", now=now)
        mine = joining.c.representative == representative
        done = connection.execute(sa.update(joining).where(mine).values(tag=tag, declaration=digest))
        if done.rowcount != 1:
            raise Refusal("unknown_record")
        return digest


def declaration_of(connection: sa.Connection, representative: str) -> str:
    """Return the salted hash of what a representative declared, looked up in the lists as they are now.

    Raises:
        Refusal: ``not_declared``; ``conflict_of_interest`` if it has come to stand on a list.
    """
    query = sa.select(joining.c.tag, joining.c.declaration).where(joining.c.representative == representative)
    row = connection.execute(query).first()
    if row is None or row.tag is None:
        raise Refusal("not_declared", representative=representative)
    if is_listed(connection, row.tag):
        raise Refusal("conflict_of_interest", function="staff")
    return str(row.declaration)


def is_listed(connection: sa.Connection, tag: str) -> bool:
    """Return whether a person stands on the list of any body whose staff may not trade."""
    return connection.scalar(sa.select(staff.c.participant).where(staff.c.tag == tag).limit(1)) is not None


def keep_staff(engine: sa.Engine, participant: str, tags: Iterable[str], *, now: int) -> tuple[int, str]:
    """Put a new list in the place of a body's last one; return how many and the salted hash of the list.

    Raises:
        Refusal: ``staff_list_length``.
    """
    ordered = sorted(set(tags))
    if not 0 < len(ordered) <= STAFF_MAX:
        raise Refusal("staff_list_length", limit=STAFF_MAX)
    data = json.dumps({"participant": participant, "tags": ordered}, sort_keys=True).encode()
    salt = secrets.token_bytes(documents.SALT_BYTES)
    with engine.begin() as connection:
        connection.execute(sa.delete(staff).where(staff.c.participant == participant))
        connection.execute(sa.insert(staff), [{"participant": participant, "tag": tag} for tag in ordered])
        digest = documents.keep(connection, salt=salt, data=data, media_type="application/json", now=now)
    return len(ordered), digest


def _unknown() -> sa.Select[Any]:
    known = table_of(Representative)
    absent = ~sa.exists().where(known.c.number == joining.c.representative)
    return sa.select(joining).where(absent)


def _read(row: sa.Row[Any]) -> Joining:
    roles = tuple(Role(one) for one in row.roles.split(","))
    return Joining(
        row.representative, row.participant, roles, row.login, row.invited_by, row.invited_at, row.tag, row.declaration
    )


def _next_number(connection: sa.Connection) -> str:
    newest = [
        connection.scalar(sa.select(sa.func.max(table_of(Representative).c.number))),
        connection.scalar(sa.select(sa.func.max(joining.c.representative))),
    ]
    return f"R-{max([_NUMBER_FIRST - 1, *(int(one[2:]) for one in newest if one)]) + 1:08}"
