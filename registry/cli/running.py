"""`registry init`, `demo`, `serve`, `sequencer`, `worker`: what runs a registry."""

import argparse
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from registry import logs
from registry.app import create_app
from registry.areas.participants.rules.genesis import Founder, Genesis
from registry.catalog import CATALOGUE
from registry.cli.saying import Stop, json_in, say_code
from registry.cli.serving import on_stop, serve
from registry.cli.settings import SOCKET, founded, settings
from registry.config import Config
from registry.demo import running as demonstration
from registry.jobs import jobs_of
from registry.ledger import note
from registry.ledger.codec import decode
from registry.ledger.entry import SIGNATURES_MAX, compose, parse, write
from registry.ledger.policy import parse_policy
from registry.ledger.revisions import GENESIS
from registry.ledger.rules import DAY_SECONDS
from registry.memory import settle
from registry.store import migrate, opening
from registry.store.answers import NotWritten
from registry.store.log import read_head
from registry.store.opening import OpenRegistry, lasting_signer, log_signer, open_decider, open_here, prepare
from registry.store.preview import foresee
from registry.store.sequencer import Sequencer, SequencerLine
from registry.worker import Worker, ask_by_http, now_us

INTERVAL_S = 10
DAYS_TO_SIGN = 7


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    demo = subparsers.add_parser("demo", help="用演示数据运行 · run with demonstration data")
    demo.add_argument("--once", action="store_true", help="只生成并核验 · seed, verify the whole log, and exit")
    demo.add_argument("--port", type=int, default=8000, help="端口 · the port")
    demo.add_argument("--directory", type=Path, default=Path("instance/demo"), help="数据目录 · its folder")
    demo.add_argument("--reset", action="store_true", help="清空后重新生成 · forget what is in it, and seed again")
    demo.add_argument("--code", metavar="LOGIN", help="某人此刻的验证码 · somebody's code of this half minute")
    demo.set_defaults(run=run_demo)
    init = subparsers.add_parser("init", help="建立真实登记簿 · found a real registry, from REGISTRY_* settings")
    init.add_argument(
        "--prepare", type=Path, metavar="FOUNDERS", help="生成日志密钥和待签创世条目 · make keys and the genesis entry"
    )
    init.add_argument(
        "--genesis", type=Path, metavar="ENVELOPE", help="以各方已签的条目建立 · found with the entry that all signed"
    )
    init.add_argument(
        "--output", type=Path, default=Path("genesis.txt"), help="创世条目写到哪里 · where the entry to be signed goes"
    )
    init.set_defaults(run=run_init)
    web = subparsers.add_parser("serve", help="运行网页与接口 · serve pages and API")
    web.add_argument("--host", default="127.0.0.1", help="监听地址 · the address to listen on")
    web.add_argument("--port", type=int, default=8000, help="端口 · the port")
    web.set_defaults(run=run_serve)
    subparsers.add_parser("sequencer", help="唯一写入进程 · the one writer as a process").set_defaults(
        run=run_sequencer
    )
    upgrade = subparsers.add_parser("upgrade", help="升级数据库结构 · bring the database's schema up to this release")
    upgrade.set_defaults(run=run_upgrade)
    worker = subparsers.add_parser("worker", help="后台任务：请见证方共签 · have each interval's head cosigned")
    worker.add_argument("--once", action="store_true", help="只做一次 · one interval, and exit")
    worker.set_defaults(run=run_worker)


def run_upgrade(_arguments: argparse.Namespace) -> int:
    """Bring the schema up; nothing happens if it is there."""
    _, engine = settings()
    before = migrate.current(engine)
    migrate.upgrade(engine)
    print(f"{before or '—'} → {migrate.current(engine)}")
    return 0


def run_demo(arguments: argparse.Namespace) -> int:
    """Seed if need be, then verify and exit, or serve on loopback."""
    if arguments.code is not None:
        return _say_code_of(arguments.code)
    directory = arguments.directory.absolute()
    started = time.monotonic()
    demo = demonstration.open_demo(directory, reset=arguments.reset, say=lambda word: print(f"  {word}", flush=True))
    try:
        if arguments.once:
            print(demo.verify())
            print(f"{time.monotonic() - started:.0f} s")
            return 0
        app = create_app(demo.config, demo.registry, demo_offer=demo)
        print(demo.welcome(), flush=True)
        demo.start_worker()
        serve(app, "127.0.0.1", arguments.port)
    finally:
        demo.close()
    return 0


def _say_code_of(login: str) -> int:
    code = demonstration.totp_code(login)
    if code is None:
        raise Stop(f"演示中没有 {login}。", f"Nobody in the demonstration is called {login}.")
    print(code)
    return 0


def run_init(arguments: argparse.Namespace) -> int:
    """Prepare the genesis entry, or found the registry with it."""
    if (arguments.prepare is None) == (arguments.genesis is None):
        raise Stop(
            "先 registry init --prepare 创始方.json，各方签名后再 registry init --genesis 信封。",
            "First registry init --prepare FOUNDERS.json, then, signed by all, registry init --genesis ENVELOPE.",
            code=2,
        )
    config, engine = settings()
    # Read first: nothing is made for a file that is not there or not what it should be.
    given = json_in(arguments.prepare) if arguments.prepare else arguments.genesis.read_bytes()
    config.directory.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(engine)
    prepare(engine, config.directory, config.origin)
    _check_empty(config, engine)
    if arguments.prepare is not None:
        arguments.output.write_bytes(_genesis_text(config, engine, given))
        print(f"{arguments.output}")
        print("请每位创始代表依次核对并签名 · every founder checks and signs it, one after another:")
        print(f"  registry sign {arguments.output} --key SEED --name R-…")
        return 0
    return _found(config, engine, given)


