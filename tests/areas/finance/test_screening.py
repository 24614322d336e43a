import dataclasses
from typing import Any

import pytest

from registry.areas.finance.rules.choices import (
    EiaRoute,
    Eligibility,
    FlagKind,
    Instrument,
    PermitScheme,
    ReviewReason,
    ReviewState,
    Stage,
)
from registry.areas.finance.rules.records import FinanceCatalogue, Project, ProjectFacts, ProjectFlag
from registry.areas.finance.rules.screening import Facts, Screening, screen
from registry.areas.finance.wording import REASONS, SOURCES
from tests.areas.finance.factories import OWNER, PERMIT, PROJECT, participant, registration
from tests.world import DOCUMENT

TODAY = "2026-07-01"
CATALOGUE = FinanceCatalogue(
    version="2021",
    title_zh="目录",
    title_en="Catalogue",
    source="公告",
    effective_from="2021-07-01",
    depth=4,
    out_of_scope=(Instrument.LISTED_SHARES,),
    parts=("0" * 64,),
    parts_loaded=1,
    entries=1,
    is_used=True,
    announced_index=1,
)


def project(**changes: Any) -> Project:
    stated = registration()
    facts = {field.name: getattr(stated, field.name) for field in dataclasses.fields(ProjectFacts)}
    kept: dict[str, Any] = {
        "number": PROJECT,
        "owner": participant(OWNER),
        "version": 1,
        "category_key": "03.02.02.01",
        "review": ReviewState.CONFIRMED,
        "review_reason": None,
        "grade": None,
        "eligibility": Eligibility.NOT_YET,
        "reason": "",
        "reasons": (),
        "screened_on": TODAY,
        "reviews": 1,
        "flags": 0,
        "events": 1,
        "registered_at": 0,
        "changed_at": 0,
        "registered_index": 1,
        "changed_index": 1,
    }
    return Project(**facts | kept | changes)


def facts(**changes: Any) -> Facts:
    return dataclasses.replace(Facts(TODAY, CATALOGUE, "2021", False, ()), **changes)


def flag(kind: FlagKind) -> ProjectFlag:
    return ProjectFlag(PROJECT, 1, kind, "文号", DOCUMENT, "P-00000002", True, 1, 0, None, None, None)


def outcome(screening: Screening) -> tuple[Eligibility, list[str]]:
    return screening.result, [reason.code for reason in screening.reasons]


def test_a_project_against_which_nothing_stands_is_eligible() -> None:
    assert outcome(screen(project(), facts())) == (Eligibility.ELIGIBLE, [])


PERMITTED = {"stage": Stage.OPERATING, "permit_scheme": PermitScheme.PERMIT, "permit": PERMIT}
DENIED = {"review": ReviewState.NOT_CONFIRMED}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stage": Stage.WITHDRAWN}, "withdrawn"),
        ({"stage": Stage.COMPLETED}, None),
        ({"instrument": Instrument.LISTED_SHARES}, "instrument_out_of_scope"),
        ({"instrument": Instrument.FUND}, None),
        (PERMITTED | {"permit_expires_on": "2026-06-30"}, "permit_expired"),
        (PERMITTED | {"permit_expires_on": "2026-07-01"}, None),
        (PERMITTED | {"permit_expires_on": "2026-06-30", "permit_scheme": PermitScheme.REGISTRATION}, None),
        (PERMITTED | {"permit_expires_on": "2026-06-30", "stage": Stage.CONSTRUCTION}, None),
        (DENIED | {"review_reason": ReviewReason.CONDITIONS_NOT_MET}, "conditions_not_met"),
        (DENIED | {"review_reason": ReviewReason.SIGNIFICANT_HARM}, "significant_harm"),
        (DENIED | {"review_reason": ReviewReason.CATEGORY_DIFFERS}, "category_differs"),
    ],
)
def test_what_bars_a_project(changes: dict[str, Any], code: str | None) -> None:
    expected = (Eligibility.NOT_ELIGIBLE, [code]) if code else (Eligibility.ELIGIBLE, [])

    assert outcome(screen(project(**changes), facts())) == expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stage": Stage.CONSTRUCTION, "eia_reference": None}, "eia_missing"),
        ({"stage": Stage.APPROVED, "eia_reference": None}, None),
        ({"eia_reference": None, "eia_route": EiaRoute.EXEMPT}, None),
        ({"stage": Stage.OPERATING, "permit_scheme": PermitScheme.PERMIT}, "permit_missing"),
        ({"stage": Stage.CONSTRUCTION, "permit_scheme": PermitScheme.PERMIT}, None),
        ({"stage": Stage.OPERATING, "permit_scheme": PermitScheme.REGISTRATION}, None),
        ({"impacts": ()}, "impact_missing"),
        ({"review": ReviewState.NONE}, "review_missing"),
        ({"review": ReviewState.OUTDATED}, "review_outdated"),
        (DENIED | {"review_reason": ReviewReason.EVIDENCE_MISSING}, "evidence_missing"),
        (DENIED | {"review_reason": ReviewReason.IMPACT_NOT_SUPPORTED}, "impact_not_supported"),
    ],
)
def test_what_a_project_still_lacks(changes: dict[str, Any], code: str | None) -> None:
    expected = (Eligibility.NOT_YET, [code]) if code else (Eligibility.ELIGIBLE, [])

    assert outcome(screen(project(**changes), facts())) == expected


@pytest.mark.parametrize(("in_force", "code"), [("2025", "catalogue_superseded"), (None, "catalogue_superseded")])
def test_a_catalogue_that_no_longer_applies_waits_for_the_owner(in_force: str | None, code: str) -> None:
    assert outcome(screen(project(), facts(in_force=in_force))) == (Eligibility.NOT_YET, [code])


def test_a_category_with_entries_below_it_is_too_broad() -> None:
    assert outcome(screen(project(), facts(has_narrower=True))) == (Eligibility.NOT_YET, ["category_too_broad"])


@pytest.mark.parametrize("kind", list(FlagKind))
def test_every_flag_bars_a_project(kind: FlagKind) -> None:
    assert outcome(screen(project(), facts(flags=(flag(kind),)))) == (Eligibility.NOT_ELIGIBLE, [kind.value])


def test_what_bars_comes_before_what_lacks_and_all_is_said() -> None:
    found = screen(project(impacts=(), stage=Stage.WITHDRAWN), facts(flags=(flag(FlagKind.DAMAGE),)))

    assert outcome(found) == (Eligibility.NOT_ELIGIBLE, ["damage", "withdrawn", "impact_missing"])
    assert found.reason == "damage"


@pytest.mark.parametrize(
    ("today", "source"), [("2026-08-14", "permit-regulation-2021/14"), ("2026-08-15", "code-2026/182")]
)
def test_the_source_is_the_law_of_the_day(today: str, source: str) -> None:
    found = screen(project(**PERMITTED | {"permit_expires_on": "2026-06-30"}), facts(today=today))

    assert [reason.source for reason in found.reasons] == [source]


def test_every_reason_and_source_has_its_wording() -> None:
    everything = project(impacts=(), stage=Stage.OPERATING, permit_scheme=PermitScheme.PERMIT, eia_reference=None)
    flags = tuple(flag(kind) for kind in FlagKind)
    for today in ("2026-08-14", "2026-08-15"):
        found = screen(everything, facts(today=today, in_force="2025", has_narrower=True, flags=flags))
        assert {reason.code for reason in found.reasons} <= REASONS.keys()
        assert {reason.source for reason in found.reasons} <= SOURCES.keys()
    assert {reason.value for reason in ReviewReason} <= REASONS.keys()
