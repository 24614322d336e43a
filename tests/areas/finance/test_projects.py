from typing import Any

import pytest

from registry.areas.finance.rules.choices import (
    Eligibility,
    EventKind,
    Instrument,
    PermitScheme,
    Stage,
)
from registry.areas.finance.rules.projects import METRICS, RescreenProject
from registry.areas.finance.rules.records import ProjectEvent
from registry.areas.finance.rules.reviews import LiftFlag
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.finance.factories import (
    OTHER,
    OWNER,
    PERMIT,
    PROJECT,
    REVIEWER,
    Finance,
    announced,
    category,
    flag,
    impact,
    participant,
    registration,
    representative,
    review,
    update,
)
from tests.world import AUTHORITY

REGISTER, UPDATE = "finance.register_project", "finance.update_project"
REVIEW, FLAG, LIFT = "finance.review_project", "finance.flag_project", "finance.lift_flag"
RESCREEN = "finance.rescreen_project"


@pytest.fixture
def finance() -> Finance:
    return Finance()


def test_a_new_project_waits_for_its_review_only(finance: Finance) -> None:
    project = finance.register()

    assert (project.version, project.eligibility, project.reason) == (1, Eligibility.NOT_YET, "review_missing")
    assert (project.category_key, project.screened_on) == ("03.02.02.01", "2026-07-01")


def test_refuses_a_number_that_is_taken(finance: Finance) -> None:
    finance.register()

    assert finance.result(REGISTER, registration()) == "number_taken"
    assert finance.result(REGISTER, registration(project="G-00000002")) == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"financing_approved_on": "2026-07-02", "catalogue": "2025", "category": "4"}, "approved_in_future"),
        ({"financing_approved_on": "2026-07-01", "catalogue": "2025", "category": "4"}, ACCEPTED),
        ({"catalogue": "2020"}, "unknown_catalogue"),
        ({"category": "3.2.2.99"}, "unknown_category"),
        ({"category": "3.2.2.9"}, ACCEPTED),
        ({"green_finance_fen": 500_000_000_01}, "finance_exceeds_investment"),
        ({"green_finance_fen": 500_000_000_00}, ACCEPTED),
        ({"operates_from": "2025-10-14"}, "dates_reversed"),
        ({"operates_from": "2025-10-15"}, ACCEPTED),
        ({"permit": PERMIT}, "permit_incomplete"),
        ({"permit_expires_on": "2030-01-01"}, "permit_incomplete"),
        ({"permit": PERMIT, "permit_expires_on": "2030-01-01"}, ACCEPTED),
        ({"permit": "91130200699229617Y001P", "permit_expires_on": "2030-01-01"}, "permit_check"),
        ({"impacts": (impact(metric="happiness"),)}, "unknown_metric"),
        ({"impacts": (impact(unit="t/yr"),)}, "unit_differs"),
        ({"impacts": (impact(), impact(value=1))}, "metric_twice"),
        ({"impacts": (impact(), impact(metric="gen_mwh", unit="MWh/yr"))}, ACCEPTED),
        ({"stage": Stage.WITHDRAWN}, "project_withdrawn"),
        ({"stage": Stage.COMPLETED}, ACCEPTED),
        ({"financing_approved_on": "2025-10-01"}, "catalogue_not_in_force"),
        ({"financing_approved_on": None}, "catalogue_not_in_force"),
        ({"financing_approved_on": None, "catalogue": "2025", "category": "4"}, ACCEPTED),
        ({"catalogue": "2025", "category": "4"}, "catalogue_not_in_force"),
        ({"financing_approved_on": "2021-06-30"}, "catalogue_not_in_force"),
        ({"financing_approved_on": "2021-07-01"}, ACCEPTED),
    ],
)
def test_checks_the_facts_stated(finance: Finance, changes: dict[str, Any], result: str) -> None:
    assert finance.result(REGISTER, registration(**changes)) == result


@pytest.mark.parametrize(("day", "result"), [("2025-09-30", ACCEPTED), ("2025-10-01", "catalogue_not_in_force")])
def test_the_catalogue_changes_with_the_day_in_beijing(day: str, result: str) -> None:
    finance = Finance(day)

    assert finance.result(REGISTER, registration(financing_approved_on=None)) == result


@pytest.mark.parametrize(("seconds", "result"), [(-1, ACCEPTED), (0, "catalogue_not_in_force")])
def test_the_day_begins_at_midnight_in_beijing(seconds: int, result: str) -> None:
    finance = Finance("2025-09-30")
    finance.author.now_ms += (12 * 3600 + seconds) * 1000

    assert finance.result(REGISTER, registration(financing_approved_on=None)) == result


