"""A journal in SQL that holds the small world's entries, for tests of what reads or rebuilds it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.checkpoint import cosign
from registry.ledger.entry import Checked
from registry.ledger.keys import ED25519_COSIGNATURE, Ed25519Signer, MlDsaSigner
from registry.ledger.note import Signature
from registry.ledger.policy import Party, parse_policy
from registry.store.answers import Answer
from registry.store.heads import Prove, cosign_head, policy_text
from registry.store.journal import Journal
from registry.store.posting import found
from registry.store.second_place import SecondPlace
from registry.store.writer import Writer
from tests.world import ORIGIN, World, seed_of

LOG = Ed25519Signer(ORIGIN, seed_of("log"))
LASTING = MlDsaSigner(ORIGIN, seed_of("lasting"))
WITNESSES = {
    name: Ed25519Signer(f"{name}.test", seed_of(name), algorithm=ED25519_COSIGNATURE) for name in ("north", "south")
}
POLICY = (
    f"log {note.render_vkey(note.key_of(LOG))}",
    f"log {note.render_vkey(note.key_of(LASTING))}",
    *(f"witness {name} {note.render_vkey(note.key_of(signer))}" for name, signer in WITNESSES.items()),
    "group zones any north south",
    "quorum zones",
)


class Direct:
    """The line to a writer in the same thread."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def submit(self, waiting: Sequence[Checked]) -> list[Answer]:
        return self.writer.process(waiting)

    def signed(self) -> bytes:
        return self.writer.signed

    def closed(self) -> str:
        return ""

    def close(self) -> None:
        pass


@dataclass
class Filled:
    """A founded journal, its writer, and the world that writes its entries; the author's clock is the writer's."""

    engine: sa.Engine
    folder: Path
    world: World = field(default_factory=lambda: World(policy=POLICY))
    is_founded: bool = False

    def __post_init__(self) -> None:
        if not self.is_founded:
            with self.engine.begin() as connection:
                found(connection, ORIGIN, note.render_vkey(note.key_of(LOG)))
        self.place = SecondPlace(self.folder / "heads")
        self.writer = Writer(self.engine, LOG, catalogue=CATALOGUE, clock=self.clock, second_place=self.place)
        self.journal = Journal(self.engine, Direct(self.writer), origin=ORIGIN, catalogue=CATALOGUE)

    def clock(self) -> int:
        return self.world.author.now_ms * 1000

    @property
    def signed(self) -> bytes:
        return self.writer.signed

    def submit(self, envelopes: Sequence[bytes], *, batch: int = 7) -> list[Answer]:
        """Submit in batches, a second apart."""
        answers: list[Answer] = []
        for start in range(0, len(envelopes), batch):
            self.world.author.now_ms += 1000
            answers += self.journal.submit_many(envelopes[start : start + batch])
        assert all(answer.index is not None for answer in answers), answers
        return answers

    def begin(self) -> None:
        """Found the registry with two enterprises and a block of allowances each."""
        world = self.world
        self.submit(world.founding(), batch=1)
        self.submit([*world.enterprise(11), *world.enterprise(12), *world.enterprise(13, approvals=2)])
        self.submit([world.mirrored(11, units=5000), world.mirrored(12, units=700, vintage=2024, batch=2)])

    def trade(self, count: int) -> None:
        """Submit this many transfers; every ninth asks for more than there is and is refused."""
        waiting = []
        for n in range(count):
            units = 10**9 if n % 9 == 8 else 1 + n % 5
            waiting.append(self.world.transfer(11 + n % 2, 12 - n % 2, units=units))
        self.submit(waiting)

    def cosign(self) -> None:
        """Keep the newest head with the log's lasting signature and both witnesses' cosignatures."""
        seconds = self.world.author.now_ms // 1000

        def ask(signed: bytes, party: Party, _prove: Prove) -> tuple[Signature, ...]:
            signer = next(one for one in WITNESSES.values() if note.key_of(one) == party.key)
            return (cosign(signed, signer, seconds),)

        with self.engine.connect() as connection:
            policy = parse_policy(policy_text(connection, ORIGIN))
        cosign_head(self.engine, self.signed, policy=policy, lasting=LASTING, ask=ask, timestamp=seconds)

    def close(self) -> None:
        self.place.close()


def filled(engine: sa.Engine, folder: Path, *, trades: int = 40) -> Filled:
    """Return a journal with the world's beginning, so many transfers, and two kept heads."""
    made = Filled(engine, folder)
    made.begin()
    made.trade(trades // 2)
    made.cosign()
    made.trade(trades - trades // 2)
    made.cosign()
    made.trade(3)
    return made
