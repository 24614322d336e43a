from dataclasses import replace

import pytest

from registry.areas.participants.rules.conflicts import (
    AttestStaffCheck,
    DeclareRelation,
    PublishStaffList,
    StaffCheck,
    are_related,
)
from registry.areas.participants.rules.parties import OpenAccount
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Function
from registry.ledger.serials import account_number
from tests.areas.participants.factories import OWNER, PARTICIPANT, Scene, registration
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR

OPERATOR, OTHER, VERIFIER = "P-00000001", "P-00000012", "P-00000070"
LIST, NEWER = "1" * 64, "2" * 64
DECLARE, END = "participants.declare_relation", "participants.end_relation"
PUBLISH, ATTEST = "participants.publish_staff_list", "participants.attest_staff_check"


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize(
    ("function", "purpose", "answer"),
    [
        (Function.VERIFIER, "HO", "conflict_of_interest"),
        (Function.VERIFIER, "TR", "conflict_of_interest"),
        (Function.VERIFIER, "CA", ACCEPTED),
        (Function.AUDITOR, "TR", "conflict_of_interest"),
        (Function.BANK, "HO", ACCEPTED),
        (Function.ENTERPRISE, "TR", ACCEPTED),
    ],
)
def test_bodies_whose_staff_may_not_trade_hold_nothing(
    scene: Scene, function: Function, purpose: str, answer: str
) -> None:
    signers = (AUTHORITY, OPERATORS[0]) if function is Function.AUDITOR else OPERATORS
    scene.must("participants.register", registration(70, function=function), *signers)
    body = OpenAccount(account_number("31", purpose, 70), VERIFIER, "Account 70")
    assert scene.send("participants.open_account", body, *OPERATORS) == answer


def test_the_authority_has_an_account_to_issue_from_and_none_to_trade_from(scene: Scene) -> None:
    for purpose, answer in (("IS", ACCEPTED), ("RS", ACCEPTED), ("TR", "conflict_of_interest")):
        body = OpenAccount(account_number("31", purpose, 71), "P-00000002", "Account 71")
        assert scene.send("participants.open_account", body, *OPERATORS) == answer


def test_a_relation_is_declared_by_either_and_ended_by_the_authority(scene: Scene) -> None:
    body = DeclareRelation(PARTICIPANT, OTHER, "control", DOCUMENT)
    assert scene.send(DECLARE, body, "R-00000012") == "not_enough_signatures"
    assert scene.send(END, body, AUTHORITY, OPERATORS[0]) == "no_such_relation"
    scene.must(DECLARE, body, OWNER)
    assert are_related(scene.state, OTHER, PARTICIPANT)
    back = replace(body, participant=OTHER, related=PARTICIPANT)
    assert scene.send(DECLARE, back, "R-00000012") == "relation_standing"
    assert scene.send(END, back, OPERATORS[0]) == "not_enough_signatures"
    scene.must(END, back, AUTHORITY, OPERATORS[0])
    assert not are_related(scene.state, PARTICIPANT, OTHER)
    assert scene.send(DECLARE, back, "R-00000012") == ACCEPTED


def test_nobody_is_related_to_itself_or_to_nobody(scene: Scene) -> None:
    body = DeclareRelation(PARTICIPANT, PARTICIPANT, "control", DOCUMENT)
    assert scene.send(DECLARE, body, OWNER) == "related_to_itself"
    assert scene.send(DECLARE, replace(body, related="P-99999999"), OWNER) == "unknown_participant"


def test_only_bodies_under_the_bar_publish_a_staff_list(scene: Scene) -> None:
    assert scene.send(PUBLISH, PublishStaffList(PARTICIPANT, 3, LIST), OWNER) == "staff_may_trade"
    assert scene.send(PUBLISH, PublishStaffList(OPERATOR, 3, LIST), OPERATORS[0]) == "not_enough_signatures"
    assert scene.send(PUBLISH, PublishStaffList(OPERATOR, 3, LIST), *OPERATORS) == ACCEPTED


def test_a_registrar_attests_a_check_against_the_newest_lists(scene: Scene) -> None:
    scene.must(PUBLISH, PublishStaffList(OPERATOR, 3, LIST), *OPERATORS)
    body = AttestStaffCheck(OWNER, (LIST,), DOCUMENT)
    assert scene.send(ATTEST, body, OPERATORS[0]) == "not_enough_signatures"
    scene.must(ATTEST, body, REGISTRAR)
    assert scene.state.get(StaffCheck, OWNER).attested_by == REGISTRAR
    scene.must(PUBLISH, PublishStaffList(OPERATOR, 4, NEWER), *OPERATORS)
    assert scene.send(ATTEST, body, REGISTRAR) == "staff_lists_outdated"
    assert scene.send(ATTEST, replace(body, lists=(LIST, NEWER)), REGISTRAR) == "staff_lists_outdated"
    assert scene.send(ATTEST, replace(body, lists=(NEWER,)), REGISTRAR) == ACCEPTED


def test_nobody_attests_for_staff_of_such_a_body(scene: Scene) -> None:
    scene.must(PUBLISH, PublishStaffList(OPERATOR, 3, LIST), *OPERATORS)
    assert scene.send(ATTEST, AttestStaffCheck(OPERATORS[0], (LIST,), DOCUMENT), REGISTRAR) == "conflict_of_interest"
    assert scene.send(ATTEST, AttestStaffCheck("R-99999999", (LIST,), DOCUMENT), REGISTRAR) == "unknown_representative"
