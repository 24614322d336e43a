"""The rules of forestry: plots and where they may lie; losses and who answers for them."""

from registry.areas.forestry.rules import losses, plots

KINDS = (*plots.KINDS, *losses.KINDS)
RECORDS = (*plots.RECORDS, *losses.RECORDS)

__all__ = ["KINDS", "RECORDS"]
