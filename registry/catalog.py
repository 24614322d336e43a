"""The kinds and records of all areas by name. No web, no SQL: the auditor imports this too."""

from registry.areas.allowances import rules as allowances
from registry.areas.credits import rules as credits_
from registry.areas.finance import rules as finance
from registry.areas.participants import rules as participants
from registry.ledger.rules import Catalogue

_AREAS = (participants, allowances, credits_, finance)

CATALOGUE = Catalogue.of(
    kinds=tuple(kind for area in _AREAS for kind in area.KINDS),
    records=tuple(record for area in _AREAS for record in getattr(area, "RECORDS", ())),
)
