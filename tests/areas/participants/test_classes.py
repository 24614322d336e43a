"""The switch of an asset class: nothing of it moves while it is closed, everything does again afterwards."""

import pytest

from registry.areas.participants.rules.classes import SwitchClass
from registry.catalog import CATALOGUE
from registry.ledger.decide import ACCEPTED
from tests.areas.participants.factories import OWNER, Scene
from tests.world import AUTHORITY, OPERATORS

SIGNERS = (AUTHORITY, OPERATORS[0])
CLOSE, REOPEN = "participants.close_class", "participants.reopen_class"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def switch(code: str = "CEA") -> SwitchClass:
    return SwitchClass(code, "ORDER-7", "serials were found twice")


def test_nothing_of_a_closed_class_moves_until_it_is_reopened(scene: Scene) -> None:
    assert scene.transfer() == ACCEPTED
    scene.must(CLOSE, switch(), *SIGNERS)
    assert scene.transfer() == "class_not_open"
    scene.must(REOPEN, switch(), *SIGNERS)
    assert scene.transfer() == ACCEPTED


def test_a_closed_class_is_not_issued_either(scene: Scene) -> None:
    scene.must(CLOSE, switch(), *SIGNERS)
    assert scene.journal.submit(scene.world.mirrored(11, units=5, batch=9)).result == "class_not_open"


def test_a_class_is_closed_once(scene: Scene) -> None:
    assert scene.send(CLOSE, switch(), *SIGNERS) == ACCEPTED
    assert scene.send(CLOSE, switch(), *SIGNERS) == "class_closed"


def test_only_a_closed_class_is_reopened(scene: Scene) -> None:
    assert scene.send(REOPEN, switch(), *SIGNERS) == "class_open"
    scene.must(CLOSE, switch(), *SIGNERS)
    assert scene.send(REOPEN, switch(), *SIGNERS) == ACCEPTED


@pytest.mark.parametrize("kind", [CLOSE, REOPEN])
def test_a_class_that_nobody_defined_is_neither(scene: Scene, kind: str) -> None:
    assert scene.send(kind, switch("QQQ"), *SIGNERS) == "unknown_class"


@pytest.mark.parametrize("signers", [OPERATORS, (AUTHORITY,), (OWNER, OPERATORS[0])])
def test_the_authority_and_an_operator_sign(scene: Scene, signers: tuple[str, ...]) -> None:
    assert scene.send(CLOSE, switch(), *signers) in {"not_enough_signatures", "signer_not_concerned"}


def test_closing_goes_ahead_of_what_waits_and_reopening_takes_its_turn() -> None:
    assert CATALOGUE.kinds[CLOSE][1].overtakes
    assert not CATALOGUE.kinds[REOPEN][1].overtakes