def _check_empty(config: Config, engine: sa.Engine) -> None:
    with engine.connect() as connection:
        head = read_head(connection)
    if head is not None and head.size:
        raise Stop(f"登记簿 {head.origin} 已经建立。", f"The registry {head.origin} has been founded already.")
    if head is not None and head.origin != config.origin:
        raise Stop(
            f"此数据库已为 {head.origin} 准备，而 REGISTRY_ORIGIN 是 {config.origin}。",
            f"This database was prepared for {head.origin}, and REGISTRY_ORIGIN says {config.origin}.",
        )


def _found(config: Config, engine: sa.Engine, envelope: bytes) -> int:
    text = note.parse(envelope, signatures_max=SIGNATURES_MAX).text
    # A refusal at index 0 would stand there for ever, and no registry could begin: ask before sending.
    _check_founding(engine, parse(text).body)
    registry, close = open_here(engine, config.directory, catalogue=CATALOGUE)
    try:
        done = registry.submit(envelope)
    finally:
        close()
    print(f"{done.result} #{done.index} {done.id}")
    if done.result != "accepted":
        say_code(done.result, done.facts)
        return 1
    print("登记簿已建立。接下来 · the registry is founded; next: registry serve, registry worker, registry people add")
    return 0


def _genesis_text(config: Config, engine: sa.Engine, given: Any) -> bytes:  # noqa: ANN401  JSON
    """Return the genesis entry of a file with `founders` (as in the entry) and `witnesses` (lines of a tlog-policy)."""
    if not isinstance(given, dict) or not {"founders", "witnesses"} <= given.keys():
        raise Stop(
            "文件须含 founders（创始代表）与 witnesses（见证策略各行）。",
            "The file must hold `founders`, and `witnesses` with the lines of the witness policy.",
            code=2,
        )
    own = (log_signer(config.directory, config.origin), lasting_signer(config.directory, config.origin))
    policy = (*(f"log {note.render_vkey(note.key_of(one))}" for one in own), *given["witnesses"])
    parse_policy("".join(f"{line}\n" for line in policy).encode())
    body = Genesis(
        release=given.get("release", "1"),
        founders=tuple(decode(Founder, founder) for founder in given["founders"]),
        witness_policy=policy,
        kinds=tuple(f"{name}@{max(revisions)}" for name, revisions in sorted(CATALOGUE.kinds.items())),
    )
    at_ms, chance = time.time_ns() // 1_000_000, secrets.token_bytes(10)
    entry = compose(GENESIS, body, origin=config.origin, at_ms=at_ms, seconds=DAYS_TO_SIGN * DAY_SECONDS, random=chance)
    _check_founding(engine, entry.body)
    return write(entry)


def _check_founding(engine: sa.Engine, value: dict[str, Any]) -> None:
    """Ask the rule of genesis what it would answer.

    Raises:
        Malformed: for a body that is none. Refusal: what the rule refuses.
    """
    revisions = CATALOGUE.kinds[GENESIS]
    kind = revisions[max(revisions)]
    body = decode(Genesis, value)
    with engine.connect() as connection:
        preview = foresee(connection, CATALOGUE, kind, body=body, signers=(), now=time.time_ns() // 1000)
    if preview.refusal is not None:
        raise preview.refusal


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve pages and API; start a sequencer if none answers."""
    logs.configure()
    config, engine = settings()
    head = founded(config, engine)
    line = SequencerLine(config.directory / SOCKET)
    child = None if _answers(line) else _start_sequencer(line)
    registry = OpenRegistry(
        engine, line, origin=head.origin, catalogue=CATALOGUE, per_minute=config.requests_per_minute
    )
    try:
        serve(create_app(config, registry), arguments.host, arguments.port)
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
            print("写入进程未能启动，只提供查询 · the sequencer did not start: reads only", file=sys.stderr, flush=True)
            break
        time.sleep(0.1)
    return child


def run_sequencer(_arguments: argparse.Namespace) -> int:
    """Write until told to stop."""
    logs.configure()
    config, engine = settings()
    founded(config, engine)
    writer, fence = open_decider(engine, config.directory, catalogue=CATALOGUE, ask=ask_by_http)
    sequencer = Sequencer(writer, config.directory / SOCKET)
    on_stop(sequencer.stop)
    settle()
    try:
        sequencer.run()
    finally:
        fence.release()
    return 0


def run_worker(arguments: argparse.Namespace) -> int:
    """Have heads cosigned until told to stop; once, it gives 1 if the quorum is not met."""
    logs.configure()
    config, engine = settings()
    head = founded(config, engine)
    registry = OpenRegistry(engine, SequencerLine(config.directory / SOCKET), origin=head.origin, catalogue=CATALOGUE)
    lasting = lasting_signer(config.directory, head.origin)
    system = opening.system_signer(engine, config.directory)
    if system is None:
        print("没有系统密钥，到期事项须由有关方办结 · no system key: others record what is due", file=sys.stderr)
    jobs = jobs_of(registry, config, now_us, system=system)
    worker = Worker(registry, lasting, ask=ask_by_http, interval_s=INTERVAL_S, jobs=jobs, directory=config.directory)
    if not arguments.once:
        on_stop(worker.stop)
        worker.run()
        return 0
    done = worker.run_once()
    if done is None:
        print("没有新的日志头 · no news")
        return 0
    print(f"日志头 {done.size}，共签方 · head {done.size}, cosigned by: {' '.join(done.cosigned_by) or '—'}")
    for name, reason in done.failures:
        print(f"{name}: {reason}", file=sys.stderr)
    if not done.is_witnessed:
        print("未达到见证法定数 · the quorum is not met", file=sys.stderr)
    return 0 if done.is_witnessed else 1
