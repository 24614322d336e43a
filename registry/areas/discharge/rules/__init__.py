"""The rules of discharge rights: pollutants, areas, permits, indicators, and rights."""

from registry.areas.discharge.rules import (
    allotting,
    areas,
    indicators,
    measured,
    permits,
    pollutants,
    records,
    renewals,
    rights,
)

KINDS = (
    *pollutants.KINDS,
    *areas.KINDS,
    *permits.KINDS,
    *renewals.KINDS,
    *indicators.KINDS,
    *rights.KINDS,
    *allotting.KINDS,
    *measured.KINDS,
)
RECORDS = (*records.RECORDS, *indicators.RECORDS, *rights.RECORDS, *allotting.RECORDS, *measured.RECORDS)

__all__ = ["KINDS", "RECORDS"]
