"""Instructions that a process runs in user mode: a measure that neither other programs nor a slow clock change.

Linux counts them (`perf_event_open`); where it may not be asked, there is no figure.
"""

import ctypes
import os
import platform
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_CALLS = {"x86_64": 298, "aarch64": 241}
_ATTRIBUTE_BYTES = 128
_INSTRUCTIONS = 1
_EXCLUDE_KERNEL_AND_HYPERVISOR = 1 << 5 | 1 << 6


def counter(process: int = 0) -> Callable[[], int] | None:
    """Return what reads the instructions run from now on by a process's main thread, this one's by default."""
    attribute = ctypes.create_string_buffer(_ATTRIBUTE_BYTES)
    what = (0, _ATTRIBUTE_BYTES, _INSTRUCTIONS, 0, 0, 0, _EXCLUDE_KERNEL_AND_HYPERVISOR)
    struct.pack_into("IIQQQQQ", attribute, 0, *what)
    with suppress(OSError, AttributeError, KeyError):
        number = _CALLS[platform.machine()]
        descriptor: int = ctypes.CDLL(None).syscall(number, attribute, process, -1, -1, 0)
        if descriptor >= 0:
            return lambda: int(struct.unpack("Q", os.read(descriptor, 8))[0])
    return None


def counter_of_children(process: int) -> Callable[[], int]:
    """Return what reads the instructions run from now on by the children that a process has now."""
    children = [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _parent(entry) == process
    ]
    counters = [read for child in children if (read := counter(child)) is not None]
    return lambda: sum(read() for read in counters)


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
