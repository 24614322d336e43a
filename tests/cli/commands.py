"""Running the installed command as a person would: in a process of its own, with an environment that names settings."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

Done: TypeAlias = "subprocess.CompletedProcess[str]"
PROGRAM = Path(sys.executable).parent / "registry"
ENDS_S = 20


def clean(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment with these REGISTRY_ settings and no others."""
    return {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")} | dict(settings or {})


def registry(*words: object, settings: Mapping[str, str] | None = None, said: str = "") -> Done:
    """Run one command to its end."""
    command = [str(PROGRAM), *map(str, words)]
    return subprocess.run(
        command, env=clean(settings), input=said, capture_output=True, text=True, check=False, timeout=120
    )


@contextmanager
def running(*words: object, settings: Mapping[str, str] | None = None) -> Iterator["subprocess.Popen[str]"]:
    """Run a command that goes on until it is told to stop."""
    command = [str(PROGRAM), *map(str, words)]
    process = subprocess.Popen(command, env=clean(settings), stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(ENDS_S)
        assert process.stdout is not None
        process.stdout.close()


def first_line(process: "subprocess.Popen[str]") -> str:
    """Return the first line that a running command prints: its address."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def children(process: "subprocess.Popen[str]") -> list[int]:
    """Return the processes that a process has started."""
    return [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def end(process_id: int) -> None:
    """Kill a process and wait until it is gone."""
    os.kill(process_id, signal.SIGKILL)
    limit = time.monotonic() + ENDS_S
    while time.monotonic() < limit:
        state = Path(f"/proc/{process_id}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    raise TimeoutError(process_id)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
