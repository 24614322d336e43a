"""An end state on the auditor's own disk: what was verified up to a size and root, to go on from next time.

The first line holds the tree's frontier, what had been counted, and the SHA-256 of the rest, which is the canonical
dump. Nobody but the auditor writes this file; the digest is against accidents, the root against another log.
"""

import hashlib
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from registry.ledger import canonical
from registry.ledger.errors import Malformed
from registry.ledger.merkle import Frontier
from registry.ledger.replay import dump_replay, load_replay
from registry.ledger.rules import Catalogue
from registry.verify.walk import Begin, Tally

FORMAT = "verified/v1"
_HEAD_BYTES = 65536


def save(begin: Begin, path: Path) -> None:
    """Write a state, whole or not at all."""
    digest = hashlib.sha256()
    tally = begin.tally
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            # The head comes first and is known last: its line has a fixed width.
            file.write(b" " * (_HEAD_BYTES - 1) + b"\n")
            for line in dump_replay(begin.replay):
                digest.update(line)
                file.write(line)
            head = {
                "first_recorded_at": tally.first_recorded_at,
                "format": FORMAT,
                "frontier": begin.replay.frontier.to_bytes().hex(),
                "other_views": tally.other_views,
                "outside": tally.outside,
                "outside_count": tally.outside_count,
                "results": dict(tally.results),
                "sha256": digest.hexdigest(),
                "witnessed_size": tally.witnessed_size,
            }
            file.seek(0)
            file.write(canonical.dumps(head).ljust(_HEAD_BYTES - 1))
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


def load(path: Path, catalogue: Catalogue) -> Begin:
    """Return a saved state.

    Raises:
        Malformed: ``state_format``, ``state_changed`` if the file is not as it was written.
    """
    with path.open("rb") as file:
        head = _head(file.read(_HEAD_BYTES))
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != head["sha256"]:
        raise Malformed("state_changed", path=path.name)
    frontier = Frontier.from_bytes(bytes.fromhex(str(head["frontier"])))
    with path.open("rb") as file:
        file.seek(_HEAD_BYTES)
        replay = load_replay(file, frontier=frontier, catalogue=catalogue)
    results = Counter({str(code): int(n) for code, n in head["results"].items()})
    tally = Tally(
        int(head["first_recorded_at"]),
        results,
        list(head["outside"]),
        int(head["outside_count"]),
        int(head["witnessed_size"]),
        list(head["other_views"]),
    )
    return Begin(replay, tally)


def _head(line: bytes) -> dict[str, Any]:
    try:
        value = canonical.loads(line.rstrip())
    except Malformed:
        raise Malformed("state_format") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Malformed("state_format")
    return value
