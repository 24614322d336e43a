import pytest

from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import (
    ChangeAccount,
    ChangeParticipant,
    ChangeRepresentative,
    CloseAccount,
)
from registry.ledger.book import Account
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Participant, Representative, Role, Status
from registry.ledger.serials import account_number
from tests.areas.participants.factories import OWNER, PARTICIPANT, Scene, recovery, stop
from tests.world import AUTHORITY, OPERATORS, REGISTRAR

HOLDING, EMPTY, ISSUANCE = (account_number("31", *of) for of in (("HO", 11), ("HO", 12), ("IS", 1)))
ADDED = "R-00000090"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def person(by: Mandate, number: str = OWNER) -> ChangeRepresentative:
    return ChangeRepresentative(number, "X", by)


def test_a_suspended_representative_signs_nothing_until_it_is_reinstated(scene: Scene) -> None:
    scene.must("participants.suspend_representative", person(Mandate.OPERATORS), *OPERATORS)
    assert scene.transfer() == "signer_suspended"
    scene.must("participants.reinstate_representative", person(Mandate.OPERATORS), *OPERATORS)
    assert scene.transfer() == ACCEPTED


def test_a_suspended_participant_does_nothing_until_it_is_reinstated(scene: Scene) -> None:
    party = ChangeParticipant(PARTICIPANT, "X", Mandate.AUTHORITY)
    scene.must("participants.suspend_participant", party, AUTHORITY)
    assert scene.transfer() == "participant_suspended"
    scene.must("participants.reinstate_participant", party, AUTHORITY)
    assert scene.transfer() == ACCEPTED
    assert scene.state.get(Participant, PARTICIPANT).status is Status.ACTIVE


@pytest.mark.parametrize("account", [HOLDING, EMPTY])
def test_nothing_enters_or_leaves_a_suspended_account(scene: Scene, account: str) -> None:
    body = ChangeAccount(account, "X", Mandate.OPERATORS)
    scene.must("participants.suspend_account", body, *OPERATORS)
    assert scene.transfer() == "account_suspended"
    scene.must("participants.reinstate_account", body, *OPERATORS)
    assert scene.transfer() == ACCEPTED


def test_suspensions_of_different_sides_stand_side_by_side(scene: Scene) -> None:
    for by, signers in ((Mandate.OPERATORS, OPERATORS), (Mandate.AUTHORITY, (AUTHORITY,))):
        scene.must("participants.suspend_representative", person(by), *signers)
    scene.must("participants.reinstate_representative", person(Mandate.OPERATORS), *OPERATORS)
    assert scene.state.get(Representative, OWNER).status is Status.SUSPENDED
    scene.must("participants.reinstate_representative", person(Mandate.AUTHORITY), AUTHORITY)
    assert scene.state.get(Representative, OWNER).status is Status.ACTIVE


def test_refuses_to_suspend_twice_or_to_lift_what_does_not_stand(scene: Scene) -> None:
    body = person(Mandate.OPERATORS)
    assert scene.send("participants.reinstate_representative", body, *OPERATORS) == "not_suspended"
    scene.must("participants.suspend_representative", body, *OPERATORS)
    assert scene.send("participants.suspend_representative", body, *OPERATORS) == "already_suspended"


def test_one_operator_suspends_nobody(scene: Scene) -> None:
    body = person(Mandate.OPERATORS)
    assert scene.send("participants.suspend_representative", body, OPERATORS[0]) == "not_enough_signatures"


def test_a_participant_does_not_suspend_itself_and_registrars_suspend_nobody(scene: Scene) -> None:
    for by in (Mandate.PARTICIPANT, Mandate.SELF, Mandate.REGISTRAR):
        body = ChangeParticipant(PARTICIPANT, "X", by)
        assert scene.send("participants.suspend_participant", body, OWNER) == "mandate_not_admitted"


