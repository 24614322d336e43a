"""No key comes into a funded participant by the operator's hands alone; each test is one way to try."""

import pytest

from registry.areas.participants.rules.keys import RotateKey
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import ChangeParticipant, ChangeRepresentative
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody, Function, Role
from tests.areas.participants.factories import (
    OFFICIALS,
    OWNER,
    PARTICIPANT,
    Scene,
    first_key,
    key,
    key_named,
    recovery,
    registration,
    representative,
    revocation,
    stop,
)
from tests.world import AUTHORITY, OPERATORS, REGISTRAR

NEW = "R-00000090"
SECOND = f"{OWNER}/2"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.allow_recovery()
    return scene


@pytest.mark.parametrize("signers", [OPERATORS, (REGISTRAR,), (OPERATORS[0], REGISTRAR), (*OPERATORS, AUTHORITY)])
def test_a_first_key_needs_two_operators_and_a_registrar(scene: Scene, signers: tuple[str, ...]) -> None:
    scene.must("participants.register", registration(13), *OPERATORS)
    assert scene.send("participants.register_first_key", first_key(13, NEW), NEW, *signers) == "not_enough_signatures"
    assert scene.send("participants.register_first_key", first_key(13, NEW), NEW, *OFFICIALS) == ACCEPTED


def test_a_first_key_needs_its_own_signature(scene: Scene) -> None:
    scene.must("participants.register", registration(13), *OPERATORS)
    answer = scene.send("participants.register_first_key", first_key(13, NEW), *OFFICIALS)
    assert answer == "possession_not_shown"


def test_a_funded_participant_gets_no_second_first_key(scene: Scene) -> None:
    assert scene.send("participants.register_first_key", first_key(11, NEW), NEW, *OFFICIALS) == "has_keys"


def test_nor_after_all_its_keys_are_revoked(scene: Scene) -> None:
    scene.must("participants.revoke_key", revocation(OWNER, by=Mandate.REGISTRAR), *OFFICIALS)
    assert scene.send("participants.register_first_key", first_key(11, NEW), NEW, *OFFICIALS) == "has_keys"


