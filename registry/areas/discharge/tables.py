"""The tables of discharge rights, made from its records."""

from registry.areas.discharge.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
