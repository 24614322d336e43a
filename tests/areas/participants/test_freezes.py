from dataclasses import replace

import pytest

from registry.areas.participants.rules import freezes as rules
from registry.areas.participants.rules.freezes import LiftFreeze, PlaceFreeze
from registry.ledger.book import Batch, Freeze
from registry.ledger.decide import ACCEPTED
from registry.ledger.serials import account_number
from tests.areas.participants.factories import PARTICIPANT, Scene
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

HOLDING = account_number("31", "HO", 11)
SIGNERS = (AUTHORITY, OPERATORS[0])
SECOND_US = 1_000_000


@pytest.fixture
def scene() -> Scene:
    return Scene()


def freeze(
    *,
    participant: str | None = None,
    account: str | None = None,
    batch: int | None = None,
    span: tuple[int, int] = (0, 0),
) -> PlaceFreeze:
    return PlaceFreeze(participant, account, batch, *span, "ORDER-1", "court", 5, None, DOCUMENT)


def batch_of(scene: Scene) -> int:
    return next(iter(scene.state.records[Batch].by_key.values())).number  # type: ignore[no-any-return]


def lift(scene: Scene, *, at: int = 0) -> LiftFreeze:
    placed = sorted(scene.state.records[Freeze].by_key.values(), key=lambda found: found.placed_index)
    return LiftFreeze(placed[at].id, "ORDER-9", DOCUMENT)


@pytest.mark.parametrize("body", [freeze(participant=PARTICIPANT), freeze(account=HOLDING)])
def test_a_frozen_account_cannot_be_debited_until_the_freeze_is_lifted(scene: Scene, body: PlaceFreeze) -> None:
    scene.must("participants.place_freeze", body, *SIGNERS)
    assert scene.transfer() == "account_frozen"
    scene.must("participants.lift_freeze", lift(scene), *SIGNERS)
    assert scene.transfer() == ACCEPTED


def test_a_frozen_range_stays_while_the_rest_moves(scene: Scene) -> None:
    scene.must("participants.place_freeze", freeze(batch=batch_of(scene), span=(1, 900)), *SIGNERS)
    assert scene.transfer(units=101) == "units_frozen"
    assert scene.transfer(units=100) == ACCEPTED


def test_several_freezes_queue_and_each_has_to_be_lifted(scene: Scene) -> None:
    for _ in range(2):
        scene.must("participants.place_freeze", freeze(account=HOLDING), *SIGNERS)
    scene.must("participants.lift_freeze", lift(scene), *SIGNERS)
    assert scene.transfer() == "account_frozen"
    scene.must("participants.lift_freeze", lift(scene, at=1), *SIGNERS)
    assert scene.transfer() == ACCEPTED


def test_the_lowest_priority_number_goes_first(scene: Scene) -> None:
    for priority, order in ((7, "LATE"), (2, "EARLY")):
        body = replace(freeze(account=HOLDING), priority=priority, order=order)
        scene.must("participants.place_freeze", body, *SIGNERS)
    assert [one.order for one in scene.state.find(Freeze, "account", HOLDING, True)] == ["EARLY", "LATE"]


def test_a_freeze_ends_by_itself_at_its_end(scene: Scene) -> None:
    scene.must("participants.place_freeze", replace(freeze(account=HOLDING), ends_at=scene.now + SECOND_US), *SIGNERS)
    scene.wait(ms=999)
    assert scene.transfer() == "account_frozen"
    scene.wait(ms=1)
    assert scene.transfer() == ACCEPTED
    assert scene.send("participants.lift_freeze", lift(scene), *SIGNERS) == "freeze_over"


def test_refuses_an_end_that_is_not_to_come(scene: Scene) -> None:
    for ends_at, answer in ((scene.now, "ends_in_past"), (scene.now + SECOND_US, ACCEPTED)):
        body = replace(freeze(account=HOLDING), ends_at=ends_at)
        assert scene.send("participants.place_freeze", body, *SIGNERS) == answer


@pytest.mark.parametrize(
    "body",
    [
        freeze(),
        freeze(participant=PARTICIPANT, account=HOLDING),
        freeze(account=HOLDING, span=(1, 2)),
    ],
)
def test_refuses_all_but_exactly_one_target(scene: Scene, body: PlaceFreeze) -> None:
    assert scene.send("participants.place_freeze", body, *SIGNERS) == "freeze_target"


@pytest.mark.parametrize("span", [(0, 10), (1, 1001), (10, 9)])
def test_refuses_a_range_that_is_not_the_batchs(scene: Scene, span: tuple[int, int]) -> None:
    number = batch_of(scene)
    assert scene.send("participants.place_freeze", freeze(batch=number, span=span), *SIGNERS) == "freeze_range"
    assert scene.send("participants.place_freeze", freeze(batch=number, span=(1, 1000)), *SIGNERS) == ACCEPTED


def test_refuses_what_does_not_exist(scene: Scene) -> None:
    for body, answer in (
        (freeze(participant="P-99999999"), "unknown_participant"),
        (freeze(account=account_number("31", "HO", 99)), "unknown_account"),
        (freeze(batch=1, span=(1, 1)), "unknown_batch"),
    ):
        assert scene.send("participants.place_freeze", body, *SIGNERS) == answer
    unknown = LiftFreeze("019a0000-0000-7000-8000-000000000000", "ORDER-9", DOCUMENT)
    assert scene.send("participants.lift_freeze", unknown, *SIGNERS) == "unknown_freeze"


def test_refuses_freezes_beyond_the_limit_but_those_that_ended_do_not_count(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FREEZES_MAX", 1)
    scene.must("participants.place_freeze", replace(freeze(account=HOLDING), ends_at=scene.now + SECOND_US), *SIGNERS)
    assert scene.send("participants.place_freeze", freeze(account=HOLDING), *SIGNERS) == "too_many_freezes"
    scene.wait(ms=1000)
    assert scene.send("participants.place_freeze", freeze(account=HOLDING), *SIGNERS) == ACCEPTED
    assert len(scene.state.find(Freeze, "account", HOLDING, True)) == 1


@pytest.mark.parametrize("signers", [OPERATORS, (AUTHORITY,), (OPERATORS[0],)])
def test_freezes_take_the_authority_and_an_operator(scene: Scene, signers: tuple[str, ...]) -> None:
    assert scene.send("participants.place_freeze", freeze(account=HOLDING), *signers) == "not_enough_signatures"
