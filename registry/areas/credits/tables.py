"""The tables of credits: classes, retirements, imports and what they brought in."""

from registry.areas.credits.rules import RECORDS
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)