def test_operators_suspend_no_office_and_nobody_the_authority(scene: Scene) -> None:
    for office, by, signers, answer in (
        ("P-00000003", Mandate.OPERATORS, OPERATORS, "office_protected"),
        ("P-00000002", Mandate.OPERATORS, OPERATORS, "office_protected"),
        ("P-00000002", Mandate.AUTHORITY, (AUTHORITY,), "office_protected"),
        ("P-00000003", Mandate.AUTHORITY, (AUTHORITY,), ACCEPTED),
    ):
        body = ChangeParticipant(office, "X", by)
        assert scene.send("participants.suspend_participant", body, *signers) == answer
    registrar = person(Mandate.OPERATORS, REGISTRAR)
    assert scene.send("participants.suspend_representative", registrar, *OPERATORS) == "office_protected"


def test_unknown_subjects_are_refused(scene: Scene) -> None:
    unknown = person(Mandate.OPERATORS, "R-99999999")
    assert scene.send("participants.suspend_representative", unknown, *OPERATORS) == "unknown_representative"
    party = ChangeParticipant("P-99999999", "X", Mandate.AUTHORITY)
    assert scene.send("participants.suspend_participant", party, AUTHORITY) == "unknown_participant"
    account = ChangeAccount(account_number("31", "HO", 99), "X", Mandate.AUTHORITY)
    assert scene.send("participants.suspend_account", account, AUTHORITY) == "unknown_account"


def test_refuses_to_suspend_a_representative_that_is_closed(scene: Scene) -> None:
    scene.allow_recovery()
    scene.must("participants.recover_key", recovery(ADDED), ADDED, *OPERATORS, REGISTRAR)
    scene.must("participants.stop_recovery", stop(ADDED), OWNER)
    body = person(Mandate.OPERATORS, ADDED)
    assert scene.send("participants.suspend_representative", body, *OPERATORS) == "representative_closed"


def test_a_participant_suspends_and_reinstates_its_own(scene: Scene) -> None:
    scene.add(ADDED, Role.INITIATOR)
    body = person(Mandate.PARTICIPANT, ADDED)
    assert scene.send("participants.suspend_representative", body, ADDED) == "not_enough_signatures"
    scene.must("participants.suspend_representative", body, OWNER)
    assert scene.send("participants.reinstate_representative", body, OWNER) == ACCEPTED


def test_closes_an_empty_account_for_ever(scene: Scene) -> None:
    scene.must("participants.close_account", CloseAccount(EMPTY, Mandate.PARTICIPANT), "R-00000012")
    assert scene.state.get(Account, EMPTY).status is Status.CLOSED
    assert scene.transfer() == "account_closed"
    again = CloseAccount(EMPTY, Mandate.OPERATORS)
    assert scene.send("participants.close_account", again, *OPERATORS) == "account_closed"
    suspend = ChangeAccount(EMPTY, "X", Mandate.OPERATORS)
    assert scene.send("participants.suspend_account", suspend, *OPERATORS) == "account_closed"


def test_refuses_to_close_an_account_that_holds_a_single_unit(scene: Scene) -> None:
    body = CloseAccount(HOLDING, Mandate.PARTICIPANT)
    assert scene.transfer(units=999) == ACCEPTED
    assert scene.send("participants.close_account", body, OWNER) == "account_not_empty"
    assert scene.transfer(units=1) == ACCEPTED
    assert scene.send("participants.close_account", body, OWNER) == ACCEPTED


def test_refuses_to_close_an_account_that_owes_what_it_issued(scene: Scene) -> None:
    body = CloseAccount(ISSUANCE, Mandate.OPERATORS)
    assert scene.send("participants.close_account", body, *OPERATORS) == "account_not_empty"


def test_refuses_to_close_a_suspended_account(scene: Scene) -> None:
    scene.must("participants.suspend_account", ChangeAccount(EMPTY, "X", Mandate.AUTHORITY), AUTHORITY)
    body = CloseAccount(EMPTY, Mandate.OPERATORS)
    assert scene.send("participants.close_account", body, *OPERATORS) == "account_suspended"


def test_registrars_close_no_account(scene: Scene) -> None:
    body = CloseAccount(EMPTY, Mandate.REGISTRAR)
    assert scene.send("participants.close_account", body, *OPERATORS, REGISTRAR) == "mandate_not_admitted"
