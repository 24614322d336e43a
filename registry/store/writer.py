"""The one writer: decides what waits, writes it in one transaction, signs what was read back as committed.

It owns the order of the journal. It runs on one thread, in a web process or in `registry sequencer`; nothing else
writes. After an error, or a COMMIT whose answer was lost, it drops what it knows, reads the durable head and goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
import structlog

from registry.ledger import leaf as leaves
from registry.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from registry.ledger.decide import ACCEPTED, Decision, Unrecorded, decide
from registry.ledger.entry import Checked
from registry.ledger.entry import Signer as EntrySigner
from registry.ledger.errors import Refusal
from registry.ledger.keys import Signer
from registry.ledger.leaf import Leaf
from registry.ledger.merkle import Frontier, root_at
from registry.ledger.parties import Representative, SigningKey
from registry.ledger.rules import Catalogue
from registry.ledger.state import Missing
from registry.store import tables
from registry.store.alarms import Views
from registry.store.answers import Answer, Guard, NotWritten, RolledBack, first_answer
from registry.store.growth import Growth
from registry.store.known import RecentIds, not_again
from registry.store.log import SqlHashes, entry_key, first_answers
from registry.store.log_signers import Find, LogSigners
from registry.store.posting import LeafRow, Posting, TileRow, commit
from registry.store.second_place import SecondPlace
from registry.store.working import Wanted, WorkingSet

BATCH_MAX = 256
NOT_DECIDED = "not_decided"

log = structlog.get_logger("writer")


class _Unfit(Exception):  # noqa: N818  caught here
    """Something in a batch cannot be written, and no outage explains it."""


@dataclass(slots=True)
class _Batch:
    """What one batch has decided so far: rows to write, and the leaves of ids seen in it or before it.

    ``stop`` is why nothing new may be recorded now; ``others`` answers what was written before another log.
    """

    known: dict[bytes, bytes]
    others: dict[bytes, Refusal]
    now: int
    stop: Refusal | None
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
        guard: Guard | None = None,
        find_signer: Find = lambda _vkey: None,
    ) -> None:
        """Read the durable head and sign it.

        ``signer`` is of the key that the log was founded with, `find_signer` finds those of later keys by vkey.
        ``clock`` gives microseconds UTC, or refuses: then known entries are answered and nothing new is recorded.
        Without a ``guard`` nothing keeps a second writer away; only tests and tools that own the database do so.

        Raises:
            RolledBack: if the second place holds a head that this database does not continue, or none at all.
            LookupError: if the key in force is not here.
        """
        self.engine = engine
        self._signers = LogSigners(signer, find_signer)
        self.origin = signer.name
        self.catalogue = catalogue
        self.clock = clock
        self.second_place = second_place
        self.signed = b""
        self.closed = ""
        self._guard = guard
        self._is_stale = False
        self._growth = Growth(Frontier(), [])
        self._ids: RecentIds
        self._load()

    @property
    def size(self) -> int:
        """The number of leaves that are written or being written."""
        return self._growth.size

    def process(self, waiting: Sequence[Checked]) -> list[Answer]:
        """Decide and write these envelopes in order; return their answers in the same order.

        What the database refuses for its own sake, or what a rule stumbles over, is answered ``not_decided`` and does
        not stop its neighbours.

        Raises:
            NotWritten: the database refused or was lost. RolledBack: see above.
        """
        answers: list[Answer] = []
        for start in range(0, len(waiting), BATCH_MAX):
            some = waiting[start : start + BATCH_MAX]
            try:
                answers += self._attempt(some)
            except _Unfit:
                answers += [self._alone(checked) for checked in some]
        return answers

    def _alone(self, checked: Checked) -> Answer:
        try:
            return self._attempt([checked])[0]
        except _Unfit as error:
            # No traceback: structlog would print every local variable with it.
            log.error("entry not decided", id=checked.entry.id, kind=checked.entry.kind, error=str(error))  # noqa: TRY400
            return Answer(NOT_DECIDED, {"id": checked.entry.id})

    def _attempt(self, waiting: Sequence[Checked]) -> list[Answer]:
        """Process one batch. After any error the working set is stale and the next batch starts by reading anew."""
        driver: Any = self.engine.dialect.loaded_dbapi
        lost = (driver.OperationalError, driver.InterfaceError, sa.exc.OperationalError, sa.exc.InterfaceError)
        try:
            try:
                return self._process(waiting)
            except BaseException:
                self._is_stale = True
                raise
        except (*lost, OSError, sa.exc.TimeoutError, sa.exc.ResourceClosedError) as error:
            raise NotWritten(str(error)) from error
        except (NotWritten, RolledBack):
            raise
        except Exception as error:
            raise _Unfit(repr(error)) from error

    def _process(self, waiting: Sequence[Checked]) -> list[Answer]:
        if self._is_stale:
            self._recover()
        self.working.begin()
        now, stop = self._time()
        with self._session() as connection:
            known = first_answers(connection, filter(self._ids.may_hold, [entry_key(one.entry.id) for one in waiting]))
            others = self._views.others(connection, waiting, is_registered=self._is_registered, now=now)
            batch = _Batch(known, others, now, stop)
            self.working.load(connection, self.working.foreseen(checked.body for checked in waiting))
            answers = self._decide_all(connection, waiting, batch)
            if batch.rows:
                head = {"frontier": self._growth.frontier.to_bytes(), "recorded_at": now}
                found = commit(connection, Posting(batch.rows, self.working.pending, batch.tiles, head))
                self._recorded_at = now
        if batch.rows:
            self._sign(found)
            self._ids.add(row.id for row in batch.rows)
        for answer in answers:
            answer.size = self._growth.size
        return answers

    def _time(self) -> tuple[int, Refusal | None]:
        # Time never goes back, even if the machine's clock does.
        try:
            return max(self.clock(), self._recorded_at), None
        except Refusal as refusal:
            return self._recorded_at, refusal

    @contextmanager
    def _session(self) -> Iterator[sa.Connection]:
        if self._guard is not None:
            with self._guard.session() as connection:
                yield connection
        else:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                yield connection

    def _load(self) -> None:
        """Read the durable head and the resident records, compare with the second place, and sign."""
        self.working = WorkingSet(self.catalogue.record_types)
        self._views = Views()
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(tables.head.c.frontier, tables.head.c.recorded_at)).one()
            frontier = Frontier.from_bytes(row.frontier)
            self._recorded_at = row.recorded_at
            reader = SqlHashes(connection, frontier.size)
            self._growth = Growth(frontier, reader.open_tiles())
            self.working.load_residents(connection)
            self._ids = RecentIds(connection)
            self._check_second_place(reader)
        self._sign(row.frontier)

    def _recover(self) -> None:
        self.engine.dispose()
        if self._guard is not None:
            self._guard.renew()
        self._load()
        self._is_stale = False

    def _check_second_place(self, reader: SqlHashes) -> None:
        last, size = self.second_place.last(), self._growth.size
        if last is None:
            # The empty log is signed before its first leaf, so only a lost file leaves nothing to compare with.
            if size:
                raise RolledBack(f"no signed head is known, database size {size}")
            return
        key = self._signers.key_at(self.working, parse_checkpoint(last)[0].size)
        signed = open_checkpoint(last, key)
        if signed.size > size or root_at(reader, signed.size) != signed.root:
            raise RolledBack(f"signed size {signed.size}, database size {size}")

    def _sign(self, found: bytes) -> None:
        """Sign the head as the database gave it back, and flush it in the second place before anyone sees it."""
        frontier = Frontier.from_bytes(found)
        if found != self._growth.frontier.to_bytes():
            raise NotWritten(f"another writer: size {frontier.size}, expected {self._growth.size}")
        root = frontier.root()
        signed = sign_checkpoint(
            Checkpoint(self.origin, frontier.size, root), self._signers.at(self.working, frontier.size)
        )
        if signed != self.second_place.last():
            self.second_place.write(signed)
        self.signed = signed
        self._views.add(frontier.size, root, signed)

    def _is_registered(self, signer: EntrySigner) -> bool:
        return self.working.get(SigningKey, signer.representative, signer.public_key) is not None

    def _decide_all(self, connection: sa.Connection, waiting: Sequence[Checked], batch: _Batch) -> list[Answer]:
        answers: list[Answer] = []
        last: tuple[int, Wanted] | None = None
        while len(answers) < len(waiting):
            at = len(answers)
            try:
                answers.append(self._take(waiting[at], batch))
            except Missing as missing:
                if last == (at, missing.wanted):
                    raise LookupError(missing.wanted) from missing  # it was loaded and is missing still
                last = at, missing.wanted
                self.working.load(connection, [missing.wanted, *self._missing(waiting[at + 1 :], batch)])
        return answers

    def _missing(self, waiting: Sequence[Checked], batch: _Batch) -> Iterator[Wanted]:
        """Ask the other waiting rules what they lack, to read it all at once; rules are pure, so it changes nothing."""
        for ahead, checked in enumerate(waiting, 1):
            try:
                self._decide(checked, batch, ahead=ahead)  # numbers of new batches grow with the position
            except Missing as missing:
                yield missing.wanted
            except Exception:  # noqa: BLE001, S112  its turn comes, and there it is answered
                continue

    def _decide(self, checked: Checked, batch: _Batch, *, ahead: int = 0) -> Decision:
        return decide(
            checked,
            self._growth.size + ahead,
            now=batch.now,
            state=self.working,
            catalogue=self.catalogue,
            is_known=not_again,
        )

    def _take(self, checked: Checked, batch: _Batch) -> Answer:
        key = entry_key(checked.entry.id)
        known = batch.known.get(key)
        if known is not None:
            return first_answer(known, checked, self.origin)
        refusal = batch.others.get(checked.text_hash) or batch.stop
        if refusal is not None:
            return Answer(refusal.code, refusal.facts)
        try:
            decision = self._decide(checked, batch)
        except Unrecorded as answer:
            return Answer(answer.reason.code, answer.reason.facts)
        return self._record(checked, decision, batch, key=key)

    def _record(self, checked: Checked, decision: Decision, batch: _Batch, *, key: bytes) -> Answer:
        entry, index, now = checked.entry, self._growth.size, batch.now
        missing = self._signers.missing(decision.outcome.records)
        if missing is not None:
            return Answer("log_key_not_here", {"key": missing})
        if decision.result == ACCEPTED:
            self.working.apply(index, decision.outcome)
        data = leaves.write(Leaf(index, now, decision.result, checked.envelope), self.origin)
        author = self.working.get(Representative, checked.signers[0].representative)
        participant = author.participant if author else ""
        batch.rows.append(LeafRow(index, key, entry.kind, participant, now, entry.expires, decision.result, data))
        batch.known[key] = data
        batch.tiles += self._growth.append(data)
        return Answer(decision.result, decision.facts, index, now)
