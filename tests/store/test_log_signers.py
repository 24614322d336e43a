"""The log's key handed over: who signs which head, what a restart, a mirror and an auditor make of it."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.areas.participants.rules.logkeys import ROTATION, hand_over
from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from registry.ledger.errors import Tampering
from registry.ledger.keys import Ed25519Signer, Signer
from registry.ledger.merkle import root_at
from registry.seeds import make_seed
from registry.store.audit import audit
from registry.store.export import export
from registry.store.heads import policy_of
from registry.store.log import SqlHashes
from registry.store.log_signers import finder, seed_path
from registry.store.rebuild import rebuild
from registry.store.restore import restore
from registry.store.writer import Writer
from registry.verify.source import Folder
from registry.verify.walk import verify
from tests.store.filled import LOG, POLICY, Filled, filled
from tests.world import AUTHORITY, OPERATORS, ORIGIN, seed_of

NEW, THIEF = (Ed25519Signer(ORIGIN, seed_of(name)) for name in ("new log", "thief"))
NEW_KEY = note.render_vkey(note.key_of(NEW))
OWN_POLICY = f"{POLICY[0]}\nquorum none\n".encode()


def find(vkey: str) -> Signer | None:
    return NEW if vkey == NEW_KEY else None


def writer_of(journal: Filled) -> Writer:
    """Return a writer that begins where the last one ended."""
    place = journal.place
    return Writer(journal.engine, LOG, catalogue=CATALOGUE, clock=journal.clock, second_place=place, find_signer=find)


def rotated(journal: Filled, *, batch: int = 1) -> int:
    """Hand the log's key over between transfers; return the index of the entry that does it."""
    journal.writer = journal.journal.line.writer = writer_of(journal)  # type: ignore[attr-defined]
    entry = journal.world.author.envelope(ROTATION, hand_over(LOG, NEW), AUTHORITY, OPERATORS[0])
    transfers = [journal.world.transfer(11, 12, units=1) for _ in range(4)]
    answers = journal.submit([*transfers[:2], entry, *transfers[2:]], batch=batch)
    assert all(answer.is_accepted for answer in answers)
    index = answers[2].index
    assert index is not None
    return index


@pytest.mark.parametrize("batch", [1, 5])
def test_heads_over_the_entry_are_signed_by_the_new_key(prepared_engine: sa.Engine, tmp_path: Path, batch: int) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    assert open_checkpoint(journal.signed, note.key_of(LOG))
    rotated(journal, batch=batch)
    assert open_checkpoint(journal.signed, note.key_of(NEW)).size == journal.writer.size
    with pytest.raises(Tampering) as found:
        open_checkpoint(journal.signed, note.key_of(LOG))
    assert found.value.code == "checkpoint_unsigned"
    journal.cosign()
    with prepared_engine.connect() as connection:
        verdict = policy_of(connection, ORIGIN).check(journal.signed)
    assert verdict.signed_by == (note.key_of(NEW),)


