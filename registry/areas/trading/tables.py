"""The tables of the market: one a record."""

from registry.areas.trading.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
