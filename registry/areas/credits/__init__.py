"""Credits (碳信用): issued here for own titles, mirrored for others; transferred, retired, and imported from lists."""

from typing import Final

from registry.areas.credits import wording
from registry.areas.credits.problems import PROBLEMS
from registry.areas.credits.wording import CHOICES, FIELDS, GLOSSARY, KIND_NAMES, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "REFUSALS", "SENTENCES", "TITLE"]

REFUSALS: Final[dict[str, tuple[str, str]]] = {**PROBLEMS, **wording.REFUSALS}
