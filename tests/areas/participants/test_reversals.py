from dataclasses import replace

import pytest

from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.holdings import NamedRange
from registry.areas.participants.rules.reversals import Reversal, ReversalCase, Reverse
from registry.ledger.book import Freeze
from registry.ledger.decide import ACCEPTED
from registry.ledger.serials import account_number
from tests.areas.credits.factories import RETIRE, credit_registry
from tests.areas.participants.factories import OWNER, Scene, recovery
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, Author

REVERSE = "participants.reverse"
OFFICES = (AUTHORITY, *OPERATORS)
SOURCE, TARGET = account_number("31", "HO", 11), account_number("31", "HO", 12)
ENTRY, OTHER = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    assert made.transfer(units=100) == ACCEPTED
    return made


def batch_of(scene: Scene) -> int:
    return int(next(iter(scene.state.holdings[SOURCE, "CEA-2025"].batches)))


def body(scene: Scene, *, case: ReversalCase = ReversalCase.RULING, units: int = 100) -> Reverse:
    return Reverse(
        entry=ENTRY,
        case=case,
        article="CCER-REG art. 14",
        order="ORDER-9",
        source=TARGET,
        target=SOURCE,
        asset="CEA-2025",
        units=units,
        ranges=(NamedRange(batch_of(scene), 1, units),),
        freeze=None,
        document=DOCUMENT,
    )


def frozen(scene: Scene, *, first: int = 0, last: int = 0, account: str | None = None, order: str = "ORDER-9") -> str:
    batch = None if account else batch_of(scene)
    placed = PlaceFreeze(None, account, batch, first, last, order, "court", 1, None, DOCUMENT)
    scene.must("participants.place_freeze", placed, AUTHORITY, OPERATORS[0])
    by = ("account", account) if account else ("batch", batch)
    return str(scene.state.find(Freeze, *by, True)[-1].id)


@pytest.mark.parametrize("case", [ReversalCase.RULING, ReversalCase.REVOCATION])
def test_a_ruling_takes_units_back_without_the_holder(scene: Scene, case: ReversalCase) -> None:
    for missing in OFFICES:
        signers = [one for one in OFFICES if one != missing]
        assert scene.send(REVERSE, body(scene, case=case), *signers) == "not_enough_signatures"
    scene.must(REVERSE, body(scene, case=case), *OFFICES)
    assert scene.state.balance(SOURCE, "CEA-2025") == 1000


def test_an_error_is_put_right_only_if_the_holder_gives_back(scene: Scene) -> None:
    error = body(scene, case=ReversalCase.REGISTRATION_ERROR)
    assert scene.send(REVERSE, error, *OFFICES) == "not_enough_signatures"
    assert scene.send(REVERSE, error, *OFFICES, OWNER) == "not_enough_signatures"
    assert scene.send(REVERSE, error, *OFFICES, "R-00000012") == ACCEPTED


def test_no_entry_is_reversed_twice(scene: Scene) -> None:
    part = replace(body(scene, units=40))
    scene.must(REVERSE, part, *OFFICES)
    assert scene.state.get(Reversal, ENTRY).units == 40
    rest = replace(part, units=60, ranges=(NamedRange(batch_of(scene), 41, 100),))
    assert scene.send(REVERSE, rest, *OFFICES) == "already_reversed"
    assert scene.send(REVERSE, replace(rest, entry=OTHER), *OFFICES) == ACCEPTED


def test_only_units_that_lie_there_go_back(scene: Scene) -> None:
    assert scene.send(REVERSE, body(scene, units=101), *OFFICES) == "units_not_held"
    unequal = replace(body(scene), units=99)
    assert scene.send(REVERSE, unequal, *OFFICES) == "ranges_differ"


def test_the_orders_own_freeze_ends_and_every_other_holds(scene: Scene) -> None:
    own = frozen(scene, first=1, last=100)
    assert scene.send(REVERSE, body(scene), *OFFICES) == "units_frozen"
    other = frozen(scene, first=100, last=100, order="ORDER-10")
    ending = replace(body(scene), freeze=own)
    assert scene.send(REVERSE, ending, *OFFICES) == "units_frozen"
    before_it = replace(ending, units=99, ranges=(NamedRange(batch_of(scene), 1, 99),))
    scene.must(REVERSE, before_it, *OFFICES)
    assert not scene.state.get(Freeze, own).is_active
    assert scene.state.get(Freeze, other).is_active
    assert scene.send(REVERSE, replace(ending, entry=OTHER), *OFFICES) == "freeze_over"
    assert scene.send(REVERSE, replace(ending, entry=OTHER, freeze=OTHER), *OFFICES) == "unknown_freeze"


def test_nothing_goes_back_from_a_frozen_account_but_by_its_order(scene: Scene) -> None:
    own = frozen(scene, account=TARGET)
    assert scene.send(REVERSE, body(scene), *OFFICES) == "account_frozen"
    assert scene.send(REVERSE, replace(body(scene), freeze=own), *OFFICES) == ACCEPTED


def test_no_reversal_goes_into_issuance_or_out_of_escrow(scene: Scene) -> None:
    into = replace(body(scene), target=account_number("31", "IS", 1))
    assert scene.send(REVERSE, into, *OFFICES) == "purpose_not_credited"
    scene.journal.submit_all([scene.world.open_account(12, "ES", 12)])
    out = replace(body(scene), source=account_number("31", "ES", 12))
    assert scene.send(REVERSE, out, *OFFICES) == "purpose_not_debited"


def test_no_error_is_put_right_while_a_recovery_waits(scene: Scene) -> None:
    scene.allow_recovery()
    lost = replace(recovery("R-00000091"), participant="P-00000012")
    scene.must("participants.recover_key", lost, "R-00000091", *OPERATORS, REGISTRAR)
    error = body(scene, case=ReversalCase.REGISTRATION_ERROR)
    assert scene.send(REVERSE, error, *OFFICES, "R-00000012") == "recovery_pending"
    assert scene.send(REVERSE, body(scene), *OFFICES) == ACCEPTED


def test_retired_units_leave_their_final_account_by_a_reversal_and_by_nothing_else() -> None:
    registry = credit_registry()
    author: Author = registry.world.author
    assert registry.send("credits.retire", RETIRE, "R-00000011").result == ACCEPTED
    state = registry.journal.replay.state
    batch, pieces = next(iter(state.holdings[RETIRE.target, "FCS-2025"].batches.items()))
    first, last = next(iter(pieces))
    back = Reverse(
        entry=ENTRY,
        case=ReversalCase.RULING,
        article="CCER-REG art. 14",
        order="ORDER-9",
        source=RETIRE.target,
        target=RETIRE.source,
        asset="FCS-2025",
        units=last - first + 1,
        ranges=(NamedRange(batch, first, last),),
        freeze=None,
        document=DOCUMENT,
    )
    author.now_ms += 1000
    assert registry.send(REVERSE, back, *OFFICES).result == ACCEPTED
    assert state.balance(RETIRE.target, "FCS-2025") == 0
