"""Engines, and the settings without which nothing may be called durable. No tables and no queries here."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite's own default loses acknowledged data when the power fails; see docs/threats.md.
_SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000")
_POSTGRESQL_REQUIRED = ("fsync", "full_page_writes", "synchronous_commit")


class WeakSettings(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """The database could lose what the registry has acknowledged."""


def connect(url: str, **options: Any) -> sa.Engine:  # noqa: ANN401  passed on to create_engine
    """Return an engine for SQLite or PostgreSQL whose every connection is set up for durable writes."""
    # An error's text goes to the logs; what people typed must not go with it.
    engine = sa.create_engine(sa.make_url(url), hide_parameters=True, **options)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def check_settings(engine: sa.Engine) -> None:
    """Return if an acknowledged commit survives a power cut under the database's present settings.

    Raises:
        WeakSettings: naming the setting and its value.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            found = {
                "journal_mode": _pragma(connection, "journal_mode"),
                "synchronous": _pragma(connection, "synchronous"),
            }
            # An in-memory database has nothing to lose and says so; only tests use one.
            strong: dict[str, tuple[str, ...]] = {"journal_mode": ("wal", "memory"), "synchronous": ("2", "3")}
        else:
            found = {name: str(connection.scalar(sa.text(f"SHOW {name}"))) for name in _POSTGRESQL_REQUIRED}
            strong = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on", "remote_apply")}
    weak = [f"{name}={value}" for name, value in found.items() if value not in strong[name]]
    if weak:
        raise WeakSettings(", ".join(weak))


def _pragma(connection: sa.Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
