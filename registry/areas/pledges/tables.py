"""The tables of pledges, made from their records."""

from registry.areas.pledges.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
