import marshal
import shutil
import socket
import struct
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from registry.areas.participants.rules.freezes import FreezeNow
from registry.areas.participants.rules.mandates import Mandate
from registry.catalog import CATALOGUE
from registry.ledger.entry import Checked
from registry.ledger.parties import Role
from registry.store.answers import Answer, NotWritten
from registry.store.journal import Journal
from registry.store.sequencer import (
    FRAME_MAX,
    Sequencer,
    SequencerLine,
    read_reply,
    read_request,
    reply,
    request,
)
from registry.store.writer import BATCH_MAX
from tests.store.checks import audit
from tests.store.filled import Filled
from tests.world import ORIGIN


@dataclass
class Running:
    """A sequencer on a thread, as its own process would run it, and a line to it."""

    begun: Filled
    path: Path

    def start(self) -> None:
        self.sequencer = Sequencer(self.begun.writer, self.path)
        self.thread = threading.Thread(target=self.sequencer.run)
        self.thread.start()

    def stop(self) -> None:
        self.sequencer.stop()
        self.thread.join(10)
        assert not self.thread.is_alive()

    def journal(self) -> Journal:
        line = SequencerLine(self.path)
        return Journal(self.begun.engine, line, origin=ORIGIN, catalogue=CATALOGUE)

    def connect(self) -> socket.socket:
        peer = socket.socket(socket.AF_UNIX)
        peer.settimeout(10)
        peer.connect(str(self.path))
        return peer


@pytest.fixture
def running(begun: Filled) -> Iterator[Running]:
    folder = tempfile.mkdtemp(prefix="seq-")  # a socket's path must be short
    made = Running(begun, Path(folder) / "socket")
    made.start()
    yield made
    if made.thread.is_alive():
        made.stop()
    shutil.rmtree(folder)


@pytest.fixture
def journal(running: Running) -> Iterator[Journal]:
    made = running.journal()
    yield made
    made.line.close()


