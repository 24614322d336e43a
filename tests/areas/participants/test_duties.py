import pytest

from registry.areas.participants.rules.duties import AssignDuty, Duty, DutyKind, EndDuty
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import ChangeRepresentative
from registry.ledger.decide import ACCEPTED
from tests.areas.participants.factories import OWNER, Scene
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

ASSIGN, END = "participants.assign_duty", "participants.end_duty"
ONE, OTHER = OPERATORS


@pytest.fixture
def scene() -> Scene:
    return Scene()


def duty(kind: DutyKind, number: str = ONE) -> AssignDuty:
    return AssignDuty(number, kind, DOCUMENT)


@pytest.mark.parametrize("first", list(DutyKind))
def test_the_three_duties_exclude_each_other(scene: Scene, first: DutyKind) -> None:
    scene.must(ASSIGN, duty(first), AUTHORITY, OTHER)
    for second in DutyKind:
        assert scene.send(ASSIGN, duty(second), AUTHORITY, OTHER) == "duty_excluded"
    assert scene.state.get(Duty, ONE).duty is first


def test_another_person_takes_another_duty_and_whoever_has_ended_one_may_take_the_next(scene: Scene) -> None:
    scene.must(ASSIGN, duty(DutyKind.SYSTEM), AUTHORITY, OTHER)
    scene.must(ASSIGN, duty(DutyKind.SECURITY, OTHER), AUTHORITY, ONE)
    scene.must(END, EndDuty(ONE, "moved"), AUTHORITY, OTHER)
    assert scene.send(END, EndDuty(ONE, "moved"), AUTHORITY, OTHER) == "no_duty"
    assert scene.send(ASSIGN, duty(DutyKind.AUDIT), AUTHORITY, OTHER) == ACCEPTED


def test_nobody_appoints_itself_and_the_operator_alone_nobody(scene: Scene) -> None:
    assert scene.send(ASSIGN, duty(DutyKind.SYSTEM), AUTHORITY, ONE) == "own_duty"
    assert scene.send(ASSIGN, duty(DutyKind.SYSTEM), OTHER) == "not_enough_signatures"


def test_only_people_of_the_bodies_concerned_are_appointed(scene: Scene) -> None:
    for number, answer in (
        (OWNER, "duty_function"),
        (AUTHORITY, "duty_function"),
        ("R-99999999", "unknown_representative"),
    ):
        assert scene.send(ASSIGN, duty(DutyKind.SYSTEM, number), AUTHORITY, OTHER) == answer


def test_a_suspended_representative_is_not_appointed(scene: Scene) -> None:
    away = ChangeRepresentative(ONE, "away", Mandate.AUTHORITY)
    scene.must("participants.suspend_representative", away, AUTHORITY)
    assert scene.send(ASSIGN, duty(DutyKind.SYSTEM), AUTHORITY, OTHER) == "signer_suspended"
