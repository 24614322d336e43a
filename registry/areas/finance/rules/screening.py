"""Whether a project counts as green: one pure function over its facts, with a reason and a source for each no.

A project is *eligible* if nothing stands against it, *not yet* if something is still missing, *not eligible* if
something bars it. Reasons come in a fixed order, those that bar first; all that hold are given, not only the first.
The checks are plain functions in that order, so a check more is a line more. Codes' wording stands in the area.
"""

from collections.abc import Callable
from dataclasses import dataclass

from registry.areas.finance.rules.choices import (
    EiaRoute,
    Eligibility,
    FlagKind,
    PermitScheme,
    ReviewReason,
    ReviewState,
    Stage,
)
from registry.areas.finance.rules.records import FinanceCatalogue, Project, ProjectFlag, Reason
from registry.ledger.rules import View

CODE_IN_FORCE = "2026-08-15"  # the Ecological and Environmental Code, art. 1242
BUILT = frozenset({Stage.CONSTRUCTION, Stage.OPERATING, Stage.COMPLETED})
RUNNING = frozenset({Stage.OPERATING, Stage.COMPLETED})
# What a reviewer still misses can be handed in; what contradicts the catalogue cannot.
CURABLE = frozenset({ReviewReason.EVIDENCE_MISSING, ReviewReason.IMPACT_NOT_SUPPORTED})
FLAG_SOURCES = {
    FlagKind.HIGH_EMISSION: "opinion-2021/10",
    FlagKind.PENALTY: "gbp-cn-2022/selection",
    FlagKind.PERMIT_LAPSED: "permit",
    FlagKind.DAMAGE: "opinion-2021/18",
    FlagKind.CREDIT_RECORD: "opinion-2021/16",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screening knows besides the project.

    ``in_force`` is the version that applies to the financing: of its approval's day, or of today while that is open.
    ``has_narrower`` says that the catalogue holds entries below the project's category. ``flags`` are those that stand.
    """

    today: str
    catalogue: FinanceCatalogue
    in_force: str | None
    has_narrower: bool
    flags: tuple[ProjectFlag, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """The result and every reason for it; none if the project is eligible."""

    result: Eligibility
    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> str:
        """The code of the first reason, or an empty text."""
        return self.reasons[0].code if self.reasons else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What higher areas hold for or against a project: what bars it, and which gaps do not count."""

    bars: tuple[Reason, ...] = ()
    waived: frozenset[str] = frozenset()


Check = Callable[[Project, Facts], Reason | None]
# A higher area's answer for a project on a day (Beijing); the catalogue composes them.
Screen = Callable[[Project, str, View], Listed]


def screen(project: Project, facts: Facts) -> Screening:
    """Return what the law of the day in ``facts`` makes of a project. Looks at nothing else."""
    bars = (*_flagged(facts), *_found(BARS, project, facts))
    gaps = _found(GAPS, project, facts)
    if bars:
        return Screening(Eligibility.NOT_ELIGIBLE, (*bars, *gaps))
    return Screening(Eligibility.NOT_YET if gaps else Eligibility.ELIGIBLE, gaps)


def with_lists(screening: Screening, listed: Listed) -> Screening:
    """Return a screening with what higher areas hold for or against the project."""
    own = {reason.code for reason in screening.reasons}
    bars = tuple(reason for reason in listed.bars if reason.code not in own)
    left = tuple(reason for reason in screening.reasons if reason.code not in listed.waived)
    if bars or screening.result is Eligibility.NOT_ELIGIBLE:
        return Screening(Eligibility.NOT_ELIGIBLE, (*bars, *left))
    return Screening(Eligibility.NOT_YET if left else Eligibility.ELIGIBLE, left)


def _found(checks: tuple[Check, ...], project: Project, facts: Facts) -> tuple[Reason, ...]:
    return tuple(reason for reason in (check(project, facts) for check in checks) if reason is not None)


def _flagged(facts: Facts) -> tuple[Reason, ...]:
    kinds = {flag.kind for flag in facts.flags}
    return tuple(
        Reason(kind.value, _dated(source, facts.today)) for kind, source in FLAG_SOURCES.items() if kind in kinds
    )


def _dated(source: str, today: str) -> str:
    """Return the source in force on this day, for what the Code of 2026 has taken over from older law."""
    older = {"permit": "permit-regulation-2021/14", "eia": "eia-law"}
    newer = {"permit": "code-2026/182", "eia": "code-2026/eia"}
    return (older if today < CODE_IN_FORCE else newer).get(source, source)


def _withdrawn(project: Project, _facts: Facts) -> Reason | None:
    return Reason("withdrawn", "registry") if project.stage is Stage.WITHDRAWN else None


def _out_of_scope(project: Project, facts: Facts) -> Reason | None:
    if project.instrument in facts.catalogue.out_of_scope:
        return Reason("instrument_out_of_scope", "catalogue/scope")
    return None


def _permit_expired(project: Project, facts: Facts) -> Reason | None:
    if _needs_permit(project) and project.permit_expires_on is not None and project.permit_expires_on < facts.today:
        return Reason("permit_expired", _dated("permit", facts.today))
    return None


def _review_denied(project: Project, _facts: Facts) -> Reason | None:
    if project.review is ReviewState.NOT_CONFIRMED and project.review_reason not in CURABLE:
        return Reason(str(project.review_reason), "catalogue/conditions")
    return None


def _catalogue_superseded(project: Project, facts: Facts) -> Reason | None:
    return Reason("catalogue_superseded", "catalogue/in_force") if facts.in_force != project.catalogue else None


def _category_too_broad(_project: Project, facts: Facts) -> Reason | None:
    return Reason("category_too_broad", "catalogue/levels") if facts.has_narrower else None


def _eia_missing(project: Project, facts: Facts) -> Reason | None:
    wanted = project.stage in BUILT and project.eia_route is not EiaRoute.EXEMPT
    return Reason("eia_missing", _dated("eia", facts.today)) if wanted and project.eia_reference is None else None


def _permit_missing(project: Project, facts: Facts) -> Reason | None:
    if _needs_permit(project) and project.permit is None:
        return Reason("permit_missing", _dated("permit", facts.today))
    return None


def _impact_missing(project: Project, _facts: Facts) -> Reason | None:
    return None if project.impacts else Reason("impact_missing", "gbp-cn-2022/disclosure")


def _review_open(project: Project, _facts: Facts) -> Reason | None:
    if project.review is ReviewState.NONE:
        return Reason("review_missing", "gbp-cn-2022/review")
    if project.review is ReviewState.OUTDATED:
        return Reason("review_outdated", "gbp-cn-2022/review")
    if project.review is ReviewState.NOT_CONFIRMED and project.review_reason in CURABLE:
        return Reason(str(project.review_reason), "gbp-cn-2022/review")
    return None


def _needs_permit(project: Project) -> bool:
    return project.stage in RUNNING and project.permit_scheme is PermitScheme.PERMIT


BARS: tuple[Check, ...] = (_withdrawn, _out_of_scope, _permit_expired, _review_denied)
GAPS: tuple[Check, ...] = (
    _catalogue_superseded,
    _category_too_broad,
    _eia_missing,
    _permit_missing,
    _impact_missing,
    _review_open,
)
