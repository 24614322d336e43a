"""The rules of green finance: catalogues, projects, what others say of them, and the screening that follows."""

from registry.areas.finance.rules import bonds, catalogues, projects, reviews
from registry.areas.finance.rules.changes import Screens
from registry.areas.finance.rules.records import RECORDS as OF_PROJECTS
from registry.ledger.rules import Kind


def kinds(screens: Screens) -> tuple[Kind, ...]:
    """Return the kinds; ``screens`` are asked at every screening what higher areas hold for or against a project."""
    return (*catalogues.KINDS, *projects.kinds(screens), *reviews.kinds(screens), *bonds.kinds(screens))


KINDS = kinds(())
RECORDS = (*OF_PROJECTS, *bonds.RECORDS)

__all__ = ["KINDS", "RECORDS", "Screens", "kinds"]
