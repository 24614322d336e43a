"""Green finance (绿色金融): projects under the catalogue in force, why one is not eligible, and the money for them.

The registry is the register of green projects itself, and follows the proceeds of bonds (募集资金) into projects.
What is not here: the texts of the 2025 catalogue below its first level, which come in by `finance.extend_catalogue`.

Sources are marked as they were found: read in full, recalled (BK), or made by this registry. See `SOURCES`.
"""

from typing import Final

from registry.areas.finance import bond_wording, wording, words
from registry.areas.finance.bond_wording import PARAMETERS
from registry.areas.finance.wording import REASONS, SOURCES
from registry.areas.finance.words import METRIC_NAMES

__all__ = [
    "CHOICES",
    "FIELDS",
    "GLOSSARY",
    "KIND_NAMES",
    "METRIC_NAMES",
    "PARAMETERS",
    "REASONS",
    "REFUSALS",
    "SENTENCES",
    "SOURCES",
    "TITLE",
]

KIND_NAMES: Final = {**wording.KIND_NAMES, **bond_wording.BOND_KIND_NAMES}
SENTENCES: Final = {**wording.SENTENCES, **bond_wording.BOND_SENTENCES}
REFUSALS: Final = {**wording.REFUSALS, **bond_wording.BOND_REFUSALS}
FIELDS: Final = {**bond_wording.BOND_FIELDS, **words.FIELDS}
CHOICES: Final = {**words.CHOICES, **bond_wording.BOND_CHOICES}
GLOSSARY: Final = {**words.GLOSSARY, **bond_wording.BOND_GLOSSARY}
TITLE: Final = ("绿色金融", "Green finance")
