"""The tables of ecology, made from its records."""

from registry.areas.ecology.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