def test_nor_after_a_stopped_recovery(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    scene.must("participants.stop_recovery", stop(SECOND), OWNER)
    assert scene.send("participants.register_first_key", first_key(11, NEW), NEW, *OFFICIALS) == "has_keys"


@pytest.mark.parametrize("signers", [OPERATORS, OFFICIALS, (AUTHORITY, OPERATORS[0])])
def test_nobody_outside_adds_a_representative(scene: Scene, signers: tuple[str, ...]) -> None:
    body = representative(NEW, Role.ADMINISTRATOR)
    assert scene.send("participants.add_representative", body, NEW, *signers) == "not_enough_signatures"
    assert scene.send("participants.add_representative", body, NEW, OWNER) == ACCEPTED


@pytest.mark.parametrize("by", [Mandate.OPERATORS, Mandate.REGISTRAR, Mandate.AUTHORITY])
def test_nobody_outside_adds_a_key(scene: Scene, by: Mandate) -> None:
    body = key(SECOND, by=by)
    assert scene.send("participants.add_key", body, SECOND, *OFFICIALS) == "mandate_not_admitted"


def test_operators_cannot_rotate_a_key(scene: Scene) -> None:
    body = RotateKey(OWNER, key_named(OWNER), key_named(SECOND), Custody.BROWSER)
    assert scene.send("participants.rotate_key", body, SECOND, *OPERATORS) == "not_enough_signatures"
    assert scene.send("participants.rotate_key", body, SECOND, OWNER) == ACCEPTED


@pytest.mark.parametrize("signers", [OPERATORS, (REGISTRAR,), (OPERATORS[0], REGISTRAR)])
def test_a_recovery_from_outside_needs_two_operators_and_a_registrar(scene: Scene, signers: tuple[str, ...]) -> None:
    assert scene.send("participants.recover_key", recovery(SECOND), SECOND, *signers) == "not_enough_signatures"


def test_a_recovered_key_counts_only_after_the_delay_and_nothing_leaves_meanwhile(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    assert scene.send("participants.add_key", key(f"{OWNER}/3"), f"{OWNER}/3", SECOND) == "key_not_active"
    assert scene.transfer() == "recovery_pending"
    scene.wait(days=7)
    assert scene.transfer() == ACCEPTED
    assert scene.send("participants.add_key", key(f"{OWNER}/3"), f"{OWNER}/3", SECOND) == ACCEPTED


def test_the_owner_stops_a_recovery_and_goes_on(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    scene.must("participants.stop_recovery", stop(SECOND), OWNER)
    assert scene.transfer() == ACCEPTED
    scene.wait(days=30)
    assert scene.send("participants.add_key", key(f"{OWNER}/3"), f"{OWNER}/3", SECOND) == "key_not_active"


def test_a_stopped_key_cannot_be_offered_again(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    scene.must("participants.stop_recovery", stop(SECOND), OWNER)
    again = scene.send("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS, AUTHORITY)
    assert again == "key_taken"


def test_after_an_owner_has_stopped_one_recovery_the_next_takes_the_authority_too(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    scene.must("participants.stop_recovery", stop(SECOND), OWNER)
    third = f"{OWNER}/3"
    assert scene.send("participants.recover_key", recovery(third), third, *OFFICIALS) == "not_enough_signatures"
    assert scene.send("participants.recover_key", recovery(third), third, *OFFICIALS, AUTHORITY) == ACCEPTED


def test_any_representative_stops_a_recovery_even_one_that_only_looks_on(scene: Scene) -> None:
    scene.add(NEW, Role.VIEWER)
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    assert scene.send("participants.stop_recovery", stop(SECOND), NEW) == ACCEPTED


def test_the_waiting_key_and_strangers_do_not_stop_it(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    assert scene.send("participants.stop_recovery", stop(SECOND), SECOND) == "key_not_active"
    assert scene.send("participants.stop_recovery", stop(SECOND), "R-00000012") == "not_enough_signatures"
    assert scene.send("participants.stop_recovery", stop(SECOND, by=Mandate.AUTHORITY), AUTHORITY) == ACCEPTED


def test_while_it_waits_nobody_outside_silences_the_owner(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    pending = "recovery_pending"
    person, party = (
        ChangeRepresentative(OWNER, "X", Mandate.OPERATORS),
        ChangeParticipant(PARTICIPANT, "X", Mandate.OPERATORS),
    )
    assert scene.send("participants.suspend_representative", person, *OPERATORS) == pending
    assert scene.send("participants.suspend_participant", party, *OPERATORS) == pending
    body = revocation(OWNER, by=Mandate.REGISTRAR)
    assert scene.send("participants.revoke_key", body, *OFFICIALS) == pending


def test_nor_before_it_begins(scene: Scene) -> None:
    party = ChangeParticipant(PARTICIPANT, "X", Mandate.OPERATORS)
    scene.must("participants.suspend_participant", party, *OPERATORS)
    assert scene.send("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS) == "owner_silenced"
    scene.must("participants.reinstate_participant", party, *OPERATORS)
    scene.must("participants.suspend_representative", ChangeRepresentative(OWNER, "X", Mandate.OPERATORS), *OPERATORS)
    body = recovery(NEW, roles=(Role.ADMINISTRATOR,))
    assert scene.send("participants.recover_key", body, NEW, *OFFICIALS) == "owner_silenced"


def test_operators_cannot_bring_back_whom_the_participant_dismissed(scene: Scene) -> None:
    scene.add(NEW, Role.ADMINISTRATOR)
    dismissed = ChangeRepresentative(NEW, "LEFT", Mandate.PARTICIPANT)
    scene.must("participants.suspend_representative", dismissed, OWNER)
    outside = ChangeRepresentative(NEW, "X", Mandate.OPERATORS)
    assert scene.send("participants.reinstate_representative", outside, *OPERATORS) == "not_suspended"
    scene.must("participants.suspend_representative", outside, *OPERATORS)
    scene.must("participants.reinstate_representative", outside, *OPERATORS)
    answer = scene.send("participants.add_key", key(f"{NEW}/2"), f"{NEW}/2", NEW)
    assert answer == "signer_suspended"


def test_one_operator_cannot_make_a_second_one_up(scene: Scene) -> None:
    puppet = representative(NEW, Role.ADMINISTRATOR)
    body = type(puppet)("P-00000001", NEW, puppet.roles, puppet.public_key, puppet.custody)
    assert scene.send("participants.add_representative", body, NEW, OPERATORS[0]) == "not_enough_signatures"
    second = f"{OPERATORS[1]}/2"
    other = key(second, by=Mandate.PARTICIPANT)
    assert scene.send("participants.add_key", other, second, OPERATORS[0]) == "not_enough_signatures"


def test_operators_alone_register_no_office(scene: Scene) -> None:
    body = registration(14, function=Function.REGISTRAR)
    assert scene.send("participants.register", body, *OPERATORS) == "not_enough_signatures"
    assert scene.send("participants.register", body, AUTHORITY, OPERATORS[0]) == ACCEPTED


def test_nobody_vouches_for_its_own_office(scene: Scene) -> None:
    scene.must("participants.register", registration(14, function=Function.OPERATOR), AUTHORITY, OPERATORS[0])
    body = first_key(14, NEW)
    assert scene.send("participants.register_first_key", body, NEW, *OFFICIALS) == "not_enough_signatures"
    assert scene.send("participants.register_first_key", body, NEW, REGISTRAR, AUTHORITY) == ACCEPTED


def test_a_subset_of_signatures_sent_first_changes_nothing(scene: Scene) -> None:
    size = scene.journal.replay.size
    assert scene.send("participants.recover_key", recovery(SECOND), SECOND, *OPERATORS) == "not_enough_signatures"
    assert scene.journal.replay.size == size
    assert scene.send("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS) == ACCEPTED
