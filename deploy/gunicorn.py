"""Settings of gunicorn for `registry-web.service`: few processes, threads for requests that wait on the database."""

import multiprocessing
import os
from pathlib import Path

from prometheus_client import multiprocess

bind = "127.0.0.1:8000"
workers = min(4, multiprocessing.cpu_count() + 1)
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 30
keepalive = 5
# nginx has its own limits; these hold where somebody reaches the port without it.
limit_request_line = 8190
limit_request_fields = 64
forwarded_allow_ips = "127.0.0.1"
# Logs are the application's, one JSON line a request.
accesslog = None
preload_app = False  # each process opens its own connections


def child_exit(_server: object, worker: object) -> None:
    """Take the gauges of a process that has ended out of the sum."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[attr-defined,no-untyped-call]


def on_starting(_server: object) -> None:
    """Forget what the processes before a restart have counted."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    for path in Path(folder).glob("*.db") if folder else ():
        path.unlink()
