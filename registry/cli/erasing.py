"""`registry erase-document`: take a document away for good. The entry that names it keeps its hash, and stays valid."""

import argparse
import re
import time
from typing import Final

from registry.cli.saying import Stop
from registry.cli.settings import founded, settings
from registry.store import documents

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("erase-document", help="删除文件 · erase a document with its salt")
    parser.add_argument("digest", help="条目所记的哈希 · the hash by which entries name it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Erase one document; what is erased already, or was never here, is said."""
    config, engine = settings()
    founded(config, engine)
    digest = arguments.digest.lower()
    if not _DIGEST.fullmatch(digest):
        raise Stop("哈希须为 64 位十六进制。", "A hash has 64 hexadecimal digits.", code=2)
    if not documents.erase(engine, digest, now=time.time_ns() // 1000):
        raise Stop("此处没有这份文件，或已删除。", "There is no such document here, or it was erased before.")
    print(f"已删除 · erased {digest}")
    return 0
