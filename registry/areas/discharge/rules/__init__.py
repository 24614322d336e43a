"""The rules of discharge rights: pollutants, areas, permits, indicators, rights, and trade by agreement."""

from registry.areas.discharge.rules import (
    allotting,
    areas,
    indicators,
    measured,
    permits,
    pollutants,
    records,
    renewals,
    reserve,
    rights,
    routes,
    trading,
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
    *routes.KINDS,
    *trading.KINDS,
    *reserve.KINDS,
)
RECORDS = (
    *records.RECORDS,
    *indicators.RECORDS,
    *rights.RECORDS,
    *allotting.RECORDS,
    *measured.RECORDS,
    *trading.RECORDS,
    *reserve.RECORDS,
)

__all__ = ["KINDS", "RECORDS"]
