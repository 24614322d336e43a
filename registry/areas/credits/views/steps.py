"""The forms of a project's steps, each for who owns it; the project's page leads to them with what is known."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask_babel import gettext, lazy_gettext

from registry.areas.credits import queries
from registry.areas.credits.views.base import blueprint
from registry.areas.participants.rules.calendars import day_of
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import now, registry
from registry.web.words import zone_choices


def read_years(text: str) -> list[dict[str, int]]:
    """Return the years that lines name, `2025 1200`; a `ValueError` says which line is wrong."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        parts = line.split()
        if len(parts) != len(("year", "units")) or not all(one.isascii() and one.isdigit() for one in parts):
            raise ValueError(gettext("“%(line)s”不是年度与吨数，例如 2025 1200。", line=line[:60]))
        found.append({"year": int(parts[0]), "units": int(parts[1][:20])})
    return found


def read_serials(text: str) -> list[int]:
    """Return the serials that lines hold; a `ValueError` says which line is wrong."""
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    wrong = next((one for one in lines if not (one.isascii() and one.isdigit())), None)
    if wrong is not None:
        raise ValueError(gettext("“%(line)s”不是整数。", line=wrong[:60]))
    return [int(one[:20]) for one in lines]


_TONNES: Final = lazy_gettext("吨")
_YEARS: Final = Ask(
    read=read_years,
    kind="long",
    help=lazy_gettext("每行一个年度与其吨数，例如 2025 1200。"),
)


def _scheme_choices() -> list[tuple[str, object]]:
    with registry().engine.connect() as connection:
        return [(one, one) for one in sorted({method.scheme for method in queries.methodologies(connection)})]


def _methodology_choices() -> list[tuple[str, object]]:
    with registry().engine.connect() as connection:
        found = {
            one.methodology: f"{one.methodology} {one.name_zh} {one.name_en}"
            for one in queries.methodologies(connection)
        }
    return list(found.items())


def _body_choices() -> list[tuple[str, object]]:
    with registry().engine.connect() as connection:
        found = queries.accreditations(connection, today=day_of(now()).isoformat())
    # A body may be accredited in several fields.
    return list({one.participant: f"{one.participant} {name}" for one, name in found}.items())


def _next_number() -> str:
    with registry().engine.connect() as connection:
        return queries.next_project_number(connection)


def _own(_body: Mapping[str, Any]) -> str | None:
    return own.participant()


_CASE: Final = Ask(help=lazy_gettext("0 为项目设计，1 起为各核算期。"))
# Each kind's address and how its fields are asked for.
OF_OWNERS: Final[dict[str, tuple[str, dict[str, Ask]]]] = {
    "credits.publish_design": (
        "/projects/new",
        {
            "project": Ask(start=_next_number),
            "scheme": Ask(choices=_scheme_choices),
            "owner": Ask(given=_own),
            "zone": Ask(choices=zone_choices),
            "methodology": Ask(choices=_methodology_choices),
            "units_expected": Ask(unit=_TONNES),
            "claims": Ask(help=lazy_gettext("每行一个；同一编号不能再用于其他项目。")),
            "validator": Ask(choices=_body_choices),
        },
    ),
    "credits.answer_comment": ("/steps/answer-comment", {"case": _CASE}),
    "credits.publish_period": (
        "/steps/publish-period",
        {"years": _YEARS, "verifier": Ask(choices=_body_choices)},
    ),
    "credits.apply_registration": (
        "/steps/apply-registration",
        {"case": _CASE, "units": Ask(unit=_TONNES)},
    ),
}
OF_ANYBODY: Final[dict[str, tuple[str, dict[str, Ask]]]] = {
    "credits.comment": ("/steps/comment", {"case": _CASE, "author": Ask(given=_own)}),
}
OF_BODIES: Final[dict[str, tuple[str, dict[str, Ask]]]] = {
    "credits.validate_project": ("/steps/validate-project", {}),
    "credits.verify_reductions": ("/steps/verify-reductions", {"years": _YEARS}),
}
OF_OFFICES: Final[dict[str, tuple[str, dict[str, Ask]]]] = {
    "credits.admit_methodology": ("/office/admit-methodology", {}),
    "credits.accredit": ("/office/accredit", {}),
    "credits.end_accreditation": ("/office/end-accreditation", {}),
    "credits.decide_registration": ("/office/decide-registration", {"case": _CASE}),
    "credits.issue_verified": (
        "/office/issue-verified",
        {
            "first_serials": Ask(read=read_serials, kind="long"),
        },
    ),
    "credits.cancel_project": ("/office/cancel-project", {}),
}


def _served(kinds: Mapping[str, tuple[str, dict[str, Ask]]], codes: Mapping[str, str]) -> dict[str, str]:
    """Serve the forms of these kinds; return the endpoints' names by kind."""
    names = {kind: kind.partition(".")[2] for kind in kinds}
    for kind, (rule, asks) in kinds.items():
        entry_page(blueprint, rule, kind=kind, endpoint=names[kind], asks=asks, codes=codes)
    return names


OWNERS_STEPS: Final = _served(
    OF_OWNERS,
    {
        "started_too_early": "started_on",
        "crediting_reversed": "crediting_first",
        "crediting_length": "crediting_last",
        "claim_twice": "claims",
        "claimed_elsewhere": "claims",
        "number_taken": "project",
        "units_differ": "units",
        "period_reversed": "period_last",
        "period_not_over": "period_last",
        "period_outside_crediting": "period_first",
        "period_overlaps": "period_first",
        "generated_too_early": "period_first",
        "years_outside_period": "years",
        "verifier_validated": "verifier",
    },
)
ANYBODYS_STEPS: Final = _served(OF_ANYBODY, {"notice_over": "case"})
BODIES_STEPS: Final = _served(OF_BODIES, {"verified_above_claimed": "years", "years_differ": "years"})
OFFICE_STEPS: Final = _served(
    OF_OFFICES,
    {
        "national_number_missing": "national_number",
        "national_number_taken": "national_number",
        "national_number_unexpected": "national_number",
        "reason_missing": "decline_reason",
        "reason_unexpected": "decline_reason",
        "serials_differ": "first_serials",
    },
)

Choices = Callable[[], list[tuple[str, object]]]
SCHEMES: Final[Choices] = _scheme_choices
METHODOLOGIES: Final[Choices] = _methodology_choices
