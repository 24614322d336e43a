"""`registry witness`: a small separate process that checks that a log only grew, and cosigns it (C2SP tlog-witness)."""

import argparse
import time
from pathlib import Path

from registry.cli.saying import Stop, seed_in
from registry.ledger.keys import ED25519, ED25519_COSIGNATURE, ML_DSA_44, Signer, signer_of
from registry.ledger.note import VerifierKey, key_of, parse_vkey, render_vkey
from registry.relay import LIST_PATH, Relays, answers
from registry.seeds import make_seed
from registry.witness import Witness, make_server

_ALGORITHMS = {"ed25519": ED25519_COSIGNATURE, "ml-dsa-44": ML_DSA_44}


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("witness", help="见证进程 · check that a log only grew, and cosign it")
    parser.add_argument("--name", required=True, help="见证方名称 · its name, a URL without a scheme")
    parser.add_argument("--directory", type=Path, required=True, help="私钥与最近的日志头 · its seed and last heads")
    parser.add_argument("--log", action="append", default=[], metavar="VKEY", help="日志的公钥，可重复 · a log's key")
    parser.add_argument("--algorithm", choices=sorted(_ALGORITHMS), default="ed25519", help="签名算法 · signatures")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 · the address to listen on")
    parser.add_argument("--port", type=int, default=8100, help="端口 · the port")
    parser.add_argument("--show-key", action="store_true", help="打印策略行 · print the line for the policy, and exit")
    parser.add_argument("--url", default="", help="日志访问它的地址，写入策略行 · where logs reach it, for that line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    signer = _signer(arguments)
    if arguments.show_key:
        print(f"witness {arguments.name.rpartition('/')[2]} {render_vkey(key_of(signer))} {arguments.url}".rstrip())
        return 0
    logs: dict[str, list[VerifierKey]] = {}
    for text in arguments.log:
        key = parse_vkey(text)
        logs.setdefault(key.name, []).append(key)
    if not logs:
        raise Stop("请用 --log 指明所见证的日志。", "Name the logs that it may cosign: --log VKEY", code=2)
    witness = Witness(arguments.directory / "heads.sqlite", logs, signers=(signer,))
    # A list is signed as a note, for which the cosignatures' own key type does not serve.
    speaker = signer_of(arguments.name, ED25519, seed=_seed(arguments, "ed25519"))
    relays = Relays(arguments.directory / "relayed.sqlite", frozenset(logs), signer=speaker)
    address = (arguments.host, arguments.port)
    with make_server(witness, address, clock=_now, also=answers(relays)) as server:
        print(f"http://{arguments.host}:{server.server_address[1]}/ {render_vkey(key_of(signer))}", flush=True)
        print(f"转交清单 · list of relayed entries: {LIST_PATH}  {render_vkey(key_of(speaker))}", flush=True)
        server.serve_forever()
    return 0


def _signer(arguments: argparse.Namespace) -> Signer:
    return signer_of(arguments.name, _ALGORITHMS[arguments.algorithm], seed=_seed(arguments, arguments.algorithm))


def _seed(arguments: argparse.Namespace, algorithm: str) -> bytes:
    arguments.directory.mkdir(parents=True, exist_ok=True)
    path = arguments.directory / f"{algorithm}.seed"
    return seed_in(path) if path.exists() else make_seed(path)


def _now() -> int:
    return int(time.time())
