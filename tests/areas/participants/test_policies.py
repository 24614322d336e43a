import pytest

from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.policies import SetApprovals, SetPolicy
from registry.areas.participants.rules.standing import ChangeRepresentative
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody, Role
from tests.areas.participants.factories import OWNER, PARTICIPANT, Scene, key, representative
from tests.world import OPERATORS, REGISTRAR

KIND = "allowances.transfer"
APPROVER, SECOND = "R-00000090", f"{OWNER}/2"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.add(APPROVER, Role.APPROVER)
    return scene


def approvals(count: int, *, offline: bool = False) -> SetApprovals:
    return SetApprovals(PARTICIPANT, count, offline)


def policy(count: int, *, offline: bool = False, kind: str = KIND) -> SetPolicy:
    return SetPolicy(PARTICIPANT, kind, count, offline)


def test_one_administrator_tightens(scene: Scene) -> None:
    scene.must("participants.set_approvals", approvals(2), OWNER)
    assert scene.transfer() == "not_enough_signatures"


def test_a_policy_for_one_kind_goes_before_the_general_number(scene: Scene) -> None:
    scene.must("participants.set_policy", policy(2), OWNER)
    assert scene.transfer() == "not_enough_signatures"


def test_loosening_takes_as_many_hands_as_the_stricter_policy(scene: Scene) -> None:
    scene.must("participants.set_approvals", approvals(2), OWNER)
    assert scene.send("participants.set_approvals", approvals(1), OWNER) == "not_enough_signatures"
    assert scene.send("participants.set_policy", policy(1), OWNER) == "not_enough_signatures"
    assert scene.send("participants.set_policy", policy(1), OWNER, APPROVER) == ACCEPTED
    assert scene.transfer() == ACCEPTED


def test_loosening_takes_the_hands_of_the_kinds_own_policy(scene: Scene) -> None:
    scene.must("participants.set_policy", policy(2), OWNER)
    assert scene.send("participants.set_policy", policy(1), OWNER) == "not_enough_signatures"
    assert scene.send("participants.set_policy", policy(1), OWNER, APPROVER) == ACCEPTED


def test_suspending_the_others_does_not_make_loosening_easier(scene: Scene) -> None:
    scene.must("participants.set_approvals", approvals(2), OWNER)
    gone = ChangeRepresentative(APPROVER, "LEFT", Mandate.PARTICIPANT)
    scene.must("participants.suspend_representative", gone, OWNER)
    assert scene.send("participants.set_approvals", approvals(1), OWNER) == "not_enough_signatures"


def test_who_never_had_so_many_asks_a_registrar_too() -> None:
    scene = Scene()
    scene.journal.submit_all(scene.world.enterprise(20, approvals=2))
    body = SetApprovals("P-00000020", 1, False)
    assert scene.send("participants.set_approvals", body, "R-00000020") == "not_enough_signatures"
    assert scene.send("participants.set_approvals", body, "R-00000020", REGISTRAR) == ACCEPTED


def test_refuses_more_signers_than_there_are(scene: Scene) -> None:
    assert scene.send("participants.set_approvals", approvals(3), OWNER) == "too_few_representatives"
    scene.add("R-00000091", Role.INITIATOR)
    assert scene.send("participants.set_approvals", approvals(3), OWNER) == ACCEPTED


def test_refuses_two_signers_without_an_approver() -> None:
    scene = Scene()
    scene.add("R-00000091", Role.INITIATOR)
    assert scene.send("participants.set_policy", policy(2), OWNER) == "too_few_representatives"


def test_an_offline_key_is_asked_for_only_where_there_is_one(scene: Scene) -> None:
    assert scene.send("participants.set_policy", policy(1, offline=True), OWNER) == "no_offline_key"
    scene.must("participants.add_key", key(SECOND, custody=Custody.OFFLINE), SECOND, OWNER)
    scene.must("participants.set_policy", policy(1, offline=True), OWNER)
    assert scene.transfer() == "offline_key_required"
    assert scene.send("participants.set_policy", policy(1), OWNER) == "offline_key_required"
    assert scene.send("participants.set_policy", policy(1), SECOND) == ACCEPTED


def test_refuses_a_policy_for_a_kind_that_is_not_in_force(scene: Scene) -> None:
    assert scene.send("participants.set_policy", policy(1, kind="allowances.dream"), OWNER) == "kind_not_active"


def test_others_set_no_policy(scene: Scene) -> None:
    for signers in (OPERATORS, ("R-00000012",), (APPROVER,)):
        assert scene.send("participants.set_approvals", approvals(2), *signers) == "not_enough_signatures"


def test_a_kinds_policy_counts_for_bringing_people_in(scene: Scene) -> None:
    scene.must("participants.set_policy", policy(2), OWNER)
    body = representative("R-00000091")
    assert scene.send("participants.add_representative", body, "R-00000091", OWNER) == "not_enough_signatures"
    assert scene.send("participants.add_representative", body, "R-00000091", OWNER, APPROVER) == ACCEPTED
