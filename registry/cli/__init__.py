"""The command line: one module a group of commands, imported only when it is asked for.

A command module has `add_parsers(subparsers)`; each parser sets `run`, a function of the parsed arguments that returns
the exit code: 0 done, 1 answered with no, 2 not understood or not reachable, 130 interrupted. `verify`, `keys`, `sign`,
`seal`, `draw`, `submit` and `relay` must run without Flask, SQLAlchemy and marshmallow.
"""

import argparse
import functools
import importlib
import shutil
import sys
from collections.abc import Sequence

from registry.cli.saying import Stop, is_state, say_ledger_error, say_state
from registry.ledger.errors import LedgerError

# Command -> module of this package; the help text of all others stays cheap.
COMMANDS = {
    "demo": "running",
    "init": "running",
    "serve": "running",
    "sequencer": "running",
    "worker": "running",
    "upgrade": "running",
    "rotate-log-key": "rotating",
    "people": "admitting",
    "keys": "authoring",
    "sign": "authoring",
    "seal": "sealing",
    "draw": "drawing",
    "submit": "authoring",
    "relay": "relaying",
    "import": "importing",
    "export": "auditing",
    "verify": "verifying",
    "audit": "auditing",
    "dump": "auditing",
    "erase-document": "erasing",
    "rebuild": "auditing",
    "restore": "auditing",
    "witness": "witnessing",
}
NO, UNUSABLE, INTERRUPTED = 1, 2, 130
_WIDTH_MAX = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is said in both languages."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser(words).parse_args(words)
    try:
        return int(chosen.run(chosen))
    except Stop as stop:
        print(stop, file=sys.stderr)
        code = stop.code
    except LedgerError as error:
        say_ledger_error(error)
        code = NO
    except (BrokenPipeError, KeyboardInterrupt):
        code = INTERRUPTED
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "), file=sys.stderr)
        code = UNUSABLE
    except RuntimeError as error:
        if not is_state(error):
            raise
        say_state(error)
        code = NO
    except _database_errors() as error:
        print("数据库不可用，或其中尚未建立登记簿。", file=sys.stderr)
        print(f"The database cannot be used, or holds no registry yet.\n{error}", file=sys.stderr)
        code = UNUSABLE
    return code


def _database_errors() -> tuple[type[Exception], ...]:
    """Return SQLAlchemy's errors, if this command has loaded it at all."""
    loaded = sys.modules.get("sqlalchemy.exc")
    return () if loaded is None else (loaded.SQLAlchemyError,)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    width = min(shutil.get_terminal_size().columns, _WIDTH_MAX)
    shape = functools.partial(argparse.HelpFormatter, max_help_position=16, width=width)
    parser = argparse.ArgumentParser(
        prog="registry",
        formatter_class=shape,
        add_help=False,
        description="登记簿命令行 · The registry's command line",
        epilog="每个命令的用法 · how to use a command: registry COMMAND --help",
    )
    options = parser.add_argument_group("选项 · options")
    options.add_argument("-h", "--help", action="help", help="显示帮助 · show this help")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="命令 · commands")
    wanted = [word for word in words if word in COMMANDS][:1]
    for module in dict.fromkeys(COMMANDS[word] for word in (wanted or COMMANDS)):
        importlib.import_module(f"registry.cli.{module}").add_parsers(subparsers)
    return parser
