"""`registry witness`: a small separate process that checks that a log only grew, and cosigns it (C2SP tlog-witness)."""

import argparse
import time
from pathlib import Path

from registry.ledger.keys import ED25519_COSIGNATURE, ML_DSA_44, Signer, signer_of
from registry.ledger.note import VerifierKey, key_of, parse_vkey, render_vkey
from registry.seeds import make_seed, read_seed
from registry.witness import Witness, make_server

_ALGORITHMS = {"ed25519": ED25519_COSIGNATURE, "ml-dsa-44": ML_DSA_44}


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("witness", help="见证进程 · check that a log only grew, and cosign it")
    parser.add_argument("--name", required=True, help="this witness's name, a schema-less URL")
    parser.add_argument("--directory", type=Path, required=True, help="its seed and the last heads that it cosigned")
    parser.add_argument("--log", action="append", default=[], metavar="VKEY", help="a log's key; repeatable")
    parser.add_argument("--algorithm", choices=sorted(_ALGORITHMS), default="ed25519")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--show-key", action="store_true", help="print the line for the log's policy, and exit")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    signer = _signer(arguments)
    if arguments.show_key:
        print(f"witness {arguments.name.rpartition('/')[2]} {render_vkey(key_of(signer))}")
        return 0
    logs: dict[str, list[VerifierKey]] = {}
    for text in arguments.log:
        key = parse_vkey(text)
        logs.setdefault(key.name, []).append(key)
    if not logs:
        raise SystemExit("--log VKEY: a witness cosigns only logs that it was told to trust")
    witness = Witness(arguments.directory / "heads.sqlite", logs, signers=(signer,))
    with make_server(witness, (arguments.host, arguments.port), clock=_now) as server:
        print(f"http://{arguments.host}:{server.server_address[1]}/ {render_vkey(key_of(signer))}", flush=True)
        server.serve_forever()
    return 0


def _signer(arguments: argparse.Namespace) -> Signer:
    arguments.directory.mkdir(parents=True, exist_ok=True)
    path = arguments.directory / f"{arguments.algorithm}.seed"
    seed = read_seed(path) if path.exists() else make_seed(path)
    return signer_of(arguments.name, _ALGORITHMS[arguments.algorithm], seed=seed)


def _now() -> int:
    return int(time.time())
