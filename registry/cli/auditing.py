"""`registry export`, `audit`, `dump`, `rebuild`, `restore`: the log taken away, checked, written down, made again.

They work on the database and directory of the REGISTRY_* settings, or on those that are named. `rebuild` and `restore`
need the registry stopped, and see to it that nobody writes meanwhile.
"""

import argparse
import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from registry.areas.auditing import figures
from registry.catalog import CATALOGUE
from registry.cli.bearing import bearer_of
from registry.cli.verifying import Bar
from registry.ledger.errors import Malformed
from registry.store import migrate
from registry.store.audit import audit
from registry.store.audit_documents import audit_documents
from registry.store.database import connect
from registry.store.dump import dump_sql
from registry.store.export import export
from registry.store.opening_fence import Fence, InUse
from registry.store.rebuild import rebuild, swap_files, swap_statements
from registry.store.restore import restore, still_missing
from registry.store.second_place import SecondPlace
from registry.verify.source import Unreachable, open_source

HEADS = "heads"
_FOUND, _UNUSABLE = 1, 2


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    made = subparsers.add_parser("export", help="导出日志文件 · write the log as files, or what is new of it")
    made.add_argument("folder", type=Path)
    made.set_defaults(run=run_export)
    _where(made)
    made = subparsers.add_parser("audit", help="审计数据库 · hold every row against a replay of the log")
    made.add_argument("--json", action="store_true", help="print findings as JSON lines")
    made.add_argument("--documents", action="store_true", help="read, hash and recompute what the log names, too")
    made.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    made.set_defaults(run=run_audit)
    _where(made)
    made = subparsers.add_parser("dump", help="规范化状态 · print the state, the same bytes for the same log")
    made.add_argument("--canonical", action="store_true", required=True, help="canonical JSON lines")
    made.set_defaults(run=run_dump)
    _where(made)
    made = subparsers.add_parser("rebuild", help="重建数据库 · make a second database from the log, and swap it in")
    made.add_argument("--into", metavar="URL", help="the second database; for SQLite a file beside the first")
    made.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    made.set_defaults(run=run_rebuild)
    _where(made)
    made = subparsers.add_parser("restore", help="从镜像找回 · bring lost entries back from a mirror")
    made.add_argument("--from", dest="mirror", required=True, metavar="FOLDER-or-URL")
    made.add_argument("--token-file", type=Path, metavar="FILE", help="an API token of scope `log`, for that address")
    made.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    made.set_defaults(run=run_restore)
    _where(made)


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--directory", type=Path, help="the registry's directory; REGISTRY_DIRECTORY")
    parser.add_argument("--database", metavar="URL", help="its database; REGISTRY_DATABASE")


def _opened(arguments: argparse.Namespace) -> tuple[sa.Engine, Path]:
    directory = Path(arguments.directory or os.environ.get("REGISTRY_DIRECTORY", "instance")).absolute()
    named = None if arguments.directory else os.environ.get("REGISTRY_DATABASE")
    url = arguments.database or named or f"sqlite:///{directory / 'registry.sqlite'}"
    migrate.load_tables()
    return connect(url), directory


def _signed(directory: Path) -> bytes:
    path = directory / HEADS
    place = SecondPlace(path) if path.exists() else None
    signed = place.last() if place else None
    if place:
        place.close()
    if signed is None:
        raise Malformed("no_signed_head", directory=directory.name)
    return signed


