"""`registry seal`: the hash of a sealed bid, and the file of what it hides, on a device of the bidder's own.

The page to reveal reads the same file. No Flask and no SQLAlchemy here.
"""

import argparse
import json
import os
import re
import secrets
from pathlib import Path

from registry.areas.trading.rules.auctions import commitment_of
from registry.cli.saying import Stop
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.errors import Malformed
from registry.ledger.serials import Purpose, parse_account

_SALT_BYTES = 16
_is_id = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII).fullmatch
_is_price = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?", re.ASCII).fullmatch
_ONLY_OWNER = 0o600


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    made = subparsers.add_parser("seal", help="算出密封出价的摘要 · compute the hash of a sealed bid")
    made.add_argument("auction", type=_auction, help="竞价编号 · the auction's number")
    made.add_argument("account", type=_account, help="您的交易账户 · your trading account")
    made.add_argument("--price", required=True, type=_fen, metavar="YUAN", help="单价，元 · price in yuan, 73.20")
    made.add_argument("--units", required=True, type=_units, help="数量 · units")
    made.add_argument(
        "--output", required=True, type=Path, help="底稿，揭示时需要 · the opening, which the reveal needs"
    )
    made.set_defaults(run=run_seal)


def _auction(text: str) -> str:
    if not _is_id(text):
        raise argparse.ArgumentTypeError("竞价编号见其页面 · an auction's number stands on its page")
    return text


def _account(text: str) -> str:
    try:
        is_trading = parse_account(text).purpose is Purpose.TRADING
    except Malformed:
        is_trading = False
    if not is_trading:
        raise argparse.ArgumentTypeError("交易账户形如 31-TR-00000011-96 · not the number of a trading account")
    return text


def _fen(text: str) -> int:
    found = _is_price(text)
    fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
    if not fen:
        raise argparse.ArgumentTypeError("单价须大于零，最多两位小数 · a price above zero with at most two decimals")
    return fen


def _units(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= INTEGER_MAX:
        raise argparse.ArgumentTypeError("数量须为大于零的整数 · units are a whole number above zero")
    return int(text)


def run_seal(arguments: argparse.Namespace) -> int:
    """Write the opening to a new file that only its owner can read, and print the hash."""
    salt = secrets.token_hex(_SALT_BYTES)
    commitment = commitment_of(
        arguments.auction, arguments.account, price_fen=arguments.price, units=arguments.units, salt=salt
    )
    opening = {
        "auction": arguments.auction, "account": arguments.account, "price_fen": str(arguments.price),
        "units": str(arguments.units), "salt": salt, "commitment": commitment,
    }  # fmt: skip
    try:
        descriptor = os.open(arguments.output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_OWNER)
    except FileExistsError:
        raise Stop(
            f"{arguments.output} 已存在，底稿不会被覆盖。", f"{arguments.output} exists; no opening is overwritten."
        ) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(json.dumps(opening) + "\n")
    print(f"摘要 · hash     {commitment}")
    print(f"底稿 · opening  {arguments.output}")
    return 0
