"""The words of kinds and fields on pages, in the reader's language, and the sentence with its facts marked.

They come from `registry.wording`, so a page says what `registry sign` says of the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from markupsafe import Markup

from registry import wording
from registry.areas.participants.zones import zones
from registry.catalog import CATALOGUE
from registry.web.language import language
from registry.web.signing import marked


@dataclass(frozen=True, slots=True)
class Said:
    """A text that is asked for when a page is drawn, in the language of that request."""

    say: Callable[[str], str]

    def __str__(self) -> str:
        """Return the text in the reader's language."""
        return self.say(language())


# A class names itself in Chinese only. Those that the design foresees have an English name; others go by their code.
CLASSES: Final = {
    "CEA": "Allowances",
    "CCER": "China Certified Emission Reductions",
    "PDR": "Discharge rights",
    "FCS": "Forestry sink credits",
    "BLC": "Blue carbon credits",
    "CNY": "Renminbi",
}


def class_name(code: str, name: str) -> str:
    """Return the name of an asset class in the reader's language."""
    return CLASSES.get(code, code) if language() == "en" else name


def zone_name(code: str) -> str:
    """Return a zone's name, or its code if it is not in the table."""
    found = zones().get(code)
    if found is None:
        return code
    return found.name_en if language() == "en" else found.name_zh


def zone_choices() -> list[tuple[str, object]]:
    """Return all zones with their names."""
    return [(code, zone_name(code)) for code in zones()]


def kind_title(kind: str) -> Said:
    """Return the title of a kind."""
    return Said(lambda code: wording.kind_name(kind, code))


def kind_choices() -> list[tuple[str, object]]:
    """Return every kind with its title, to be chosen from."""
    return [(one, f"{kind_title(one)} · {one}") for one in sorted(CATALOGUE.kinds)]


def label_of(name: str, kind: str = "") -> Said:
    """Return the label of a body's field in the words of the kind's area."""
    return Said(lambda code: wording.field_label(name, code, kind=kind))


def choice_of(value: Enum, kind: str = "") -> Said:
    """Return the label of a choice."""
    return Said(lambda code: wording.choice_label(value, code, kind=kind))


def marked_sentence(kind: str, body: Any) -> str | Markup:  # noqa: ANN401  any kind's body
    """Return the sentence of an entry with its facts marked, in the reader's language."""
    pair = wording.sentence_pair(kind, body)
    if pair is None:
        return wording.sentence(kind, body, language())
    facts = wording.shown_fields(body, language(), kind=kind)
    return marked(pair[1 if language() == "en" else 0], **facts)
