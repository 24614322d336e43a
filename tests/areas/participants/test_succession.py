from dataclasses import replace

import pytest

from registry.areas.allowances.rules import Cancel, SettlePending
from registry.areas.participants.rules.closing import CloseParticipant
from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.holdings import NamedRange, Pending
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import CloseAccount
from registry.areas.participants.rules.succession import Passing, Succeed, SuccessionGround
from registry.ledger.book import Freeze
from registry.ledger.decide import ACCEPTED
from registry.ledger.serials import account_number
from registry.ledger.state import conservation
from tests.areas.participants.factories import OWNER, PARTICIPANT, Scene, recovery
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR

SUCCEED = "participants.succeed"
HEIR, HEIR_SIGNER = "P-00000012", "R-00000012"
SIGNERS = (AUTHORITY, *OPERATORS, HEIR_SIGNER)
ASSET = "CEA-2025"


def account(purpose: str, number: int) -> str:
    return account_number("31", purpose, number)


SOURCE, TARGET = account("HO", 11), account("HO", 12)
WHOLE = Passing(SOURCE, TARGET, ASSET, 1000, ())


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.journal.submit_all([made.world.open_account(*of) for of in ((12, "HO", 13), (11, "PE", 11), (12, "PE", 12))])
    return made


def body(*passing: Passing, ground: SuccessionGround = SuccessionGround.MERGER, is_last: bool = True) -> Succeed:
    return Succeed(PARTICIPANT, HEIR, ground, "MEAS-2020 art. 18", passing or (WHOLE,), is_last, DOCUMENT)


def freeze(scene: Scene, *, account: str | None = None, participant: str | None = None) -> None:
    order = PlaceFreeze(participant, account, None, 0, 0, "ORDER-1", "court", 1, None, DOCUMENT)
    scene.must("participants.place_freeze", order, AUTHORITY, OPERATORS[0])


def batch_of(scene: Scene) -> int:
    return int(next(iter(scene.state.holdings[SOURCE, ASSET].batches)))


def test_everything_passes_to_the_successor_and_nothing_is_made_or_lost(scene: Scene) -> None:
    scene.must(SUCCEED, body(), *SIGNERS)
    assert (scene.state.balance(SOURCE, ASSET), scene.state.balance(TARGET, ASSET)) == (0, 1000)
    assert all(issued == held for _, _, issued, held in conservation(scene.state))


@pytest.mark.parametrize("missing", SIGNERS)
def test_authority_two_operators_and_the_successor_sign(scene: Scene, missing: str) -> None:
    signers = [one for one in SIGNERS if one != missing]
    assert scene.send(SUCCEED, body(), *signers) == "not_enough_signatures"


def test_the_predecessor_is_not_asked(scene: Scene) -> None:
    assert scene.send(SUCCEED, body(), *SIGNERS, OWNER) == "signer_not_concerned"


def test_a_merger_that_leaves_a_single_unit_is_not_the_last_part(scene: Scene) -> None:
    but_one = replace(WHOLE, units=999)
    assert scene.send(SUCCEED, body(but_one), *SIGNERS) == "estate_left"
    scene.must(SUCCEED, body(but_one, is_last=False), *SIGNERS)
    assert scene.send(SUCCEED, body(replace(WHOLE, units=1)), *SIGNERS) == ACCEPTED


def test_a_split_passes_what_it_names_and_never_says_that_nothing_is_left(scene: Scene) -> None:
    part = replace(WHOLE, units=400)
    assert scene.send(SUCCEED, body(part, ground=SuccessionGround.SPLIT), *SIGNERS) == "split_is_never_last"
    scene.must(SUCCEED, body(part, ground=SuccessionGround.SPLIT, is_last=False), *SIGNERS)
    assert scene.state.balance(SOURCE, ASSET) == 600


def test_a_frozen_account_passes_whole_into_an_empty_one_with_its_freeze(scene: Scene) -> None:
    freeze(scene, account=SOURCE)
    fresh = account("HO", 13)
    into = replace(WHOLE, target=fresh)
    part = replace(into, units=999)
    assert scene.send(SUCCEED, body(part, is_last=False), *SIGNERS) == "account_passes_whole"
    both = (replace(WHOLE, units=1), part)
    assert scene.send(SUCCEED, body(*both), *SIGNERS) == "account_passes_whole"
    scene.must(SUCCEED, body(into), *SIGNERS)
    assert [one.order for one in scene.state.find(Freeze, "account", fresh, True)] == ["ORDER-1"]
    assert scene.state.find(Freeze, "account", SOURCE, True) == ()


def test_a_freeze_does_not_spread_over_what_the_successor_had(scene: Scene) -> None:
    assert scene.transfer(units=10) == ACCEPTED
    freeze(scene, account=SOURCE)
    assert scene.send(SUCCEED, body(replace(WHOLE, units=990)), *SIGNERS) == "account_not_empty"


