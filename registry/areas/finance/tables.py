"""The tables of finance, made from its records, and the indexes that serve its lists."""

from typing import Final

import sqlalchemy as sa

from registry.areas.finance.rules import RECORDS
from registry.areas.finance.rules.bonds.records import Bond, BondMove, BondReport, BondUse, ProjectCredits
from registry.areas.finance.rules.records import (
    FinanceCatalogue,
    FinanceCategory,
    Project,
    ProjectEvent,
    ProjectFlag,
    ProjectReview,
)
from registry.ledger.parties import Participant, Representative
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)

catalogues = table_of(FinanceCatalogue)
categories = table_of(FinanceCategory)
projects = table_of(Project)
reviews = table_of(ProjectReview)
flags = table_of(ProjectFlag)
events = table_of(ProjectEvent)
bonds = table_of(Bond)
uses = table_of(BondUse)
moves = table_of(BondMove)
reports = table_of(BondReport)
project_credits = table_of(ProjectCredits)
participants = table_of(Participant)
representatives = table_of(Representative)

# What the list of projects may be sorted by: the column, with the number behind it so that every place is one place.
SORTS: Final = {
    "number": projects.c.number,
    "zone": projects.c.zone,
    "category": projects.c.category_key,
    "total_investment_fen": projects.c.total_investment_fen,
    "green_finance_fen": projects.c.green_finance_fen,
    "eligibility": projects.c.eligibility,
    "changed_at": projects.c.changed_at,
}

for _column in SORTS.values():
    if _column is not projects.c.number:
        sa.Index(f"ix_green_project_by_{_column.name}", _column, projects.c.number)
# The filters that finance teams use most, in the list's usual order.
for _column in (projects.c.owner, projects.c.zone, projects.c.stage, projects.c.eligibility, projects.c.reason):
    sa.Index(f"ix_green_project_newest_by_{_column.name}", _column, projects.c.changed_at, projects.c.number)
sa.Index("ix_finance_category_by_sort_key", categories.c.version, categories.c.sort_key)
sa.Index("ix_green_bond_newest", bonds.c.changed_at, bonds.c.number)
