"""The database's schema, step by step, through Alembic: up, down, and where it stands. The steps lie in `migrations/`.

There is no alembic.ini: all settings stand here. A new step is written with `python -m registry.store.migrate MESSAGE`,
which compares the tables with an empty SQLite database that was brought to the present head, and is then read and
completed by hand.
"""

import importlib
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from registry.store.database import connect, metadata

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"
PACKAGE = Path(__file__).resolve().parents[1]
_TABLES = ("store/tables*", "signin/tables*", "areas/*/tables*")


def load_tables() -> None:
    """Import every module that declares tables, so that `metadata` is whole."""
    # Found by their files: the store stands below the areas and imports none of them by name.
    for path in sorted(path for pattern in _TABLES for path in PACKAGE.glob(pattern)):
        importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the database's schema up to a revision; nothing happens if it is there."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: sa.Engine, revision: str = "base") -> None:
    """Take the database's schema down to a revision. The projections go; below the first one the log goes too."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def current(engine: sa.Engine) -> str | None:
    """Return the revision that the database's schema stands at, None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """Return the revision that this release's steps lead to."""
    return max(path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))


def differences(engine: sa.Engine) -> list[object]:
    """Return how the database's schema differs from the tables in the code; an empty list if it does not."""
    load_tables()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def write_revision(message: str) -> None:
    """Write the next step into `migrations/versions`, as far as it can be told from the tables."""
    number = f"{len(list((SCRIPTS / 'versions').glob('*.py'))) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/schema.db")
        upgrade(engine)
        with engine.begin() as connection:
            command.revision(_config(connection), message, autogenerate=True, rev_id=number)
        engine.dispose()


def _config(connection: sa.Connection) -> Config:
    load_tables()
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


if __name__ == "__main__":
    write_revision(" ".join(sys.argv[1:]))