def test_a_frozen_range_passes_by_its_serials_and_stays_frozen(scene: Scene) -> None:
    batch = batch_of(scene)
    order = PlaceFreeze(None, None, batch, 1, 100, "ORDER-2", "court", 1, None, DOCUMENT)
    scene.must("participants.place_freeze", order, AUTHORITY, OPERATORS[0])
    assert scene.send(SUCCEED, body(), *SIGNERS) == "units_frozen"
    named = replace(WHOLE, ranges=(NamedRange(batch, 1, 1000),))
    scene.must(SUCCEED, body(named), *SIGNERS)
    assert [one.order for one in scene.state.find(Freeze, "batch", batch, True)] == ["ORDER-2"]


def test_a_participant_frozen_as_a_whole_does_not_pass(scene: Scene) -> None:
    freeze(scene, participant=PARTICIPANT)
    assert scene.send(SUCCEED, body(), *SIGNERS) == "participant_frozen"


def cancel(scene: Scene, units: int) -> str:
    scene.journal.submit_all([scene.world.open_account(11, "CX", 11)])
    step = Cancel(SOURCE, account("PE", 11), account("CX", 11), ASSET, units, (), None)
    scene.must("allowances.cancel", step, OWNER)
    return str(scene.state.find(Pending, "participant", PARTICIPANT, "open")[0].id)


def test_a_waiting_step_passes_with_its_account_and_returns_to_the_successor(scene: Scene) -> None:
    pending = cancel(scene, 100)
    rest = replace(WHOLE, units=900)
    waiting = Passing(account("PE", 11), account("PE", 12), ASSET, 100, ())
    assert scene.send(SUCCEED, body(rest), *SIGNERS) == "account_left_out"
    assert scene.send(SUCCEED, body(waiting, is_last=False), *SIGNERS) == "account_left_out"
    half = replace(waiting, units=50)
    assert scene.send(SUCCEED, body(rest, half, is_last=False), *SIGNERS) == "account_passes_whole"
    scene.must(SUCCEED, body(rest, waiting), *SIGNERS)
    assert scene.state.get(Pending, pending).participant == HEIR
    back = SettlePending(pending, "NAT-1", DOCUMENT)
    scene.must("allowances.return_pending", back, AUTHORITY, OPERATORS[0])
    assert scene.state.balance(TARGET, ASSET) == 1000


def test_what_was_used_stays_with_whoever_used_it(scene: Scene) -> None:
    pending = cancel(scene, 100)
    confirmed = SettlePending(pending, "NAT-1", DOCUMENT)
    scene.must("allowances.confirm_cancellation", confirmed, AUTHORITY, OPERATORS[0])
    scene.journal.submit_all([scene.world.open_account(12, "CX", 12)])
    used = Passing(account("CX", 11), account("CX", 12), ASSET, 100, ())
    assert scene.send(SUCCEED, body(used, is_last=False), *SIGNERS) == "purpose_not_passed"
    scene.must(SUCCEED, body(replace(WHOLE, units=900)), *SIGNERS)
    for number in (SOURCE, account("PE", 11)):
        scene.must("participants.close_account", CloseAccount(number, Mandate.OPERATORS), *OPERATORS)
    gone = CloseParticipant(PARTICIPANT, "merged", Mandate.REGISTRAR, DOCUMENT)
    scene.must("participants.close_participant", gone, *OPERATORS, REGISTRAR)
    assert scene.send(SUCCEED, body(), *SIGNERS) == "participant_closed"


def test_parties_and_accounts_must_fit(scene: Scene) -> None:
    same = replace(body(), successor=PARTICIPANT)
    assert scene.send(SUCCEED, same, AUTHORITY, *OPERATORS, OWNER) == "same_participant"
    unknown = replace(body(), predecessor="P-99999999")
    assert scene.send(SUCCEED, unknown, *SIGNERS) == "unknown_participant"
    office = replace(body(), predecessor="P-00000002")
    assert scene.send(SUCCEED, office, *SIGNERS) == "office_protected"
    turned = replace(WHOLE, source=TARGET, target=SOURCE)
    assert scene.send(SUCCEED, body(turned), *SIGNERS) == "holder_differs"
    other = replace(WHOLE, target=account("PE", 12))
    assert scene.send(SUCCEED, body(other), *SIGNERS) == "purpose_differs"
    none = replace(WHOLE, target=account("HO", 99))
    assert scene.send(SUCCEED, body(none), *SIGNERS) == "unknown_account"


def test_nothing_passes_while_a_recovery_waits(scene: Scene) -> None:
    scene.allow_recovery()
    scene.must("participants.recover_key", recovery("R-00000091"), "R-00000091", *OPERATORS, REGISTRAR)
    assert scene.send(SUCCEED, body(), *SIGNERS) == "recovery_pending"
