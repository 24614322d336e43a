"""The one writer: decides what waits, writes it in one transaction, signs what was read back as committed.

It owns the order of the journal. It runs on one thread, in a web process or in `registry sequencer`; nothing else
writes. After an error, or a COMMIT whose answer was lost, it drops what it knows, reads the durable head and goes on.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from registry.ledger import leaf as leaves
from registry.ledger import note
from registry.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from registry.ledger.decide import ACCEPTED, Decision, Unrecorded, decide
from registry.ledger.entry import Checked, Entry
from registry.ledger.errors import Refusal
from registry.ledger.keys import Signer
from registry.ledger.leaf import Leaf
from registry.ledger.merkle import Frontier, leaf_hash, root_at
from registry.ledger.parties import Representative
from registry.ledger.rules import Catalogue
from registry.ledger.state import Missing
from registry.ledger.tiles import HEIGHT, WIDTH
from registry.store import tables
from registry.store.log import SqlHashes, entry_key, first_answers
from registry.store.posting import LeafRow, TileRow, post
from registry.store.second_place import SecondPlace
from registry.store.working import WorkingSet

BATCH_MAX = 256


class RolledBack(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """The database is behind the last signed head: writing on would be a split view. The server only reads."""


class NotWritten(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """The batch could not be written; sending again resolves what became durable all the same."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a submitter gets. With an ``index`` the entry stands in the journal, and ``result`` is its leaf's.

    Without one ``result`` is the code of an unrecorded answer. ``size`` is that of a signed head over the entry.
    """

    result: str
    facts: dict[str, object] = field(default_factory=dict)
    index: int | None = None
    recorded_at: int | None = None
    size: int = 0

    @property
    def is_accepted(self) -> bool:
        """Whether the entry stands in the journal as accepted."""
        return self.index is not None and self.result == ACCEPTED


@dataclass(slots=True)
class _Batch:
    """What one batch has decided so far: rows to write, and the leaves of ids seen in it or before it."""

    known: dict[str, bytes]
    rows: list[LeafRow] = field(default_factory=list)
    tiles: list[TileRow] = field(default_factory=list)


class Writer:
    """The writer of one log over one database; see the module's text. Not for more than one thread."""

    def __init__(
        self,
        engine: sa.Engine,
        signer: Signer,
        *,
        catalogue: Catalogue,
        clock: Callable[[], int],
        second_place: SecondPlace,
    ) -> None:
        """Read the durable head and sign it.

        ``clock`` gives microseconds UTC.

        Raises:
            RolledBack: if the second place holds a head that this database does not continue.
        """
        self.engine = engine
        self.signer = signer
        self.origin = signer.name
        self.catalogue = catalogue
        self.clock = clock
        self.second_place = second_place
        self.signed = b""
        self._is_stale = False
        self._load()
        self._check_second_place()
        self._sign()

    @property
    def size(self) -> int:
        """The number of leaves that are written or being written."""
        return self._frontier.size

    def process(self, waiting: Sequence[Checked]) -> list[Answer]:
        """Decide and write these envelopes in order; return their answers in the same order.

        Raises:
            NotWritten: the database refused or was lost.
        """
        try:
            if self._is_stale:
                self._recover()
            self.working.begin()
            with self.engine.connect() as connection:
                batch = _Batch(first_answers(connection, [checked.entry for checked in waiting]))
                answers = self._decide_all(connection, waiting, batch)
                if batch.rows:
                    self._write(connection, batch)
            if batch.rows:
                self._sign()
        except (sa.exc.SQLAlchemyError, OSError) as error:
            self._is_stale = True
            raise NotWritten(str(error)) from error
        except BaseException:
            self._is_stale = True
            raise
        size = self._frontier.size
        return [replace(answer, size=size) for answer in answers]

    def _load(self) -> None:
        self.working = WorkingSet(self.catalogue.record_types)
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(tables.head.c.frontier, tables.head.c.recorded_at)).one()
            self._frontier = Frontier.from_bytes(row.frontier)
            self._recorded_at = row.recorded_at
            self._open_tiles = SqlHashes(connection, self._frontier.size).open_tiles()
            self.working.load_residents(connection)

    def _recover(self) -> None:
        self.engine.dispose()
        self._load()
        self._check_second_place()
        self._sign()
        self._is_stale = False

    def _check_second_place(self) -> None:
        last = self.second_place.last()
        if last is None:
            return
        signed = open_checkpoint(last, note.key_of(self.signer))
        with self.engine.connect() as connection:
            reader = SqlHashes(connection, self._frontier.size)
            if signed.size > self._frontier.size or root_at(reader, signed.size) != signed.root:
                raise RolledBack(f"signed size {signed.size}, database size {self._frontier.size}")

    def _sign(self) -> None:
        """Sign the head as the database gives it back, and flush it in the second place before anyone sees it."""
        with self.engine.connect() as connection:
            frontier = Frontier.from_bytes(connection.execute(sa.select(tables.head.c.frontier)).scalar_one())
        signed = sign_checkpoint(Checkpoint(self.origin, frontier.size, frontier.root()), self.signer)
        if signed != self.second_place.last():
            self.second_place.write(signed)
        self.signed = signed

    def _decide_all(self, connection: sa.Connection, waiting: Sequence[Checked], batch: _Batch) -> list[Answer]:
        answers: list[Answer] = []
        while len(answers) < len(waiting):
            try:
                answers.append(self._take(waiting[len(answers)], batch))
            except Missing:
                self._load_ahead(connection, waiting[len(answers) :], batch)
        return answers

    def _load_ahead(self, connection: sa.Connection, waiting: Sequence[Checked], batch: _Batch) -> None:
        """Ask every waiting rule what it lacks, and read it all at once; rules are pure, so asking costs nothing else."""
        wanted = []
        for checked in waiting:
            try:
                self._decide(checked, batch, self._recorded_at)
            except Missing as missing:
                wanted.append(missing.wanted)
            except Unrecorded:
                continue
        self.working.load(connection, wanted)

    def _decide(self, checked: Checked, batch: _Batch, now: int) -> Decision:
        return decide(
            checked,
            self._frontier.size,
            now=now,
            state=self.working,
            catalogue=self.catalogue,
            is_known=lambda entry: entry.id in batch.known,
        )

    def _take(self, checked: Checked, batch: _Batch) -> Answer:
        entry = checked.entry
        known = batch.known.get(entry.id)
        if known is not None:
            return _first_answer(known, checked, self.origin)
        # Time never goes back, even if the machine's clock does.
        now = max(self.clock(), self._recorded_at)
        try:
            decision = self._decide(checked, batch, now)
        except Unrecorded as answer:
            return Answer(answer.reason.code, answer.reason.facts)
        return self._record(checked, decision, batch, now=now)

    def _record(self, checked: Checked, decision: Decision, batch: _Batch, *, now: int) -> Answer:
        entry, index = checked.entry, self._frontier.size
        if decision.result == ACCEPTED:
            self.working.apply(index, decision.outcome)
        data = leaves.write(Leaf(index, now, decision.result, checked.envelope), self.origin)
        batch.rows.append(self._row(checked, index, now=now, result=decision.result, data=data))
        batch.known[entry.id] = data
        self._recorded_at = now
        self._grow(data, batch)
        return Answer(decision.result, decision.facts, index, now)

    def _row(self, checked: Checked, index: int, *, now: int, result: str, data: bytes) -> LeafRow:
        entry = checked.entry
        author = self.working.get(Representative, checked.signers[0].representative)
        participant = author.participant if author else ""
        return LeafRow(index, entry_key(entry.id), entry.kind, participant, now, entry.expires, result, data)

    def _grow(self, data: bytes, batch: _Batch) -> None:
        completed = self._frontier.append(leaf_hash(data))
        by_node = {(level, index): node for level, index, node in completed}
        for level, index, node in completed:
            if level % HEIGHT:
                continue
            row = level // HEIGHT
            while len(self._open_tiles) <= row:
                self._open_tiles.append([])
            hashes = self._open_tiles[row]
            hashes.append(node)
            if len(hashes) == WIDTH:
                place = index // WIDTH
                batch.tiles.append(TileRow(row, place, by_node[level + HEIGHT, place], b"".join(hashes)))
                self._open_tiles[row] = []

    def _write(self, connection: sa.Connection, batch: _Batch) -> None:
        head = {"frontier": self._frontier.to_bytes(), "recorded_at": self._recorded_at}
        post(connection, batch.rows, self.working.pending, tiles=batch.tiles, head=head)
        connection.commit()


def _first_answer(data: bytes, checked: Checked, origin: str) -> Answer:
    """Return the answer that the id got before; another text under the same id is refused and not recorded."""
    leaf = leaves.parse(data, origin)
    text = note.parse(leaf.envelope, signatures_max=16).text
    if hashlib.sha256(text).digest() != checked.text_hash:
        refusal = Refusal("id_taken", id=checked.entry.id)
        return Answer(refusal.code, refusal.facts)
    return Answer(leaf.result, {}, leaf.index, leaf.recorded_at)


def found(connection: sa.Connection, origin: str, log_key: str) -> None:
    """Write the empty head that genesis follows; done once, by `registry init`."""
    empty = {"one": 1, "origin": origin, "log_key": log_key, "frontier": Frontier().to_bytes(), "recorded_at": 0}
    connection.execute(sa.insert(tables.head).values(empty))


