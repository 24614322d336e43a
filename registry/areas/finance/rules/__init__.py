"""The rules of green finance: catalogues, projects, what others say of them, and the screening that follows."""

from registry.areas.finance.rules import catalogues, projects, reviews
from registry.areas.finance.rules.records import RECORDS

KINDS = (*catalogues.KINDS, *projects.KINDS, *reviews.KINDS)

__all__ = ["KINDS", "RECORDS"]
