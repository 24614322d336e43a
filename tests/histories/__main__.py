"""Check every history and print its digest; with `--write NAME` write a new one of the kinds that exist today."""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.histories import EXPECTED, FOLDER, digest_of, histories, write


def main() -> int:
    """Return 1 if a history does not replay to what it should."""
    makers = _makers() if {"--write", "--refresh"} & set(sys.argv) else {}
    parser = argparse.ArgumentParser(prog="python -m tests.histories")
    parser.add_argument("--write", metavar="NAME", help="write a new history, once")
    parser.add_argument("--refresh", action="store_true", help="write all anew; never after a first release")
    arguments = parser.parse_args()
    if arguments.refresh:
        for name in set(histories()) & set(makers):
            shutil.rmtree(FOLDER / name)
    for name in sorted(makers) if arguments.refresh else filter(None, [arguments.write]):
        write(name, makers[name])
    wrong = 0
    for one in histories():
        digest = digest_of(FOLDER / one)
        wrong += digest != (FOLDER / one / EXPECTED).read_text(encoding="ascii").strip()
        sys.stdout.write(f"{digest}  {one}\n")
    return 1 if wrong else 0


def _makers() -> dict[str, Callable[[Path], None]]:
    from tests.histories.making import MAKERS  # checking needs none of the tests' factories

    return MAKERS


if __name__ == "__main__":
    sys.exit(main())
