"""What commands that go on running share: the pages behind their server, and an orderly end."""

import signal
import sys
from collections.abc import Callable

import waitress
from flask import Flask

from registry.imports.sheets import CHUNK, SIZE_MAX
from registry.memory import settle

THREADS = 8
# The largest that any page takes. More is refused by its length, before it is read; most pages take far less.
BODY_BYTES_MAX = SIZE_MAX + CHUNK


def serve(app: Flask, host: str, port: int) -> None:
    """Serve pages until told to stop."""
    on_stop(lambda: sys.exit(0))  # waitress then closes its door, and what was begun is ended
    server = waitress.create_server(
        app, host=host, port=port, threads=THREADS, ident=None, max_request_body_size=BODY_BYTES_MAX
    )
    print(f"http://{host}:{server.effective_port}/", flush=True)
    settle()
    server.run()


def on_stop(stop: Callable[[], None]) -> None:
    """Call a function when the process is told to end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop())
