"""Pages over the records that a journal in memory has made, without a writer: for what only reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import argon2
import pyotp
import sqlalchemy as sa
from flask import Flask

from registry.app import Area, create_app
from registry.config import Config
from registry.store.database import connect, metadata
from registry.store.migrate import load_tables
from registry.store.projection import mapper_of
from registry.web.demo import DemoPerson
from registry.web.readonly import ReadOnly
from tests.world import MemoryJournal


class Offer:
    """Offers to become one person, without a key."""

    def people(self) -> list[DemoPerson]:
        """Return who can be become."""
        return [DemoPerson("owner", "经办人", "登记项目", "registers projects")]

    def seed(self, representative: str) -> bytes | None:
        """Return no key."""
        del representative
        return None


@dataclass(frozen=True)
class Reading(ReadOnly):
    """Gives whoever stands for somebody these roles."""

    given: frozenset[str]

    def roles(self, representative: str | None) -> frozenset[str]:
        """Return the roles of a representative."""
        return self.given if representative else frozenset()


def filled(folder: Path, journal: MemoryJournal, records: Iterable[type]) -> sa.Engine:
    """Return a database that holds the journal's records of these classes."""
    engine = connect(f"sqlite:///{folder / 'registry.db'}")
    load_tables()
    metadata.create_all(engine)
    with engine.begin() as connection:
        for cls in records:
            mapper = mapper_of(cls)
            rows = [mapper.to_row(one) for one in journal.replay.state.records[cls].by_key.values()]
            if rows:
                connection.execute(sa.insert(mapper.table), rows)
    return engine


def make_app(
    engine: sa.Engine, folder: Path, *, areas: tuple[Area, ...], representative: str, roles: Iterable[str] = ()
) -> Flask:
    """Return the pages of these areas; whoever switches to `owner` is this representative with these roles."""
    config = Config(
        database=str(engine.url),
        secret="s" * 40,
        directory=folder,
        origin="registry.test/log",
        demo=True,
        debug=False,
        requests_per_minute=10_000,
        proxies=0,
    )
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app = create_app(
        config, Reading(engine, config.origin, frozenset(roles)), areas=areas, passwords=cheap, demo_offer=Offer()
    )
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["people"].create_person(
        "owner", name="经办人", password="correct horse battery", now=1,
        representative=representative, totp_secret=pyotp.random_base32(),
    )  # fmt: skip
    return app
