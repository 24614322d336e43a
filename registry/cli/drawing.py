"""`registry draw`: a seed for a random inspection, and any draw computed again from an export alone.

Nothing but the export is asked: its tree is checked up to the signed head, the commitment and the draw are read from
it, the root is computed from its leaves. No Flask and no SQLAlchemy here.
"""

import argparse
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from registry.areas.supervision.rules.draw_bodies import CommitDraw, DrawLots
from registry.areas.supervision.rules.draws import ENTRIES_AFTER
from registry.areas.supervision.rules.selection import commitment_of, lots, population_of
from registry.cli.saying import Stop
from registry.ledger import leaf as leaves
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.codec import decode
from registry.ledger.entry import Entry, parse
from registry.ledger.merkle import Frontier
from registry.ledger.note import parse as parse_note
from registry.verify.source import CHECKPOINT, open_source, read
from registry.verify.tree import TreeCheck

_SEED_BYTES: Final = 32
_ONLY_OWNER: Final = 0o600
_COMMIT, _DRAW = "supervision.commit_draw", "supervision.draw"
_DIFFERS: Final = 1


@dataclass
class Read:
    """What an export says of one draw, and the log's root at the size that completes its seed."""

    committed: CommitDraw | None = None
    drawn: DrawLots | None = None
    target: int = 0
    root: bytes = b""


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    made = subparsers.add_parser(
        "draw", help="双随机抽查：种子与重算 · seeds of draws, and drawing again from an export"
    )
    actions = made.add_subparsers(dest="action", required=True, metavar="ACTION")
    seed = actions.add_parser("seed", help="生成种子及其摘要 · make a seed and print its hash")
    seed.add_argument("--output", required=True, type=Path, help="种子文件 · the file that keeps the seed")
    seed.set_defaults(run=run_seed)
    check = actions.add_parser("check", help="由导出重算 · compute a draw again from an export")
    check.add_argument("place", metavar="FOLDER-or-URL")
    check.add_argument("number", help="抽查编号 · the draw's number")
    check.set_defaults(run=run_check)


def run_seed(arguments: argparse.Namespace) -> int:
    """Write a new seed to a file that only its owner can read, and print what to commit to."""
    seed = secrets.token_bytes(_SEED_BYTES)
    try:
        descriptor = os.open(arguments.output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_OWNER)
    except FileExistsError:
        raise Stop(f"{arguments.output}: 已有此文件", "There is such a file already.") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{seed.hex()}\n")
    print(commitment_of(seed))
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print the lots of a draw as they follow from the export; exit code 1 if the log's own differ or are missing."""
    found = read_draw(arguments.place, arguments.number)
    committed, drawn = found.committed, found.drawn
    if committed is None:
        raise Stop(f"{arguments.number}: 日志中没有此抽查", "There is no such draw in the log.")
    if drawn is None:
        print("尚未揭示种子 · the seed is not revealed yet")
        return _DIFFERS
    recusals = [(one.inspector, one.participant) for one in committed.recusals]
    population = population_of(committed.objects, committed.inspectors, recusals)
    seed = bytes.fromhex(drawn.seed)
    wrong = [
        name
        for name, is_right in (
            ("population", drawn.population == population),
            ("seed", commitment_of(seed) == committed.commitment),
            ("root", found.root.hex() == drawn.root),
        )
        if not is_right
    ]
    if wrong:
        print("不符 · differs: " + ", ".join(wrong))
        return _DIFFERS
    made = lots(
        seed, found.root, objects=committed.objects, inspectors=committed.inspectors, recusals=set(recusals),
        counts=(committed.drawn, committed.inspectors_each),
    )  # fmt: skip
    for place, one in enumerate(made, start=1):
        print(place, one.participant, *one.inspectors)
    return 0


def read_draw(place: str, number: str) -> Read:
    """Return what an export says of a draw; every leaf is held against the tree's signed root.

    Raises:
        Tampering, Unreachable: as `registry verify` does.
    """
    source = open_source(place)
    head, _ = parse_checkpoint(read(source, CHECKPOINT))
    check, frontier, found = TreeCheck(source, head.size, head.root), Frontier(), Read()
    check.start(frontier.root())
    for bundle in check.bundles():
        for index, data in enumerate(bundle.entries, start=bundle.start):
            frontier.append(bundle.hashes[index - bundle.start])
            if index + 1 == found.target:
                found.root = frontier.root()
            made = leaves.parse(data, head.origin)
            if made.result == "accepted":
                _note(found, parse(parse_note(made.envelope).text), index, number)
    return found


def _note(found: Read, entry: Entry, index: int, number: str) -> None:
    body: Any = entry.body
    if entry.kind == _COMMIT and body["number"] == number:
        found.committed, found.target = decode(CommitDraw, body), index + 1 + ENTRIES_AFTER
    elif entry.kind == _DRAW and body["number"] == number:
        found.drawn = decode(DrawLots, body)
