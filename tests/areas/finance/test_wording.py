import ast
import dataclasses
import re
from enum import StrEnum
from pathlib import Path

import pytest

from registry.areas import finance
from registry.areas.finance import rules
from registry.areas.finance.rules import KINDS, choices
from registry.areas.finance.rules.projects import METRICS

RULES = Path(rules.__file__).parent
HAN = re.compile("[\u4e00-\u9fff]")


def refused_codes() -> set[str]:
    """Return every code that the rules of finance name where they refuse."""
    found = set()
    for path in RULES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"Refusal": 0, "require": 3}.get(node.func.id)
                if place is not None and isinstance(node.args[place], ast.Constant):
                    found.add(str(node.args[place].value))  # type: ignore[attr-defined]
    return found


def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal() -> None:
    assert refused_codes() == finance.REFUSALS.keys()


def test_every_kind_has_its_name_and_its_sentence() -> None:
    names = {kind.name for kind in KINDS}

    assert names == finance.KIND_NAMES.keys() == finance.SENTENCES.keys()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_signed_sentence_names_fields_of_its_body_only(kind: object) -> None:
    body, name = kind.body, kind.name  # type: ignore[attr-defined]
    fields = {field.name for field in dataclasses.fields(body)}

    for text in finance.SENTENCES[name]:
        assert set(re.findall(r"{(\w+)}", text)) <= fields
    assert fields <= finance.FIELDS.keys()


def test_every_choice_and_indicator_has_its_name() -> None:
    enums = {name: cls for name, cls in vars(choices).items() if isinstance(cls, type) and issubclass(cls, StrEnum)}
    enums.pop("StrEnum")

    assert {name: set(cls) for name, cls in enums.items()} == {name: set(of) for name, of in finance.CHOICES.items()}
    assert METRICS.keys() == finance.METRIC_NAMES.keys()


@pytest.mark.parametrize("table", ["KIND_NAMES", "SENTENCES", "REFUSALS", "REASONS", "SOURCES", "GLOSSARY", "FIELDS"])
def test_each_wording_is_chinese_first_and_english_second(table: str) -> None:
    for chinese, english in getattr(finance, table).values():
        assert HAN.search(chinese)
        assert not HAN.search(english)
        assert set(re.findall(r"{(\w+)}", chinese)) - {"title_zh", "name_zh"} == set(
            re.findall(r"{(\w+)}", english)
        ) - {
            "title_en",
            "name_en",
        }
