"""Notices: telling people of an event, in the pages and by mail, each in the way and language that the person chose.

`notify` writes within the caller's transaction: what is told of has happened, and what has happened is told. Mail goes
through `outbox`; nothing is sent here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from registry.store.events import EVENTS, Event
from registry.store.tables_notices import choice, contact, notice, outbox

BADGE_MAX: Final = 100
PAGE: Final = 50
ADDRESS_MAX: Final = 254
ASKED_LIFETIME: Final = 24 * 3600 * 1_000_000

# Sign-in stands above the store; of its table only these two columns are asked here.
_people = sa.table("signin_person", sa.column("id", sa.Integer), sa.column("representative", sa.Text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom to tell: a person by number or by representative's number; or only an address, in a language."""

    person: int | None = None
    representative: str = ""
    address: str = ""
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in a person's list."""

    id: int
    event: str
    facts: dict[str, object]
    link: str
    at: int
    read_at: int | None


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person's mail goes; `asked` is an address that its owner has yet to confirm."""

    address: str = ""
    language: str = "zh"
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants to be told of an event."""

    in_page: bool = True
    by_mail: bool = True


def notify(
    connection: sa.Connection, *, event: str, to: Iterable[Recipient], facts: Mapping[str, str | int], now: int,
    link: str = "",
) -> int:  # fmt: skip
    """Tell people of an event, within the caller's transaction; return how many were told. ``now`` microseconds UTC.

    ``link`` is a path of these pages. Facts named ``…_at`` are instants. Who has no account here is passed over; nobody
    is told twice by one call.
    """
    known = EVENTS[event]
    row = {"event": event, "facts": json.dumps(facts, ensure_ascii=False), "link": link, "at": now}
    people: set[int] = set()
    told = 0
    for one in to:
        if one.address:
            _post(connection, row, address=one.address, language=one.language)
            told += 1
        else:
            people.update(_numbers(connection, one))
    for number in sorted(people):
        wanted = _wanted(connection, number, known)
        if wanted.in_page:
            connection.execute(sa.insert(notice).values(person_id=number, **row))
        found = _contact(connection, number)
        if wanted.by_mail and found.address:
            _post(connection, row, address=found.address, language=found.language, person=number)
    return told + len(people)


def tell(
    engine: sa.Engine, *, event: str, to: Iterable[Recipient], facts: Mapping[str, str | int], now: int, link: str = ""
) -> int:
    """Do as `notify` in a transaction of its own, for callers that have written nothing themselves."""
    with engine.begin() as connection:
        return notify(connection, event=event, to=to, facts=facts, now=now, link=link)


def unread(engine: sa.Engine, person: int) -> int:
    """Return how many notices a person has not read, at most a hundred."""
    mine = sa.and_(notice.c.person_id == person, notice.c.read_at.is_(None))
    with engine.connect() as connection:
        return len(connection.execute(sa.select(notice.c.id).where(mine).limit(BADGE_MAX)).all())


def listed(engine: sa.Engine, person: int, *, before: int | None = None) -> tuple[Told, ...]:
    """Return a page of a person's notices, the newest first, going on from a number."""
    query = sa.select(notice).where(notice.c.person_id == person)
    if before is not None:
        query = query.where(notice.c.id < before)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(notice.c.id.desc()).limit(PAGE))
        return tuple(Told(row.id, row.event, json.loads(row.facts), row.link, row.at, row.read_at) for row in rows)


def mark_read(engine: sa.Engine, person: int, *, now: int, number: int | None = None) -> int:
    """Mark one notice of a person as read, or all; return how many were unread."""
    mine = sa.and_(notice.c.person_id == person, notice.c.read_at.is_(None))
    if number is not None:
        mine = sa.and_(mine, notice.c.id == number)
    with engine.begin() as connection:
        return connection.execute(sa.update(notice).where(mine).values(read_at=now)).rowcount


def contact_of(engine: sa.Engine, person: int) -> Contact:
    """Return where a person's mail goes."""
    with engine.connect() as connection:
        return _contact(connection, person)


def set_contact(connection: sa.Connection, person: int, *, address: str, language: str) -> None:
    """Set a person's address, which somebody else has confirmed, and language."""
    row = {"address": address, "language": language, "asked": "", "token_hash": None, "asked_at": None}
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(contact).values(person_id=person, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=row))


