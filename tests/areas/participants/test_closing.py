from dataclasses import replace

import pytest

from registry.areas.participants.rules.closing import CloseParticipant
from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parties import OpenAccount
from registry.areas.participants.rules.standing import ChangeParticipant, CloseAccount
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Participant, Status
from registry.ledger.serials import account_number
from tests.areas.participants.factories import OFFICIALS, Scene, first_key, recovery, registration
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR

CLOSE = "participants.close_participant"
LEAVING, HOLDER = "P-00000012", "R-00000012"
HOLDING = account_number("31", "HO", 12)
BODY = CloseParticipant(LEAVING, "deregistered", Mandate.PARTICIPANT, DOCUMENT)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def close_accounts(scene: Scene) -> None:
    scene.must("participants.close_account", CloseAccount(HOLDING, Mandate.OPERATORS), *OPERATORS)


def test_a_participant_is_closed_once_its_accounts_are(scene: Scene) -> None:
    assert scene.send(CLOSE, BODY, HOLDER, *OPERATORS) == "account_still_open"
    close_accounts(scene)
    assert scene.send(CLOSE, BODY, *OPERATORS) == "not_enough_signatures"
    scene.must(CLOSE, BODY, HOLDER, *OPERATORS)
    assert scene.state.get(Participant, LEAVING).status is Status.CLOSED
    gone = replace(BODY, by=Mandate.REGISTRAR)
    assert scene.send(CLOSE, gone, *OFFICIALS) == "participant_closed"


def test_final_accounts_stay_with_what_was_used(scene: Scene) -> None:
    scene.journal.submit_all([scene.world.open_account(12, "CX", 12)])
    close_accounts(scene)
    assert scene.send(CLOSE, BODY, HOLDER, *OPERATORS) == ACCEPTED


def test_one_that_is_no_more_is_closed_by_a_registrar_and_operators(scene: Scene) -> None:
    close_accounts(scene)
    body = replace(BODY, by=Mandate.REGISTRAR)
    assert scene.send(CLOSE, body, *OPERATORS) == "not_enough_signatures"
    assert scene.send(CLOSE, replace(BODY, by=Mandate.SELF), HOLDER) == "mandate_not_admitted"
    assert scene.send(CLOSE, body, *OPERATORS, REGISTRAR) == ACCEPTED


def test_refuses_to_close_an_office(scene: Scene) -> None:
    body = CloseParticipant("P-00000003", "X", Mandate.REGISTRAR, DOCUMENT)
    assert scene.send(CLOSE, body, *OPERATORS, AUTHORITY) == "office_protected"


def test_refuses_to_close_a_frozen_participant(scene: Scene) -> None:
    close_accounts(scene)
    order = PlaceFreeze(LEAVING, None, None, 0, 0, "ORDER-1", "court", 1, None, DOCUMENT)
    scene.must("participants.place_freeze", order, AUTHORITY, OPERATORS[0])
    assert scene.send(CLOSE, BODY, HOLDER, *OPERATORS) == "participant_frozen"


def test_nothing_is_done_for_a_closed_participant(scene: Scene) -> None:
    close_accounts(scene)
    suspended = ChangeParticipant(LEAVING, "X", Mandate.AUTHORITY)
    scene.must(CLOSE, BODY, HOLDER, *OPERATORS)
    assert scene.send("participants.suspend_participant", suspended, AUTHORITY) == "participant_closed"
    account = OpenAccount(account_number("31", "HO", 13), LEAVING, "Account 13")
    assert scene.send("participants.open_account", account, *OPERATORS) == "participant_closed"
    key = first_key(12, "R-00000091")
    assert scene.send("participants.register_first_key", key, "R-00000091", *OFFICIALS) == "participant_closed"
    lost = replace(recovery("R-00000091"), participant=LEAVING)
    assert scene.send("participants.recover_key", lost, "R-00000091", *OFFICIALS) == "participant_closed"


def test_an_organisation_that_comes_back_gets_a_new_number(scene: Scene) -> None:
    again = replace(registration(92), identity="XX-TEST12")
    assert scene.send("participants.register", again, *OPERATORS) == "identity_taken"
    close_accounts(scene)
    scene.must(CLOSE, BODY, HOLDER, *OPERATORS)
    assert scene.send("participants.register", registration(12), *OPERATORS) == "number_taken"
    assert scene.send("participants.register", again, *OPERATORS) == ACCEPTED
