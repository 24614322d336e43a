"""An import from file to journal: every row under its printed serials, the same bytes each time, totals that agree."""

import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from registry.areas.credits.rules.imports import ImportedRow, ImportManifest, ImportStatus, ImportTotal, UnitStatus
from registry.imports import rows, verra
from registry.imports.send import Refused, SubmitMany, send
from registry.ledger import merkle, note
from registry.ledger.book import Batch
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import Entry, write
from registry.ledger.errors import Malformed
from registry.ledger.instants import uuid7_ms
from registry.ledger.state import conservation
from tests.areas.allowances.factories import Registry
from tests.hashes import MemoryHashes
from tests.imports.verra_files import samples, write_samples
from tests.imports.worlds import PLAN, importer
from tests.world import AUTHORITY, OPERATORS, ORIGIN, START_MS, signer_of


@dataclass
class Prepared:
    """A file with everything that an import makes of it before it sends anything."""

    path: Path
    found: verra.Survey
    tree: rows.PackedHashes
    opened: Entry

    def manifest(self) -> bytes:
        return note.sign(write(self.opened), [signer_of(AUTHORITY), signer_of(OPERATORS[0])])

    def rows(self) -> list[bytes]:
        entries = rows.row_entries(self.path, self.found, self.tree, PLAN, opened=self.opened)
        return list(rows.signed(entries, signer_of(OPERATORS[0])))


def prepare(path: Path, *, at_ms: int = START_MS) -> Prepared:
    found = verra.survey(path)
    tree = rows.grow_tree(path, found, PLAN)
    opened = rows.manifest_entry(rows.manifest(found, tree, PLAN), origin=ORIGIN, at_ms=at_ms)
    return Prepared(path, found, tree, opened)


def submitting(made: Registry) -> SubmitMany:
    return lambda envelopes: [made.journal.submit(envelope).result for envelope in envelopes]


def test_imports_every_row_and_its_totals_equal_the_files(tmp_path: Path) -> None:
    made = importer()
    prepared = prepare(write_samples(tmp_path / "list.csv", 200))
    assert made.journal.submit(prepared.manifest()).result == ACCEPTED
    sent = send(prepared.rows(), submitting(made), total=200)
    assert (sent.sent, sent.accepted, sent.refused) == (200, 200, ())
    totals = made.state.records[ImportTotal].by_key
    assert {
        (int(project), status is UnitStatus.RETIRED): [total.rows, total.units]
        for (_, project, status), total in totals.items()
        if project
    } == prepared.found.totals
    assert made.state.get(ImportManifest, prepared.opened.id).status is ImportStatus.COMPLETE
    assert all(issued == held for _, _, issued, held in conservation(made.state))


def test_a_block_is_one_batch_and_a_row_its_printed_serials(tmp_path: Path) -> None:
    made = importer()
    prepared = prepare(write_samples(tmp_path / "list.csv", 30))
    made.accept(prepared.manifest(), *prepared.rows())
    batches = {batch.number: batch for batch in made.state.records[Batch].by_key.values()}
    assert len(batches) == len(prepared.found.blocks) == 10
    for n, sample in enumerate(samples(30)):
        row = made.state.get(ImportedRow, prepared.opened.id, n)
        (piece,) = row.ranges
        assert (row.serial, piece.first, piece.last) == (sample.serial, sample.first, sample.last)
        assert batches[piece.batch].text == f"VCU-00-{sample.project}-{sample.year}-{sample.block}"
        lies_in = PLAN.retirement if sample.retired else PLAN.holding
        held = made.state.holding(lies_in, f"VCU-{sample.year}").pieces(piece.batch)
        assert held.around(sample.first, sample.last) is not None


def test_a_second_run_makes_the_same_bytes(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 40)
    first = prepare(path)
    again = prepare(path, at_ms=uuid7_ms(first.opened.id))
    assert (again.manifest(), again.rows()) == (first.manifest(), first.rows())


