"""Every kind, field and refusal of allowances and credits is worded in both languages."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from registry.areas import allowances, credits, participants  # noqa: A004  the area's name
from registry.areas.allowances import rules as allowance_rules
from registry.areas.credits import rules as credit_rules
from registry.areas.credits.problems import PROBLEMS
from registry.ledger.codec import fields
from registry.web.page_wording import OWN

AREAS = ((allowances, allowance_rules.KINDS), (credits, credit_rules.KINDS))
ROOT = Path(__file__).parents[3] / "registry" / "areas"
HAN = re.compile("[\u4e00-\u9fff]")
SOURCES = (
    *sorted((ROOT / "allowances" / "rules").glob("*.py")),
    *sorted((ROOT / "credits" / "rules").glob("*.py")),
    ROOT / "participants" / "rules" / "holdings.py",
    ROOT / "participants" / "rules" / "blocks.py",
)
# Worded where every area's common refusals are.
ELSEWHERE = {
    "account_frozen", "ends_in_past", "parameter_not_set", "purpose_not_debited", "too_many_freezes", "units_frozen",
    "unknown_account", "unknown_class", "unknown_participant", "unknown_representative",
}  # fmt: skip


def first_words(sources: tuple[Path, ...], places: dict[str, int]) -> set[str]:
    """Return the literals that stand at these places of calls of these names."""
    found = set()
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in places and len(node.args) > places[name]:
                found.update(literals(node.args[places[name]]))
    return found


def literals(node: ast.expr) -> list[str]:
    branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [one.value for one in branches if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_every_refusal_is_worded_and_no_other() -> None:
    worded = set(allowances.REFUSALS) | set(credits.REFUSALS) - set(PROBLEMS)
    assert worded == first_words(SOURCES, {"Refusal": 0, "require": 3}) - ELSEWHERE
    assert not set(allowances.REFUSALS) & set(credits.REFUSALS)


def test_every_problem_of_a_file_is_worded_and_no_other() -> None:
    readers = tuple((ROOT.parent / "imports").glob("*.py"))
    found = first_words(readers, {"Problem": 2, "report": 1, "Malformed": 0})
    assert set(PROBLEMS) <= found <= set(PROBLEMS) | set(OWN)


@pytest.mark.parametrize(("area", "kinds"), AREAS)
def test_every_kind_has_a_name_and_a_sentence_of_its_bodys_fields(area: object, kinds: tuple[object, ...]) -> None:
    names = {kind.name for kind in kinds}  # type: ignore[attr-defined]
    # A sentence of an older revision, or with more facts, is named `<kind>@<revision>` or `<kind>+<fact>`.
    said = {re.split("[@+]", name)[0] for name in area.SENTENCES}  # type: ignore[attr-defined]
    assert set(area.KIND_NAMES) == said == names  # type: ignore[attr-defined]
    for kind in kinds:
        known = {spec.name for spec in fields(kind.body)}  # type: ignore[attr-defined]
        older = f"{kind.name}@{kind.revision}"  # type: ignore[attr-defined]
        for text in area.SENTENCES.get(older) or area.SENTENCES[kind.name]:  # type: ignore[attr-defined]
            assert {name for _, name, _, _ in Formatter().parse(text) if name} <= known


def test_every_field_of_a_body_has_a_label() -> None:
    labels = set(allowances.FIELDS) | set(credits.FIELDS) | set(participants.FIELDS)
    bodies = {kind.body for _, kinds in AREAS for kind in kinds}
    assert {spec.name for body in bodies for spec in fields(body)} <= labels


@pytest.mark.parametrize("area", [allowances, credits])
def test_both_languages_are_there(area: object) -> None:
    for name in ("GLOSSARY", "KIND_NAMES", "SENTENCES", "FIELDS", "REFUSALS"):
        for chinese, english in getattr(area, name).values():
            assert HAN.search(chinese)
            assert english
            assert not HAN.search(english)
