"""Ecology (生态): GEP accounts, ecological products, compensation between areas, contracts and demonstrations.

Accounts are computed by the rules from attested inputs, with every step; coefficients and prices are local and come
with their evidence. Sources: the national guide's formulas as recalled; CODE-2026 arts. 39, 111-116, 693; ECO-COMP.
"""

from registry.areas.ecology.wording import CHOICES, FIELDS, GLOSSARY, ITEMS, KIND_NAMES, REFUSALS, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "ITEMS", "KIND_NAMES", "REFUSALS", "SENTENCES", "TITLE"]
