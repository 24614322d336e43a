"""The table of `docs/security.md` names evidence that exists, and each requirement once."""

import re

from tests.test_tidy import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text()
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| \d", line)]


def test_every_named_test_exists() -> None:
    named = re.findall(r"(tests/[\w/]+\.py)::(\w+)", TEXT)

    assert len(named) > 40
    assert [f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text()] == []


def test_every_row_has_one_of_the_kinds_of_evidence() -> None:
    kinds = re.compile(r"tests/|setting: |the operator must|in part, see above|not met, see above")

    assert [row for row in ROWS if len(row) != 3 or not kinds.match(row[2])] == []


def test_no_requirement_stands_twice() -> None:
    numbers = [number for row in ROWS for number in row[0].split(", ")]

    assert len(numbers) > 150
    assert sorted({one for one in numbers if numbers.count(one) > 1}) == []


def test_every_named_file_exists() -> None:
    named = set(re.findall(r"`((?:registry|docs|tests)/[\w/.]+\.(?:py|md))`", TEXT))

    assert [name for name in named if not (ROOT / name).exists()] == []
