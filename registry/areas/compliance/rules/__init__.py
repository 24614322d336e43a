"""The rules of the compliance year: who is covered, by when, what is emitted, allocated and surrendered."""

from registry.areas.compliance.rules import allocation, calculations, deadlines, emissions, listing, records, surrender

KINDS = (*deadlines.KINDS, *listing.KINDS, *emissions.KINDS, *allocation.KINDS, *surrender.KINDS)
RECORDS = (*records.RECORDS, *calculations.RECORDS, *surrender.RECORDS)

__all__ = ["KINDS", "RECORDS"]
