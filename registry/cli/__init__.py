"""The command line: one module a group of commands, imported only when it is asked for.

A command module has `add_parsers(subparsers)`; each parser sets `run`, a function of the parsed arguments that returns
the exit code. `verify` and `sign` must run without Flask, SQLAlchemy and marshmallow.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from registry.ledger.errors import LedgerError
from registry.wording import refusal_text

# Command -> module of this package; the help text of all others stays cheap.
COMMANDS = {
    "init": "running",
    "demo": "running",
    "serve": "running",
    "sequencer": "running",
    "worker": "running",
    "keys": "authoring",
    "sign": "authoring",
    "submit": "authoring",
    "import": "importing",
    "export": "auditing",
    "verify": "verifying",
    "audit": "auditing",
    "dump": "auditing",
    "rebuild": "auditing",
    "restore": "auditing",
    "witness": "witnessing",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors of the ledger print their sentence and give 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="registry", description="登记簿命令行 · The registry's command line")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = [word for word in words if word in COMMANDS][:1]
    for module in dict.fromkeys(COMMANDS[word] for word in (wanted or COMMANDS)):
        importlib.import_module(f"registry.cli.{module}").add_parsers(subparsers)
    chosen = parser.parse_args(words)
    try:
        return int(chosen.run(chosen))
    except LedgerError as error:
        print(f"{error.code}: {refusal_text(error.code, error.facts, 'en')}", file=sys.stderr)
        print(f"{error}", file=sys.stderr)
        return 1
    except RuntimeError as error:
        # Weak settings, a rolled back database, another writer: each says what is wrong in its own words.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    except (BrokenPipeError, KeyboardInterrupt):
        return 130


if __name__ == "__main__":
    sys.exit(main())
