"""A small log made in memory, as the tests of tree, tiles, checkpoints, receipts and witnesses need one."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from registry.ledger import merkle, tiles
from registry.ledger.checkpoint import Checkpoint, attach, cosign, sign_checkpoint
from registry.ledger.keys import ED25519_COSIGNATURE, Ed25519Signer, MlDsaSigner
from registry.ledger.note import key_of, render_vkey
from registry.ledger.proof import LogProof
from tests.hashes import MemoryHashes

ORIGIN = "log.test/registry"
COSIGNED_AT = 1_780_000_000

LOG = Ed25519Signer(ORIGIN, b"log".ljust(32, b"."))
LOG_LONG_LIVED = MlDsaSigner(ORIGIN, b"log".ljust(32, b"."))
WITNESS = Ed25519Signer("witness.test/one", b"one".ljust(32, b"."), algorithm=ED25519_COSIGNATURE)
WITNESS_LONG_LIVED = MlDsaSigner("witness.test/two", b"two".ljust(32, b"."))
STRANGER = Ed25519Signer("witness.test/three", b"three".ljust(32, b"."), algorithm=ED25519_COSIGNATURE)


def leaf(index: int) -> bytes:
    """Return the bytes of one leaf."""
    return f"leaf {index}\n".encode() * (1 + index % 3)


class Log:
    """A log of some size, all in memory."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.leaves = [leaf(index) for index in range(size)]
        self.nodes = MemoryHashes(map(merkle.leaf_hash, self.leaves))
        self.root = merkle.root_at(self.nodes, size)

    def checkpoint(self, size: int | None = None) -> bytes:
        """Return the signed checkpoint of a size, the present one by default."""
        size = self.size if size is None else size
        return sign_checkpoint(Checkpoint(ORIGIN, size, merkle.root_at(self.nodes, size)), LOG)

    def witnessed(self, *witnesses: Ed25519Signer | MlDsaSigner) -> bytes:
        """Return the checkpoint with cosignatures."""
        data = self.checkpoint()
        return attach(data, [cosign(data, one, COSIGNED_AT) for one in witnesses])

    def prove(self, old: int) -> Sequence[bytes]:
        """Return the consistency proof from an older size."""
        return merkle.consistency_proof(self.nodes, old, self.size)

    def receipt(self, index: int, checkpoint: bytes | None = None) -> LogProof:
        """Return the receipt of one leaf."""
        path = merkle.inclusion_proof(self.nodes, index, self.size)
        return LogProof(index, path, checkpoint or self.checkpoint(), self.leaves[index])

    def files(self) -> dict[str, bytes]:
        """Return all tiles, bundles and the checkpoint by path."""
        files = {"checkpoint": self.checkpoint()}
        for tile in tiles.tiles_of(self.size):
            nodes = [(tile.level * 8, tile.index * 256 + at) for at in range(tile.width)]
            files[tile.path] = b"".join(self.nodes.hashes(nodes))
        for bundle in tiles.bundles_of(self.size):
            start = bundle.index * 256
            files[bundle.path] = tiles.render_bundle(self.leaves[start : start + bundle.width])
        return files

    def write_to(self, folder: Path) -> None:
        """Write all files below a folder."""
        for path, data in self.files().items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


@lru_cache(maxsize=8)
def log_of(size: int) -> Log:
    """Return a log of a size; tests only read it."""
    return Log(size)


def policy_text(quorum: str = "both") -> str:
    """Return a policy that trusts the log and knows two witnesses."""
    return (
        "# who is trusted\n\n"
        f"log {render_vkey(key_of(LOG))} https://log.test/registry\n"
        f"witness one {render_vkey(key_of(WITNESS))}\n"
        f"\twitness  two\t{render_vkey(key_of(WITNESS_LONG_LIVED))} https://witness.test \n"
        "group both all one two\n"
        f"quorum {quorum}\n"
    )
