"""From a checked file to entries: the tree over its rows, the manifest, and one entry for each row with its proof.

The same file under the same manifest gives the same bytes, however often it is read: ids, times and salts derive from
the manifest and the row. Memory grows by 64 bytes a row for the tree and some hundred for the blocks; rows stream.

Free texts of a row may name a person, so an entry carries only their salted hash. The salt comes from a key that the
importer keeps; `documents` gives salts and texts for the store, where they can be erased.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.areas.credits.rules.imports import ImportedUnits, ImportRow, OpenImport, StatusTotal, UnitStatus
from registry.areas.credits.rules.retirement import RetirementPurpose
from registry.areas.credits.rules.rows import row_hash
from registry.imports import verra
from registry.imports.csvfile import Progress, silent
from registry.imports.verra import Row, Survey
from registry.ledger import canonical, note
from registry.ledger.entry import Entry, compose, write
from registry.ledger.errors import Malformed
from registry.ledger.instants import UUID7_RANDOM_BYTES
from registry.ledger.keys import Signer
from registry.ledger.merkle import HASH_BYTES, Frontier, Node, inclusion_proof
from registry.ledger.rules import DAY_SECONDS

SALT_BYTES = 16
SALT_KEY_BYTES = 32
_ROW_SHIFT = 42  # of the 74 bits of chance in an id, the upper 32 count rows, so ids of one import sort as its rows
_ROWS_MAX = 1 << 32

REASONS = {
    "corporate emissions inventory accounting": ("corporate-inventory", RetirementPurpose.OWN_FOOTPRINT),
    "environmental benefit": ("environmental-benefit", RetirementPurpose.PUBLIC_BENEFIT),
    "retirement for person or organization": ("person-or-organization", RetirementPurpose.ON_BEHALF),
}
_OTHER = ("other", RetirementPurpose.OTHER)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where an import goes: class and zone of the mirrored units, the accounts, and the key of the salts (32 bytes)."""

    asset_class: str
    zone: str
    issuer: str
    holding: str
    retirement: str
    salt_key: bytes


class PackedHashes:
    """A `HashReader` over all complete nodes of a tree, 32 bytes each and nothing else."""

    def __init__(self) -> None:
        self._frontier = Frontier()
        self._levels: list[bytearray] = []

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._frontier.size

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        for level, _, node in self._frontier.append(leaf):
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += node

    def hashes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Return the hash of each node."""
        return [self._node(level, index) for level, index in nodes]

    def root(self) -> bytes:
        """Return the root over all leaves."""
        return self._frontier.root()

    def _node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])


def grow_tree(path: Path, found: Survey, plan: Plan, *, progress: Progress = silent) -> PackedHashes:
    """Return the tree over the rows of a surveyed file.

    Raises:
        Malformed: ``file_changed`` if it is not the file that was surveyed, ``file_problems`` if that had problems.
    """
    if found.problem_count:
        raise Malformed("file_problems", count=found.problem_count)
    tree = PackedHashes()
    source = verra.open_file(path, name="hash", progress=progress)
    for row in verra.good_rows(source):
        if row.block not in found.blocks:
            raise Malformed("file_changed", line=row.line)
        tree.append(row_hash(units_of(row, found, plan)))
    if source.sha256 != found.file or tree.size != found.rows:
        raise Malformed("file_changed")
    return tree


def units_of(row: Row, found: Survey, plan: Plan) -> ImportedUnits:
    """Return what an entry says of a row."""
    block = found.blocks[row.block]
    is_retired = row.ended_on is not None
    reason, purpose = REASONS.get(row.reason.casefold(), _OTHER)
    return ImportedUnits(
        serial=row.serial,
        batch=f"{plan.asset_class}-{plan.zone}-{row.project}-{row.year}-{row.block}",
        block_first=block.first,
        block_last=block.last,
        asset=f"{plan.asset_class}-{row.year}",
        project=str(row.project),
        first=row.first,
        last=row.last,
        issued_on=row.issued_on,
        vintage_first=row.vintage_first,
        vintage_last=row.vintage_last,
        status=UnitStatus.RETIRED if is_retired else UnitStatus.ACTIVE,
        ended_on=row.ended_on,
        reason=reason if is_retired and row.reason else None,
        purpose=purpose if is_retired else None,
        texts=_document(row, plan)[0],
    )


def documents(path: Path, plan: Plan) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the salted hash of each row's free texts, its salt, and the texts as canonical JSON, for the store."""
    for row in verra.good_rows(verra.open_file(path, name="documents")):
        yield _document(row, plan)


