"""The kinds and records of all areas by name. No web, no SQL: the auditor imports this too."""

from registry.areas.allowances import rules as allowances
from registry.areas.compliance import rules as compliance
from registry.areas.credits import rules as credits_
from registry.areas.discharge import rules as discharge
from registry.areas.ecology import rules as ecology
from registry.areas.finance import rules as finance
from registry.areas.forestry import rules as forestry
from registry.areas.participants import rules as participants
from registry.areas.pledges import rules as pledges
from registry.areas.supervision import rules as supervision
from registry.areas.trading import rules as trading
from registry.ledger.rules import Catalogue

# What an asset class forbids in the market, by class; the market asks and knows none of the areas above it.
GATES: dict[str, trading.Gate] = {trading.EVERY: supervision.gate}
# The same of pledges, with what the market says that units are worth.
PLEDGE_GATES: dict[str, pledges.Gate] = {
    pledges.EVERY: supervision.pledge_gate,
    "CEA": compliance.pledge_gate,
}
PLEDGE_SEAMS = pledges.Seams(PLEDGE_GATES, trading.closes)
# What is asked at every screening of a green project.
SCREENS: finance.Screens = (supervision.screen,)

_KINDS = (
    *participants.KINDS,
    *pledges.kinds(PLEDGE_SEAMS),
    *trading.kinds(GATES),
    *allowances.KINDS,
    *credits_.KINDS,
    *compliance.KINDS,
    *forestry.KINDS,
    *supervision.guarded(discharge.KINDS),
    *finance.kinds(SCREENS),
    *supervision.KINDS,
    *ecology.KINDS,
)
_AREAS = (
    participants, pledges, trading, allowances, credits_, compliance, forestry, discharge, finance, supervision,
    ecology,
)  # fmt: skip

CATALOGUE = Catalogue.of(
    kinds=_KINDS,
    records=tuple(record for area in _AREAS for record in getattr(area, "RECORDS", ())),
)
