"""The compliance year (履约年度): who is covered, what was emitted, who verified it, and what the authority accepted.

Sources: the Interim Regulations on Carbon Emissions Trading (REG-2024), the Measures for Trial Implementation
(MEAS-2020), the Ecological and Environmental Code (CODE-2026), and the notice for the work of 2026 (NOTICE-2026).
Direct emissions only; what was bought as power or heat does not count. Workbooks are documents outside the ledger; the
integers that rules need stand in the entries.
"""

from registry.areas.compliance.refusals import REFUSALS
from registry.areas.compliance.wording import CHOICES, FIELDS, GLOSSARY, KIND_NAMES, PARAMETERS, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]
