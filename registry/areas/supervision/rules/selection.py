"""The lot itself: who is drawn follows from a committed seed and a root of the log, and anybody can do it again.

Every object has a ticket, the SHA-256 of a fixed line, the seed, the root and its number; the lowest tickets are drawn.
For each drawn object the inspectors who may inspect it are put in the order of tickets of their own. No state here.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from registry.ledger import canonical

Ticket = Callable[..., bytes]
_TICKET: Final = b"registry/draw/ticket/v1\n"
_SEED: Final = b"registry/draw/seed/v1\n"
_POPULATION: Final = b"registry/draw/population/v1\n"


@dataclass(frozen=True, slots=True)
class Lot:
    """A drawn object and who inspects it, in the order in which they were drawn."""

    participant: str
    inspectors: tuple[str, ...]


def commitment_of(seed: bytes) -> str:
    """Return what a draw commits to before anybody can know the root."""
    return hashlib.sha256(_SEED + seed).hexdigest()


def population_of(objects: Sequence[str], inspectors: Sequence[str], recusals: Sequence[tuple[str, str]]) -> str:
    """Return the digest of a population; the order in which it is written does not matter."""
    pairs = [list(one) for one in sorted(recusals)]
    whole = {"inspectors": sorted(inspectors), "objects": sorted(objects), "recusals": pairs}
    return hashlib.sha256(_POPULATION + canonical.dumps(whole)).hexdigest()


def lots(
    seed: bytes,
    root: bytes,
    *,
    objects: Sequence[str],
    inspectors: Sequence[str],
    recusals: Collection[tuple[str, str]],
    counts: tuple[int, int],
) -> tuple[Lot, ...]:
    """Return the lots of a draw; ``counts`` are how many objects are drawn, and how many inspectors for each."""
    ticket = _ticketed(seed, root)
    found = []
    for one in sorted(objects, key=partial(ticket, "object"))[: counts[0]]:
        free = [name for name in inspectors if (name, one) not in recusals]
        chosen = sorted(free, key=partial(ticket, "inspector", one))[: counts[1]]
        found.append(Lot(one, tuple(chosen)))
    return tuple(found)


def _ticketed(seed: bytes, root: bytes) -> Ticket:
    def ticket(*words: str) -> bytes:
        return hashlib.sha256(_TICKET + seed + root + "\n".join(words).encode()).digest()

    return ticket
