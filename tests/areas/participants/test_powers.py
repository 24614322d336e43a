import pytest

from registry.areas.allowances.rules import TransferUnits
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.policies import SetApprovals
from registry.areas.participants.rules.powers import GrantPower, RevokePower
from registry.areas.participants.rules.standing import ChangeParticipant, ChangeRepresentative
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import PowerOfAttorney, Role
from registry.ledger.serials import account_number
from tests.areas.participants.factories import OWNER, PARTICIPANT, Scene
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

ATTORNEY, SECOND = "R-00000012", "R-00000090"
HOLDING, OTHER = account_number("31", "HO", 11), account_number("31", "HO", 12)
TRANSFER = "allowances.transfer"
GRANT, REVOKE = "participants.grant_power", "participants.revoke_power"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def power(
    scene: Scene,
    *,
    attorney: str = ATTORNEY,
    role: Role = Role.INITIATOR,
    kinds: tuple[str, ...] = (TRANSFER,),
    accounts: tuple[str, ...] = (),
    days: int = 30,
) -> GrantPower:
    ends_at = scene.now + days * 86_400_000_000
    return GrantPower(PARTICIPANT, attorney, role, kinds, accounts, ends_at, DOCUMENT)


def granted(scene: Scene) -> str:
    found = scene.state.find(PowerOfAttorney, "standing", PARTICIPANT, True)
    return str(found[-1].id)


def transfer(scene: Scene, *signers: str) -> str:
    return scene.send(TRANSFER, TransferUnits(HOLDING, OTHER, "CEA-2025", 1, ()), *signers)


def test_an_attorney_signs_for_the_principal_only_while_the_power_stands(scene: Scene) -> None:
    assert transfer(scene, ATTORNEY) == "not_enough_signatures"
    scene.must(GRANT, power(scene), OWNER)
    assert transfer(scene, ATTORNEY) == ACCEPTED
    scene.must(REVOKE, RevokePower(granted(scene), "done", Mandate.PARTICIPANT), OWNER)
    assert transfer(scene, ATTORNEY) == "not_enough_signatures"


def test_a_power_ends_at_its_time(scene: Scene) -> None:
    scene.must(GRANT, power(scene, days=2), OWNER)
    scene.wait(days=2, ms=-1)
    assert transfer(scene, ATTORNEY) == ACCEPTED
    scene.wait(ms=1)
    assert transfer(scene, ATTORNEY) == "not_enough_signatures"
    body = RevokePower(granted(scene), "done", Mandate.PARTICIPANT)
    assert scene.send(REVOKE, body, OWNER) == "power_over"


def test_a_power_holds_for_its_kinds_alone(scene: Scene) -> None:
    scene.must(GRANT, power(scene, kinds=("allowances.cancel",)), OWNER)
    assert transfer(scene, ATTORNEY) == "not_enough_signatures"


@pytest.mark.parametrize(("number", "answer"), [(11, ACCEPTED), (13, "not_enough_signatures")])
def test_a_power_holds_for_its_accounts_alone(scene: Scene, number: int, answer: str) -> None:
    scene.journal.submit_all([scene.world.open_account(11, "TR", 13)])
    account = HOLDING if number == 11 else account_number("31", "TR", 13)
    scene.must(GRANT, power(scene, accounts=(account,)), OWNER)
    assert transfer(scene, ATTORNEY) == answer


def test_an_initiating_attorney_does_not_approve_and_an_approving_one_does(scene: Scene) -> None:
    scene.add(SECOND, Role.APPROVER)
    scene.must("participants.set_approvals", SetApprovals(PARTICIPANT, 2, offline_required=False), OWNER)
    scene.must(GRANT, power(scene), OWNER, SECOND)
    assert transfer(scene, ATTORNEY, OWNER) == "not_enough_signatures"
    assert transfer(scene, ATTORNEY, SECOND) == ACCEPTED
    scene.must(GRANT, power(scene, role=Role.APPROVER), OWNER, SECOND)
    assert transfer(scene, ATTORNEY, OWNER) == ACCEPTED
    assert transfer(scene, ATTORNEY) == "not_enough_signatures"


