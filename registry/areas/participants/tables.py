"""The tables of participants, representatives, keys, accounts, classes, batches and freezes."""

from registry.areas.participants.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
