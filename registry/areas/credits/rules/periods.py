"""A monitoring period before the public: what was reduced in it, published with the body that is to verify it.

Sources: CCER-MEAS art. 17 (which reductions count), 18 (another body than the one that validated), 19 (publication).
"""

from dataclasses import dataclass, replace
from typing import Final

from registry.areas.credits.rules.bans import require_unbanned
from registry.areas.credits.rules.cases import (
    GENERATED_AFTER,
    by_project_owner,
    check_body,
    day_parameter,
    live_project,
    methodology_of,
    notice_end,
    stepped,
    today_of,
)
from registry.areas.credits.rules.outside import check_outside
from registry.areas.credits.rules.records import Case, CreditProject, ProjectNo, Stage, Step, Years, YearUnits
from registry.areas.credits.rules.suspensions import require_unsuspended
from registry.ledger.codec import Code, Day, Digest, ParticipantNo
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, Kind, Outcome, View

ENDED: Final = frozenset({Stage.REJECTED, Stage.DECLINED})
PERIODS_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class PublishPeriod:
    """The body of `credits.publish_period`; ``calculator`` names the version of what computed ``years``."""

    project: ProjectNo
    period_first: Day
    period_last: Day
    years: Years
    calculator: Code
    verifier: ParticipantNo
    document: Digest


def publish_period(body: PublishPeriod, context: Context, view: View) -> Outcome:
    """Lay the reductions of a period before the public; the rule gives the period the project's next number.

    Raises:
        Refusal: ``project_not_registered``; ``period_reversed``, ``period_outside_crediting``, ``period_not_over``,
            ``generated_too_early``, ``period_overlaps``, ``too_many_periods``; ``years_outside_period``;
            ``verifier_validated``; and those of `live_project`, `require_unsuspended`, `require_unbanned`,
            `check_outside`, `check_body` and `notice_end`.
    """
    project = live_project(view, body.project)
    if project.stage is not Stage.REGISTERED:
        raise Refusal("project_not_registered", stage=project.stage.value)
    require_unsuspended(view, project, context.recorded_at)
    require_unbanned(view, context, project.owner, body.verifier)
    _check_period(body, project, context, view)
    check_outside(view, project.claims, first=body.period_first, last=body.period_last)
    _check_years(body.years, first=body.period_first, last=body.period_last)
    if body.verifier == project.validator:
        raise Refusal("verifier_validated", participant=body.verifier)
    field = methodology_of(view, project.scheme, project.methodology).field
    check_body(view, body.verifier, owner=project.owner, field=field, today=today_of(context))
    case = Case(
        project=body.project,
        number=project.periods + 1,
        stage=Stage.PUBLISHED,
        body=body.verifier,
        document=body.document,
        report=None,
        calculator=body.calculator,
        period_first=body.period_first,
        period_last=body.period_last,
        years=body.years,
        claimed_units=units_of(body.years),
        verified_units=None,
        notice_ends_at=notice_end(view, context.recorded_at, project.scheme),
        due_at=None,
        comments=0,
        comments_open=0,
        national_number="",
        batches=(),
        published_at=context.recorded_at,
        changed_index=context.index,
    )
    counted = replace(project, periods=case.number)
    return stepped(counted, case, Step.PUBLISHED, context, document=body.document)


def _check_period(body: PublishPeriod, project: CreditProject, context: Context, view: View) -> None:
    if body.period_last < body.period_first:
        raise Refusal("period_reversed", first=body.period_first)
    if not project.crediting_first <= body.period_first <= body.period_last <= project.crediting_last:
        raise Refusal("period_outside_crediting", first=project.crediting_first, last=project.crediting_last)
    if body.period_last >= today_of(context):
        raise Refusal("period_not_over", last=body.period_last)
    after = day_parameter(view, GENERATED_AFTER, context.recorded_at, scope=project.scheme)
    if body.period_first <= after:
        raise Refusal("generated_too_early", after=after)
    if project.periods >= PERIODS_MAX:
        raise Refusal("too_many_periods", limit=PERIODS_MAX)
    for number in range(1, project.periods + 1):
        known = view.get(Case, project.number, number)
        if known is None or known.stage in ENDED or known.period_first is None or known.period_last is None:
            continue
        if known.period_first <= body.period_last and body.period_first <= known.period_last:
            raise Refusal("period_overlaps", case=number, first=known.period_first, last=known.period_last)


def _check_years(years: tuple[YearUnits, ...], *, first: str, last: str) -> None:
    named = [one.year for one in years]
    if named != sorted(set(named)) or named[0] < int(first[:4]) or named[-1] > int(last[:4]):
        raise Refusal("years_outside_period", first=first[:4], last=last[:4])


def units_of(years: tuple[YearUnits, ...]) -> int:
    """Return the units of all years together."""
    return sum(one.units for one in years)


KINDS = (
    Kind(
        "credits.publish_period",
        PublishPeriod,
        lambda body, view: by_project_owner(view, body.project, "credits.publish_period"),
        publish_period,
    ),
)
