"""Private seeds in files: 32 bytes as hexadecimal digits, readable by one user alone."""

import os
import secrets
from pathlib import Path

SEED_BYTES = 32


def make_seed(path: Path) -> bytes:
    """Write a new private seed and return it; an existing file is never overwritten.

    Raises:
        FileExistsError: if there is one.
    """
    seed = secrets.token_bytes(SEED_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(seed.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return seed


def read_seed(path: Path) -> bytes:
    """Return the private seed of a file that `make_seed` wrote."""
    return bytes.fromhex(path.read_text(encoding="ascii").strip())
