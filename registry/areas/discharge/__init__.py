"""Discharge rights (排污权): permits, total-quantity indicators, what is allotted against them, and trade under R1–R11.

Sources: the Ecological and Environmental Code (CODE-2026), the Regulation on Permits (PERMIT-REG), State Council Office
38号 of 2014 and the provinces' own rules, which are parameters. A holder's legal representative stands in the permit's
document alone: no natural person is named here.
"""

from registry.areas.discharge import measuring_refusal_wording, measuring_wording, refusals, trade_wording, wording
from registry.areas.discharge.wording import GLOSSARY, TITLE

CHOICES = trade_wording.CHOICES | wording.CHOICES | measuring_wording.CHOICES
FIELDS = trade_wording.FIELDS | wording.FIELDS | measuring_wording.FIELDS
ITEMS = wording.ITEMS | measuring_wording.ITEMS
KIND_NAMES = trade_wording.KIND_NAMES | wording.KIND_NAMES | measuring_wording.KIND_NAMES
PARAMETERS = trade_wording.PARAMETERS | wording.PARAMETERS | measuring_wording.PARAMETERS
REFUSALS = refusals.REFUSALS | measuring_refusal_wording.REFUSALS | trade_wording.REFUSALS
SENTENCES = trade_wording.SENTENCES | wording.SENTENCES | measuring_wording.SENTENCES

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "ITEMS", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]
