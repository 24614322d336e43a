"""The second place: where every signed head is flushed before anyone sees it, apart from the database.

A database restored from an older backup would sign another root for a size that was already signed: a split view. At
start this file says which head was signed last. Two slots are written in turn, so a torn write leaves the other one;
their room is taken when the file is made, so a full disk never stands between a commit and its signature.
"""

import hashlib
import os
from pathlib import Path

_SLOT_BYTES = 4096
_HASH_HEX = 64


class SecondPlace:
    """A file that holds the last signed heads (C2SP checkpoints) of one log."""

    def __init__(self, path: Path) -> None:
        """Open or make the file."""
        self.path = path
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._make_room()
            self._next = 0
            self._last = self._read()
        except BaseException:
            os.close(self._fd)
            raise

    def last(self) -> bytes | None:
        """Return the note that was written last and whole, or None for a new log."""
        return self._last

    def write(self, note: bytes) -> None:
        """Return once the note is on disk."""
        framed = b"%s %d\n%s" % (hashlib.sha256(note).hexdigest().encode(), len(note), note)
        if len(framed) > _SLOT_BYTES:
            raise ValueError(len(framed))
        whole = framed.ljust(_SLOT_BYTES, b"\n")
        if os.pwrite(self._fd, whole, self._next * _SLOT_BYTES) != len(whole):
            raise OSError("the second place took only a part of the head")
        os.fdatasync(self._fd)
        self._next = 1 - self._next
        self._last = note

    def close(self) -> None:
        """Release the file."""
        os.close(self._fd)

    def _make_room(self) -> None:
        if os.fstat(self._fd).st_size >= 2 * _SLOT_BYTES:
            return
        os.pwrite(self._fd, b"\n" * (2 * _SLOT_BYTES - os.fstat(self._fd).st_size), os.fstat(self._fd).st_size)
        os.fsync(self._fd)
        folder = os.open(self.path.parent, os.O_RDONLY)  # the file's name must outlast a power cut too
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _read(self) -> bytes | None:
        found = [(size, note, slot) for slot in (0, 1) for size, note in self._slot(slot)]
        if not found:
            return None
        _, note, slot = max(found)
        self._next = 1 - slot
        return note

    def _slot(self, slot: int) -> list[tuple[int, bytes]]:
        framed = os.pread(self._fd, _SLOT_BYTES, slot * _SLOT_BYTES)
        head, _, rest = framed.partition(b"\n")
        digest, _, length = head.partition(b" ")
        if len(digest) != _HASH_HEX or not length.isdigit():
            return []
        note = rest[: int(length)]
        if hashlib.sha256(note).hexdigest().encode() != digest:
            return []
        return [(int(note.split(b"\n")[1]), note)]
