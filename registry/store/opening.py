"""Opening a registry: its directory of keys, its database, and the line to its one writer.

The directory holds the log's seed (`log.seed`) or names the agent that has it (`log.agent`), the seed of its ML-DSA
key for evidence that lasts (`log-ml-dsa.seed`), that of the system's key if there is one (`system.seed`), the second
place (`heads`), the lock that lets one writer in, and the sequencer's socket.
"""

import base64
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import sqlalchemy as sa
import structlog

from registry.agents import AgentSigner
from registry.ledger import note
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.keys import ED25519, ML_DSA_44, Signer, public_key_of, signer_of
from registry.ledger.parties import Participant, Representative, SigningKey, Status
from registry.ledger.rules import Catalogue
from registry.seeds import make_seed, read_seed
from registry.store.answers import Answer, RolledBack, WrongClock
from registry.store.database import check_settings
from registry.store.heads import Ask
from registry.store.journal import Journal, Quota, Submitted
from registry.store.log import read_head
from registry.store.log_signers import finder
from registry.store.opening_fence import Fence, InUse, Watch, wall
from registry.store.outside import check_outside
from registry.store.posting import found
from registry.store.projection import table_of
from registry.store.second_place import SecondPlace
from registry.store.submission import Closed, Line, WriterThread
from registry.store.writer import Writer

__all__ = [
    "Fence",
    "InUse",
    "OpenRegistry",
    "lasting_signer",
    "log_signer",
    "open_decider",
    "open_here",
    "open_writer",
    "prepare",
    "system_signer",
]

LOG_SEED = "log.seed"
LOG_AGENT = "log.agent"
ML_DSA_SEED = "log-ml-dsa.seed"
SYSTEM_SEED = "system.seed"
HEADS = "heads"
_ROLLED_BACK, _WRONG_CLOCK = "rolled_back", "wrong_clock"

log = structlog.get_logger("opening")


def log_signer(directory: Path, origin: str) -> Signer:
    """Return the log's Ed25519 signer: a seed in `log.seed`, or an agent's key if there is a file `log.agent`.

    That file has two lines: the path of the agent's socket, and the public key in base64.
    """
    named = directory / LOG_AGENT
    if named.exists():
        path, public_key = named.read_text(encoding="utf-8").split()
        return AgentSigner(origin, Path(path), base64.b64decode(public_key, validate=True))
    return signer_of(origin, ED25519, seed=read_seed(directory / LOG_SEED))


def lasting_signer(directory: Path, origin: str) -> Signer:
    """Return the log's ML-DSA-44 signer, for the heads that are kept for decades."""
    return signer_of(origin, ML_DSA_44, seed=read_seed(directory / ML_DSA_SEED))


def system_signer(engine: sa.Engine, directory: Path) -> Signer | None:
    """Return the signer that records what time has decided: the key in `system.seed`, under its representative.

    None if there is no such file, or nobody has registered its key.
    """
    path = directory / SYSTEM_SEED
    if not path.exists():
        return None
    seed, table = read_seed(path), table_of(SigningKey)
    public_key = base64.b64encode(public_key_of(seed)).decode()
    with engine.connect() as connection:
        query = sa.select(table.c.representative).where(table.c.public_key == public_key)
        representative = connection.scalar(query)
    return signer_of(representative, ED25519, seed=seed) if representative else None


def prepare(engine: sa.Engine, directory: Path, origin: str) -> None:
    """Make the log's keys and its empty head; the tables exist already. Done once for a registry."""
    directory.mkdir(parents=True, exist_ok=True)
    for name in (LOG_SEED, ML_DSA_SEED):
        is_agents = name == LOG_SEED and (directory / LOG_AGENT).exists()
        if not is_agents and not (directory / name).exists():
            make_seed(directory / name)
    with engine.begin() as connection:
        if read_head(connection) is None:
            found(connection, origin, note.render_vkey(note.key_of(log_signer(directory, origin))))


def open_writer(engine: sa.Engine, directory: Path, *, catalogue: Catalogue) -> tuple[Writer, Fence]:
    """Return the one writer, fenced, with its head checked against the second place.

    Raises:
        WeakSettings, InUse, RolledBack: why it may not write. LookupError: there is no registry here.
    """
    check_settings(engine)
    with engine.connect() as connection:
        head = read_head(connection)
    if head is None:
        raise LookupError("no registry here: registry init")
    fence = Fence(engine, directory)
    try:
        place = SecondPlace(directory / HEADS)
        signer = log_signer(directory, head.origin)
        watch = Watch()
        find = finder(directory)
        make = partial(Writer, engine, signer, catalogue=catalogue, clock=watch, second_place=place, find_signer=find)
        return make(guard=fence), fence
    except BaseException:
        fence.release()
        raise


