"""The kinds and records of actual discharge: devices, measured months, and months by other methods."""

from registry.areas.discharge.rules import measuring, measuring_devices, measuring_otherwise, measuring_records

KINDS = (*measuring_devices.KINDS, *measuring.KINDS, *measuring_otherwise.KINDS)
RECORDS = (*measuring_records.RECORDS,)
