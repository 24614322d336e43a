"""Green finance (绿色金融): projects under the catalogue in force, and why one is not eligible.

The registry is the register of green projects itself. What is not here: bonds and the use of proceeds, impact reports,
and the texts of the 2025 catalogue below its first level, which come in by `finance.extend_catalogue`.

Sources are marked as they were found: read in full, recalled (BK), or made by this registry. See `SOURCES`.
"""

from typing import Final

from registry.areas.finance.wording import KIND_NAMES, REASONS, REFUSALS, SENTENCES, SOURCES
from registry.areas.finance.words import CHOICES, FIELDS, GLOSSARY, METRIC_NAMES

__all__ = [
    "CHOICES",
    "FIELDS",
    "GLOSSARY",
    "KIND_NAMES",
    "METRIC_NAMES",
    "REASONS",
    "REFUSALS",
    "SENTENCES",
    "SOURCES",
    "TITLE",
]

TITLE: Final = ("绿色金融", "Green finance")
