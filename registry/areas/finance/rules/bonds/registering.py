"""Registering a bond, and the opinion of an independent reviewer on it."""

from dataclasses import dataclass, fields, replace
from typing import Any

from registry.areas.finance.rules.bonds.records import SECURITIES, Bond, BondNo, BondTerms
from registry.areas.finance.rules.catalogues import in_force
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.rules.records import FinanceCatalogue, Grade
from registry.areas.finance.rules.reviews import REVIEWERS
from registry.areas.participants.identifiers import is_isin
from registry.areas.participants.rules.conflicts import are_related
from registry.ledger.codec import Day, Digest, ParticipantNo
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, by_owner
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View, require

REGISTER, REVIEW = "finance.register_bond", "finance.review_bond"
CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class RegisterBond(BondTerms):
    """The body of `finance.register_bond`."""

    bond: BondNo


@dataclass(frozen=True, slots=True)
class ReviewBond:
    """The body of `finance.review_bond`: the reviewer's opinion, which counts until a day."""

    bond: BondNo
    reviewer: ParticipantNo
    grade: Grade
    until: Day
    document: Digest


def register_bond(body: RegisterBond, context: Context, view: View) -> Outcome:
    """Register a bond with its framework, under the catalogue in force on the day of its issue.

    Raises:
        Refusal: ``bond_number_taken``, those of `_check_terms`.
    """
    if view.get(Bond, body.bond) is not None:
        raise Refusal("bond_number_taken", bond=body.bond)
    _check_terms(body, view, today=beijing_day(context.recorded_at))
    terms: dict[str, Any] = {field.name: getattr(body, field.name) for field in fields(BondTerms)}
    new = Bond(
        **terms,
        number=body.bond,
        reviewer=None,
        grade=None,
        review_until=None,
        review_document=None,
        received_fen=0,
        allocated_fen=0,
        placed_fen=0,
        returned_fen=0,
        moves=0,
        reports=0,
        registered_at=context.recorded_at,
        registered_index=context.index,
        changed_at=context.recorded_at,
        changed_index=context.index,
    )
    return Outcome(records=(new,))


def _check_terms(terms: BondTerms, view: View, *, today: str) -> None:
    """Return if the terms agree with each other and with the catalogue.

    Raises:
        Refusal: ``isin_missing``, ``isin_unexpected``, ``isin_check``, ``isin_taken``, ``currency_differs``,
            ``issued_in_future``, ``matures_too_early``, ``unknown_catalogue``, ``catalogue_not_in_force``.
    """
    _check_isin(terms, view)
    if terms.currency != CURRENCY:
        raise Refusal("currency_differs", currency=terms.currency, expected=CURRENCY)
    if terms.issued_on > today:
        raise Refusal("issued_in_future", today=today)
    if terms.matures_on <= terms.issued_on:
        raise Refusal("matures_too_early", issued_on=terms.issued_on)
    require(view, FinanceCatalogue, terms.catalogue, "unknown_catalogue")
    applicable = in_force(view, terms.issued_on)
    if applicable is None or applicable.version != terms.catalogue:
        raise Refusal("catalogue_not_in_force", day=terms.issued_on, version=applicable.version if applicable else None)


def _check_isin(terms: BondTerms, view: View) -> None:
    if terms.isin is None:
        if terms.bond_kind in SECURITIES:
            raise Refusal("isin_missing", kind=terms.bond_kind)
        return
    if terms.bond_kind not in SECURITIES:
        raise Refusal("isin_unexpected", kind=terms.bond_kind)
    if not is_isin(terms.isin):
        raise Refusal("isin_check", isin=terms.isin)
    if view.find(Bond, "isin", terms.isin, limit=1):
        raise Refusal("isin_taken", isin=terms.isin)


def review_bond(body: ReviewBond, context: Context, view: View) -> Outcome:
    """Record an independent reviewer's opinion on a bond's framework.

    Raises:
        Refusal: ``unknown_bond``, ``not_a_reviewer``, ``reviewer_not_independent``, ``review_expired`` if it would
            not count tomorrow.
    """
    bond = require(view, Bond, body.bond, "unknown_bond")
    reviewer = require(view, Participant, body.reviewer, "not_a_reviewer")
    if reviewer.function not in REVIEWERS:
        raise Refusal("not_a_reviewer", function=reviewer.function)
    if body.reviewer == bond.issuer or are_related(view, body.reviewer, bond.issuer):
        raise Refusal("reviewer_not_independent", participant=body.reviewer)
    if body.until <= beijing_day(context.recorded_at):
        raise Refusal("review_expired", until=body.until)
    new = replace(
        bond,
        reviewer=body.reviewer,
        grade=body.grade,
        review_until=body.until,
        review_document=body.document,
        changed_at=context.recorded_at,
        changed_index=context.index,
    )
    return Outcome(records=(new,))


def by_issuer(body: Any, view: View, *, kind: str) -> Requirement:  # noqa: ANN401  any body that names a bond
    """Return who must sign for the bond's issuer.

    Raises:
        Refusal: ``unknown_bond``.
    """
    return by_owner(view, participant=require(view, Bond, body.bond, "unknown_bond").issuer, kind=kind)


KINDS = (
    Kind(
        REGISTER, RegisterBond, lambda body, view: by_owner(view, participant=body.issuer, kind=REGISTER), register_bond
    ),
    Kind(REVIEW, ReviewBond, lambda body, view: by_owner(view, participant=body.reviewer, kind=REVIEW), review_bond),
)
