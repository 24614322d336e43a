"""What each list does, in a table: to trade, to the screening of green projects, to other lists."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.finance.rules.projects import RescreenProject
from registry.areas.supervision.rules import bodies, gate
from registry.areas.supervision.rules.bodies import Measurable
from registry.areas.supervision.rules.grades import DecideObjection, ObjectToGrade
from registry.areas.supervision.rules.lists import check_pledge
from registry.areas.supervision.rules.records import Grade
from registry.areas.trading.rules.gates import Intent, Stage
from registry.areas.trading.rules.records import Side
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context
from registry.ledger.serials import account_number
from tests.areas.finance.factories import review
from tests.areas.supervision.factories import (
    ARTICLE,
    BASE,
    OTHER,
    OWNER,
    PROJECT,
    Supervision,
    ending,
    entering,
    grading,
    measure,
    participant,
    representative,
)
from tests.world import AUTHORITY, DOCUMENT

ME, HAND = participant(OWNER), representative(OWNER)


@pytest.fixture
def made() -> Supervision:
    return Supervision()


def bought(made: Supervision, asset: str = "PDR-2026", *, side: Side = Side.BUY, of: int = OWNER) -> str:
    """Return what the market's gate says of an order, or that it lets it through."""
    intent = Intent(Stage.ORDER, side, participant(of), account_number("31", "TR", of), asset, 1)
    state, now = made.journal.replay.state, made.author.now_ms * 1000
    state.now = now
    try:
        gate(intent, Context(0, now, "", "trading.list", ()), state)
    except Refusal as refusal:
        return refusal.code
    return ACCEPTED


def pledged(made: Supervision) -> str:
    """Return what stands against pledging, or that nothing does."""
    try:
        check_pledge(made.journal.replay.state, ME, now=made.author.now_ms * 1000)
    except Refusal as refusal:
        return refusal.code
    return ACCEPTED


@pytest.mark.parametrize(
    ("asset", "side", "zone", "result"),
    [
        ("PDR-2026", Side.BUY, "31", "zone_suspended"),
        ("PDR-2026", Side.SELL, "31", ACCEPTED),
        ("CEA-2025", Side.BUY, "31", ACCEPTED),
        ("PDR-2026", Side.BUY, "32", ACCEPTED),
    ],
)
def test_a_suspended_area_takes_in_no_rights_of_the_class(
    made: Supervision, asset: str, side: Side, zone: str, result: str
) -> None:
    made.listed("suspend_area", zone=zone, participant=None, about="PDR")
    assert bought(made, asset, side=side) == result


def test_a_suspension_ends_with_its_last_day_or_its_lifting(made: Supervision) -> None:
    made.listed("suspend_area", participant=None, about="PDR", until_on="2026-07-01")
    assert bought(made) == "zone_suspended"
    made.go_to("2026-07-02")
    assert bought(made) == ACCEPTED
    made.listed("suspend_area", number="X-2", participant=None, about="PDR")
    made.accept("supervision.end", ending("X-2"), AUTHORITY)
    assert bought(made) == ACCEPTED


@pytest.mark.parametrize(
    ("grade", "rights", "pledge", "trusted"),
    [
        (Grade.GREEN, ACCEPTED, ACCEPTED, ACCEPTED),
        (Grade.BLUE, ACCEPTED, ACCEPTED, ACCEPTED),
        (Grade.YELLOW, ACCEPTED, ACCEPTED, "credit_grade_bars"),
        (Grade.RED, "credit_grade_bars", "credit_grade_bars", "credit_grade_bars"),
    ],
)
def test_what_a_grade_bars_is_set_by_parameters(
    made: Supervision, grade: Grade, rights: str, pledge: str, trusted: str
) -> None:
    made.graded(grade)
    assert bought(made) == rights
    assert bought(made, "CEA-2025") == ACCEPTED
    assert bought(made, of=OTHER) == ACCEPTED
    assert pledged(made) == pledge
    assert made.office("supervision.list_enforcement_positive", entering()) == trusted


def test_while_an_objection_waits_the_grade_before_counts(made: Supervision) -> None:
    made.graded(Grade.BLUE)
    made.graded(Grade.RED)
    assert bought(made) == "credit_grade_bars"
    objection = ObjectToGrade(ME, 2, "示例异议", DOCUMENT)
    decision = DecideObjection(ME, 2, Grade.RED, "示例决定", DOCUMENT)
    assert made.office("supervision.decide_objection", decision) == "no_objection"
    assert made.result("supervision.object_to_grade", ObjectToGrade(ME, 9, "x", DOCUMENT), HAND) == "unknown_grade"
    assert made.result("supervision.object_to_grade", objection, HAND) == ACCEPTED
    assert bought(made) == ACCEPTED
    assert made.result("supervision.object_to_grade", objection, HAND) == "objection_made"
    assert made.office("supervision.decide_objection", decision) == ACCEPTED
    assert bought(made) == "credit_grade_bars"


@pytest.mark.parametrize(("day", "result"), [("2026-07-15", ACCEPTED), ("2026-07-16", "objection_late")])
def test_an_objection_has_ten_working_days(made: Supervision, day: str, result: str) -> None:
    made.graded(Grade.RED)
    made.go_to(day)
    assert made.result("supervision.object_to_grade", ObjectToGrade(ME, 1, "示例异议", DOCUMENT), HAND) == result


