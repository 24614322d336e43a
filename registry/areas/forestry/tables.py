"""The tables of forestry, made from its records."""

from registry.areas.forestry.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
