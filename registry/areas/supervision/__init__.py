"""Supervision (监督): lists, certificates, duties, cases and control units, credit grades, and what they forbid.

Records rest on what somebody attests, with article, reason and days; whose word counts stands in `rules/books.py`. What
lists forbid below goes through the gate of the market and the screen of green finance that the catalogue composes.
Sources: the guiding opinion of 2021; CODE-2026; rules marked recalled are parameters or say so on their page.
"""

from registry.areas.supervision.wording import (
    CHOICES,
    FIELDS,
    GLOSSARY,
    KIND_NAMES,
    LISTS,
    PARAMETERS,
    REFUSALS,
    SENTENCES,
    TITLE,
)

__all__ = [
    "CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "LISTS", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE",
]  # fmt: skip
