"""`registry rotate-log-key`: a new key for the log, and the entry that hands over to it, for the authority to sign."""

import argparse
import secrets
import time
from pathlib import Path

from registry.areas.participants.rules.logkeys import ROTATION, hand_over
from registry.cli.saying import Stop
from registry.cli.settings import founded, settings
from registry.ledger import note
from registry.ledger.entry import compose, write
from registry.ledger.keys import ED25519, Signer, signer_of
from registry.ledger.rules import DAY_SECONDS
from registry.seeds import make_seed
from registry.store.heads import log_keys
from registry.store.log_signers import finder, seed_path
from registry.store.opening import log_signer


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    made = subparsers.add_parser("rotate-log-key", help="更换日志密钥 · make a new key for the log, and its entry")
    made.add_argument(
        "--output", type=Path, default=Path("rotation.txt"), help="待签条目写到哪里 · where the entry to be signed goes"
    )
    made.set_defaults(run=run_rotate)


def run_rotate(arguments: argparse.Namespace) -> int:
    """Make the new key, have both keys sign the handover, and write the entry."""
    config, engine = settings()
    head = founded(config, engine)
    with engine.connect() as connection:
        known = log_keys(connection, head.origin)
    founding = log_signer(config.directory, head.origin)
    old = _in_force(founding, known, config.directory)
    new = _made(config.directory, head.origin)
    body = hand_over(old, new)
    at_ms, chance = time.time_ns() // 1_000_000, secrets.token_bytes(10)
    entry = compose(ROTATION, body, origin=head.origin, at_ms=at_ms, seconds=DAY_SECONDS, random=chance)
    arguments.output.write_bytes(write(entry))
    print(f"{arguments.output}\n{body.new_key}")
    print("先让每个见证方收下新密钥，再由主管部门和一名运营代表签名并提交。")
    print("First have every witness take the new key; then the authority and an operator sign the entry and submit it:")
    print(f"  registry sign {arguments.output} --key SEED --name R-…")
    return 0


def _in_force(founding: Signer, known: tuple[str, ...], directory: Path) -> Signer:
    if not known:
        raise Stop(
            "本登记簿的创始条目未启用更换日志密钥。请先启用该事项。",
            "This registry was founded without handing over its log's key, so there is no record of it.",
        )
    own = note.render_vkey(note.key_of(founding))
    old = founding if known[-1] == own else finder(directory)(known[-1])
    if old is None:
        raise Stop(f"现行日志密钥的私钥不在此处：{known[-1]}", f"The seed of the log's key {known[-1]} is not here.")
    return old


def _made(directory: Path, origin: str) -> Signer:
    """Make a seed and put it where the writer will look for it."""
    draft = directory / "log-next.seed"
    draft.unlink(missing_ok=True)  # one that an interrupted run left has signed nothing
    new = signer_of(origin, ED25519, seed=make_seed(draft))
    draft.rename(seed_path(directory, note.render_vkey(note.key_of(new))))
    return new
