"""From the annual report to verified emissions: the enterprise reports, a verifier reviews, the authority accepts.

A correction is a new version and never an edit. In one province and year a service body either writes reports or
reviews them (REG-2024 art. 13); who reviews is assigned by the authority and is related to nobody concerned.
"""

from dataclasses import dataclass, replace
from datetime import date

from registry.areas.compliance.rules.deadlines import end_of, require_deadline
from registry.areas.compliance.rules.listing import by_an_authority, require_listed
from registry.areas.compliance.rules.records import (
    CoveredEnterprise,
    EmissionsReport,
    Findings,
    Parts,
    Sector,
    Side,
    Source,
    Step,
    TechnicalService,
    VerificationOpinion,
    VerifiedEmissions,
)
from registry.areas.participants.rules.calendars import start_of
from registry.areas.participants.rules.conflicts import are_related
from registry.areas.participants.rules.parties import standing_participant
from registry.ledger.codec import Count, Digest, ParticipantNo, Units, Year
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, by_owner
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View

_FLUOROCARBONS = frozenset({Source.CF4, Source.C2F6})


@dataclass(frozen=True, slots=True)
class ReportEmissions:
    """The body of `compliance.report_emissions`. ``version`` is one above the newest that the author saw."""

    year: Year
    participant: ParticipantNo
    version: Units
    parts: Parts
    total_tco2e: Count
    writer: ParticipantNo | None
    document: Digest


@dataclass(frozen=True, slots=True)
class AssignVerifier:
    """The body of `compliance.assign_verifier`."""

    year: Year
    participant: ParticipantNo
    verifier: ParticipantNo
    document: Digest


@dataclass(frozen=True, slots=True)
class GiveOpinion:
    """The body of `compliance.give_opinion`: the version that was reviewed, and what was found."""

    year: Year
    participant: ParticipantNo
    version: Units
    verifier: ParticipantNo
    is_confirmed: bool
    findings: Findings
    document: Digest


@dataclass(frozen=True, slots=True)
class AcceptEmissions:
    """The body of `compliance.accept_emissions`: the authority's written answer to a verified report."""

    year: Year
    participant: ParticipantNo
    version: Units
    document: Digest


def report_signers(body: ReportEmissions, view: View) -> Requirement:
    """Return who must sign for the enterprise, and for the service body that it names as the writer.

    Nobody else says what a service body does: whoever is named as a writer may not review in that province and year.
    """
    kind = "compliance.report_emissions"
    written = () if body.writer is None else by_owner(view, participant=body.writer, kind=kind)
    return (*by_owner(view, participant=body.participant, kind=kind), *written)


def report_emissions(body: ReportEmissions, context: Context, view: View) -> Outcome:
    """Report a year's direct emissions, or correct what was reported.

    After the deadline it is taken and marked as late; a correction is as late as the first version was.

    Raises:
        Refusal: ``not_listed``, ``year_not_over``, ``version_differs`` with the ``version`` that comes next,
            ``source_twice``, ``source_not_of_sector``, ``parts_do_not_sum`` with their ``sum``, ``deadline_not_set``,
            and those of `_serving` for the writer.
    """
    listed = require_listed(view, body.year, body.participant)
    if context.recorded_at < start_of(date(body.year + 1, 1, 1)):
        raise Refusal("year_not_over", year=str(body.year))
    if body.version != listed.version + 1:
        raise Refusal("version_differs", version=listed.version + 1)
    _check_parts(body, listed.sector)
    deadline = require_deadline(view, body.year, Step.REPORT, listed.sector)
    served = _serving(view, body.writer, listed, Side.WRITES, context) if body.writer is not None else ()
    before = view.get(EmissionsReport, body.year, body.participant, listed.version)
    report = EmissionsReport(
        year=body.year,
        participant=body.participant,
        version=body.version,
        parts=body.parts,
        total_tco2e=body.total_tco2e,
        writer=body.writer,
        is_late=before.is_late if before is not None else context.recorded_at >= end_of(deadline.day),
        document=body.document,
        reported_at=context.recorded_at,
        reported_index=context.index,
    )
    return Outcome(records=(replace(listed, version=body.version), report, *served))


def _check_parts(body: ReportEmissions, sector: Sector) -> None:
    sources = [part.source for part in body.parts]
    if len(set(sources)) != len(sources):
        raise Refusal("source_twice")
    foreign = sorted(_FLUOROCARBONS & set(sources))
    if foreign and sector is not Sector.ALUMINIUM:
        raise Refusal("source_not_of_sector", source=foreign[0], sector=sector)
    total = sum(part.tco2e for part in body.parts)
    if total != body.total_tco2e:
        raise Refusal("parts_do_not_sum", total=body.total_tco2e, sum=total)


