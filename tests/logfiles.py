"""A log in memory written as files, signed by whoever a test says: what an honest or a dishonest operator exports."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from registry.ledger.checkpoint import Checkpoint, attach, cosign, sign_checkpoint
from registry.ledger.keys import ED25519_COSIGNATURE, Ed25519Signer, Signer
from registry.ledger.merkle import leaf_hash, root_at
from registry.ledger.note import key_of, render_vkey
from registry.ledger.tiles import HEIGHT, WIDTH, bundles_of, render_bundle, tiles_of
from registry.verify.signed import founded_policy
from tests.hashes import MemoryHashes
from tests.world import LOG_KEY, ORIGIN, MemoryJournal, World, seed_of

LOG = Ed25519Signer(ORIGIN, seed_of("log"))
WITNESS = Ed25519Signer("north.test", seed_of("north"), algorithm=ED25519_COSIGNATURE)
WITNESSED = (f"log {LOG_KEY}", f"witness north {render_vkey(key_of(WITNESS))}", "quorum north")


def traded(count: int, *, policy: tuple[str, ...] = WITNESSED) -> MemoryJournal:
    """Return a journal with two enterprises and so many transfers, a second apart; every ninth is refused."""
    world = World(policy=policy)
    journal = MemoryJournal(world.author)
    begin = [*world.founding(), *world.enterprise(11), *world.enterprise(12), world.mirrored(11, units=5000)]
    journal.submit_all([*begin, world.mirrored(12, units=700, vintage=2024, batch=2)])
    for n in range(count):
        world.author.now_ms += 1000
        units = 10**9 if n % 9 == 8 else 1 + n % 5
        journal.submit(world.transfer(11 + n % 2, 12 - n % 2, units=units))
    return journal


def checkpoint_of(leaves: Sequence[bytes], signer: Signer, *, cosigned_s: int | None = None) -> bytes:
    """Return the signed head over these leaves, cosigned by the witness at a time if one is given."""
    tree = MemoryHashes(map(leaf_hash, leaves))
    signed = sign_checkpoint(Checkpoint(signer.name, tree.size, root_at(tree, tree.size)), signer)
    return signed if cosigned_s is None else attach(signed, [cosign(signed, WITNESS, cosigned_s)])


def write_log(
    folder: Path, leaves: Sequence[bytes], *, signer: Signer = LOG, cosigned: Mapping[int, int] | None = None
) -> Path:
    """Write the files of a log; ``cosigned`` gives sizes and the times (s) at which the witness cosigned them."""
    tree = MemoryHashes(map(leaf_hash, leaves))
    files = {"checkpoint": checkpoint_of(leaves, signer, cosigned_s=(cosigned or {}).get(len(leaves)))}
    files["policy"] = founded_policy(leaves[0])
    for size, time in (cosigned or {}).items():
        files[f"checkpoints/{size}"] = checkpoint_of(leaves[:size], signer, cosigned_s=time)
    for tile in tiles_of(len(leaves)):
        nodes = [(tile.level * HEIGHT, tile.index * WIDTH + n) for n in range(tile.width)]
        files[tile.path] = b"".join(tree.hashes(nodes))
    for bundle in bundles_of(len(leaves)):
        start = bundle.index * WIDTH
        files[bundle.path] = render_bundle(leaves[start : start + bundle.width])
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