def set_language(engine: sa.Engine, person: int, language: str) -> None:
    """Set the language of a person's mail."""
    with engine.begin() as connection:
        _ensure(connection, person)
        connection.execute(sa.update(contact).where(contact.c.person_id == person).values(language=language))


def ask_address(engine: sa.Engine, person: int, address: str, *, token_hash: str, link: str, now: int) -> None:
    """Note a new address, and write to it; mail goes on to the old one until `confirm_address`."""
    with engine.begin() as connection:
        _ensure(connection, person)
        mine = contact.c.person_id == person
        connection.execute(sa.update(contact).where(mine).values(asked=address, token_hash=token_hash, asked_at=now))
        language = _contact(connection, person).language
        to = [Recipient(address=address, language=language)]
        notify(connection, event="confirm_address", to=to, facts={}, now=now, link=link)


def confirm_address(engine: sa.Engine, person: int, *, token_hash: str, now: int) -> bool:
    """Put the asked address in force if the token is its own and fresh, and tell the old one; return whether it is."""
    fresh = sa.and_(
        contact.c.person_id == person,
        contact.c.token_hash == token_hash,
        contact.c.asked_at > now - ASKED_LIFETIME,
    )
    with engine.begin() as connection:
        # Writing first takes the row, so that a second click finds nothing left to do.
        taken = connection.execute(sa.update(contact).where(fresh).values(token_hash=None))
        if taken.rowcount != 1:
            return False
        asked = _contact(connection, person).asked
        facts = {"address": hidden(asked)}
        notify(connection, event="address_changed", to=[Recipient(person=person)], facts=facts, now=now)
        mine = contact.c.person_id == person
        connection.execute(sa.update(contact).where(mine).values(address=asked, asked="", asked_at=None))
    return True


def hidden(address: str) -> str:
    """Return an address of which only its owner recognises the rest."""
    name, _, host = address.partition("@")
    return f"{name[:2]}…@{host}"


def choices(engine: sa.Engine, person: int) -> dict[str, Choice]:
    """Return how a person wants to be told of each event."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(choice).where(choice.c.person_id == person))
        chosen = {row.event: Choice(row.in_page, row.by_mail) for row in rows}
    return {name: Choice() if one.fixed else chosen.get(name, Choice()) for name, one in EVENTS.items()}


def choose(engine: sa.Engine, person: int, wanted: Mapping[str, Choice]) -> None:
    """Keep how a person wants to be told; what is fixed stays as it is."""
    rows = [
        {"person_id": person, "event": name, "in_page": one.in_page, "by_mail": one.by_mail}
        for name, one in sorted(wanted.items())
        if name in EVENTS and not EVENTS[name].fixed
    ]
    with engine.begin() as connection:
        connection.execute(sa.delete(choice).where(choice.c.person_id == person))
        if rows:
            connection.execute(sa.insert(choice), rows)


def _numbers(connection: sa.Connection, one: Recipient) -> Iterator[int]:
    if one.person is not None:
        yield one.person
    elif one.representative:
        yield from connection.scalars(sa.select(_people.c.id).where(_people.c.representative == one.representative))


def _wanted(connection: sa.Connection, person: int, event: Event) -> Choice:
    if event.fixed:
        return Choice()
    key = sa.and_(choice.c.person_id == person, choice.c.event == event.name)
    row = connection.execute(sa.select(choice.c.in_page, choice.c.by_mail).where(key)).first()
    return Choice() if row is None else Choice(row.in_page, row.by_mail)


def _contact(connection: sa.Connection, person: int) -> Contact:
    row = connection.execute(sa.select(contact).where(contact.c.person_id == person)).first()
    return Contact() if row is None else Contact(row.address, row.language, row.asked)


def _ensure(connection: sa.Connection, person: int) -> None:
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = make(contact).values(person_id=person, address="", language="zh", asked="")
    connection.execute(row.on_conflict_do_nothing(index_elements=["person_id"]))


def _post(
    connection: sa.Connection, row: Mapping[str, object], *, address: str, language: str, person: int | None = None
) -> None:
    mail = {"person_id": person, "address": address, "language": language, "due_at": row["at"], "tries": 0, "error": ""}
    connection.execute(sa.insert(outbox).values(**mail, **row))
