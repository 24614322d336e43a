"""The market (交易): listed orders, blocks and auctions, delivery against payment, and the money of it."""

from registry.areas.trading.problems import REFUSALS
from registry.areas.trading.wording import CHOICES, FIELDS, GLOSSARY, KIND_NAMES, PARAMETERS, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]
