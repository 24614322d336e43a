"""Supervision (监督): lists, certificates, duties, cases and control units, credit grades, and what they forbid.

Records rest on what somebody attests, with article, reason and days; whose word counts stands in `rules/books.py`. What
lists forbid below goes through the gate of the market and the screen of green finance that the catalogue composes.
Sources: the guiding opinion of 2021; CODE-2026; rules marked recalled are parameters or say so on their page.
"""

from typing import Final

from registry.areas.supervision import draw_wording, wording
from registry.areas.supervision.wording import GLOSSARY, LISTS, PARAMETERS, TITLE

CHOICES: Final = wording.CHOICES | draw_wording.CHOICES
FIELDS: Final = wording.FIELDS | draw_wording.FIELDS
ITEMS: Final = draw_wording.ITEMS
KIND_NAMES: Final = wording.KIND_NAMES | draw_wording.KIND_NAMES
REFUSALS: Final = wording.REFUSALS | draw_wording.REFUSALS
SENTENCES: Final = wording.SENTENCES | draw_wording.SENTENCES

__all__ = [
    "CHOICES", "FIELDS", "GLOSSARY", "ITEMS", "KIND_NAMES", "LISTS", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE",
]  # fmt: skip
