"""Discharge rights (排污权): permits, total-quantity indicators, what is allotted against them, and trade under R1–R11.

Sources: the Ecological and Environmental Code (CODE-2026), the Regulation on Permits (PERMIT-REG), State Council Office
38号 of 2014 and the provinces' own rules, which are parameters. A holder's legal representative stands in the permit's
document alone: no natural person is named here.
"""

from registry.areas.discharge.refusals import REFUSALS
from registry.areas.discharge.wording import CHOICES, FIELDS, GLOSSARY, ITEMS, KIND_NAMES, PARAMETERS, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "ITEMS", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]