def _serving(
    view: View, body: str, listed: CoveredEnterprise, side: Side, context: Context
) -> tuple[TechnicalService, ...]:
    """Return the note that a service body works on this side of this province and year, if there is none yet.

    Raises:
        Refusal: ``unknown_participant``, ``participant_closed``, ``not_a_service_body``, ``writes_and_reviews``.
    """
    if standing_participant(view, body).function is not Function.VERIFIER:
        raise Refusal("not_a_service_body", participant=body)
    known = view.get(TechnicalService, body, listed.zone, listed.year)
    if known is not None and known.side is not side:
        raise Refusal("writes_and_reviews", participant=body, zone=listed.zone, year=str(listed.year))
    return () if known else (TechnicalService(body, listed.zone, listed.year, side, context.index),)


def assign_verifier(body: AssignVerifier, context: Context, view: View) -> Outcome:
    """Assign who reviews an enterprise's report of a year; a later assignment takes the place of this one.

    Raises:
        Refusal: ``not_listed``, ``verifier_not_independent`` for whoever is related to the enterprise or to the writer
            of its newest report, and those of `_serving`.
    """
    listed = require_listed(view, body.year, body.participant)
    served = _serving(view, body.verifier, listed, Side.REVIEWS, context)
    _check_independent(view, body.verifier, listed)
    return Outcome(records=(replace(listed, verifier=body.verifier), *served))


def _check_independent(view: View, verifier: str, listed: CoveredEnterprise) -> None:
    """Return if a verifier is related neither to an enterprise nor to who wrote its newest report.

    Raises:
        Refusal: ``verifier_not_independent``.
    """
    report = view.get(EmissionsReport, listed.year, listed.participant, listed.version)
    concerned = (listed.participant, *((report.writer,) if report is not None and report.writer else ()))
    for other in concerned:
        if are_related(view, verifier, other):
            raise Refusal("verifier_not_independent", participant=verifier, related=other)


def give_opinion(body: GiveOpinion, context: Context, view: View) -> Outcome:
    """Sign what was found of the newest version of a report. Without confirmation the enterprise reports again.

    Raises:
        Refusal: ``not_listed``, ``not_assigned``, ``version_differs``, ``opinion_given``, ``findings_missing`` for an
            opinion that neither confirms nor says why, and ``verifier_not_independent`` for a relation since declared,
            also to a writer who came after the assignment.
    """
    listed = require_listed(view, body.year, body.participant)
    if listed.verifier != body.verifier:
        raise Refusal("not_assigned", participant=body.verifier)
    if body.version != listed.version:
        raise Refusal("version_differs", version=listed.version)
    if view.get(VerificationOpinion, body.year, body.participant, body.version) is not None:
        raise Refusal("opinion_given", version=body.version)
    if not body.is_confirmed and not body.findings:
        raise Refusal("findings_missing")
    _check_independent(view, body.verifier, listed)
    opinion = VerificationOpinion(
        year=body.year,
        participant=body.participant,
        version=body.version,
        verifier=body.verifier,
        is_confirmed=body.is_confirmed,
        findings=body.findings,
        document=body.document,
        given_at=context.recorded_at,
        given_index=context.index,
    )
    return Outcome(records=(opinion,))


def accept_emissions(body: AcceptEmissions, context: Context, view: View) -> Outcome:
    """Accept a verified report: its total is what the enterprise owes for the year.

    Raises:
        Refusal: ``not_listed``, ``version_differs`` if it is not the newest version, ``opinion_missing`` without the
            verifier's confirmation, ``emissions_accepted`` if this version was accepted before.
    """
    listed = require_listed(view, body.year, body.participant)
    report = view.get(EmissionsReport, body.year, body.participant, body.version)
    if report is None or body.version != listed.version:
        raise Refusal("version_differs", version=listed.version)
    opinion = view.get(VerificationOpinion, body.year, body.participant, body.version)
    if opinion is None or not opinion.is_confirmed:
        raise Refusal("opinion_missing", version=body.version)
    known = view.get(VerifiedEmissions, body.year, body.participant)
    if known is not None and known.version == body.version:
        raise Refusal("emissions_accepted", participant=body.participant, year=str(body.year))
    verified = VerifiedEmissions(
        year=body.year,
        participant=body.participant,
        version=body.version,
        tco2e=report.total_tco2e,
        document=body.document,
        accepted_at=context.recorded_at,
        accepted_index=context.index,
    )
    return Outcome(records=(verified,))


KINDS = (
    Kind("compliance.report_emissions", ReportEmissions, report_signers, report_emissions),
    Kind("compliance.assign_verifier", AssignVerifier, by_an_authority, assign_verifier),
    Kind(
        "compliance.give_opinion",
        GiveOpinion,
        lambda body, view: by_owner(view, participant=body.verifier, kind="compliance.give_opinion"),
        give_opinion,
    ),
    Kind("compliance.accept_emissions", AcceptEmissions, by_an_authority, accept_emissions),
)