def _document(row: Row, plan: Plan) -> tuple[str, bytes, bytes]:
    if len(plan.salt_key) != SALT_KEY_BYTES:
        raise ValueError(len(plan.salt_key))
    salt = hmac.digest(plan.salt_key, row.serial.encode(), "sha256")[:SALT_BYTES]
    texts = canonical.dumps([[heading, cell] for heading, cell in sorted(row.texts.items())])
    return hashlib.sha256(salt + texts).hexdigest(), salt, texts


def manifest(found: Survey, tree: PackedHashes, plan: Plan) -> OpenImport:
    """Return the body of the manifest; `manifest_entry` makes the entry that authority and operator sign."""
    totals = []
    for status in UnitStatus:
        sums = [sum_ for (_, is_retired), sum_ in found.totals.items() if is_retired == (status is UnitStatus.RETIRED)]
        if sums:
            totals.append(StatusTotal(status, sum(rows for rows, _ in sums), sum(units for _, units in sums)))
    return OpenImport(
        layout=verra.LAYOUT,
        file=found.file,
        rows=found.rows,
        root=tree.root().hex(),
        totals=tuple(totals),
        asset_class=plan.asset_class,
        zone=plan.zone,
        issuer=plan.issuer,
        holding=plan.holding,
        retirement=plan.retirement,
    )


def manifest_entry(body: OpenImport, *, origin: str, at_ms: int) -> Entry:
    """Return the manifest's entry. For a rerun take `at_ms` from the id of the manifest that the file has already."""
    random = hashlib.sha256(f"manifest\n{body.file}\n{body.root}\n{body.holding}".encode()).digest()
    return compose(
        "credits.import_manifest",
        body,
        origin=origin,
        at_ms=at_ms,
        seconds=DAY_SECONDS,
        random=random[:UUID7_RANDOM_BYTES],
    )


def row_entries(
    path: Path, found: Survey, tree: PackedHashes, plan: Plan, *, opened: Entry, progress: Progress = silent
) -> Iterator[Entry]:
    """Yield the entry of each row under the opened manifest, in the order of the file.

    Raises:
        Malformed: ``file_changed`` at the first row that is not the one in the tree, or if rows are missing.
    """
    number = -1
    for number, row in enumerate(verra.good_rows(verra.open_file(path, name="rows", progress=progress))):
        if number >= tree.size or row.block not in found.blocks:
            raise Malformed("file_changed", line=row.line)
        units = units_of(row, found, plan)
        if [row_hash(units)] != tree.hashes([(0, number)]):
            raise Malformed("file_changed", line=row.line)
        proof = tuple(one.hex() for one in inclusion_proof(tree, number, tree.size))
        yield compose(
            "credits.import_row",
            ImportRow(opened.id, number, units, proof),
            origin=opened.origin,
            at_ms=opened.at // 1000,
            seconds=DAY_SECONDS,
            random=_chance(opened.id, number),
        )
    if number + 1 != tree.size:
        raise Malformed("file_changed")


def _chance(manifest_id: str, row: int) -> bytes:
    if row >= _ROWS_MAX:
        raise Malformed("too_many_rows", limit=_ROWS_MAX)
    digest = int.from_bytes(hashlib.sha256(f"row\n{manifest_id}".encode()).digest(), "big")
    return (row << _ROW_SHIFT | digest % (1 << _ROW_SHIFT)).to_bytes(UUID7_RANDOM_BYTES, "big")


def signed(entries: Iterator[Entry], signer: Signer) -> Iterator[bytes]:
    """Yield the envelope of each entry, signed by one key; Ed25519 signs the same text to the same bytes."""
    for entry in entries:
        yield note.sign(write(entry), [signer])
