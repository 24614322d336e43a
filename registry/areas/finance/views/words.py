"""The area's words in the reader's language, for tables, forms and templates."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from flask import url_for
from flask_babel.speaklater import LazyString

from registry.areas.finance import CHOICES, FIELDS, METRIC_NAMES, REASONS, SOURCES
from registry.areas.finance.rules.records import FinanceCategory
from registry.web.language import language
from registry.web.tables import Tone
from registry.web.words import zone_name

Pair = tuple[str, str]

TONES: Final[Mapping[str, Tone]] = {"eligible": "good", "not_yet": "wait", "not_eligible": "bad"}


def in_language(pair: Pair) -> str:
    """Return the Chinese or the English text of a pair."""
    return pair[1] if language() == "en" else pair[0]


def label(name: str) -> LazyString:
    """Return a field's label, chosen when it is shown."""
    return LazyString(in_language, FIELDS[name])


def choice(kind: str, value: str) -> str:
    """Return the name of one choice of a kind."""
    return in_language(CHOICES[kind][value])


def choices(of: type[StrEnum]) -> Callable[[], Sequence[tuple[str, object]]]:
    """Return a function that gives all choices of a kind with their names."""
    return lambda: [(member.value, choice(of.__name__, member.value)) for member in of]


def badges(of: type[StrEnum]) -> Mapping[str, tuple[Tone, object]]:
    """Return how a column shows the choices of a kind."""
    named = CHOICES[of.__name__]
    return {member: (TONES.get(member, "quiet"), LazyString(in_language, pair)) for member, pair in named.items()}


def metric_choices() -> Sequence[tuple[str, object]]:
    """Return all indicators with their names."""
    return [(code, in_language(pair)) for code, pair in METRIC_NAMES.items()]


def reason_choices() -> Sequence[tuple[str, object]]:
    """Return all reasons with their wording."""
    return [(code, in_language(pair)) for code, pair in REASONS.items()]


def reason_text(code: str) -> str:
    """Return the wording of a reason; empty for none."""
    return in_language(REASONS[code]) if code else ""


def source_text(code: str) -> str:
    """Return the wording of a reason's source."""
    return in_language(SOURCES[code])


def metric_name(code: str) -> str:
    """Return an indicator's name."""
    return in_language(METRIC_NAMES[code])


def title_of(category: FinanceCategory) -> str:
    """Return an entry's title; those that have no English one keep the Chinese."""
    return in_language((category.title_zh, category.title_en or category.title_zh))


def crumbs_of(path: Sequence[FinanceCategory]) -> list[tuple[str, str | None]]:
    """Return the way to an entry as the links above a page; the last one is where the reader is."""
    links = [(one.code, url_for("finance.catalogue", version=one.version, under=one.code)) for one in path[:-1]]
    return [*links, (path[-1].code, None)]


TEMPLATE_WORDS: Final = {
    "choice": choice,
    "crumbs_of": crumbs_of,
    "label": lambda name: in_language(FIELDS[name]),
    "metric_name": metric_name,
    "reason_text": reason_text,
    "source_text": source_text,
    "title_of": title_of,
    "tones": TONES,
    "zone_name": zone_name,
}