def open_decider(
    engine: sa.Engine, directory: Path, *, catalogue: Catalogue, ask: Ask | None = None
) -> tuple[Writer | Closed, Fence]:
    """Return the one writer as `open_writer` does, or what says to everybody why nothing may be written.

    That is so over a database that was rolled back and, where there is a way to `ask` witnesses, if they know another
    log or another time; see `outside`.

    Raises:
        WeakSettings, InUse, LookupError: as `open_writer`.
    """
    try:
        writer, fence = open_writer(engine, directory, catalogue=catalogue)
    except RolledBack as error:
        fence = Fence(engine, directory)
        place = SecondPlace(directory / HEADS)
        place.close()
        return Closed(catalogue, place.last() or b"", str(error), _ROLLED_BACK), fence
    try:
        if ask is not None:
            check_outside(engine, writer.signed, ask, clock=wall)
    except (RolledBack, WrongClock) as error:
        code = _ROLLED_BACK if isinstance(error, RolledBack) else _WRONG_CLOCK
        log.error("nothing is written", code=code, reason=str(error))  # noqa: TRY400  its words say it all
        return Closed(catalogue, writer.signed, str(error), code), fence
    except BaseException:
        fence.release()
        raise
    return writer, fence


# The area of participants declares the record; of its table only these columns are asked here.
_duty = sa.table("duty", sa.column("representative"), sa.column("duty"), sa.column("is_active", sa.Boolean))


class OpenRegistry:
    """An open registry as the pages, the command line and the jobs use it."""

    def __init__(
        self, engine: sa.Engine, line: Line, *, origin: str, catalogue: Catalogue, per_minute: int = 0
    ) -> None:
        """Take the engine and the way to the writer; ``per_minute`` bounds each representative, 0 leaves it open."""
        self.engine = engine
        self.origin = origin
        self.catalogue = catalogue
        quota = Quota(per_minute, wall) if per_minute else None
        self.journal = Journal(engine, line, origin=origin, catalogue=catalogue, quota=quota)

    @property
    def line(self) -> Line:
        """The way to the writer."""
        return self.journal.line

    def submit(self, envelope: bytes) -> Submitted:
        """Return what became of an envelope that stands in the journal now, accepted or refused.

        Raises:
            Malformed, Refusal: it was answered and not recorded.
            NotWritten: sending again resolves it.
        """
        return self.journal.submit_recorded(envelope)

    def signed(self) -> bytes:
        """Return the newest signed head."""
        return self.line.signed()

    def submit_many(self, envelopes: Sequence[bytes]) -> list[Answer]:
        """Return what became of many envelopes, in order; see `Journal.submit_many`.

        Raises:
            NotWritten: sending again resolves it.
        """
        return self.journal.submit_many(envelopes)

    def roles(self, representative: str | None) -> frozenset[str]:
        """Return what a representative may be now: its participant's function, its own roles, and its duty."""
        if representative is None:
            return frozenset()
        one, its = table_of(Representative), table_of(Participant)
        query = (
            sa.select(one.c.roles, its.c.function)
            .join(its, its.c.number == one.c.participant)
            .where(one.c.number == representative, one.c.status == Status.ACTIVE, its.c.status == Status.ACTIVE)
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
            appointed = sa.and_(_duty.c.representative == representative, _duty.c.is_active)
            duties = connection.scalars(sa.select(_duty.c.duty).where(appointed)).all() if row else ()
        return frozenset((row.function, *row.roles.strip('[]"').split('","'), *duties)) if row else frozenset()

    def ready(self) -> str | None:
        """Return None if writes are served, else why not."""
        try:
            signed, closed = self.line.signed(), self.line.closed()
            with self.engine.connect() as connection:
                head = read_head(connection)
        except (sa.exc.SQLAlchemyError, RuntimeError) as error:
            return f"{type(error).__name__}"
        if head is None or not signed or parse_checkpoint(signed)[0].size > head.size:
            return RolledBack.__name__
        return closed or None

    def close(self) -> None:
        """Stop the line to the writer."""
        self.line.close()


def open_here(engine: sa.Engine, directory: Path, *, catalogue: Catalogue) -> tuple[OpenRegistry, Callable[[], None]]:
    """Return a registry whose writer is a thread of this process, and what closes both.

    Over a database that was rolled back it only reads, and answers every entry with ``rolled_back``.
    """
    writer, fence = open_decider(engine, directory, catalogue=catalogue)
    with engine.connect() as connection:
        head = read_head(connection)
    registry = OpenRegistry(engine, WriterThread(writer), origin=head.origin if head else "", catalogue=catalogue)

    def close() -> None:
        registry.close()
        fence.release()

    return registry, close
