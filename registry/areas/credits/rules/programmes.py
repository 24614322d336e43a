"""What a scheme admits before any project: methodologies, and the bodies that may validate and verify."""

from dataclasses import dataclass, fields, replace
from typing import Annotated

from registry.areas.credits.rules.records import Accreditation, Field, Methodology, MethodologyNo, PerMille, Scheme
from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import Evidence
from registry.ledger.codec import Day, Digest, Name, ParticipantNo, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View


@dataclass(frozen=True, slots=True)
class AdmitMethodology:
    """The body of `credits.admit_methodology`; ``field`` is the field of work that a body is accredited for."""

    scheme: Scheme
    methodology: MethodologyNo
    name_zh: Name
    name_en: Name
    field: Field
    crediting_years_min: Annotated[int, Whole(1, 100)]
    crediting_years_max: Annotated[int, Whole(1, 100)]
    buffer_permille: PerMille
    article: Name
    evidence: Evidence
    document: Digest


def admit_methodology(body: AdmitMethodology, context: Context, view: View) -> Outcome:
    """Admit a version of a methodology to a scheme, once; another version has another code.

    Raises:
        Refusal: ``methodology_admitted``, ``crediting_bounds``, and those of `credit_class`.
    """
    credit_class(view, body.scheme)
    if view.get(Methodology, body.scheme, body.methodology) is not None:
        raise Refusal("methodology_admitted", scheme=body.scheme, methodology=body.methodology)
    if body.crediting_years_min > body.crediting_years_max:
        raise Refusal("crediting_bounds")
    given = {one.name: getattr(body, one.name) for one in fields(AdmitMethodology)}
    given["evidence"] = body.evidence.value
    return Outcome(records=(Methodology(**given, admitted_index=context.index),))


@dataclass(frozen=True, slots=True)
class Accredit:
    """The body of `credits.accredit`: a body may validate and verify in a field, up to and on a day."""

    participant: ParticipantNo
    field: Field
    until: Day
    document: Digest


def accredit(body: Accredit, context: Context, view: View) -> Outcome:
    """Accredit a body in a field, or extend that.

    Raises:
        Refusal: ``not_a_verification_body``, ``accreditation_past``.
    """
    found = view.get(Participant, body.participant)
    if found is None or found.function is not Function.VERIFIER:
        raise Refusal("not_a_verification_body", participant=body.participant)
    if body.until < day_of(context.recorded_at).isoformat():
        raise Refusal("accreditation_past", until=body.until)
    made = Accreditation(
        body.participant, body.field, body.until, is_active=True, document=body.document, since_index=context.index
    )
    return Outcome(records=(made,))


@dataclass(frozen=True, slots=True)
class EndAccreditation:
    """The body of `credits.end_accreditation`."""

    participant: ParticipantNo
    field: Field
    document: Digest


def end_accreditation(body: EndAccreditation, context: Context, view: View) -> Outcome:
    """End a body's accreditation in a field before its day.

    Raises:
        Refusal: ``no_accreditation``.
    """
    found = view.get(Accreditation, body.participant, body.field)
    if found is None or not found.is_active:
        raise Refusal("no_accreditation", participant=body.participant, field=body.field)
    ended = replace(found, is_active=False, document=body.document, since_index=context.index)
    return Outcome(records=(ended,))


KINDS = (
    Kind(
        "credits.admit_methodology",
        AdmitMethodology,
        lambda _body, _view: by_authority_and_operator(),
        admit_methodology,
    ),
    Kind("credits.accredit", Accredit, lambda _body, _view: by_authority_and_operator(), accredit),
    Kind(
        "credits.end_accreditation",
        EndAccreditation,
        lambda _body, _view: by_authority_and_operator(),
        end_accreditation,
    ),
)