def test_ids_sort_as_the_rows_and_differ_between_manifests(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 40)
    one, two = prepare(path), prepare(path, at_ms=START_MS + 1)
    ids = [entry.id for entry in rows.row_entries(path, one.found, one.tree, PLAN, opened=one.opened)]
    others = [entry.id for entry in rows.row_entries(path, two.found, two.tree, PLAN, opened=two.opened)]
    assert ids == sorted(ids)
    assert not set(ids) & set(others)


def test_the_same_file_is_not_opened_twice(tmp_path: Path) -> None:
    made = importer()
    path = write_samples(tmp_path / "list.csv", 5)
    assert made.journal.submit(prepare(path).manifest()).result == ACCEPTED
    assert made.journal.submit(prepare(path, at_ms=START_MS + 1).manifest()).result == "file_taken"


def test_sends_nothing_of_a_file_with_problems(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 5)
    path.write_bytes(path.read_bytes() + b"x\n")
    found = verra.survey(path)
    with pytest.raises(Malformed) as caught:
        rows.grow_tree(path, found, PLAN)
    assert caught.value.code == "file_problems"


def test_notices_a_file_that_changed_between_readings(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 20)
    prepared = prepare(path)
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("Beneficiary 1", "Benefactor 1"), encoding="utf-8-sig", newline="")
    for read in (lambda: rows.grow_tree(path, prepared.found, PLAN), prepared.rows):
        with pytest.raises(Malformed) as caught:
            read()
        assert caught.value.code == "file_changed"
    for count in (30, 19, 0):
        write_samples(path, count)
        with pytest.raises(Malformed) as caught:
            prepared.rows()
        assert caught.value.code == "file_changed"


def test_notices_that_the_only_row_is_gone(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 1)
    prepared = prepare(path)
    write_samples(path, 0)
    with pytest.raises(Malformed) as caught:
        prepared.rows()
    assert caught.value.code == "file_changed"


def test_no_free_text_stands_in_an_entry_and_each_is_kept_beside_with_its_salt(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 30)
    prepared = prepare(path)
    entries = b"".join(prepared.rows())
    assert b"Beneficiary" not in entries
    assert b"second line" not in entries
    kept = list(rows.documents(path, PLAN))
    assert len(kept) == 30
    for digest, salt, texts in kept:
        assert digest.encode() in entries
        assert len(salt) == rows.SALT_BYTES
        assert b"Retirement Beneficiary" in texts
    assert len({salt for _, salt, _ in kept}) == 30


def test_the_salt_key_has_32_bytes(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 1)
    with pytest.raises(ValueError, match="31"):
        rows.grow_tree(path, verra.survey(path), replace(PLAN, salt_key=b"x" * 31))


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64, 65])
def test_packed_hashes_give_the_same_proofs_as_a_tree_in_memory(count: int) -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(count)]
    packed, memory = rows.PackedHashes(), MemoryHashes(leaves)
    for leaf in leaves:
        packed.append(leaf)
    assert packed.root() == merkle.root_at(memory, count)
    for n in range(count):
        assert merkle.inclusion_proof(packed, n, count) == merkle.inclusion_proof(memory, n, count)


def test_stops_behind_the_batch_with_the_first_refusal_and_says_which() -> None:
    answers = iter([["accepted", "accepted"], ["accepted", "row_taken"], ["accepted"]])
    seen: list[tuple[str, int, int]] = []

    def submit_many(_envelopes: list[bytes]) -> Sequence[str]:
        return next(answers)

    sent = send([b"x"] * 5, submit_many, total=5, batch=2, progress=lambda *done: seen.append(done))
    assert (sent.sent, sent.accepted, sent.refused) == (4, 3, (Refused(3, "row_taken"),))
    assert seen == [("send", 2, 5), ("send", 4, 5)]


def test_memory_does_not_follow_the_size_of_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (300, 1_800):
        path = write_samples(tmp_path / f"{count}.csv", count)
        tracemalloc.start()
        found = verra.survey(path)
        tree = rows.grow_tree(path, found, PLAN)
        opened = rows.manifest_entry(rows.manifest(found, tree, PLAN), origin=ORIGIN, at_ms=START_MS)
        assert sum(1 for _ in rows.row_entries(path, found, tree, PLAN, opened=opened)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 1_500 * 500  # bytes a row; a row of the file alone has 250, an entry 1 800
