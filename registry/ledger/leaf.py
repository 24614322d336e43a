"""Leaves: what the journal records of an envelope, and what its Merkle tree hashes.

Line 1 `<origin>/leaf/v1`, line 2 one canonical JSON object with `index`, `recorded_at` (UTC with microseconds) and
`result` (`accepted`, or the refusal's code), then the envelope byte for byte.
"""

import re
from dataclasses import dataclass
from typing import Final

from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant, parse_instant

_LINE: Final = re.compile(
    rb'\{"index":(0|[1-9][0-9]{0,15}),"recorded_at":"([0-9T:-]{19}[.][0-9]{6}Z)","result":"([a-z0-9_]+)"\}'
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One recorded envelope. ``recorded_at`` in microseconds UTC."""

    index: int
    recorded_at: int
    result: str
    envelope: bytes


def write(leaf: Leaf, origin: str) -> bytes:
    """Return the leaf's bytes."""
    # The same text as `canonical.dumps` gives; written out because every entry passes here. A test compares the two.
    return b'%b/leaf/v1\n{"index":%d,"recorded_at":"%b","result":"%b"}\n%b' % (
        origin.encode(),
        leaf.index,
        format_instant(leaf.recorded_at, 6).encode(),
        leaf.result.encode(),
        leaf.envelope,
    )


def parse(data: bytes, origin: str) -> Leaf:
    """Return the leaf that these bytes stand for; only what `write` would write is accepted.

    Raises:
        Malformed: ``leaf_text``, ``instant_syntax``, ``instant_range``.
    """
    head, _, rest = data.partition(b"\n")
    line, _, envelope = rest.partition(b"\n")
    match = _LINE.fullmatch(line)
    if head != origin.encode() + b"/leaf/v1" or match is None or int(match[1]) > INTEGER_MAX:
        raise Malformed("leaf_text")
    # What matches is canonical JSON and what `write` writes, since the instant has all its digits.
    return Leaf(int(match[1]), parse_instant(match[2].decode()), match[3].decode(), envelope)
