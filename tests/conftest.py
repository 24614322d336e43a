"""What all tests share: fresh databases of both kinds, and the rule that CI skips nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

from registry.store.database import connect, metadata
from registry.store.migrate import load_tables
from tests.databases import PostgresServer
from tests.tools import NEEDED_BY_MARKER, in_ci, missing

settings.register_profile("registry", deadline=None)  # the machines that run this are busy
if not in_ci():  # there hypothesis chooses a repeatable profile of its own
    settings.load_profile("registry")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tools are missing, saying how to get them."""
    named = tuple(tool for mark in item.iter_markers("needs") for tool in mark.args)
    implied = tuple(tool for name, tools in NEEDED_BY_MARKER.items() if item.get_closest_marker(name) for tool in tools)
    reason = missing(named + implied)
    if reason is not None:
        pytest.skip(reason)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what kills processes or drives a browser in one process when the tests run in several."""
    for item in items:
        if any(item.iter_markers("browser")) or any(item.iter_markers("faults")):
            item.add_marker(pytest.mark.xdist_group("alone"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in CI that skipped anything; with several processes the first one counts for all."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if in_ci() and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a run in CI failed that only skipped."""
    if in_ci() and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("CI skips nothing: the tests listed above need their tools installed", red=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Return the PostgreSQL server of this run; tests that kill one make their own."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def backend(request: pytest.FixtureRequest) -> str:
    """Return the name of each database in turn."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a fresh, empty database."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'registry.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """Return an engine on a fresh, empty database."""
    made = connect(database_url)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file that holds every table and no row."""
    path = tmp_path_factory.mktemp("template") / "registry.db"
    _create_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """Return the name of a PostgreSQL database that holds every table and no row."""
    name = postgres_server.create_database()
    _create_tables(postgres_server.url(name))
    return name


@pytest.fixture
def prepared_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a fresh database with every table, copied from one that was made once."""
    if backend == "sqlite":
        path = tmp_path / "prepared.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database(request.getfixturevalue("postgres_template"))
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def prepared_engine(prepared_url: str) -> Iterator[sa.Engine]:
    """Return an engine on a fresh database with every table."""
    made = connect(prepared_url)
    yield made
    made.dispose()


def _create_tables(url: str) -> None:
    load_tables()
    engine = connect(url)
    metadata.create_all(engine)
    engine.dispose()
