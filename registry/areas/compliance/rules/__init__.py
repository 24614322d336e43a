"""The rules of the compliance year: who is covered, by when, what is emitted, allocated and surrendered."""

from registry.areas.compliance.rules import (
    allocation,
    calculations,
    deadlines,
    emissions,
    evidence,
    listing,
    records,
    surrender,
)
from registry.areas.compliance.rules.pledging import pledge_gate

_WITH_KINDS = (deadlines, listing, emissions, allocation, surrender, evidence)
_WITH_RECORDS = (records, calculations, surrender, evidence)
KINDS = tuple(kind for module in _WITH_KINDS for kind in module.KINDS)
RECORDS = tuple(record for module in _WITH_RECORDS for record in module.RECORDS)

__all__ = ["KINDS", "RECORDS", "pledge_gate"]
