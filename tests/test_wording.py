import ast
import re
import string
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from registry import ledger_wording, wording
from registry.areas.participants import control_data
from registry.areas.participants.control_data import Founding
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parameters import Evidence, Nature, SetParameter
from registry.areas.participants.rules.parties import OpenAccount
from registry.areas.participants.rules.standing import ChangeAccount
from registry.areas.pledges import founding as pledges_founding
from registry.areas.trading import founding as trading_founding
from registry.catalog import CATALOGUE
from registry.ledger.codec import encode, fields
from registry.ledger.serials import account_number
from registry.web import page_wording

ROOT = Path(__file__).resolve().parents[1]
REFUSING = {"Refusal", "Malformed", "Tampering"}
# Where a code comes in as an argument: the function's name, and the position of the code among its arguments.
HANDED_ON = {"require": 3}


def sources() -> Iterator[ast.Module]:
    for path in sorted((ROOT / "registry").rglob("*.py")):
        if "wording" not in path.name and path.name != "refusals.py":
            yield ast.parse(path.read_text(encoding="utf-8"))


def codes_raised() -> set[str]:
    found = set()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                at = 0 if name in REFUSING else HANDED_ON.get(name)
                code = node.args[at] if at is not None and len(node.args) > at else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    return found


def texts_in_source() -> set[str]:
    nodes = (node for tree in sources() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def refusals() -> dict[str, tuple[str, str]]:
    return {**ledger_wording.REFUSALS, **page_wording.OWN, **wording.words("REFUSALS")}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_kind_has_a_name_and_a_sentence_in_both_languages() -> None:
    names, sentences = wording.words("KIND_NAMES"), wording.words("SENTENCES")
    assert sorted(set(CATALOGUE.kinds) - names.keys()) == []
    assert sorted(set(CATALOGUE.kinds) - sentences.keys()) == []
    assert all(len(pair) == 2 and all(pair) for pair in (*names.values(), *sentences.values()))


def test_no_name_or_sentence_is_of_a_kind_that_does_not_exist() -> None:
    worded = wording.words("KIND_NAMES").keys() | wording.words("SENTENCES").keys()
    known = {kind for name in worded for kind in CATALOGUE.kinds if kind == re.split("[@+]", name)[0]}
    assert {re.split("[@+]", name)[0] for name in worded} == known


def test_sentences_name_only_fields_of_their_body() -> None:
    wrong = {}
    for kind, pair in wording.words("SENTENCES").items():
        name, _, revision = kind.partition("+")[0].partition("@")
        made = CATALOGUE.kinds[name][int(revision)] if revision else CATALOGUE.latest(name)
        assert made is not None
        known = {spec.name for spec in fields(made.body)}
        unknown = {name for text in pair for name in placeholders(text)} - known
        if unknown:
            wrong[kind] = unknown
    assert wrong == {}


def test_a_signed_sentence_says_every_field_of_participants_bodies() -> None:
    """What is signed must be said; only the areas' own longer bodies may leave facts to the page."""
    silent = {}
    for kind, (chinese, english) in wording.words("SENTENCES").items():
        latest = CATALOGUE.latest(kind)
        if latest is not None and kind.startswith("participants."):
            missing = {spec.name for spec in fields(latest.body)} - (placeholders(chinese) & placeholders(english))
            if missing:
                silent[kind] = missing
    assert silent == {}


def test_every_code_raised_has_words_in_both_languages() -> None:
    assert sorted(codes_raised() - refusals().keys()) == []
    assert all(len(pair) == 2 and all(pair) for pair in refusals().values())


def test_no_words_stand_for_a_code_that_nothing_raises() -> None:
    assert sorted(refusals().keys() - texts_in_source()) == []


def test_an_area_may_word_a_shared_code_for_its_own_kinds() -> None:
    own = wording.areas()["participants"].REFUSALS["number_taken"][1].format(number="P-1")
    assert wording.refusal_text("number_taken", {"number": "P-1"}, "en", kind="participants.register") == own


def test_every_field_of_a_body_has_a_label() -> None:
    missing = {
        f"{name}: {spec.name}"
        for name in CATALOGUE.kinds
        for spec in fields(CATALOGUE.kinds[name][max(CATALOGUE.kinds[name])].body)
        if spec.name not in wording.words("FIELDS", area=name.partition(".")[0])
    }
    assert sorted(missing) == []


@pytest.mark.parametrize("founding", [control_data.FOUNDING, pledges_founding.FOUNDING, trading_founding.FOUNDING])
def test_every_founding_parameter_is_named_in_both_languages(founding: tuple[Founding, ...]) -> None:
    names = [one.definition.name for one in founding]
    said = [wording.parameter_name(name, language) for name in names for language in ("zh", "en")]
    assert not {*names} & {*said}


def test_every_choice_of_a_body_has_a_label() -> None:
    missing = set()
    for name, revisions in CATALOGUE.kinds.items():
        choices = wording.words("CHOICES", area=name.partition(".")[0])
        for spec in fields(revisions[max(revisions)].body):
            if isinstance(spec.type, type) and issubclass(spec.type, StrEnum):
                missing |= {f"{spec.type.__name__}.{m.value}" for m in spec.type} - {
                    f"{cls}.{value}" for cls, labels in choices.items() for value in labels
                }
    assert sorted(missing) == []


def test_a_sentence_is_the_same_from_a_body_and_from_its_json() -> None:
    body = OpenAccount(account_number("31", "HO", 7), "P-00000007", "主账户")
    for language in ("zh", "en"):
        said = wording.sentence("participants.open_account", body, language)
        assert said == wording.sentence("participants.open_account", encode(body), language)
        assert body.account in said


def test_integers_are_shown_with_thousands_separators_and_years_without() -> None:
    body = SetParameter("limit", "", None, 1234567, None, "Measures art. 1", Evidence.SOURCE)
    assert "1,234,567" in wording.sentence("participants.set_parameter", body, "en")
    calendar = {"year": 2027, "holidays": [], "workdays": [], "article": "N1", "document": "0" * 64}
    assert "2027" in wording.sentence("participants.set_calendar", calendar, "zh")


def test_choices_are_shown_in_words() -> None:
    body = ChangeAccount(account_number("31", "HO", 7), "LOST", Mandate.AUTHORITY)
    assert "主管部门" in wording.sentence("participants.suspend_account", body, "zh-CN")
    assert wording.choice_label(Nature.LAW, "en", kind="participants.set_parameter") == "a parameter of law"


def test_a_refusal_shows_its_facts_and_a_dash_for_one_that_is_missing() -> None:
    assert "1,234" in wording.refusal_text("too_few_representatives", {"wanted": 1234}, "en")
    assert "—" in wording.refusal_text("too_few_representatives", {"wanted": 1234}, "en")


def test_a_code_without_words_shows_itself() -> None:
    assert wording.refusal_text("never_heard_of", {}, "zh") == "never_heard_of"


def test_chinese_words_stand_in_chinese_parentheses() -> None:
    narrow = re.compile(r"(?<=[\u4e00-\u9fff])\([^()\"]*[\u4e00-\u9fff][^()\"]*\)")
    texts = (path for kind in ("py", "html", "po") for path in sorted((ROOT / "registry").rglob(f"*.{kind}")))

    assert [(path.name, found) for path in texts for found in narrow.findall(path.read_text(encoding="utf-8"))] == []