@contextmanager
def _alone(engine: sa.Engine, directory: Path) -> Iterator[None]:
    """Keep every writer away. On SQLite without a session, for its file is going to be replaced."""
    if engine.dialect.name == "postgresql":
        fence = Fence(engine, directory)
        try:
            yield
        finally:
            fence.release()
        return
    with (directory / "writer.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(str(directory)) from None
        yield


def run_export(arguments: argparse.Namespace) -> int:
    """Write the log up to its last signed head."""
    engine, directory = _opened(arguments)
    bar = Bar(is_watched=sys.stderr.isatty())
    head = export(engine, _signed(directory), arguments.folder, progress=bar.show)
    bar.end()
    print(f"{head.origin}: {head.size} leaves in {arguments.folder}")
    return 0


def run_audit(arguments: argparse.Namespace) -> int:
    """Print what is wrong; exit code 1 if anything is."""
    engine, directory = _opened(arguments)
    bar = Bar(is_watched=sys.stderr.isatty())
    made = audit(engine, CATALOGUE, jobs=arguments.jobs, progress=bar.show)
    bar.end()
    now = time.time_ns() // 1_000_000 * 1000
    kept = audit_documents(engine, CATALOGUE, now=now) if arguments.documents else None
    findings = [*made.findings, *(kept.findings if kept else ())]
    for finding in findings:
        print(json.dumps(finding.to_json(), ensure_ascii=False) if arguments.json else _sentence(finding.to_json()))
    print(f"{made.replay.size} leaves replayed, {len(findings)} findings", file=sys.stderr)
    if kept:
        print(f"{kept.named} documents named by accepted entries, {kept.erased} erased", file=sys.stderr)
        print(f"{kept.recomputed} entries recomputed, {kept.uncomputed} without all their documents", file=sys.stderr)
    if not made.findings and directory.is_dir():
        figures.save(directory, figures.recomputed(made.replay, at=now))
    return _FOUND if findings else 0


def _sentence(finding: dict[str, object]) -> str:
    column = "" if finding["column"] is None else f".{finding['column']}"
    return f"{finding['table']}{column} {json.dumps(finding['pk'], ensure_ascii=False)}: {finding['reason']}"


def run_dump(arguments: argparse.Namespace) -> int:
    """Write the canonical lines to standard output."""
    engine, _ = _opened(arguments)
    with engine.connect() as connection:
        for line in dump_sql(connection, CATALOGUE):
            sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    return 0


def run_rebuild(arguments: argparse.Namespace) -> int:
    """Make a second database; on SQLite put it in the first one's place, on PostgreSQL say how."""
    engine, directory = _opened(arguments)
    living = engine.url
    is_file = engine.dialect.name == "sqlite"
    if not is_file and not arguments.into:
        print("name an empty database with --into", file=sys.stderr)
        return _UNUSABLE
    path = Path(str(living.database))
    second = path.with_name(f"{path.name}.rebuilt")
    if is_file:
        second.unlink(missing_ok=True)
    target = connect(arguments.into or f"sqlite:///{second}")
    bar = Bar(is_watched=sys.stderr.isatty())
    with _alone(engine, directory):
        migrate.upgrade(target)
        size = rebuild(engine, target, CATALOGUE, jobs=arguments.jobs, progress=bar.show)
        bar.end()
        engine.dispose()
        target.dispose()
        if is_file and not arguments.into:
            before = swap_files(path, second)
            print(f"{size} leaves; swapped in, the old file is {before.name}")
            return 0
    print(f"{size} leaves in {target.url.render_as_string()}")
    if not is_file:
        print("swap, while the registry is stopped, from a session in another database:")
        for statement in swap_statements(str(living.database), str(target.url.database)):
            print(f"  {statement};")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Post what the mirror has beyond the database; exit code 1 if signed entries are missing still."""
    engine, directory = _opened(arguments)
    bar = Bar(is_watched=sys.stderr.isatty())
    try:
        headers = bearer_of(arguments.mirror, arguments.token_file) if arguments.token_file else {}
        mirror = open_source(arguments.mirror, headers)
        with _alone(engine, directory):
            migrate.upgrade(engine)
            before, after = restore(engine, mirror, CATALOGUE, jobs=arguments.jobs, progress=bar.show)
    except Unreachable as error:
        print(f"cannot read the mirror: {error}", file=sys.stderr)
        return _UNUSABLE
    finally:
        bar.end()
    print(f"{after - before} leaves brought back, {after} in all")
    left = still_missing(_signed(directory), after)
    if left:
        print(f"{left} signed leaves are missing still: no copy that you named has them", file=sys.stderr)
    return _FOUND if left else 0
