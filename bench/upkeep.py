"""What keeping a log costs: disk, backup, restore, rebuild, verification and audit of one log of signed transfers.

`python -m bench.upkeep 20000` writes so many entries on PostgreSQL and SQLite and measures each; docs/deploy.md quotes
the figures and says how far they are carried. Needs the test extra: its PostgreSQL brings `pg_dump` and `pg_restore`.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from bench.registries import Bench, databases, founded, send
from registry.catalog import CATALOGUE
from registry.store import migrate, opening
from registry.store.audit import audit
from registry.store.database import connect
from registry.store.export import export
from registry.store.rebuild import rebuild
from registry.verify.source import open_source
from registry.verify.walk import verify
from tests.databases import PostgresServer

ACCOUNTS = 50
AT_ONCE = 100
JOBS = 2


def main() -> None:
    """Measure both databases and print one JSON line each."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    for kind in sys.argv[2:] or ("postgresql", "sqlite"):
        with databases((kind,)) as found:
            place = found[kind]
            with founded(place.url, enterprises=ACCOUNTS, units=ACCOUNTS * 10**9, holders=1) as bench:
                print(json.dumps({"database": kind, **measure(bench, count, place.server)}), flush=True)


def measure(bench: Bench, count: int, server: PostgresServer | None) -> dict[str, object]:
    """Write the log, then measure everything that is done with it."""
    engine = connect(bench.url)
    before = size_of(engine)
    registry, close = opening.open_here(engine, bench.folder, catalogue=CATALOGUE)
    send(registry.journal, [bench.transfer(0, n, units=10**9) for n in range(1, ACCOUNTS)])
    chance = random.Random(1)
    began = time.perf_counter()
    for _ in range(count // AT_ONCE):
        pairs = [chance.sample(range(ACCOUNTS), 2) for _ in range(AT_ONCE)]
        send(registry.journal, [bench.transfer(a, b, units=chance.randint(1, 10**6)) for a, b in pairs])
    found: dict[str, object] = {"entries": count, "written_per_s": round(count / (time.perf_counter() - began))}
    signed = registry.signed()
    close()
    found["bytes_an_entry"] = round((size_of(engine) - before) / count)
    found["tables_bytes_an_entry"] = tables_of(engine, count)
    with tempfile.TemporaryDirectory(prefix="upkeep-") as name:
        folder = Path(name)
        found["export_per_s"] = rate(count, lambda: export(engine, signed, folder / "log"))
        found["export_bytes_an_entry"] = round(bytes_of(folder / "log") / count)
        source = open_source(str(folder / "log"))
        found["verify_per_s"] = rate(count, lambda: verify(source, CATALOGUE, begin=None, jobs=JOBS))
        found["audit_per_s"] = rate(count, lambda: audit(engine, CATALOGUE, jobs=JOBS))
        found |= backups(bench, engine, server, folder, count)
    engine.dispose()
    return found


def backups(
    bench: Bench, engine: sa.Engine, server: PostgresServer | None, folder: Path, count: int
) -> dict[str, object]:
    """Measure a rebuild into a second database and, on PostgreSQL, a dump and its restore into a third."""
    second = server.url(server.create_database()) if server else f"sqlite:///{folder / 'second.sqlite'}"
    target = connect(second)
    migrate.upgrade(target)
    found: dict[str, object] = {"rebuild_per_s": rate(count, lambda: rebuild(engine, target, CATALOGUE, jobs=JOBS))}
    target.dispose()
    if server is None:
        return found
    dump = folder / "dump"
    name, third = sa.make_url(bench.url).database, server.create_database()
    found["dump_per_s"] = rate(count, lambda: server.run("pg_dump", "-Fc", "-f", str(dump), str(name)))
    found["dump_bytes_an_entry"] = round(dump.stat().st_size / count)
    found["restore_per_s"] = rate(count, lambda: server.run("pg_restore", "-d", third, str(dump)))
    return found


def rate(count: int, act: Callable[[], object]) -> int:
    """Return entries a second."""
    began = time.perf_counter()
    act()
    return round(count / (time.perf_counter() - began))


def size_of(engine: sa.Engine) -> int:
    """Return the bytes that a database takes on disk."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return int(connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(engine.url.database)).stat().st_size


def tables_of(engine: sa.Engine, count: int) -> dict[str, int]:
    """Return the bytes an entry of the largest tables with their indexes, on PostgreSQL."""
    if engine.dialect.name != "postgresql":
        return {}
    query = sa.text(
        "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
        " 'public'::regnamespace ORDER BY 2 DESC LIMIT 6"
    )
    with engine.connect() as connection:
        return {name: round(size / count) for name, size in connection.execute(query)}


def bytes_of(folder: Path) -> int:
    """Return the bytes of all files in a folder, in blocks as the disk counts them."""
    return (
        int(subprocess.run(["du", "-sk", str(folder)], check=True, capture_output=True, text=True).stdout.split()[0])
        * 1024
    )


if __name__ == "__main__":
    main()
