"""Uploads and how far each is checked and carried out."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.store.tables_uploads import upload

KEPT: Final = 30 * 24 * 3600 * 1_000_000
LISTED_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload; `checked`, `wrong` and `done` count rows."""

    id: str
    person_id: int
    adapter: str
    file: str
    made_at: int
    row_count: int
    checked: int
    wrong: int
    done: int

    @property
    def is_clean(self) -> bool:
        """Whether every row was checked and none is wrong."""
        return self.checked == self.row_count and self.wrong == 0


def add(engine: sa.Engine, made: Upload) -> None:
    """Keep a new upload."""
    with engine.begin() as connection:
        connection.execute(sa.insert(upload).values({name: getattr(made, name) for name in Upload.__slots__}))


def find(engine: sa.Engine, person: int, key: str) -> Upload | None:
    """Return an upload of a person, or None."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(upload).where(upload.c.id == key, upload.c.person_id == person)).first()
    return None if row is None else Upload(*row)


def of_person(engine: sa.Engine, person: int) -> tuple[Upload, ...]:
    """Return a person's uploads, the newest first."""
    query = sa.select(upload).where(upload.c.person_id == person).order_by(upload.c.made_at.desc()).limit(LISTED_MAX)
    with engine.connect() as connection:
        return tuple(Upload(*row) for row in connection.execute(query))


def note_checked(engine: sa.Engine, known: Upload, *, checked: int, wrong: int) -> bool:
    """Note that more rows are checked; return False if somebody else was faster, and nothing is noted."""
    same = sa.and_(upload.c.id == known.id, upload.c.checked == known.checked)
    values = {"checked": known.checked + checked, "wrong": known.wrong + wrong}
    with engine.begin() as connection:
        return connection.execute(sa.update(upload).where(same).values(values)).rowcount == 1


def take_rows(engine: sa.Engine, known: Upload, count: int) -> bool:
    """Take the next rows to carry out; return False if somebody else has taken them."""
    same = sa.and_(upload.c.id == known.id, upload.c.done == known.done)
    with engine.begin() as connection:
        return connection.execute(sa.update(upload).where(same).values(done=known.done + count)).rowcount == 1


def forget_old(engine: sa.Engine, now: int) -> tuple[str, ...]:
    """Delete uploads older than thirty days, and return which."""
    with engine.begin() as connection:
        old = upload.c.made_at < now - KEPT
        return tuple(connection.scalars(sa.delete(upload).where(old).returning(upload.c.id)))
