"""The tables of supervision, made from its records."""

from registry.areas.supervision.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
