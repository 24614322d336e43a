"""The kinds and records of actual discharge: devices, measured months, months by other methods, and settled years."""

from registry.areas.discharge.rules import (
    measuring,
    measuring_devices,
    measuring_otherwise,
    measuring_records,
    settling,
)

KINDS = (*measuring_devices.KINDS, *measuring.KINDS, *measuring_otherwise.KINDS, *settling.KINDS)
RECORDS = (*measuring_records.RECORDS, *settling.RECORDS)
