"""The table of docs/privacy.md, made from the bodies themselves. `python -m tests.privacy` writes it again."""

import dataclasses
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from registry.catalog import CATALOGUE
from registry.ledger.codec import DataClass, fields

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "privacy.md"
START, END = "<!-- fields: start -->", "<!-- fields: end -->"
COMMAND = "python -m tests.privacy"


def rows(body: type, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each field of a body, down to the scalars, with its class of data."""
    for spec in fields(body):
        name = f"{path}{spec.name}"
        inner: Any = spec.type
        constraint: Any = spec.constraint
        if spec.items is not None:
            name, inner = f"{name}[]", spec.items
            constraint = next(iter(getattr(inner, "__metadata__", ())), None)
            inner = getattr(inner, "__origin__", inner)
        if dataclasses.is_dataclass(inner):
            yield from rows(inner, f"{name}.")  # type: ignore[arg-type]
        else:
            yield name, class_of(inner, constraint)


def class_of(scalar: Any, constraint: Any) -> str:
    """Return the class of data of a scalar; choices and flags are codes."""
    if scalar is bool or (isinstance(scalar, type) and issubclass(scalar, StrEnum)):
        return DataClass.CODE.value
    return str(constraint.data.value)


def table() -> str:
    """Return the lines between the two marks of the document."""
    lines = ["| kind | field | class of data |", "|---|---|---|"]
    for kind in sorted(CATALOGUE.kinds):
        for revision, made in sorted(CATALOGUE.kinds[kind].items()):
            name = kind if revision == 1 else f"{kind}@{revision}"
            lines += [f"| `{name}` | `{field}` | {data} |" for field, data in rows(made.body)]
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """Return the document with its table made anew."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table()}{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
