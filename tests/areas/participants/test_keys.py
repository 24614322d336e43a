from dataclasses import replace

import pytest

from registry.areas.participants.rules import keys as rules
from registry.areas.participants.rules.keys import AddRepresentative, RotateKey
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.policies import SetApprovals
from registry.areas.participants.rules.standing import ChangeRepresentative
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody, KeyStatus, Role, SigningKey
from tests.areas.participants.factories import (
    OFFICIALS,
    OWNER,
    PARTICIPANT,
    Scene,
    key,
    key_named,
    recovery,
    representative,
    revocation,
)
from tests.world import OPERATORS

ADDED, SECOND, THIRD = "R-00000090", f"{OWNER}/2", f"{OWNER}/3"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_an_administrator_adds_a_representative_who_then_signs(scene: Scene) -> None:
    scene.add(ADDED, Role.INITIATOR)
    known = scene.state.get(SigningKey, ADDED, key_named(ADDED))
    assert (known.status, known.vouched_by, known.participant) == (KeyStatus.ACTIVE, OWNER, PARTICIPANT)
    assert scene.send("participants.add_key", key(f"{ADDED}/2"), f"{ADDED}/2", ADDED) == ACCEPTED


def test_an_initiator_adds_nobody(scene: Scene) -> None:
    scene.add(ADDED, Role.INITIATOR)
    body = representative("R-00000091")
    assert scene.send("participants.add_representative", body, "R-00000091", ADDED) == "not_enough_signatures"


def test_refuses_a_number_that_is_taken(scene: Scene) -> None:
    body = replace(representative(f"{OWNER}"), public_key=key_named(SECOND))
    assert scene.send("participants.add_representative", body, SECOND, OWNER) == "number_taken"


def test_refuses_a_role_named_twice(scene: Scene) -> None:
    body = representative(ADDED, Role.VIEWER, Role.VIEWER)
    assert scene.send("participants.add_representative", body, ADDED, OWNER) == "roles_doubled"


def test_refuses_representatives_beyond_the_limit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "REPRESENTATIVES_MAX", 2)
    scene.add(ADDED)
    body = representative("R-00000091")
    assert scene.send("participants.add_representative", body, "R-00000091", OWNER) == "too_many_representatives"


def test_refuses_keys_beyond_the_limit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "KEYS_MAX", 2)
    scene.must("participants.add_key", key(SECOND), SECOND, OWNER)
    assert scene.send("participants.add_key", key(THIRD), THIRD, OWNER) == "too_many_keys"


def test_refuses_a_key_that_was_ever_registered(scene: Scene) -> None:
    scene.must("participants.add_key", key(SECOND), SECOND, OWNER)
    scene.must("participants.revoke_key", revocation(SECOND), OWNER)
    assert scene.send("participants.add_key", key(SECOND), SECOND, OWNER) == "key_taken"


def test_refuses_a_key_of_low_order(scene: Scene) -> None:
    weak = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    body = replace(key(SECOND), public_key=weak)
    # Nobody can sign with the neutral point here, so the rule itself is asked.
    answer = scene.send("participants.add_key", body, OWNER)
    assert answer == "possession_not_shown"


def test_refuses_a_key_of_an_unknown_representative(scene: Scene) -> None:
    assert scene.send("participants.add_key", key(ADDED), ADDED, OWNER) == "unknown_representative"


def test_refuses_a_key_for_a_suspended_representative(scene: Scene) -> None:
    scene.add(ADDED)
    scene.must("participants.suspend_representative", ChangeRepresentative(ADDED, "X", Mandate.OPERATORS), *OPERATORS)
    body = key(f"{ADDED}/2", by=Mandate.PARTICIPANT)
    assert scene.send("participants.add_key", body, f"{ADDED}/2", OWNER) == "signer_suspended"


def test_the_administration_adds_a_key_for_another(scene: Scene) -> None:
    scene.add(ADDED)
    body = key(f"{ADDED}/2", by=Mandate.PARTICIPANT)
    assert scene.send("participants.add_key", body, f"{ADDED}/2", OWNER) == ACCEPTED


