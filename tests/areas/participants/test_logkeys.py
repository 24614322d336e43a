"""The log's key is handed over by both keys, the authority and an operator, and by nobody else."""

from dataclasses import replace

import pytest

from registry.areas.participants.rules.logkeys import ROTATION, RotateLogKey, hand_over
from registry.ledger.decide import ACCEPTED
from registry.ledger.keys import Ed25519Signer
from registry.ledger.parties import LogKey
from registry.verify.signed import log_key_at
from tests.areas.participants.factories import Scene
from tests.world import AUTHORITY, LOG_KEY, OPERATORS, ORIGIN, seed_of

LAW = (AUTHORITY, OPERATORS[0])
OLD, NEW, THIRD = (Ed25519Signer(ORIGIN, seed_of(name)) for name in ("log", "new log", "third log"))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def handed(old: Ed25519Signer = OLD, new: Ed25519Signer = NEW) -> RotateLogKey:
    return hand_over(old, new)


def test_a_new_key_signs_every_head_that_covers_the_entry(scene: Scene) -> None:
    size = scene.journal.replay.size
    scene.must(ROTATION, handed(), *LAW)
    assert log_key_at(scene.state, ORIGIN, size) == LOG_KEY
    assert log_key_at(scene.state, ORIGIN, size + 1) == handed().new_key
    scene.must(ROTATION, handed(NEW, THIRD), *LAW)
    assert len(scene.state.find(LogKey, "origin", ORIGIN)) == 3


@pytest.mark.parametrize("signers", [OPERATORS, (AUTHORITY,), (OPERATORS[0],)])
def test_neither_operators_nor_authority_hand_over_alone(scene: Scene, signers: tuple[str, ...]) -> None:
    assert scene.send(ROTATION, handed(), *signers) == "not_enough_signatures"


def test_only_the_key_in_force_hands_over(scene: Scene) -> None:
    assert scene.send(ROTATION, handed(NEW, THIRD), *LAW) == "log_key_not_in_force"
    scene.must(ROTATION, handed(), *LAW)
    assert scene.send(ROTATION, handed(OLD, THIRD), *LAW) == "log_key_not_in_force"


def test_a_key_that_has_signed_the_log_never_comes_back(scene: Scene) -> None:
    scene.must(ROTATION, handed(), *LAW)
    assert scene.send(ROTATION, handed(NEW, OLD), *LAW) == "log_key_reused"
    assert scene.send(ROTATION, handed(NEW, NEW), *LAW) == "log_key_reused"


@pytest.mark.parametrize("which", ["old_signature", "new_signature"])
def test_both_keys_sign_the_handover(scene: Scene, which: str) -> None:
    other = getattr(handed(OLD, THIRD), which)
    assert scene.send(ROTATION, replace(handed(), **{which: other}), *LAW) == "log_key_unsigned"
    assert scene.send(ROTATION, handed(), *LAW) == ACCEPTED


def test_keys_of_another_log_or_with_a_wrong_id_are_none(scene: Scene) -> None:
    stranger = Ed25519Signer("elsewhere.test/log", seed_of("new log"))
    assert scene.send(ROTATION, handed(new=stranger), *LAW) == "log_key_form"
    body = handed()
    name, _, key = body.new_key.split("+", 2)
    assert scene.send(ROTATION, replace(body, new_key=f"{name}+00000000+{key}"), *LAW) == "log_key_form"
