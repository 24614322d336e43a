"""The tables of allowances: pending steps, which credits share, and statements of the national register."""

from registry.areas.allowances.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
