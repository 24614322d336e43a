"""A draw in memory: a population, a seed, a witness, and the checkpoint that completes the seed."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

from registry.areas.supervision.rules.draw_bodies import CommitDraw, DrawLots, NameWitnesses
from registry.areas.supervision.rules.draw_records import Draw
from registry.areas.supervision.rules.selection import commitment_of
from registry.ledger.merkle import consistency_proof, leaf_hash, root_at
from tests.areas.supervision.factories import ARTICLE, BY_OFFICE, OTHER, OWNER, Supervision, participant
from tests.hashes import MemoryHashes
from tests.logfiles import LOG, WITNESSED, checkpoint_of
from tests.world import AUTHORITY, DOCUMENT

SEED = bytes(range(32))
OBJECTS = (participant(OWNER), participant(OTHER))
COMMIT = CommitDraw(
    "CJ-1", "示例抽查", "31", ARTICLE, 1, OBJECTS, (AUTHORITY,), (), 1, 1, commitment_of(SEED), DOCUMENT
)


def ready() -> Supervision:
    """Return a world with named witnesses."""
    made = Supervision()
    made.accept("supervision.name_witnesses", NameWitnesses(1, WITNESSED, ARTICLE), *BY_OFFICE)
    return made


def committed(**changes: Any) -> Supervision:
    """Return a world with a committed draw and one entry after it."""
    made = ready()
    made.accept("supervision.commit_draw", replace(COMMIT, **changes), AUTHORITY)
    made.listed("list_no_penalty", number="AFTER", participant=None, about="ledger")
    return made


def drawing(made: Supervision, *, is_cosigned: bool = True, size: int | None = None) -> DrawLots:
    """Return the body that draws, completed by the log as it stands or as it stood at a size."""
    found = made.journal.replay.state.get(Draw, COMMIT.number)
    assert found is not None
    leaves = made.journal.leaves[:size]
    tree = MemoryHashes(map(leaf_hash, leaves))
    note = checkpoint_of(leaves, LOG, cosigned_s=1_790_000_000 if is_cosigned else None)
    target = min(found.target_size, tree.size)
    proof = tuple(b64encode(one).decode() for one in consistency_proof(tree, target, tree.size))
    root = root_at(tree, target).hex()
    return DrawLots(found.number, found.population, SEED.hex(), root, b64encode(note).decode(), proof)
