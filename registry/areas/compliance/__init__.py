"""The compliance year (履约年度): who is covered, what was emitted, who verified it, and what the authority accepted.

Sources: the Interim Regulations on Carbon Emissions Trading (REG-2024), the Measures for Trial Implementation
(MEAS-2020), the Ecological and Environmental Code (CODE-2026), and the notice for the work of 2026 (NOTICE-2026).
Direct emissions only; what was bought as power or heat does not count. Workbooks are documents outside the ledger; the
integers that rules need stand in the entries.
"""

from typing import Final

from registry.areas.compliance import evidence_wording, refusals, wording
from registry.areas.compliance.wording import TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]

CHOICES: Final = {**wording.CHOICES, **evidence_wording.CHOICES}
FIELDS: Final = {**wording.FIELDS, **evidence_wording.FIELDS}
GLOSSARY: Final = {**wording.GLOSSARY, **evidence_wording.GLOSSARY}
KIND_NAMES: Final = {**wording.KIND_NAMES, **evidence_wording.KIND_NAMES}
PARAMETERS: Final = {**wording.PARAMETERS, **evidence_wording.PARAMETERS}
REFUSALS: Final = {**refusals.REFUSALS, **evidence_wording.REFUSALS}
SENTENCES: Final = {**wording.SENTENCES, **evidence_wording.SENTENCES}