def test_refuses_an_incomplete_catalogue(finance: Finance) -> None:
    part = (category("1"),)
    finance.accept("finance.announce_catalogue", announced(part))

    assert finance.result(REGISTER, registration(catalogue="2030", category="1")) == "catalogue_incomplete"


def test_only_the_owner_registers_and_updates(finance: Finance) -> None:
    for kind, body in ((REGISTER, registration()), (UPDATE, update(stage=Stage.OPERATING))):
        with pytest.raises(Unrecorded) as caught:
            finance.result(kind, body, representative(OTHER))
        assert caught.value.reason.code == ("not_enough_signatures" if kind == REGISTER else "unknown_project")
    finance.register()
    with pytest.raises(Unrecorded) as caught:
        finance.result(UPDATE, update(stage=Stage.OPERATING), representative(OTHER))
    assert caught.value.reason.code == "not_enough_signatures"


def test_an_update_makes_the_next_version(finance: Finance) -> None:
    finance.register()

    finance.accept(UPDATE, update(stage=Stage.OPERATING))

    assert (finance.project().version, finance.project().stage) == (2, Stage.OPERATING)


def test_refuses_an_update_of_another_version(finance: Finance) -> None:
    finance.register()
    finance.accept(UPDATE, update(stage=Stage.OPERATING))

    assert finance.result(UPDATE, update(1, zone="13")) == "version_differs"
    assert finance.result(UPDATE, update(2, zone="13")) == ACCEPTED


def test_refuses_an_update_that_changes_nothing(finance: Finance) -> None:
    finance.register()

    assert finance.result(UPDATE, update()) == "nothing_changed"


def test_a_withdrawn_project_changes_no_more(finance: Finance) -> None:
    finance.register()
    finance.accept(UPDATE, update(stage=Stage.WITHDRAWN))

    assert finance.project().reason == "withdrawn"
    assert finance.result(UPDATE, update(2)) == "project_withdrawn"
    assert finance.result(REVIEW, review(2)) == "project_withdrawn"


def test_an_update_keeps_the_catalogue_or_takes_the_one_in_force() -> None:
    finance = Finance("2025-09-30")
    finance.register(financing_approved_on=None)
    finance.go_to("2025-10-01")

    assert finance.result(UPDATE, update(financing_approved_on=None, zone="13")) == ACCEPTED
    assert finance.project().catalogue == "2021"
    assert finance.reasons() == ["catalogue_superseded", "review_missing"]
    assert finance.result(UPDATE, update(2, catalogue="2025", category="4")) == "catalogue_not_in_force"
    assert finance.result(UPDATE, update(2, catalogue="2025", category="4", financing_approved_on=None)) == ACCEPTED
    assert finance.reasons() == ["review_missing"]


def test_anyone_may_have_a_project_screened_again_once_time_has_decided(finance: Finance) -> None:
    finance.register(
        stage=Stage.OPERATING,
        permit_scheme=PermitScheme.PERMIT,
        permit=PERMIT,
        permit_expires_on="2026-07-31",
    )
    finance.accept(REVIEW, review())
    body = RescreenProject(PROJECT, participant(OTHER))

    finance.go_to("2026-07-31")
    assert finance.result(RESCREEN, body) == "not_due"
    finance.go_to("2026-08-01")
    assert finance.result(RESCREEN, body) == ACCEPTED
    assert (finance.project().eligibility, finance.reasons()) == (Eligibility.NOT_ELIGIBLE, ["permit_expired"])


def test_refuses_to_screen_an_unknown_project(finance: Finance) -> None:
    assert finance.result(RESCREEN, RescreenProject(PROJECT, participant(OWNER))) == "unknown_project"


def test_every_change_stands_in_the_history(finance: Finance) -> None:
    finance.register()
    finance.accept(REVIEW, review())
    finance.accept(FLAG, flag())
    finance.accept(LIFT, LiftFlag(PROJECT, 1, "复函"), AUTHORITY)
    finance.accept(UPDATE, update(instrument=Instrument.LOAN))

    events = [finance.journal.replay.state.get(ProjectEvent, PROJECT, number) for number in range(1, 6)]

    assert finance.project().events == 5
    assert [event and event.kind for event in events] == [
        EventKind.REGISTERED,
        EventKind.REVIEWED,
        EventKind.FLAGGED,
        EventKind.FLAG_LIFTED,
        EventKind.UPDATED,
    ]
    assert [event and event.reason for event in events] == [
        "review_missing",
        "",
        "penalty",
        "",
        "review_outdated",
    ]
    assert [event and event.participant for event in events] == [
        participant(OWNER),
        participant(REVIEWER),
        "P-00000002",
        "P-00000002",
        participant(OWNER),
    ]


def test_every_indicator_has_a_unit() -> None:
    assert all(METRICS.values())
