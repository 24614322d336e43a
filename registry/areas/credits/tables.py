"""The tables of credits, made from its records, and the indexes that serve the list of projects."""

from typing import Final

import sqlalchemy as sa

from registry.areas.credits.rules import RECORDS
from registry.areas.credits.rules.records import Accreditation, Case, Comment, CreditEvent, CreditProject, Methodology
from registry.ledger.parties import Participant
from registry.store.projection import table_of

TABLES = tuple(table_of(cls) for cls in RECORDS)

methods = table_of(Methodology)
accredited = table_of(Accreditation)
projects = table_of(CreditProject)
cases = table_of(Case)
comments = table_of(Comment)
events = table_of(CreditEvent)
participants = table_of(Participant)

# What the list of projects may be sorted by: the column, with the number behind it so that every place is one place.
SORTS: Final = {
    "number": projects.c.number,
    "scheme": projects.c.scheme,
    "zone": projects.c.zone,
    "stage": projects.c.stage,
    "units_expected": projects.c.units_expected,
    "issued_units": projects.c.issued_units,
    "changed_at": projects.c.changed_at,
}

for _column in SORTS.values():
    if _column is not projects.c.number:
        sa.Index(f"ix_credit_project_by_{_column.name}", _column, projects.c.number)
# The filters, in the list's usual order.
for _column in (projects.c.owner, projects.c.zone, projects.c.stage, projects.c.scheme, projects.c.methodology):
    sa.Index(f"ix_credit_project_newest_by_{_column.name}", _column, projects.c.changed_at, projects.c.number)
