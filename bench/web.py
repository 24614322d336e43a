"""Entries over HTTP: one a request against requests that do nothing, many at once against the ledger without HTTP.

Envelopes are signed before the clock starts.
"""

import http.client
import json
import logging
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import waitress

from bench.harness import Call, Figure, Make, Scale, crowd
from bench.registries import Bench, databases, founded, sequencer
from registry.app import create_app
from registry.catalog import CATALOGUE
from registry.config import Config
from registry.store.database import connect
from registry.store.opening import OpenRegistry
from tests.world import ORIGIN

CLIENTS = 8
THREADS = 8
AT_ONCE = 100
# More than any client here has sent; what is left over is thrown away.
SINGLE_A_SECOND = 150
MANY_A_SECOND = 10
CREATED = 201


def run(scale: Scale) -> Iterator[Figure]:
    """Yield the figures over PostgreSQL."""
    with (
        databases(("postgresql",)) as found,
        founded(found["postgresql"].url, enterprises=20) as bench,
        sequencer(bench),
        serving(lambda: application(bench)) as ours,
        serving(lambda: hello) as bare,
    ):
        yield from singles(bench, ours, bare, scale=scale)
        for clients in (1, CLIENTS):
            yield many(bench, ours, clients=clients, scale=scale)


def singles(bench: Bench, ours: int, bare: int, *, scale: Scale) -> Iterator[Figure]:
    """Yield one envelope a request against requests that do nothing."""
    of = f"POST /api/v1/entries, {CLIENTS} clients: one envelope each"
    same = Figure(of, aim="≥ 0.3", against="GET /healthz of the same server")
    hello_world = Figure(of, aim="≥ 0.3", against="GET of a bare WSGI application on waitress")
    for _ in range(scale.rounds):
        health = crowd(CLIENTS, scale.seconds, getting(ours, "/healthz")).rate
        greeting = crowd(CLIENTS, scale.seconds, getting(bare, "/")).rate
        posted = crowd(CLIENTS, scale.seconds, posting(bench, ours, scale.seconds)).rate
        same.add(posted, health)
        hello_world.add(posted, greeting)
    yield from (same, hello_world)


def many(bench: Bench, port: int, *, clients: int, scale: Scale) -> Figure:
    """Return a hundred envelopes a request against the ledger without HTTP."""
    name = f"POST /api/v1/entries, {clients} clients: {AT_ONCE} envelopes each, entries"
    figure = Figure(name, aim="≥ 0.7", against=f"`submit_many` in {clients} processes")
    for _ in range(scale.rounds):
        peer = crowd(clients, scale.seconds, submitting(bench, scale.seconds)).rate
        figure.add(crowd(clients, scale.seconds, posting_many(bench, port, scale.seconds)).rate, peer)
    return figure


def application(bench: Bench) -> Callable[..., Any]:
    """Return the registry's own application over the sequencer, without limits on how much one source may send."""
    config = Config(
        database=bench.url,
        secret="a secret of the benchmarks, never of a registry",
        directory=bench.folder,
        origin=ORIGIN,
        demo=False,
        debug=False,
        requests_per_minute=10**9,
        proxies=0,
    )
    line = bench.journal().line
    return create_app(config, OpenRegistry(connect(bench.url), line, origin=ORIGIN, catalogue=CATALOGUE))


def hello(_environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Answer a request as a WSGI application can at the least."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"ok\n"]


@contextmanager
def serving(make: Callable[[], Callable[..., Any]]) -> Iterator[int]:
    """Serve an application on waitress in a process of its own; give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(make, port))
    process.start()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    try:
        yield port
    finally:
        process.terminate()
        process.join()


def _serve(make: Callable[[], Callable[..., Any]], port: int) -> None:
    # Eight clients on eight threads wait for each other now and then; that is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(make(), host="127.0.0.1", port=port, threads=THREADS, ident=None)


def getting(port: int, path: str) -> Make:
    """Return what makes a client that asks for one path over one connection."""

    def make(_n: int) -> Call:
        ask = _asker(port)
        return lambda: 1 if ask("GET", path, None, {}) else 0

    return make


def posting(bench: Bench, port: int, seconds: float) -> Make:
    """Return what makes a client that posts one envelope at a time."""

    def make(n: int) -> Call:
        ask = _asker(port)
        waiting = iter(_signed(bench, n, int(seconds * SINGLE_A_SECOND)))

        def call() -> int:
            envelope = next(waiting, None)
            return 1 if envelope and ask("POST", "/api/v1/entries", envelope, {}, CREATED) else 0

        return call

    return make


def posting_many(bench: Bench, port: int, seconds: float) -> Make:
    """Return what makes a client that posts a hundred envelopes at a time."""

    def make(n: int) -> Call:
        ask = _asker(port)
        waiting = iter(_signed_many(bench, n, seconds))

        def call() -> int:
            envelopes = next(waiting, None)
            if envelopes is None:
                return 0
            body = json.dumps({"envelopes": [envelope.decode() for envelope in envelopes]}).encode()
            answers = json.loads(ask("POST", "/api/v1/entries", body, {"Content-Type": "application/json"}))["answers"]
            return sum(answer["result"] == "accepted" for answer in answers)

        return call

    return make


def submitting(bench: Bench, seconds: float) -> Make:
    """Return what makes a client that checks and submits a hundred envelopes at a time without HTTP."""

    def make(n: int) -> Call:
        journal = bench.journal()
        waiting = iter(_signed_many(bench, n, seconds))
        journal.check(bench.transfer(n, n + 1))

        def call() -> int:
            envelopes = next(waiting, None)
            return sum(answer.is_accepted for answer in journal.submit_many(envelopes)) if envelopes else 0

        return call

    return make


def _signed(bench: Bench, n: int, count: int) -> list[bytes]:
    return [bench.transfer(n, (n + 1 + at % 11) % bench.enterprises) for at in range(count)]


def _signed_many(bench: Bench, n: int, seconds: float) -> list[list[bytes]]:
    return [_signed(bench, n, AT_ONCE) for _ in range(int(seconds * MANY_A_SECOND))]


def _asker(port: int) -> Callable[..., bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(method: str, path: str, body: bytes | None, headers: dict[str, str], status: int = 200) -> bytes:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status != status:
            raise RuntimeError(f"{answer.status} {data[:300]!r}")
        return data

    return ask
