"""Relaying: what a witness writes down, what it publishes, and what a verification says of unanswered entries."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from registry import cli
from registry.catalog import CATALOGUE
from registry.ledger import leaf
from registry.ledger.errors import LedgerError, Tampering
from registry.ledger.keys import ED25519, signer_of
from registry.ledger.note import key_of, render_vkey
from registry.relay import A_DAY_MAX, Relays, answers, read_list
from registry.verify.source import Folder
from registry.verify.walk import verify
from registry.witness import Witness, make_server
from tests.logfiles import WITNESS, traded, write_log
from tests.world import ORIGIN, START_MS, World, seed_of

START_S = START_MS // 1000
SPEAKER = signer_of("north.test", ED25519, seed=seed_of("north"))
OTHER = signer_of("north.test", ED25519, seed=seed_of("south"))


@pytest.fixture
def relays(tmp_path: Path) -> Relays:
    return Relays(tmp_path / "relayed.sqlite", frozenset({ORIGIN}), signer=SPEAKER)


@pytest.fixture
def envelope() -> bytes:
    return World().transfer(11, 12, units=3)


def code(relays: Relays, envelope: bytes, at: int = START_S) -> str:
    with pytest.raises(LedgerError) as error:
        relays.take(envelope, at)
    return error.value.code


def test_the_first_time_is_kept_however_often_an_envelope_comes(relays: Relays, envelope: bytes) -> None:
    first = relays.take(envelope, START_S)

    assert relays.take(envelope, START_S + 60) == first
    assert first.text_hash == hashlib.sha256(envelope[: envelope.index(b"\n\n") + 1]).digest()
    assert read_list(relays.published(ORIGIN), ORIGIN, key_of(SPEAKER)) == (first,)


def test_what_is_no_envelope_expired_or_of_another_log_is_not_taken(relays: Relays, envelope: bytes) -> None:
    assert code(relays, b"garbage").startswith("note")
    assert code(relays, b"x" * 30_000) == "envelope_long"
    assert code(relays, envelope, START_S + 40 * 86_400) == "relay_expired"
    assert code(relays, envelope.replace(ORIGIN.encode(), b"other.test", 1)) == "unknown_origin"
    assert read_list(relays.published(ORIGIN), ORIGIN) == ()


def test_a_flood_ends_at_the_days_limit(relays: Relays, envelope: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.relay.A_DAY_MAX", 1)
    relays.take(envelope, START_S)

    assert code(relays, World().transfer(12, 11, units=1)) == "relay_busy"
    assert A_DAY_MAX > 1


def test_a_list_that_another_key_signed_counts_for_nothing(relays: Relays) -> None:
    with pytest.raises(Tampering):
        read_list(relays.published(ORIGIN), ORIGIN, key_of(OTHER))


def log_with(folder: Path, relays: Relays) -> tuple[Path, bytes, bytes]:
    """Return a log of two days, an envelope that stands in it, and one that does not; both were relayed."""
    journal = traded(3)
    dropped = World().transfer(11, 12, units=4)
    journal.author.now_ms += 2 * 86_400_000
    journal.submit(World(journal.author).transfer(11, 12, units=1))
    recorded = leaf.parse(journal.leaves[-3], ORIGIN).envelope
    for one in (recorded, dropped):
        relays.take(one, START_S + 5)
    return write_log(folder, journal.leaves), recorded, dropped


def test_a_verification_names_what_was_relayed_and_never_appeared(relays: Relays, tmp_path: Path) -> None:
    folder, _, dropped = log_with(tmp_path / "log", relays)

    report, _ = verify(Folder(folder), CATALOGUE, relayed=relays.published(ORIGIN), relay_key=key_of(SPEAKER))

    digest = hashlib.sha256(dropped[: dropped.index(b"\n\n") + 1]).hexdigest()
    assert report.relayed == 2
    assert [digest in line for line in report.silent] == [True]
    assert report.findings == []  # silence is no proof of tampering: the entry may have lacked signatures


@contextmanager
def serving(folder: Path, relays: Relays) -> Iterator[str]:
    witness = Witness(folder / "witness.db", {ORIGIN: []}, signers=[WITNESS])
    with make_server(witness, ("127.0.0.1", 0), clock=lambda: START_S, also=answers(relays)) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_the_commands_relay_and_verify_go_together(
    relays: Relays, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _, dropped = log_with(tmp_path / "log", relays)
    path = tmp_path / "entry.note"
    path.write_bytes(dropped)
    with serving(tmp_path, relays) as url:
        assert cli.main(["relay", str(path), "--witness", url]) == 0
        path.write_bytes(b"garbage")
        assert cli.main(["relay", str(path), "--witness", url]) == 1
        listed = f"{url}/relayed?origin={ORIGIN}"
        key = render_vkey(key_of(SPEAKER))
        assert cli.main(["verify", str(folder), "--jobs", "1", "--relayed", listed, "--relay-key", key]) == 0
        assert "NO ANSWER" in capsys.readouterr().out
        assert cli.main(["relay", str(path), "--witness", "http://127.0.0.1:9"]) == 2
