"""The server of several processes as deploy/ starts it: it serves, is ready, and its metrics are those of all."""

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.commands import clean, free_port, running
from tests.cli.test_founding import Office, found, office

__all__ = ["office"]
ROOT = Path(__file__).resolve().parents[2]
REQUESTS = 20


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


@contextmanager
def gunicorn(settings: dict[str, str], folder: Path, port: int) -> Iterator[None]:
    """Run the server with the settings of deploy/, on another port and with two processes."""
    counts = folder / "counts"
    counts.mkdir()
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.py"), "wsgi:app"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "2"]
    environment = clean(settings) | {"PROMETHEUS_MULTIPROC_DIR": str(counts)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(60)


@pytest.mark.faults
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_several_processes_serve_one_registry_and_count_together(office: Office) -> None:
    found(office, "quorum none")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running("sequencer", settings=office.settings), gunicorn(office.settings, office.folder, port):
        limit = time.monotonic() + 120
        while get(f"{url}/readyz")[0] != 200:
            assert time.monotonic() < limit, (office.folder / "log").read_text()
            time.sleep(0.2)
        assert {get(f"{url}/log/checkpoint")[0] for _ in range(REQUESTS)} == {200}
        text = get(f"{url}/metrics")[1]
    counted = re.search(r'registry_requests_total\{endpoint="auditing.checkpoint".*status="200"\} ([0-9.]+)', text)
    assert counted is not None
    assert float(counted[1]) == REQUESTS
    assert "registry_log_entries 1.0" in text
    lines = (office.folder / "log").read_text()
    assert '"event": "request"' in lines
    assert office.settings["REGISTRY_SECRET"] not in lines
