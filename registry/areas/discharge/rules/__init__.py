"""The rules of discharge rights: pollutants, areas and permits."""

from registry.areas.discharge.rules import areas, permits, pollutants, records, renewals

KINDS = (*pollutants.KINDS, *areas.KINDS, *permits.KINDS, *renewals.KINDS)
RECORDS = (*records.RECORDS,)

__all__ = ["KINDS", "RECORDS"]
