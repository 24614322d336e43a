"""Who is covered in a year: above the threshold, or below it for the first time after a year above.

Sources: MEAS-2020 art. 8 and NOTICE-2026 (26 000 tCO2e of direct emissions a year), MEAS-2020 art. 11 (off the list
after two consecutive years below, or when it stops).
"""

from dataclasses import dataclass, replace
from typing import Final

from registry.areas.compliance.rules.records import CoveredEnterprise, RemovalGround, Sector, VerifiedEmissions
from registry.areas.participants.rules.parameters import parameter
from registry.areas.participants.rules.parties import standing_participant
from registry.ledger.codec import Count, Digest, ParticipantNo, Year
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function
from registry.ledger.rules import Context, Demand, Kind, Outcome, Requirement, View

THRESHOLD: Final = "covered_threshold_tco2e"
FIRST_YEAR: Final = "covered_first_year"


@dataclass(frozen=True, slots=True)
class ListEnterprise:
    """The body of `compliance.list_enterprise`; ``basis_tco2e`` are the direct emissions that the list looks at."""

    year: Year
    participant: ParticipantNo
    sector: Sector
    basis_tco2e: Count
    document: Digest


@dataclass(frozen=True, slots=True)
class RemoveEnterprise:
    """The body of `compliance.remove_enterprise`."""

    year: Year
    participant: ParticipantNo
    ground: RemovalGround
    document: Digest


def by_an_authority(_body: object, _view: View) -> Requirement:
    """Return the requirement of one representative of an authority."""
    return (Demand(function=Function.AUTHORITY),)


def list_enterprise(body: ListEnterprise, context: Context, view: View) -> Outcome:
    """Put an enterprise on the list of a year.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``not_an_enterprise``, ``sector_not_covered`` for a
            year before the sector's first, ``already_listed``, ``below_threshold`` with the ``limit`` (tCO2e), and
            ``parameter_not_set``.
    """
    participant = standing_participant(view, body.participant)
    if participant.function is not Function.ENTERPRISE:
        raise Refusal("not_an_enterprise", participant=body.participant)
    now = context.recorded_at
    first = parameter(view, FIRST_YEAR, now, scope=body.sector)
    if body.year < first:
        raise Refusal("sector_not_covered", sector=body.sector, year=str(body.year), first=str(first))
    known = view.get(CoveredEnterprise, body.year, body.participant)
    if known is not None and known.is_listed:
        raise Refusal("already_listed", participant=body.participant, year=str(body.year))
    limit = parameter(view, THRESHOLD, now)
    if body.basis_tco2e < limit and not _was_above(view, body, limit):
        raise Refusal("below_threshold", units=body.basis_tco2e, limit=limit)
    new = CoveredEnterprise(
        year=body.year,
        participant=body.participant,
        sector=body.sector,
        zone=participant.zone,
        basis_tco2e=body.basis_tco2e,
        is_listed=True,
        removed=None,
        version=known.version if known else 0,
        verifier=known.verifier if known else None,
        document=body.document,
        listed_index=context.index,
    )
    return Outcome(records=(new,))


def _was_above(view: View, body: ListEnterprise, limit: int) -> bool:
    """Return whether the year before was above: one year below alone does not end the duty."""
    before = view.get(CoveredEnterprise, body.year - 1, body.participant)
    return before is not None and before.is_listed and before.basis_tco2e >= limit


def remove_enterprise(body: RemoveEnterprise, _context: Context, view: View) -> Outcome:
    """Take an enterprise off the list of a year, as long as nothing is owed for it.

    Raises:
        Refusal: ``not_listed``, ``emissions_accepted``.
    """
    listed = require_listed(view, body.year, body.participant)
    if view.get(VerifiedEmissions, body.year, body.participant) is not None:
        raise Refusal("emissions_accepted", participant=body.participant, year=str(body.year))
    return Outcome(records=(replace(listed, is_listed=False, removed=body.ground, document=body.document),))


def require_listed(view: View, year: int, participant: str) -> CoveredEnterprise:
    """Return an enterprise that is on the list of a year.

    Raises:
        Refusal: ``not_listed``.
    """
    found = view.get(CoveredEnterprise, year, participant)
    if found is None or not found.is_listed:
        raise Refusal("not_listed", participant=participant, year=str(year))
    return found


KINDS = (
    Kind("compliance.list_enterprise", ListEnterprise, by_an_authority, list_enterprise),
    Kind("compliance.remove_enterprise", RemoveEnterprise, by_an_authority, remove_enterprise),
)
