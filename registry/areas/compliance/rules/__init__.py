"""The rules of the compliance year: who is covered, by when, what was emitted, who says so, and what is allocated."""

from registry.areas.compliance.rules import allocation, calculations, deadlines, emissions, listing, records

KINDS = (*deadlines.KINDS, *listing.KINDS, *emissions.KINDS, *allocation.KINDS)
RECORDS = (*records.RECORDS, *calculations.RECORDS)

__all__ = ["KINDS", "RECORDS"]
