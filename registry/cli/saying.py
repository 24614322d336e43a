"""What the command line says when it stops: each message in Chinese and English, with what to do next.

No web and no SQL here: `verify` and `sign` load this module, too.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from registry.ledger.errors import LedgerError
from registry.seeds import SEED_BYTES, read_seed
from registry.wording import refusal_text

# States in which the registry does not do what it was asked, by the exception's name: what it says is its own fact.
_STATES: Final = {
    "InUse": (
        "另一个写入进程正在使用此登记簿。请先停止它，或通过运行中的登记簿提交（--url）。",
        "Another writer holds this registry. Stop it first, or go through the running registry (--url).",
    ),
    "NotWritten": (
        "没有写入，写入进程没有应答。请确认 registry sequencer 在运行；可以放心再次提交。",
        "Nothing was written: the writer did not answer. See that `registry sequencer` runs; sending again is safe.",
    ),
    "RolledBack": (
        "数据库比已签名的日志短，可能来自旧备份，因此拒绝写入。请用 registry restore --from 镜像 找回条目。",
        (
            "The database is shorter than the signed log, as an old backup is, so nothing is written. Bring the "
            "entries back with `registry restore --from MIRROR`."
        ),
    ),
    "WeakConfig": (
        "设置不够安全，拒绝启动。请更正所列的设置。",
        "The settings are too weak to start. Correct the setting that is named.",
    ),
    "WeakSettings": (
        "数据库的设置可能丢失已确认的数据，拒绝启动。请更正所列的设置。",
        "The database could lose what was acknowledged. Correct the setting that is named.",
    ),
}


class Stop(Exception):  # noqa: N818  an answer, not a mistake
    """The command cannot go on; what to do next, in both languages, and the exit code."""

    def __init__(self, chinese: str, english: str, *, code: int = 1) -> None:
        super().__init__(f"{chinese}\n{english}")
        self.code = code


def say_ledger_error(error: LedgerError) -> None:
    """Print the code, its facts and its sentences on standard error."""
    say_code(error.code, error.facts, note=str(error))


def say_code(code: str, facts: dict[str, Any], *, note: str = "") -> None:
    """Print a code with its sentences on standard error; without words the code alone."""
    print(note or code, file=sys.stderr)
    texts = dict.fromkeys(refusal_text(code, facts, language) for language in ("zh", "en"))
    for text in texts:
        if text != code:
            print(f"  {text}", file=sys.stderr)


def say_state(error: RuntimeError) -> None:
    """Print a state in which the registry does not do what it was asked."""
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    for text in _STATES.get(type(error).__name__, ()):
        print(f"  {text}", file=sys.stderr)


def is_state(error: RuntimeError) -> bool:
    """Return whether an exception is one of the states that have words here, and no mistake of ours."""
    return type(error).__name__ in _STATES


def seed_in(path: Path) -> bytes:
    """Return the private seed of a file.

    Raises:
        Stop: if the file holds none.
    """
    try:
        seed = read_seed(path)
    except ValueError:
        seed = b""
    if len(seed) != SEED_BYTES:
        raise Stop(f"{path} 不是私钥文件。", f"{path} is no private seed's file.", code=2)
    return seed


def json_in(path: Path) -> Any:  # noqa: ANN401  JSON
    """Return what a JSON file holds.

    Raises:
        Stop: if it is none.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Stop(f"{path} 不是 JSON 文件：{error}", f"{path} is no JSON file: {error}", code=2) from None
