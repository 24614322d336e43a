"""Golden histories: small logs kept for ever, and the state that every release must replay them to, byte for byte.

Each folder holds a log as `registry export` writes it, and `expected`: the SHA-256 of its canonical dump.
`python -m tests.histories` checks all of them and prints one line each, which CI compares between Python versions, hash
seeds, locales and time zones. `python -m tests.histories --write NAME` writes a new one; `--refresh` writes all anew,
which is allowed only as long as no registry lives by a release.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from registry.catalog import CATALOGUE
from registry.ledger.replay import dump_replay
from registry.verify.source import Folder
from registry.verify.walk import verify

FOLDER = Path(__file__).parent
EXPECTED = "expected"


def histories() -> list[str]:
    """Return the names of the histories that are kept."""
    return sorted(path.parent.name for path in FOLDER.glob(f"*/{EXPECTED}"))


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of the canonical dump of the state that a log replays to.

    Raises:
        Tampering: if it does not verify.
    """
    _, end = verify(Folder(folder), CATALOGUE)
    digest = hashlib.sha256()
    for line in dump_replay(end.replay):
        digest.update(line)
    return digest.hexdigest()


def write(name: str, make: Callable[[Path], object]) -> None:
    """Write a history under a name that is not taken.

    Raises:
        FileExistsError: if there is one of this name already.
    """
    folder = FOLDER / name
    folder.mkdir()
    make(folder)
    (folder / EXPECTED).write_text(f"{digest_of(folder)}\n", encoding="ascii")
