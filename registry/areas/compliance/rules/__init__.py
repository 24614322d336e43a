"""The rules of the compliance year: who is covered, by when, what was emitted, and who says so."""

from registry.areas.compliance.rules import deadlines, emissions, listing
from registry.areas.compliance.rules.records import RECORDS

KINDS = (*deadlines.KINDS, *listing.KINDS, *emissions.KINDS)

__all__ = ["KINDS", "RECORDS"]