def test_where_two_must_sign_one_administrator_brings_nobody_in(scene: Scene) -> None:
    scene.add(ADDED, Role.APPROVER, Role.INITIATOR)
    scene.must("participants.set_approvals", SetApprovals(PARTICIPANT, 2, False), OWNER)
    puppet = "R-00000091"
    body = representative(puppet, Role.APPROVER)
    assert scene.send("participants.add_representative", body, puppet, OWNER) == "not_enough_signatures"
    taken_over = key(f"{ADDED}/2", by=Mandate.PARTICIPANT)
    assert scene.send("participants.add_key", taken_over, f"{ADDED}/2", OWNER) == "not_enough_signatures"
    gone = ChangeRepresentative(ADDED, "LEFT", Mandate.PARTICIPANT)
    assert scene.send("participants.add_representative", body, puppet, OWNER, ADDED) == ACCEPTED
    scene.must("participants.suspend_representative", gone, OWNER)
    another = representative("R-00000092")
    assert scene.send("participants.add_representative", another, "R-00000092", OWNER) == "not_enough_signatures"


def test_only_an_offline_key_vouches_for_an_offline_key(scene: Scene) -> None:
    offline = key(SECOND, custody=Custody.OFFLINE)
    scene.must("participants.add_key", offline, SECOND, OWNER)
    body = key(THIRD, custody=Custody.OFFLINE)
    assert scene.send("participants.add_key", body, THIRD, OWNER) == "offline_key_required"
    assert scene.send("participants.add_key", body, THIRD, SECOND) == ACCEPTED


def test_rotation_ends_the_old_key_at_once(scene: Scene) -> None:
    body = RotateKey(OWNER, key_named(OWNER), key_named(SECOND), Custody.BROWSER)
    scene.must("participants.rotate_key", body, SECOND, OWNER)
    assert scene.transfer() == "key_not_active"
    assert scene.send("participants.add_key", key(THIRD), THIRD, SECOND) == ACCEPTED


def test_refuses_to_rotate_a_key_that_ended_or_never_was(scene: Scene) -> None:
    never = RotateKey(OWNER, key_named(THIRD), key_named(SECOND), Custody.BROWSER)
    assert scene.send("participants.rotate_key", never, SECOND, OWNER) == "no_such_key"
    scene.must("participants.add_key", key(THIRD), THIRD, OWNER)
    scene.must("participants.revoke_key", revocation(THIRD), OWNER)
    assert scene.send("participants.rotate_key", never, SECOND, OWNER) == "key_ended"


def test_a_revoked_key_signs_nothing(scene: Scene) -> None:
    scene.must("participants.add_key", key(SECOND), SECOND, OWNER)
    scene.must("participants.revoke_key", revocation(OWNER), SECOND)
    assert scene.transfer() == "key_not_active"


def test_who_may_revoke(scene: Scene) -> None:
    scene.add(ADDED)
    for by, signers, answer in (
        (Mandate.SELF, (OWNER,), "not_enough_signatures"),
        (Mandate.PARTICIPANT, (ADDED,), "not_enough_signatures"),
        (Mandate.REGISTRAR, OPERATORS, "not_enough_signatures"),
        (Mandate.OPERATORS, OPERATORS, "mandate_not_admitted"),
        (Mandate.PARTICIPANT, (OWNER,), ACCEPTED),
    ):
        assert scene.send("participants.revoke_key", revocation(ADDED, by=by), *signers) == answer


def test_refuses_to_revoke_twice(scene: Scene) -> None:
    scene.must("participants.add_key", key(SECOND), SECOND, OWNER)
    scene.must("participants.revoke_key", revocation(SECOND), OWNER)
    assert scene.send("participants.revoke_key", revocation(SECOND), OWNER) == "key_ended"


def test_keys_stay_as_they_are_while_a_recovery_waits_but_for_the_owners_revocations(scene: Scene) -> None:
    scene.allow_recovery()
    scene.must("participants.add_key", key(SECOND), SECOND, OWNER)
    scene.must("participants.recover_key", recovery(THIRD), THIRD, *OFFICIALS)
    pending = "recovery_pending"
    assert scene.send("participants.add_representative", representative(ADDED), ADDED, OWNER) == pending
    assert scene.send("participants.add_key", key(f"{OWNER}/4"), f"{OWNER}/4", OWNER) == pending
    body = RotateKey(OWNER, key_named(OWNER), key_named(f"{OWNER}/4"), Custody.BROWSER)
    assert scene.send("participants.rotate_key", body, f"{OWNER}/4", OWNER) == pending
    assert scene.send("participants.revoke_key", revocation(SECOND), OWNER) == ACCEPTED


def test_an_added_representative_belongs_to_who_signs(scene: Scene) -> None:
    body = AddRepresentative("P-00000012", ADDED, (Role.ADMINISTRATOR,), key_named(ADDED), Custody.BROWSER)
    assert scene.send("participants.add_representative", body, ADDED, OWNER) == "not_enough_signatures"
