"""`registry init`, `demo`, `serve`, `sequencer`, `worker`: what runs a registry."""

import argparse
import json
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import waitress

from registry import config as configuration
from registry.app import create_app
from registry.areas.participants.rules.genesis import Founder, Genesis
from registry.catalog import CATALOGUE
from registry.config import Config
from registry.demo import running as demonstration
from registry.ledger import note
from registry.ledger.codec import decode
from registry.ledger.entry import compose, write
from registry.ledger.revisions import GENESIS
from registry.store import migrate
from registry.store.database import connect
from registry.store.log import read_head
from registry.store.opening import OpenRegistry, lasting_signer, log_signer, open_here, open_writer, prepare
from registry.store.sequencer import Sequencer, SequencerLine
from registry.store.writer import NotWritten
from registry.worker import Worker, ask_by_http

SOCKET = "sequencer.sock"
INTERVAL_S = 10
THREADS = 8
_DAY_S = 86_400


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    demo = subparsers.add_parser("demo", help="用演示数据运行 · run with demonstration data")
    demo.add_argument("--once", action="store_true", help="seed, verify the whole log, and exit")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--directory", type=Path, default=Path("instance/demo"))
    demo.add_argument("--reset", action="store_true", help="forget what happened in it, and seed again")
    demo.set_defaults(run=run_demo)
    init = subparsers.add_parser("init", help="建立真实登记簿 · found a real registry, from REGISTRY_* settings")
    init.add_argument("--prepare", type=Path, metavar="FOUNDERS", help="make keys and the genesis entry to be signed")
    init.add_argument("--genesis", type=Path, metavar="ENVELOPE", help="found with the entry that all founders signed")
    init.add_argument("--output", type=Path, default=Path("genesis.txt"))
    init.set_defaults(run=run_init)
    serve = subparsers.add_parser("serve", help="运行服务 · serve pages and API")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=run_serve)
    subparsers.add_parser("sequencer", help="唯一写入进程 · the one writer as a process").set_defaults(
        run=run_sequencer
    )
    worker = subparsers.add_parser("worker", help="后台任务 · cosigned heads at each interval")
    worker.add_argument("--once", action="store_true")
    worker.set_defaults(run=run_worker)


def run_demo(arguments: argparse.Namespace) -> int:
    """Seed if need be, then verify and exit, or serve on loopback."""
    directory = arguments.directory.absolute()
    started = time.monotonic()
    demo = demonstration.open_demo(directory, reset=arguments.reset, say=lambda word: print(f"  {word}", flush=True))
    try:
        if arguments.once:
            print(demo.verify())
            print(f"{time.monotonic() - started:.0f} s")
            return 0
        app = create_app(demo.config, demo.registry, demo_offer=demo)
        print(demo.welcome(arguments.port), flush=True)
        demo.start_worker()
        waitress.serve(app, host="127.0.0.1", port=arguments.port, threads=THREADS, ident=None)
    finally:
        demo.close()
    return 0


def _settings() -> tuple[Config, sa.Engine]:
    if not configuration.is_configured():
        raise SystemExit("set REGISTRY_SECRET, REGISTRY_ORIGIN, REGISTRY_DIRECTORY, REGISTRY_DATABASE first")
    config = configuration.from_environment()
    return config, connect(config.database)


def run_init(arguments: argparse.Namespace) -> int:
    """Prepare the genesis entry, or found the registry with it."""
    config, engine = _settings()
    config.directory.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(engine)
    prepare(engine, config.directory, config.origin)
    if arguments.prepare is not None:
        arguments.output.write_bytes(_genesis_text(config, arguments.prepare))
        print(f"{arguments.output}: registry sign --key SEED --name R-… by every founder, one after another")
        return 0
    if arguments.genesis is None:
        raise SystemExit("registry init --prepare FOUNDERS.json, then registry init --genesis ENVELOPE")
    registry, close = open_here(engine, config.directory, catalogue=CATALOGUE)
    try:
        done = registry.submit(arguments.genesis.read_bytes())
    finally:
        close()
    print(f"{done.result} #{done.index} {done.id}")
    return 0 if done.result == "accepted" else 1


def _genesis_text(config: Config, path: Path) -> bytes:
    """Return the genesis entry of a file with `founders` (as in the entry) and `witnesses` (lines of a tlog-policy)."""
    given: Any = json.loads(path.read_text(encoding="utf-8"))
    log = log_signer(config.directory, config.origin)
    body = Genesis(
        release=given.get("release", "1"),
        founders=tuple(decode(Founder, founder) for founder in given["founders"]),
        witness_policy=(f"log {note.render_vkey(note.key_of(log))}", *given["witnesses"]),
        kinds=tuple(f"{name}@{max(revisions)}" for name, revisions in sorted(CATALOGUE.kinds.items())),
    )
    at_ms, chance = time.time_ns() // 1_000_000, secrets.token_bytes(10)
    return write(compose(GENESIS, body, origin=config.origin, at_ms=at_ms, seconds=7 * _DAY_S, random=chance))


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve pages and API; start a sequencer if none answers."""
    config, engine = _settings()
    line = SequencerLine(config.directory / SOCKET)
    child = None if _answers(line) else _start_sequencer(line)
    with engine.connect() as connection:
        head = read_head(connection)
    if head is None:
        raise SystemExit("no registry here: registry init")
    registry = OpenRegistry(
        engine, line, origin=head.origin, catalogue=CATALOGUE, per_minute=config.requests_per_minute
    )
    try:
        app = create_app(config, registry)
        waitress.serve(app, host=arguments.host, port=arguments.port, threads=THREADS, ident=None)
    finally:
        if child is not None:
            child.terminate()
            child.wait()
    return 0


def _answers(line: SequencerLine) -> bool:
    try:
        line.signed()
    except NotWritten:
        return False
    return True


def _start_sequencer(line: SequencerLine) -> "subprocess.Popen[bytes]":
    child = subprocess.Popen([sys.executable, "-m", "registry.cli", "sequencer"])
    for _ in range(300):
        if _answers(line):
            break
        if child.poll() is not None:
            # Reads go on without it; `/readyz` and every submission say why.
            print("sequencer did not start: reads only", file=sys.stderr)
            break
        time.sleep(0.1)
    return child


def run_sequencer(_arguments: argparse.Namespace) -> int:
    """Write until told to stop."""
    config, engine = _settings()
    writer, fence = open_writer(engine, config.directory, catalogue=CATALOGUE)
    sequencer = Sequencer(writer, config.directory / SOCKET)
    _on_stop(sequencer.stop)
    try:
        sequencer.run()
    finally:
        fence.release()
    return 0


def run_worker(arguments: argparse.Namespace) -> int:
    """Have heads cosigned until told to stop."""
    config, engine = _settings()
    line = SequencerLine(config.directory / SOCKET)
    with engine.connect() as connection:
        head = read_head(connection)
    if head is None:
        raise SystemExit("no registry here: registry init")
    registry = OpenRegistry(engine, line, origin=head.origin, catalogue=CATALOGUE)
    lasting = lasting_signer(config.directory, head.origin)
    worker = Worker(registry, lasting, ask=ask_by_http, interval_s=INTERVAL_S)
    if arguments.once:
        print(worker.run_once() or "no news")
        return 0
    _on_stop(worker.stop)
    worker.run()
    return 0


def _on_stop(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop())
