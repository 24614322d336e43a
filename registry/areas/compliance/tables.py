"""The tables of compliance, made from its records."""

from registry.areas.compliance.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
