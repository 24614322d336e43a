"""`registry relay`: hand an envelope that got no answer to a witness, who writes down its hash and the time."""

import argparse
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from registry.cli.saying import Stop, say_code
from registry.relay import PATH

_ANSWER_MAX: Final = 4096


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("relay", help="无人答复时交给见证方 · hand an unanswered envelope to a witness")
    parser.add_argument("file", type=Path, help="已签名的条目 · the signed entry")
    parser.add_argument("--witness", required=True, metavar="URL", help="见证方的地址 · the witness's address")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Send the envelope and print what the witness wrote down; 1 if it did not take it, 2 if nobody answered."""
    base = arguments.witness.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise Stop(f"地址须以 https:// 开头：{base}", f"An address begins with https://, not {base}", code=2)
    request = urllib.request.Request(base + PATH, arguments.file.read_bytes(), {"Content-Type": "text/plain"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  checked above
            digest, _, at = response.read(_ANSWER_MAX).decode("ascii", "replace").strip().partition(" ")
    except urllib.error.HTTPError as error:
        say_code(error.read(_ANSWER_MAX).decode("ascii", "replace").strip(), {}, note=str(error.code))
        return 1
    except (urllib.error.URLError, TimeoutError) as error:
        reason = getattr(error, "reason", error)
        raise Stop(f"连接不上 {base}：{reason}", f"{base} cannot be reached: {reason}", code=2) from None
    print(f"见证方已记下 · the witness has written down  {digest}  {at}")
    print("登记簿仍可提交同一文件；到期仍未出现，任何核验者都会看到。")
    print("The same file may still be submitted; if it never appears, whoever verifies the log will see it.")
    return 0
