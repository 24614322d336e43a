"""At start the head is shown to the witnesses: one that knows another log, or most of their clocks, stop the writer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from registry.ledger.errors import Refusal
from registry.ledger.keys import signer_of
from registry.ledger.note import Signature
from registry.ledger.policy import Party
from registry.seeds import read_seed
from registry.store.answers import RolledBack, WrongClock
from registry.store.heads import Prove
from registry.store.opening import OpenRegistry, open_decider, open_here, prepare
from registry.store.opening_fence import wall
from registry.store.outside import check_outside
from registry.store.submission import WriterThread
from registry.witness import Request, Witness, cosign, make_server, render_request
from tests.store.filled import LOG, WITNESSES, Filled
from tests.world import ORIGIN, Author, World


@dataclass
class Council:
    """Both witnesses of a test registry behind HTTP, each with a clock that goes by the test's."""

    folder: Path
    log: note.VerifierKey
    clock: Callable[[], int]
    ahead_s: dict[str, int] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def witness(self, name: str) -> Witness:
        return Witness(self.folder / f"{name}.db", {ORIGIN: [self.log]}, signers=[WITNESSES[name]])

    def ask(self, signed: bytes, party: Party, prove: Prove) -> tuple[Signature, ...]:
        name = party.key.name.partition(".")[0]
        if name in self.away:
            raise Refusal("witness_unreachable", url=name)
        with self.serving(name) as url:
            return cosign(signed, url, prove=prove, keys=[party.key])

    @contextmanager
    def serving(self, name: str) -> Iterator[str]:
        def seconds() -> int:
            return self.clock() // 1_000_000 + self.ahead_s.get(name, 0)

        server = make_server(self.witness(name), ("127.0.0.1", 0), clock=seconds)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture
def council(begun: Filled, tmp_path: Path) -> Council:
    return Council(tmp_path, note.key_of(LOG), begun.clock)


def check(begun: Filled, council: Council) -> None:
    check_outside(begun.engine, begun.signed, council.ask, clock=begun.clock)


def test_says_nothing_where_the_witnesses_follow(begun: Filled, council: Council) -> None:
    check(begun, council)
    begun.trade(3)
    check(begun, council)
    assert council.witness("north").head(ORIGIN).size == begun.writer.size


@pytest.mark.parametrize("name", ["north", "south"])
def test_one_witness_that_knows_a_longer_log_is_enough(begun: Filled, council: Council, name: str) -> None:
    longer = sign_checkpoint(Checkpoint(ORIGIN, begun.writer.size + 1, bytes(32)), LOG)
    council.witness(name).add_checkpoint(render_request(Request(0, (), longer)), 1)
    with pytest.raises(RolledBack, match=f"witness {name}"):
        check(begun, council)


def test_a_witness_that_knows_another_log_of_the_same_size_is_enough(begun: Filled, council: Council) -> None:
    other = sign_checkpoint(Checkpoint(ORIGIN, begun.writer.size, bytes(32)), LOG)
    council.witness("north").add_checkpoint(render_request(Request(0, (), other)), 1)
    with pytest.raises(RolledBack, match="another log"):
        check(begun, council)


def test_a_witness_that_knows_another_beginning_is_enough(begun: Filled, council: Council) -> None:
    other = sign_checkpoint(Checkpoint(ORIGIN, begun.writer.size - 1, bytes(32)), LOG)
    council.witness("north").add_checkpoint(render_request(Request(0, (), other)), 1)
    with pytest.raises(RolledBack, match="another log"):
        check(begun, council)


@pytest.mark.parametrize("ahead", [5, -5])
def test_witnesses_whose_clocks_are_away_stop_the_writer(begun: Filled, council: Council, ahead: int) -> None:
    council.ahead_s = {"north": ahead, "south": ahead}
    with pytest.raises(WrongClock, match="5 s ahead"):
        check(begun, council)


@pytest.mark.parametrize("ahead", [2, -2])
def test_two_seconds_are_borne(begun: Filled, council: Council, ahead: int) -> None:
    council.ahead_s = {"north": ahead, "south": ahead}
    check(begun, council)


def test_a_clock_behind_the_last_entry_stops_the_writer(begun: Filled, council: Council) -> None:
    check_outside(begun.engine, begun.signed, council.ask, clock=lambda: begun.clock() - 2_000_000)
    with pytest.raises(WrongClock, match="3 s behind"):
        check_outside(begun.engine, begun.signed, council.ask, clock=lambda: begun.clock() - 3_000_000)


def test_witnesses_that_are_away_stop_nothing(begun: Filled, council: Council) -> None:
    council.away = {"north", "south"}
    check(begun, council)
    council.away, council.ahead_s = {"north"}, {"south": 60}
    with pytest.raises(WrongClock):
        check(begun, council)


@pytest.fixture
def folder(prepared_engine: sa.Engine, tmp_path: Path) -> Path:
    made = tmp_path / "registry"
    prepare(prepared_engine, made, ORIGIN)
    return made


@pytest.mark.parametrize(("ahead", "code"), [(0, ""), (60, "wrong_clock")])
def test_a_registry_whose_clock_is_wrong_is_read_and_not_written(
    prepared_engine: sa.Engine, folder: Path, ahead: int, code: str
) -> None:
    signer = signer_of(ORIGIN, 1, seed=read_seed(folder / "log.seed"))
    lines = (f"witness {name} {note.render_vkey(note.key_of(one))}" for name, one in WITNESSES.items())
    policy = (f"log {note.render_vkey(note.key_of(signer))}", *lines, "group zones any north south", "quorum zones")
    world = World(Author(now_ms=wall() // 1000), policy=policy)
    first, *rest = world.founding()
    opened, close = open_here(prepared_engine, folder, catalogue=CATALOGUE)
    opened.submit(first)
    close()
    council = Council(folder, note.key_of(signer), wall, ahead_s={"north": ahead, "south": ahead})
    writer, fence = open_decider(prepared_engine, folder, catalogue=CATALOGUE, ask=council.ask)
    registry = OpenRegistry(prepared_engine, WriterThread(writer), origin=ORIGIN, catalogue=CATALOGUE)
    try:
        assert (registry.ready() or "") == code
        if code:
            with pytest.raises(Refusal) as refused:
                registry.submit(rest[0])
            assert refused.value.code == code
        else:
            assert registry.submit(rest[0]).index == 1
        assert parse_checkpoint(registry.signed())[0].size == (1 if code else 2)
    finally:
        registry.close()
        fence.release()
