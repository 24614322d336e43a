"""Every kind, field, choice and refusal of compliance is worded in both languages, and nothing else is."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from registry.areas import compliance
from registry.areas.compliance import rules
from registry.areas.compliance.founding import DEFINITIONS, VALUES
from registry.ledger.codec import fields

HAN = re.compile("[\u4e00-\u9fff]")
SOURCES = tuple(sorted(Path(rules.__file__).parent.glob("*.py")))

# Worded where every area's common refusals are.
ELSEWHERE = {"unknown_account", "unknown_pending"}


def refused_codes() -> set[str]:
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"Refusal": 0, "require": 3}.get(node.func.id)
                code = node.args[place] if place is not None else None
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
    return found


def test_every_refusal_is_worded_and_no_other() -> None:
    assert refused_codes() - ELSEWHERE == set(compliance.REFUSALS)


def test_every_kind_has_its_name_and_a_sentence_of_its_bodys_fields() -> None:
    assert {kind.name for kind in rules.KINDS} == set(compliance.KIND_NAMES) == set(compliance.SENTENCES)
    for kind in rules.KINDS:
        known = {spec.name for spec in fields(kind.body)}
        assert known <= set(compliance.FIELDS)
        for text in compliance.SENTENCES[kind.name]:
            assert {name for _, name, _, _ in Formatter().parse(text) if name} <= known


def test_every_parameter_is_named_and_set_only_if_defined() -> None:
    assert {one.name for one in DEFINITIONS} == set(compliance.PARAMETERS) >= {one.name for one in VALUES}


@pytest.mark.parametrize("table", ["KIND_NAMES", "PARAMETERS", "SENTENCES", "REFUSALS", "GLOSSARY", "FIELDS"])
def test_each_wording_is_chinese_first_and_english_second(table: str) -> None:
    for chinese, english in getattr(compliance, table).values():
        assert HAN.search(chinese)
        assert not HAN.search(english)
        assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english))
