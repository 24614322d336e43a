"""The rules of forestry: plots and where they may lie."""

from registry.areas.forestry.rules import plots

KINDS = plots.KINDS
RECORDS = plots.RECORDS

__all__ = ["KINDS", "RECORDS"]