def test_a_grade_without_article_is_refused(made: Supervision) -> None:
    assert made.office("supervision.grade", replace(grading(Grade.RED), article=None)) == "article_missing"


@pytest.mark.parametrize(
    ("kind", "changes", "result"),
    [
        ("list_eia_positive", {"about": None}, "about_missing"),
        ("list_eia_positive", {"about": "G-00000009"}, "unknown_project"),
        ("list_enforcement_positive", {"participant": None}, "participant_missing"),
        ("list_enforcement_positive", {"article": None}, "article_missing"),
        ("list_no_penalty", {"participant": None}, "about_missing"),
        ("list_no_penalty", {"participant": None, "about": "late-ledger"}, ACCEPTED),
        ("list_high_energy", {"participant": None}, "about_missing"),
        ("list_high_energy", {"about": "G-00000009"}, "unknown_project"),
        ("suspend_area", {"participant": None}, "about_missing"),
    ],
)
def test_each_list_says_what_it_needs(made: Supervision, kind: str, changes: dict[str, Any], result: str) -> None:
    assert made.office(f"supervision.{kind}", entering(**changes)) == result


def test_the_high_energy_list_keeps_off_the_lists_of_the_trusted(made: Supervision) -> None:
    made.listed("list_high_energy")
    assert made.office("supervision.list_enforcement_positive", entering(number="X-2")) == "high_energy_listed"
    made.accept("supervision.end", ending(), AUTHORITY)
    assert made.office("supervision.list_enforcement_positive", entering(number="X-2")) == ACCEPTED


@pytest.fixture(scope="module")
def screened() -> Supervision:
    """Return a world with a project against which nothing stands but an EIA that is missing."""
    made = Supervision(catalogues=True)
    made.register(eia_reference=None)
    made.accept("finance.review_project", review())
    assert made.reasons() == ["eia_missing"]
    return made


def rescreen(made: Supervision) -> list[str]:
    made.author.now_ms += 1000
    made.result("finance.rescreen_project", RescreenProject(PROJECT, participant(OTHER)))
    return made.reasons()


def test_lists_decide_in_the_screening_of_a_project(screened: Supervision) -> None:
    made = screened
    made.listed("list_eia_positive", number="E-1", about=PROJECT)
    assert made.reasons() == []
    made.accept("supervision.end", ending("E-1"), AUTHORITY)
    assert made.reasons() == ["eia_missing"]

    made.listed("list_high_energy", number="H-1", participant=None, about=PROJECT)
    assert made.reasons() == ["high_emission", "eia_missing"]
    assert made.office("supervision.list_eia_positive", entering(number="E-2", about=PROJECT)) == "high_energy_listed"
    made.accept("supervision.end", ending("H-1"), AUTHORITY)

    made.listed("suspend_area", number="S-1", participant=None, about="EIA")
    assert made.office("supervision.list_eia_positive", entering(number="E-2", about=PROJECT)) == "zone_suspended"

    made.graded(Grade.RED)
    assert rescreen(made) == ["credit_record", "eia_missing"]
    made.graded(Grade.GREEN)
    assert rescreen(made) == ["eia_missing"]

    case = bodies.OpenDamage(
        **BASE | {"number": "D-1"}, participant=ME, damage="示例损害", due_fen=100, due_on="2026-12-31"
    )
    made.accept("supervision.open_damage", case, AUTHORITY)
    assert rescreen(made) == ["damage", "eia_missing"]
    made.accept("supervision.measure", measure(Measurable.PAID, 100, number="D-1"), AUTHORITY)
    assert rescreen(made) == ["eia_missing"]


@pytest.mark.parametrize(("barred", "reasons"), [("3.2", ["unit_bars", "eia_missing"]), ("3.3", ["eia_missing"])])
def test_a_control_unit_says_what_its_sites_may_be(screened: Supervision, barred: str, reasons: list[str]) -> None:
    number = f"U-{barred}"
    unit = bodies.DrawUnit(**BASE | {"number": number}, unit_class=bodies.UnitClass.PRIORITY, barred=(barred, "PDR"))
    screened.accept("supervision.draw_unit", unit, AUTHORITY)
    site = bodies.PlaceSite(**BASE | {"number": f"S{number}"}, participant=ME, about=PROJECT, unit=number)
    screened.accept("supervision.place_site", site, AUTHORITY)
    assert screened.reasons() == reasons
    assert bought(screened) == "unit_bars"
    assert bought(screened, "CEA-2025") == ACCEPTED
    screened.accept("supervision.end", ending(f"S{number}"), AUTHORITY)


def test_a_site_in_a_unit_that_admits_no_rights_buys_none(made: Supervision) -> None:
    unit = bodies.DrawUnit(**BASE | {"number": "U-1"}, unit_class=bodies.UnitClass.PRIORITY, barred=("PDR",))
    made.accept("supervision.draw_unit", unit, AUTHORITY)
    made.accept("supervision.place_site", bodies.PlaceSite(**BASE, participant=ME, about=None, unit="U-1"), AUTHORITY)
    assert bought(made) == "unit_bars"
    assert bought(made, of=OTHER) == ACCEPTED
    assert ARTICLE in made.record().article
