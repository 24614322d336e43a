"""The rules of bonds and other green money: terms and review, proceeds, reports with the effects that are theirs."""

from registry.areas.finance.rules.bonds import proceeds, registering, reporting
from registry.areas.finance.rules.bonds.records import RECORDS
from registry.areas.finance.rules.changes import Screens
from registry.ledger.rules import Kind

__all__ = ["RECORDS", "kinds"]


def kinds(screens: Screens) -> tuple[Kind, ...]:
    """Return the kinds of bonds; ``screens`` are asked as at every screening of a project."""
    return (*registering.KINDS, *proceeds.kinds(screens), *reporting.KINDS)