def test_an_attorney_of_a_suspended_principal_does_not_act(scene: Scene) -> None:
    scene.must(GRANT, power(scene), OWNER)
    body = ChangeParticipant(PARTICIPANT, "X", Mandate.AUTHORITY)
    scene.must("participants.suspend_participant", body, AUTHORITY)
    assert transfer(scene, ATTORNEY) == "not_enough_signatures"


def test_a_suspended_attorney_does_not_act(scene: Scene) -> None:
    scene.must(GRANT, power(scene), OWNER)
    body = ChangeRepresentative(ATTORNEY, "X", Mandate.OPERATORS)
    scene.must("participants.suspend_representative", body, *OPERATORS)
    assert transfer(scene, ATTORNEY) == "signer_suspended"
    assert scene.send(GRANT, power(scene), OWNER) == "signer_suspended"


def test_it_takes_as_many_hands_to_give_a_power_as_to_bring_in_a_signer(scene: Scene) -> None:
    scene.add(SECOND, Role.APPROVER)
    scene.must("participants.set_approvals", SetApprovals(PARTICIPANT, 2, offline_required=False), OWNER)
    assert scene.send(GRANT, power(scene), OWNER) == "not_enough_signatures"
    assert scene.send(GRANT, power(scene), OWNER, SECOND) == ACCEPTED


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"attorney": OWNER}, "own_attorney"),
        ({"attorney": "R-99999999"}, "unknown_representative"),
        ({"attorney": OPERATORS[0]}, "conflict_of_interest"),
        ({"attorney": AUTHORITY}, "conflict_of_interest"),
        ({"role": Role.ADMINISTRATOR}, "role_not_delegable"),
        ({"kinds": ("participants.add_key",)}, "kind_not_delegable"),
        ({"kinds": ("trading.nothing",)}, "kind_not_active"),
        ({"accounts": (OTHER,)}, "holder_differs"),
        ({"accounts": (account_number("31", "HO", 99),)}, "unknown_account"),
        ({"days": 0}, "ends_in_past"),
    ],
)
def test_refuses_a_power_out_of_bounds(scene: Scene, changed: dict[str, object], answer: str) -> None:
    assert scene.send(GRANT, power(scene, **changed), OWNER) == answer  # type: ignore[arg-type]


def test_a_participant_has_at_most_fifty_powers_and_those_over_make_room(scene: Scene) -> None:
    scene.must(GRANT, power(scene, days=1), OWNER)
    for _ in range(49):
        scene.must(GRANT, power(scene), OWNER)
    assert scene.send(GRANT, power(scene), OWNER) == "too_many_powers"
    scene.wait(days=1)
    assert scene.send(GRANT, power(scene), OWNER) == ACCEPTED
    assert scene.send(GRANT, power(scene), OWNER) == "too_many_powers"


@pytest.mark.parametrize(
    ("by", "signer", "answer"),
    [
        (Mandate.SELF, ATTORNEY, ACCEPTED),
        (Mandate.SELF, OWNER, "not_enough_signatures"),
        (Mandate.AUTHORITY, AUTHORITY, ACCEPTED),
        (Mandate.PARTICIPANT, ATTORNEY, "not_enough_signatures"),
        (Mandate.OPERATORS, OPERATORS[0], "mandate_not_admitted"),
    ],
)
def test_principal_attorney_and_authority_end_a_power(scene: Scene, by: Mandate, signer: str, answer: str) -> None:
    scene.must(GRANT, power(scene), OWNER)
    assert scene.send(REVOKE, RevokePower(granted(scene), "done", by), signer) == answer


def test_a_power_that_nobody_gave_cannot_be_revoked(scene: Scene) -> None:
    nothing = "00000000-0000-7000-8000-000000000000"
    assert scene.send(REVOKE, RevokePower(nothing, "done", Mandate.PARTICIPANT), OWNER) == "unknown_power"
