"""`registry verify`: a whole log checked from a folder or a URL, offline and without the server's libraries."""

import argparse
import json
import os
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from registry.catalog import CATALOGUE
from registry.cli.bearing import bearer_of
from registry.ledger.errors import LedgerError, Malformed
from registry.ledger.note import parse_vkey
from registry.memory import settle
from registry.verify.saved import load, save
from registry.verify.source import Unreachable, open_source
from registry.verify.walk import Begin, verify

_TAMPERED, _UNUSABLE = 1, 2
_BAR_WIDTH = 32
_LIST_BYTES_MAX = 16 * 1024 * 1024


def add_parsers(subparsers: Any) -> None:  # noqa: ANN401  argparse does not name its type
    """Add the command."""
    parser = subparsers.add_parser(
        "verify",
        help="核验整个日志 · check a whole log: hashes, signatures, every rule, every result",
        description="Exit code 0: everything holds. 1: something does not. 2: the log could not be read.",
    )
    parser.add_argument("log", metavar="FOLDER-or-URL", help="an exported folder, or the address that serves the log")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="whose checkpoints count (C2SP tlog-policy)")
    parser.add_argument("--state", type=Path, metavar="FILE", help="go on from this verified state, and write it anew")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes for signatures")
    parser.add_argument("--relayed", metavar="FILE-or-URL", help="a witness's list of entries that were handed to it")
    parser.add_argument("--relay-key", metavar="VKEY", help="the key that must have signed that list")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="an API token of scope `log`, for that address")
    parser.add_argument("--header", action="append", default=[], metavar="NAME:VALUE", help="sent with each request")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify and print; return the exit code."""
    try:
        headers = bearer_of(args.log, args.token_file) if args.token_file else {}
        source = open_source(args.log, headers | dict(_header(text) for text in args.header))
        policy = args.policy.read_bytes() if args.policy else None
        begin = load(args.state, CATALOGUE) if args.state and args.state.exists() else None
        relayed = _bytes_at(args.relayed) if args.relayed else None
        relay_key = parse_vkey(args.relay_key) if args.relay_key else None
    except (Unreachable, OSError, ValueError, Malformed) as error:
        return _answer(args, _UNUSABLE, error)
    bar = Bar(is_watched=sys.stderr.isatty())
    settle()
    try:
        report, end = verify(
            source, CATALOGUE, policy=policy, begin=begin, jobs=args.jobs, progress=bar.show, relayed=relayed,
            relay_key=relay_key,
        )  # fmt: skip
    except (Unreachable, LedgerError) as error:
        bar.end()
        return _answer(args, _UNUSABLE if isinstance(error, Unreachable) else _TAMPERED, error)
    bar.end()
    if args.state and not report.findings:
        save(Begin(end.replay, end.tally), args.state)
    if args.json:
        print(json.dumps({"findings": [], **report.to_json()}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(report.lines()))
    return _TAMPERED if report.findings else 0


def _bytes_at(place: str) -> bytes:
    if not place.startswith(("http://", "https://")):
        return Path(place).read_bytes()
    with urllib.request.urlopen(place, timeout=60) as response:  # noqa: S310  checked above
        return bytes(response.read(_LIST_BYTES_MAX))


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        raise ValueError(text)
    return name.strip(), value.strip()


def _answer(args: argparse.Namespace, code: int, error: Exception) -> int:
    facts = {"code": error.code, **error.facts} if isinstance(error, LedgerError) else {"code": "unreachable"}
    if args.json:
        print(json.dumps({"findings": [{**facts, "text": str(error)}]}, ensure_ascii=False, default=str))
    else:
        word = "TAMPERING" if code == _TAMPERED else "cannot verify"
        print(f"{word}: {error}", file=sys.stderr)
    return code


class Bar:
    """A progress bar on standard error, at most ten times a second, and none where nobody watches."""

    def __init__(self, *, is_watched: bool) -> None:
        self._is_watched = is_watched
        self._began = self._shown = time.monotonic()

    def show(self, done: int, total: int) -> None:
        """Draw the bar."""
        now = time.monotonic()
        if not self._is_watched or (now - self._shown < 0.1 and done < total):  # noqa: PLR2004
            return
        self._shown = now
        full = done * _BAR_WIDTH // max(total, 1)
        left = int((now - self._began) * (total - done) / max(done, 1))
        sys.stderr.write(f"\r[{'█' * full}{'·' * (_BAR_WIDTH - full)}] {done}/{total} {left} s \x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._is_watched:
            sys.stderr.write("\r\x1b[K")
