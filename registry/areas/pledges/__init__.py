"""Pledges (质押): units that secure a loan, from the offer to their release or sale.

Generic: classes, batches and accounts only. What a class forbids comes from its own area, prices from the market, both
composed in the catalogue. A pledge of rights arises with registration, the lender is paid before others out of the
proceeds, and never becomes the owner of what was pledged: Civil Code arts. 393, 428, 433, 436-438, 440, 443-445,
recalled.
"""

from registry.areas.pledges.refusals import REFUSALS
from registry.areas.pledges.wording import CHOICES, FIELDS, GLOSSARY, KIND_NAMES, PARAMETERS, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]
