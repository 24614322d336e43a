"""Allowances (碳排放配额): what participants hold in the national register, mirrored here.

Sources: Measures for the Administration of Carbon Emissions Trading (Trial) art. 5 (title lies in the national
register) and art. 19 (voluntary cancellation: given up for good, never issued or traded again, published).
"""

from registry.areas.allowances.wording import CHOICES, FIELDS, GLOSSARY, KIND_NAMES, REFUSALS, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "REFUSALS", "SENTENCES", "TITLE"]