def frame(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def test_only_this_user_may_open_the_socket(running: Running) -> None:
    assert running.path.stat().st_mode & 0o777 == 0o600


def test_answers_as_the_writer_does(running: Running, journal: Journal) -> None:
    world = running.begun.world
    bad = world.transfer(11, 12, units=10**9)
    accepted, refused = journal.submit(world.transfer(11, 12, units=3)), journal.submit(bad)
    assert (accepted.result, refused.result) == ("accepted", "units_not_held")
    assert refused.facts == {"held": 4997, "wanted": 10**9}
    assert journal.line.signed() == running.begun.signed
    audit(running.begun.engine, journal.line.signed())


def test_more_than_a_batch_is_sent_in_parts(running: Running, journal: Journal) -> None:
    envelopes = [running.begun.world.transfer(11, 12, units=1) for _ in range(BATCH_MAX + 5)]
    answers = journal.submit_many(envelopes)
    assert [one.result for one in answers] == ["accepted"] * len(envelopes)


def test_many_clients_are_answered_each_with_its_own(running: Running) -> None:
    envelopes = [running.begun.world.transfer(11, 12, units=n + 1) for n in range(40)]

    def send(one: bytes) -> int | None:
        journal = running.journal()
        try:
            return journal.submit(one).index
        finally:
            journal.line.close()

    with ThreadPoolExecutor(8) as pool:
        indexes = list(pool.map(send, envelopes))
    assert len(set(indexes)) == 40
    audit(running.begun.engine, running.begun.signed)


@pytest.mark.parametrize(
    "sent",
    [
        b"\0\0\0\4nope",
        frame(b""),
        frame(b"\xff\xfe"),
        frame(b"[" * 100_000),
        frame(request([])[1:]),
        frame(request([])[:-1]),
        frame(request([])[:-5] + marshal.dumps(7)),
        frame(request([])[:-5] + marshal.dumps([None])),
        frame(request([])[:-5] + marshal.dumps([(b"x", (b"", [], ()))])),
        struct.pack(">I", FRAME_MAX + 1),
    ],
    ids=lambda sent: repr(sent[:32]),
)
def test_a_broken_frame_ends_its_connection_alone(running: Running, journal: Journal, sent: bytes) -> None:
    with running.connect() as peer:
        peer.sendall(sent)
        assert peer.recv(1) == b""
    assert journal.submit(running.begun.world.transfer(11, 12, units=3)).is_accepted


def test_an_unknown_kind_ends_its_connection_alone(running: Running, journal: Journal) -> None:
    data = request([running.begun.journal.check(running.begun.world.transfer(11, 12, units=3))])
    with running.connect() as peer:
        peer.sendall(frame(data.replace(b"allowances.transfer", b"allowances.conjured")))
        assert peer.recv(1) == b""
    assert journal.submit(running.begun.world.transfer(11, 12, units=3)).is_accepted


def test_half_a_frame_waits_and_holds_up_nobody(running: Running, journal: Journal) -> None:
    data = frame(b"signed/v1\n")
    with running.connect() as peer:
        for part in (data[:2], data[2:7]):
            peer.sendall(part)
            assert journal.submit(running.begun.world.transfer(11, 12, units=3)).is_accepted
        peer.sendall(data[7:])
        (length,) = struct.unpack(">I", peer.recv(4))
        assert peer.recv(length) == running.begun.signed


def test_a_peer_that_vanishes_has_written_all_the_same(running: Running, journal: Journal) -> None:
    envelope = running.begun.world.transfer(11, 12, units=3)
    data = request([running.begun.journal.check(envelope)])
    for _ in range(5):
        with running.connect() as peer:
            peer.sendall(frame(data))
    first = journal.submit(envelope)
    assert first.is_accepted
    assert running.begun.writer.size == (first.index or 0) + 1


def test_several_frames_in_one_go_are_answered_in_order(running: Running) -> None:
    with running.connect() as peer:
        peer.sendall(frame(b"signed/v1\n") * 3 + frame(request([])))
        expected = frame(running.begun.signed) * 3 + frame(reply([]))
        data = b""
        while len(data) < len(expected):
            data += peer.recv(1 << 16)
    assert data == expected


def test_a_freeze_overtakes_what_other_clients_sent_before(begun: Filled, tmp_path: Path) -> None:
    """While the writer is busy two requests come in; the later one holds something back and is decided first."""
    order: list[str] = []
    gate, path = threading.Event(), Path(tempfile.mkdtemp(prefix="seq-")) / "socket"

    class Busy:
        catalogue, signed, closed = CATALOGUE, b"", ""

        def process(self, waiting: Sequence[Checked]) -> list[Answer]:
            order.extend(one.entry.kind for one in waiting)
            gate.wait(10)
            return [Answer("accepted") for _ in waiting]

    served = Sequencer(Busy(), path)
    thread = threading.Thread(target=served.run)
    thread.start()
    transfer = begun.journal.check(begun.world.transfer(11, 12, units=1))
    body = FreezeNow("P-00000011", "stolen", Mandate.PARTICIPANT)
    freeze = begun.journal.check(begun.world.author.envelope("participants.freeze_now", body, "R-00000011"))
    peers = [socket.socket(socket.AF_UNIX) for _ in range(3)]
    for peer in peers:
        peer.connect(str(path))
        peer.sendall(frame(b"signed/v1\n"))
        assert peer.recv(100)
    for peer, checked in zip(peers, (transfer, transfer, freeze), strict=True):
        peer.sendall(frame(request([checked])))
        while not order:
            time.sleep(0.001)
    gate.set()
    assert all(peer.recv(1000) for peer in peers)
    for peer in peers:
        peer.close()
    served.stop()
    thread.join(10)
    shutil.rmtree(path.parent)
    assert order == ["allowances.transfer", "participants.freeze_now", "allowances.transfer"]


def test_a_line_outlasts_a_restart(running: Running, journal: Journal) -> None:
    journal.submit(running.begun.world.transfer(11, 12, units=3))
    running.stop()
    with pytest.raises(NotWritten):
        journal.submit(running.begun.world.transfer(11, 12, units=3))
    running.start()
    journal.submit(running.begun.world.transfer(11, 12, units=3))
    running.stop()
    running.start()
    assert journal.submit(running.begun.world.transfer(11, 12, units=3)).is_accepted


def test_the_socket_is_gone_after_the_end(running: Running) -> None:
    running.stop()
    assert not running.path.exists()


def test_an_error_of_the_writer_reaches_the_line(
    running: Running, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.begun.writer, "process", _refuse)
    with pytest.raises(NotWritten, match="disk full"):
        journal.submit(running.begun.world.transfer(11, 12, units=3))


def _refuse(_waiting: object) -> list[Answer]:
    raise NotWritten("disk full")


def test_what_is_packed_is_unpacked(begun: Filled) -> None:
    for envelope in (begun.world.transfer(11, 12, units=3), *begun.world.enterprise(20)):
        checked = begun.journal.check(envelope)
        assert read_request(request([checked]), CATALOGUE) == [checked]


def test_an_answer_travels_with_facts_of_any_type() -> None:
    plain: dict[str, object] = {"n": 3, "flag": True, "text": "x", "huge": 2**70}
    facts: dict[str, object] = {**plain, "items": (1, 2), "none": None, "role": Role.APPROVER}
    found = read_reply(reply([Answer("code", facts, 1, 2, 3)]))
    assert found == [Answer("code", {**plain, "items": "(1, 2)", "none": "None", "role": "approver"}, 1, 2, 3)]
