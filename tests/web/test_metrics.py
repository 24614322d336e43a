"""Metrics, readiness and the log of requests: true, for whom they are, and without anybody's data."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from registry.store.answers import NotWritten
from registry.web.operation import state as stating
from tests.site import Site, account, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made


def test_metrics_tell_sizes_and_count_requests(site: Site) -> None:
    site.client("operator").get("/journal")
    text = site.client().get("/metrics").text

    assert f"registry_log_entries {float(site.head())}" in text
    assert 'registry_requests_total{endpoint="auditing.journal",method="GET",status="200"} 1.0' in text
    assert 'registry_alarm{code="no_witness",grave="wait"} 1.0' in text
    assert "registry_ready 1.0" in text


def test_metrics_are_for_this_machine_or_for_the_token(site: Site) -> None:
    client = site.client()
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 404

    site.app.extensions["config"] = replace(site.app.extensions["config"], metrics_token="t" * 32)
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    outside = client.get(
        "/metrics", headers={"Authorization": f"Bearer {'t' * 32}"}, environ_base={"REMOTE_ADDR": "192.0.2.1"}
    )
    assert outside.status_code == 200


def test_metrics_hold_no_number_of_the_registry(site: Site) -> None:
    site.client("operator").get(f"/accounts/{account(11)}?period=2025")
    text = site.client().get("/metrics").text
    assert account(11) not in text
    assert "2025" not in text


def test_a_log_line_says_what_and_never_who_or_what_for(site: Site) -> None:
    with structlog.testing.capture_logs() as lines:
        answer = site.client("operator").get(f"/accounts/{account(11)}?period=2025")
    (line,) = [one for one in lines if one.get("endpoint") == "participants.account"]

    assert line["id"] == answer.headers["X-Request-Id"]
    assert line.keys() == {
        "event", "id", "method", "endpoint", "status", "ms", "bytes", "signed_in", "log_level",
    }  # fmt: skip
    assert account(11) not in json.dumps(lines)


def ready(site: Site) -> tuple[int, str]:
    answer = site.client().get("/readyz")
    return answer.status_code, answer.text.strip()


def test_readiness_says_that_the_writer_is_gone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> bytes:
        raise NotWritten("gone")

    assert ready(site) == (200, "ready")
    monkeypatch.setattr(site.registry.line, "signed", gone)
    assert ready(site) == (503, "NotWritten")


def test_readiness_says_that_the_database_is_gone(site: Site, tmp_path: Path) -> None:
    site.registry.engine.dispose()
    path = tmp_path / "registry.sqlite"
    path.rename(tmp_path / "away")
    try:
        status, reason = ready(site)
    finally:
        path.unlink(missing_ok=True)
        (tmp_path / "away").rename(path)
    assert status == 503
    assert reason == "OperationalError"


def test_readiness_says_that_the_disk_is_full(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stating, "DISK_MIN", shutil.disk_usage(site.app.extensions["config"].directory).total + 1)
    assert ready(site) == (503, "DiskFull")


def test_logs_are_json_lines_without_local_variables() -> None:
    program = (
        "import logging, structlog; from registry import logs; logs.configure();\n"
        "structlog.get_logger('x').info('said', password='p', size=3)\n"
        "def fails():\n    hidden = 'local value'\n    raise ValueError('no')\n"
        "try:\n    fails()\nexcept ValueError:\n    logging.getLogger('other').exception('failed')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    said, failed = map(json.loads, done.stderr.splitlines())

    assert (said["event"], said["password"], said["size"], said["logger"]) == ("said", "***", 3, "x")
    assert failed["exception"][0]["exc_type"] == "ValueError"
    assert "local value" not in done.stderr
