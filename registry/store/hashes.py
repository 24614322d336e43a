"""Which entry does a hash name: that of its text, of its leaf, or of a document that it cites.

The worker fills the index behind the writer; a rebuilt database begins it anew.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from registry.ledger import note
from registry.ledger.entry import SIGNATURES_MAX
from registry.ledger.merkle import leaf_hash
from registry.store.log import leaf_data
from registry.store.tables_finding import hash_key

_AT_ONCE: Final = 500
_AN_INTERVAL: Final = 20_000
_CITED: Final = re.compile(rb'"([0-9a-f]{64})"')


def positions_of(connection: sa.Connection, digest: bytes, *, limit: int) -> tuple[int, ...]:
    """Return the positions of the entries in which a hash stands, the first ones first. Index: primary key."""
    columns = hash_key.c
    query = sa.select(columns.index).where(columns.hash == digest).order_by(columns.index).limit(limit)
    return tuple(connection.scalars(query))


def index_hashes(engine: sa.Engine, *, most: int = _AN_INTERVAL) -> int:
    """Index the hashes of at most this many entries past the last indexed one; return how many that were."""
    done = 0
    while done < most:
        with engine.connect() as connection:
            last = connection.scalar(sa.select(sa.func.max(hash_key.c.index)))
            start = 0 if last is None else last + 1
            leaves = leaf_data(connection, start, start + _AT_ONCE)
        if not leaves:
            break
        rows = [
            {"hash": digest, "index": start + place} for place, data in enumerate(leaves) for digest in _hashes(data)
        ]
        with engine.begin() as connection:
            connection.execute(sa.insert(hash_key), rows)
        done += len(leaves)
    return done


def _hashes(data: bytes) -> Iterator[bytes]:
    """Yield the hashes by which people may know an entry, each once."""
    envelope = data.split(b"\n", 2)[2]
    text = note.parse(envelope, signatures_max=SIGNATURES_MAX).text
    cited = (bytes.fromhex(found.decode()) for found in _CITED.findall(text))
    yield from dict.fromkeys((hashlib.sha256(text).digest(), leaf_hash(data), *cited))
