"""Batch boundaries never show: one history in batches of 1, 7 and 256, over both views and both databases."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.areas.allowances.rules import NamedRange, RecordStatement, StatedHolding, TransferUnits
from registry.areas.participants.rules.freezes import LiftFreeze, PlaceFreeze
from registry.catalog import CATALOGUE
from registry.ledger.decide import Unrecorded
from registry.ledger.entry import Checked, Keyring, check
from registry.ledger.keys import public_key_of
from registry.ledger.replay import dump_replay
from registry.ledger.serials import account_number
from registry.store.database import connect
from registry.store.dump import dump_sql
from registry.store.posting import found
from registry.store.second_place import SecondPlace
from registry.store.writer import Writer
from tests.databases import PostgresServer
from tests.store.checks import leaves_of
from tests.store.filled import LOG
from tests.world import AUTHORITY, DOCUMENT, LOG_KEY, OPERATORS, ORIGIN, REGISTRAR, MemoryJournal, World, seed_of

BATCHES = (1, 7, 256)
HOLDERS = (11, 12, 13)
FIRST_BATCH = (3 + 3 * len(HOLDERS)) * 64 + 1  # the entry behind the founding ones brings it in
Step = tuple[str, int, int, int]

holder = st.sampled_from(HOLDERS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("transfer"), holder, holder, st.sampled_from([1, 2, 7, 100, 499, 500, 2000, 10**6])),
        st.tuples(st.just("other_vintage"), holder, holder, st.integers(1, 300)),
        st.tuples(st.just("named"), holder, holder, st.integers(1, 500)),
        st.tuples(st.just("mirror"), holder, st.integers(1, 3), st.integers(1, 900)),
        st.tuples(st.just("freeze"), holder, st.integers(0, 2), st.integers(1, 500)),
        st.tuples(st.just("lift"), st.integers(0, 9), st.just(0), st.just(0)),
        st.tuples(st.just("account"), holder, st.integers(20, 24), st.just(0)),
        st.tuples(st.just("enterprise"), st.integers(11, 16), st.just(0), st.just(0)),
        st.tuples(st.just("statement"), holder, st.integers(1, 3), st.integers(1, 900)),
        st.tuples(st.just("again"), st.integers(0, 9), st.just(0), st.just(0)),
    ),
    min_size=8,
    max_size=60,
)


@dataclass
class History:
    """The envelopes of a drawn history; some are sent twice, and many are refused."""

    world: World
    envelopes: list[bytes]
    freezes: list[str]

    def add(self, step: Step) -> None:
        name, first, second, units = step
        world, author = self.world, self.world.author
        if name == "again":
            self.envelopes.append(self.envelopes[-1 - first % len(self.envelopes)])
        elif name == "enterprise":
            self.envelopes += world.enterprise(first)
        elif name in {"transfer", "other_vintage"}:
            self.envelopes.append(world.transfer(first, second, units=units, vintage=2025 - (name != "transfer")))
        elif name == "named":
            self.envelopes.append(self._named(first, second, units))
        elif name == "mirror":
            self.envelopes.append(world.mirrored(first, units=units, vintage=2023 + second, batch=second, first=units))
        elif name == "account":
            self.envelopes.append(world.open_account(first, "HO", second))
        elif name == "statement":
            self.envelopes.append(self._statement(first, second, units))
        elif name == "freeze":
            self.freezes.append(f"order-{len(self.freezes)}")
            self.envelopes.append(self._freeze(first, second, units))
        elif name == "lift" and self.freezes:
            envelope = next(one for one in reversed(self.envelopes) if b"participants.place_freeze" in one)
            entry_id = envelope.split(b'"id":"')[1][:36].decode()
            body = LiftFreeze(entry_id, "lifting", DOCUMENT)
            self.envelopes.append(author.envelope("participants.lift_freeze", body, AUTHORITY, OPERATORS[0]))

    def _named(self, source: int, target: int, units: int) -> bytes:
        accounts = account_number("31", "HO", source), account_number("31", "HO", target)
        ranges = (NamedRange(FIRST_BATCH, units, units + 4),)
        body = TransferUnits(*accounts, "CEA-2025", 5, ranges)
        return self.world.author.envelope("allowances.transfer", body, f"R-{source:08}")

    def _freeze(self, number: int, what: int, units: int) -> bytes:
        body = PlaceFreeze(
            participant=f"P-{number:08}" if what == 0 else None,
            account=account_number("31", "HO", number) if what == 1 else None,
            batch=FIRST_BATCH if what == 2 else None,
            first=units if what == 2 else 0,
            last=units + 50 if what == 2 else 0,
            order=f"order-{len(self.freezes)}",
            purpose="court",
            priority=units % 3,
            ends_at=None,
            document=DOCUMENT,
        )
        return self.world.author.envelope("participants.place_freeze", body, AUTHORITY, OPERATORS[0])

    def _statement(self, number: int, vintage: int, units: int) -> bytes:
        held = (StatedHolding(f"CEA-{2022 + vintage}", units),)
        body = RecordStatement(f"P-{number:08}", self.world.author.now_ms * 1000, held, DOCUMENT)
        return self.world.author.envelope("allowances.statement", body, f"R-{number:08}", OPERATORS[0])


def history(drawn: list[Step]) -> History:
    world = World()
    begun = [*world.founding()]
    for number in HOLDERS:
        begun += world.enterprise(number)
    begun += [world.mirrored(11, units=500), world.mirrored(12, units=500, vintage=2024, batch=2)]
    made = History(world, begun, [])
    for step in drawn:
        made.add(step)
    return made


def in_memory(made: History) -> tuple[list[bytes], list[bytes]]:
    """Return the leaves and the dump of a journal in memory, one entry at a time."""
    journal = MemoryJournal(made.world.author)
    for envelope in made.envelopes:
        try:
            journal.submit(envelope)
        except Unrecorded:
            continue
    return journal.leaves, list(dump_replay(journal.replay))


def checked(made: History) -> list[Checked]:
    ring = Keyring()
    for number in (*OPERATORS, AUTHORITY, REGISTRAR, *(f"R-{n:08}" for n in range(11, 17))):
        ring.add(number, public_key_of(seed_of(number)))
    return [check(one, origin=ORIGIN, catalogue=CATALOGUE, find_key=ring.find) for one in made.envelopes]


def in_sql(engine: sa.Engine, made: History, waiting: list[Checked], *, batch: int) -> tuple[list[bytes], list[bytes]]:
    """Return the leaves and the dump of a stored journal that took the history in batches."""
    with engine.begin() as connection:
        found(connection, ORIGIN, LOG_KEY)
    folder = Path(tempfile.mkdtemp(prefix="heads-"))
    place = SecondPlace(folder / "heads")
    now = made.world.author.now_ms * 1000
    writer = Writer(engine, LOG, catalogue=CATALOGUE, clock=lambda: now, second_place=place)
    for start in range(0, len(waiting), batch):
        answers = writer.process(waiting[start : start + batch])
        assert all(one.result != "not_decided" for one in answers)
    place.close()
    shutil.rmtree(folder)
    with engine.connect() as connection:
        return leaves_of(engine), list(dump_sql(connection, CATALOGUE))


@dataclass
class Databases:
    """Fresh databases of one kind, as many as a property test wants."""

    backend: str
    template: str
    server: PostgresServer | None

    @contextmanager
    def fresh(self) -> Iterator[sa.Engine]:
        if self.server is None:
            folder = Path(tempfile.mkdtemp(prefix="sqlite-"))
            shutil.copyfile(self.template, folder / "registry.db")
            engine = connect(f"sqlite:///{folder}/registry.db")
        else:
            name = self.server.create_database(self.template)
            engine = connect(self.server.url(name))
        try:
            yield engine
        finally:
            engine.dispose()
            if self.server is None:
                shutil.rmtree(folder)
            else:
                self.server.drop_database(name)


@pytest.fixture
def databases(backend: str, request: pytest.FixtureRequest) -> Databases:
    if backend == "sqlite":
        return Databases(backend, str(request.getfixturevalue("sqlite_template")), None)
    server = request.getfixturevalue("postgres_server")
    return Databases(backend, request.getfixturevalue("postgres_template"), server)


@given(drawn=steps)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_same_history_gives_the_same_bytes_in_any_batches(databases: Databases, drawn: list[Step]) -> None:
    made = history(drawn)
    leaves, dump = in_memory(made)
    waiting = checked(made)
    for batch in BATCHES:
        with databases.fresh() as engine:
            assert in_sql(engine, made, waiting, batch=batch) == (leaves, dump)


def test_a_history_of_every_kind_of_step_is_accepted_in_part(databases: Databases) -> None:
    drawn: list[Step] = [
        ("transfer", 11, 12, 100),
        ("mirror", 12, 1, 300),
        ("freeze", 12, 1, 1),
        ("transfer", 12, 11, 5),
        ("lift", 0, 0, 0),
        ("transfer", 12, 11, 5),
        ("freeze", 11, 2, 200),
        ("named", 11, 13, 210),
        ("named", 11, 13, 300),
        ("account", 13, 20, 0),
        ("account", 13, 20, 0),
        ("statement", 11, 3, 395),
        ("enterprise", 14, 0, 0),
        ("transfer", 13, 14, 5),
        ("again", 2, 0, 0),
    ]
    made = history(drawn)
    leaves, dump = in_memory(made)
    results = [leaf.split(b'"result":"')[1].split(b'"')[0].decode() for leaf in leaves]
    assert {"accepted", "account_frozen", "units_frozen"} <= set(results), results
    assert results[14:].count("accepted") >= 9, results
    for batch in BATCHES:
        with databases.fresh() as engine:
            assert in_sql(engine, made, checked(made), batch=batch) == (leaves, dump)
