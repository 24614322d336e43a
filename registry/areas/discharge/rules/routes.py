"""Agreements of two provinces under which discharge rights may go from one to the other (R6)."""

from dataclasses import dataclass

from registry.areas.discharge.rules.trade_records import Ratio, Route
from registry.ledger.codec import Code, Day, Digest, ParticipantNo, Zone
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, by_owner
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View

ROUTE = "discharge.agree_route"


@dataclass(frozen=True, slots=True)
class AgreeRoute:
    """The body of `discharge.agree_route`, signed by the authorities of both provinces; ``ratio`` in permille."""

    seller_zone: Zone
    buyer_zone: Zone
    agreement: Code
    ratio: Ratio
    first_day: Day
    last_day: Day
    seller_authority: ParticipantNo
    buyer_authority: ParticipantNo
    document: Digest


def route_signers(body: AgreeRoute, view: View) -> Requirement:
    """Return who must sign: the authorities of both provinces, one once if it is both's."""
    both = dict.fromkeys((body.seller_authority, body.buyer_authority))
    return tuple(demand for one in both for demand in by_owner(view, participant=one, kind=ROUTE))


def agree_route(body: AgreeRoute, context: Context, view: View) -> Outcome:
    """Let rights go from one province to another; a new agreement replaces the one before.

    Raises:
        Refusal: ``same_zone``, ``dates_reversed``, ``not_an_authority`` for a participant that is none, or of another
            province.
    """
    if body.seller_zone == body.buyer_zone:
        raise Refusal("same_zone", zone=body.seller_zone)
    if body.last_day < body.first_day:
        raise Refusal("dates_reversed")
    for number, zone in ((body.seller_authority, body.seller_zone), (body.buyer_authority, body.buyer_zone)):
        found = view.get(Participant, number)
        if found is None or found.function is not Function.AUTHORITY or found.zone != zone:
            raise Refusal("not_an_authority", participant=number, zone=zone)
    made = Route(
        seller_zone=body.seller_zone,
        buyer_zone=body.buyer_zone,
        agreement=body.agreement,
        ratio=body.ratio,
        first_day=body.first_day,
        last_day=body.last_day,
        seller_authority=body.seller_authority,
        buyer_authority=body.buyer_authority,
        document=body.document,
        agreed_index=context.index,
    )
    return Outcome(records=(made,))


KINDS = (Kind(ROUTE, AgreeRoute, route_signers, agree_route),)
