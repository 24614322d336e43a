import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.errors import Refusal
from registry.store.answers import NotWritten, RolledBack
from registry.store.database import WeakSettings, check_settings, connect
from registry.store.opening import (
    Fence,
    InUse,
    OpenRegistry,
    lasting_signer,
    log_signer,
    open_here,
    open_writer,
    prepare,
)
from registry.store.opening_fence import Watch, wall
from registry.store.submission import WriterThread
from tests.store.checks import audit, leaves_of
from tests.world import ORIGIN, Author, World

SECOND = 1_000_000


@pytest.fixture
def folder(prepared_engine: sa.Engine, tmp_path: Path) -> Path:
    """Return the directory of a prepared registry on the database of the test."""
    made = tmp_path / "registry"
    prepare(prepared_engine, made, ORIGIN)
    return made


@pytest.fixture
def registry(prepared_engine: sa.Engine, folder: Path) -> Iterator[OpenRegistry]:
    opened, close = open_here(prepared_engine, folder, catalogue=CATALOGUE)
    yield opened
    close()


def founding() -> list[bytes]:
    world = World(Author(now_ms=wall() // 1000))
    return world.founding()


def test_keys_are_made_once_and_are_the_users_alone(prepared_engine: sa.Engine, folder: Path) -> None:
    keys = log_signer(folder, ORIGIN).public_key, lasting_signer(folder, ORIGIN).public_key
    prepare(prepared_engine, folder, ORIGIN)
    assert (log_signer(folder, ORIGIN).public_key, lasting_signer(folder, ORIGIN).public_key) == keys
    assert all(stat.S_IMODE((folder / name).stat().st_mode) == 0o600 for name in ("log.seed", "log-ml-dsa.seed"))


def test_writes_by_the_machines_clock(registry: OpenRegistry) -> None:
    before = wall()
    submitted = [registry.submit(envelope) for envelope in founding()]
    assert [one.result for one in submitted] == ["accepted"] * 3
    assert before <= submitted[0].recorded_at <= wall()
    assert registry.ready() is None
    audit(registry.engine, registry.line.signed())


def test_says_what_a_representative_may_be(registry: OpenRegistry) -> None:
    for envelope in founding():
        registry.submit(envelope)
    assert registry.roles("R-00000001") == {"operator", "administrator", "approver"}
    assert registry.roles("R-99999999") == frozenset()
    assert registry.roles(None) == frozenset()


def test_a_second_writer_is_kept_out(prepared_engine: sa.Engine, folder: Path, registry: OpenRegistry) -> None:
    with pytest.raises(InUse):
        open_writer(prepared_engine, folder, catalogue=CATALOGUE)


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_second_writer_from_another_directory_is_kept_out(
    prepared_engine: sa.Engine, folder: Path, registry: OpenRegistry, tmp_path: Path
) -> None:
    prepare(prepared_engine, tmp_path / "other", ORIGIN)
    with pytest.raises(InUse):
        Fence(prepared_engine, tmp_path / "other")


def test_the_next_writer_is_let_in(prepared_engine: sa.Engine, folder: Path) -> None:
    for _ in range(3):
        writer, fence = open_writer(prepared_engine, folder, catalogue=CATALOGUE)
        assert writer.size == 0
        fence.release()


def test_whoever_was_kept_out_leaves_no_lock(prepared_engine: sa.Engine, folder: Path) -> None:
    first = Fence(prepared_engine, folder)
    with pytest.raises(InUse):
        Fence(prepared_engine, folder)
    first.release()
    Fence(prepared_engine, folder).release()


def test_there_must_be_a_registry(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        open_writer(prepared_engine, tmp_path, catalogue=CATALOGUE)


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_killed_session_loses_the_lock_and_the_writer_takes_it_again(
    prepared_engine: sa.Engine, folder: Path
) -> None:
    writer, fence = open_writer(prepared_engine, folder, catalogue=CATALOGUE)
    registry = OpenRegistry(prepared_engine, WriterThread(writer), origin=ORIGIN, catalogue=CATALOGUE)
    first, *others = founding()
    registry.submit(first)
    with prepared_engine.connect() as connection:
        query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
        assert connection.execute(sa.text(query)).all() == [(True,)]
    with pytest.raises(NotWritten):
        registry.submit(others[0])
    assert [registry.submit(one).result for one in others] == ["accepted"] * 2
    with pytest.raises(InUse):
        Fence(prepared_engine, _sibling(prepared_engine, folder))
    registry.close()
    fence.release()
    audit(prepared_engine, writer.signed)


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_writer_that_lost_its_lock_to_another_writes_nothing(prepared_engine: sa.Engine, folder: Path) -> None:
    writer, fence = open_writer(prepared_engine, folder, catalogue=CATALOGUE)
    registry = OpenRegistry(prepared_engine, WriterThread(writer), origin=ORIGIN, catalogue=CATALOGUE)
    first, second, third = founding()
    registry.submit(first)
    with prepared_engine.connect() as connection:
        connection.execute(
            sa.text("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'")
        ).all()
    other = Fence(prepared_engine, _sibling(prepared_engine, folder))
    for _ in range(3):
        with pytest.raises(NotWritten):
            registry.submit(second)
    other.release()
    assert [registry.submit(one).index for one in (second, third)] == [1, 2]
    registry.close()
    fence.release()


def _sibling(engine: sa.Engine, folder: Path) -> Path:
    other = folder.parent / "sibling"
    prepare(engine, other, ORIGIN)
    return other


def test_a_log_restored_from_an_older_backup_is_not_written(prepared_engine: sa.Engine, folder: Path) -> None:
    opened, close = open_here(prepared_engine, folder, catalogue=CATALOGUE)
    for envelope in founding():
        opened.submit(envelope)
    close()
    with prepared_engine.begin() as connection:
        connection.execute(sa.text("UPDATE head SET frontier = :old").bindparams(old=bytes(8)))
    with pytest.raises(RolledBack, match="signed size 3, database size 0"):
        open_writer(prepared_engine, folder, catalogue=CATALOGUE)
    assert len(leaves_of(prepared_engine)) == 3
    opened, close = open_here(prepared_engine, folder, catalogue=CATALOGUE)
    with pytest.raises(Refusal) as refused:
        opened.submit(founding()[0])
    assert refused.value.code == "rolled_back"
    assert opened.ready() == "RolledBack"
    close()
    assert len(leaves_of(prepared_engine)) == 3


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("pragma", "weak"),
    [
        ("synchronous=OFF", True),
        ("synchronous=NORMAL", True),
        ("synchronous=FULL", False),
        ("synchronous=EXTRA", False),
    ],
)
def test_weak_settings_are_refused_in_sqlite(folder: Path, prepared_url: str, pragma: str, *, weak: bool) -> None:
    engine = connect(prepared_url)

    @sa.event.listens_for(engine, "connect")
    def set_pragma(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    if weak:
        with pytest.raises(WeakSettings):
            open_writer(engine, folder, catalogue=CATALOGUE)
    else:
        open_writer(engine, folder, catalogue=CATALOGUE)[1].release()
    engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize(
    ("setting", "weak"),
    [("off", True), ("local", True), ("remote_write", True), ("on", False), ("remote_apply", False)],
)
def test_weak_settings_are_refused_in_postgresql(prepared_url: str, folder: Path, setting: str, *, weak: bool) -> None:
    engine = connect(f"{prepared_url}&options=-csynchronous_commit%3D{setting}")
    if weak:
        with pytest.raises(WeakSettings, match=f"synchronous_commit={setting}"):
            open_writer(engine, folder, catalogue=CATALOGUE)
    else:
        check_settings(engine)
    engine.dispose()


class Clocks:
    """A wall clock and a counter that a test moves."""

    def __init__(self) -> None:
        self.wall = 1_780_000_000 * SECOND
        self.counter = 77 * SECOND
        self.watch = Watch(lambda: self.wall, lambda: self.counter)

    def go(self, *, wall: int, counter: int) -> None:
        self.wall += wall
        self.counter += counter


def test_a_watch_goes_with_the_clock() -> None:
    clocks = Clocks()
    clocks.go(wall=7200 * SECOND, counter=7200 * SECOND)
    assert clocks.watch() == clocks.wall


@pytest.mark.parametrize("jump", [2 * SECOND, -2 * SECOND])
def test_a_watch_bears_two_seconds(jump: int) -> None:
    clocks = Clocks()
    clocks.go(wall=60 * SECOND + jump, counter=60 * SECOND)
    assert clocks.watch() == clocks.wall


@pytest.mark.parametrize("jump", [2 * SECOND + 1, -2 * SECOND - 1, 3600 * SECOND])
def test_a_watch_refuses_a_clock_that_jumped_until_it_is_made_anew(jump: int) -> None:
    clocks = Clocks()
    clocks.go(wall=60 * SECOND + jump, counter=60 * SECOND)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            clocks.watch()
        assert (refused.value.code, refused.value.facts) == ("clock_jumped", {"milliseconds": jump // 1000})
        clocks.go(wall=-jump, counter=0)
    assert Watch(lambda: clocks.wall, lambda: clocks.counter)() == clocks.wall


def test_the_machines_own_clocks_agree() -> None:
    watch = Watch()
    assert abs(watch() - wall()) < SECOND