def test_a_writer_without_the_new_seed_records_no_handover(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    entry = journal.world.author.envelope(ROTATION, hand_over(LOG, NEW), AUTHORITY, OPERATORS[0])
    size = journal.writer.size
    (answer,) = journal.journal.submit_many([entry])
    assert (answer.result, answer.index, journal.writer.size) == ("log_key_not_here", None, size)
    journal.writer = journal.journal.line.writer = writer_of(journal)  # type: ignore[attr-defined]
    assert journal.journal.submit_many([entry])[0].index == size


def test_a_writer_starts_again_on_either_side_of_the_handover(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    before = journal.signed
    rotated(journal)
    assert writer_of(journal).signed == journal.signed
    journal.place.write(before)  # as after a power cut between the commit and the signature
    assert open_checkpoint(writer_of(journal).signed, note.key_of(NEW))
    with pytest.raises(LookupError):
        Writer(journal.engine, LOG, catalogue=CATALOGUE, clock=journal.clock, second_place=journal.place)


@pytest.mark.parametrize("policy", [None, OWN_POLICY])
def test_auditors_follow_the_handover(prepared_engine: sa.Engine, tmp_path: Path, policy: bytes | None) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    rotated(journal)
    journal.cosign()
    journal.trade(2)
    export(prepared_engine, journal.signed, tmp_path / "log")
    report, _ = verify(Folder(tmp_path / "log"), CATALOGUE, policy=policy)
    assert report.findings == []
    assert audit(prepared_engine, CATALOGUE).findings == []


@pytest.mark.parametrize(("size", "signer"), [(-1, LOG), (-1, THIEF), (6, NEW)])
def test_a_head_by_a_key_that_is_not_in_force_at_its_size_is_named(
    prepared_engine: sa.Engine, tmp_path: Path, size: int, signer: Signer
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    rotated(journal)
    folder = tmp_path / "log"
    export(prepared_engine, journal.signed, folder)
    head, _ = parse_checkpoint(journal.signed)
    if size < 0:
        (folder / "checkpoint").write_bytes(sign_checkpoint(head, signer))
    else:
        root = journal_root(prepared_engine, size)
        (folder / "checkpoints").mkdir(exist_ok=True)
        (folder / "checkpoints" / str(size)).write_bytes(sign_checkpoint(Checkpoint(ORIGIN, size, root), signer))
    with pytest.raises(Tampering) as found:
        verify(Folder(folder), CATALOGUE)
    assert found.value.code == ("checkpoint" if signer is THIEF else "log_key_differs")


def journal_root(engine: sa.Engine, size: int) -> bytes:

    with engine.connect() as connection:
        return root_at(SqlHashes(connection, size), size)


@pytest.mark.parametrize("policy", [None, OWN_POLICY])
def test_a_policy_that_names_a_key_which_no_entry_brought_is_refused(
    prepared_engine: sa.Engine, tmp_path: Path, policy: bytes | None
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    rotated(journal)
    export(prepared_engine, journal.signed, tmp_path / "log")
    beside = tmp_path / "log" / "policy"
    beside.write_bytes(beside.read_bytes() + f"log {note.render_vkey(note.key_of(THIEF))}\n".encode())
    with pytest.raises(Tampering) as found:
        verify(Folder(tmp_path / "log"), CATALOGUE, policy=policy)
    assert found.value.code == "policy_differs"


def test_an_auditor_who_trusts_another_key_does_not_follow(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    rotated(journal)
    export(prepared_engine, journal.signed, tmp_path / "log")
    stranger = f"log {note.render_vkey(note.key_of(THIEF))}\nquorum none\n".encode()
    with pytest.raises(Tampering) as found:
        verify(Folder(tmp_path / "log"), CATALOGUE, policy=stranger)
    assert found.value.code == "policy_differs"


def test_lost_entries_come_back_over_the_handover(
    prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    rebuild(prepared_engine, second, CATALOGUE)
    rotated(journal)
    export(prepared_engine, journal.signed, tmp_path / "mirror")
    before, after = restore(second, Folder(tmp_path / "mirror"), CATALOGUE)
    assert (after - before, after) == (5, journal.writer.size)
    assert audit(second, CATALOGUE).findings == []


def test_a_lost_database_comes_back_over_the_handover(
    prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    rotated(journal)
    export(prepared_engine, journal.signed, tmp_path / "mirror")
    assert restore(second, Folder(tmp_path / "mirror"), CATALOGUE) == (0, journal.writer.size)


def test_a_mirror_signed_by_the_old_key_beyond_the_handover_is_refused(
    prepared_engine: sa.Engine, second: sa.Engine, tmp_path: Path
) -> None:
    journal = filled(prepared_engine, tmp_path, trades=4)
    rebuild(prepared_engine, second, CATALOGUE)
    rotated(journal)
    export(prepared_engine, journal.signed, tmp_path / "mirror")
    head, _ = parse_checkpoint(journal.signed)
    (tmp_path / "mirror" / "checkpoint").write_bytes(sign_checkpoint(head, LOG))
    with pytest.raises(Tampering) as found:
        restore(second, Folder(tmp_path / "mirror"), CATALOGUE)
    assert found.value.code == "log_key_differs"


def test_the_directory_gives_the_signer_of_a_later_key_and_no_other(tmp_path: Path) -> None:
    assert finder(tmp_path)(NEW_KEY) is None
    seed = make_seed(tmp_path / "draft")
    signer = Ed25519Signer(ORIGIN, seed)
    vkey = note.render_vkey(note.key_of(signer))
    (tmp_path / "draft").rename(seed_path(tmp_path, vkey))
    found = finder(tmp_path)(vkey)
    assert found is not None
    assert found.public_key == signer.public_key
    seed_path(tmp_path, vkey).rename(seed_path(tmp_path, NEW_KEY))  # another key's file under this name
    assert finder(tmp_path)(NEW_KEY) is None
