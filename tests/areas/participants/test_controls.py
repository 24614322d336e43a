"""Lists, limits and emergencies: each refusal earned, and a step inside it."""

import pytest

from registry.areas.participants.rules.freezes import FreezeNow, LiftEmergency, LiftFreeze, PlaceFreeze
from registry.areas.participants.rules.limits import PER_DAY, PER_TRANSFER, SetOwnLimit
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.policies import SetApprovals
from registry.areas.participants.rules.trusted import AskFirst, TrustAccount, TrustedAccount
from registry.ledger.book import Freeze
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Role
from registry.ledger.serials import account_number
from tests.areas.participants.controlled import ALICE, BOB, ESCROW, HELD, LAW, SENDER, SENT, TRADING, Controlled, micro
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

SECOND = "R-00000111"
TRUST = TrustAccount(SENDER, SENT)


@pytest.fixture
def scene() -> Controlled:
    return Controlled()


def trust(scene: Controlled, account: str = SENT, *signers: str) -> str:
    return scene.send("participants.trust_account", TrustAccount(SENDER, account), *(signers or (ALICE,)))


def freeze(*, account: str | None = None, batch: int | None = None) -> PlaceFreeze:
    participant = SENDER if account is None and batch is None else None
    first, last = (1, 1000) if batch else (0, 0)
    return PlaceFreeze(participant, account, batch, first, last, "ORDER-1", "court", 5, None, DOCUMENT)


def lift(scene: Controlled) -> LiftFreeze:
    (found,) = (one for one in scene.state.records[Freeze].by_key.values() if one.is_active)
    return LiftFreeze(found.id, "ORDER-9", DOCUMENT)


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (TRADING, "own_account"), (account_number("31", "ES", 12), "not_an_open_account"),
        (account_number("31", "HO", 99), "unknown_account"), (SENT, ACCEPTED),
    ],
)  # fmt: skip
def test_only_another_holders_open_account_is_trusted(scene: Controlled, account: str, code: str) -> None:
    assert trust(scene, account) == code


def test_an_addition_needs_the_approvals_of_the_policy_and_a_removal_one_hand(scene: Controlled) -> None:
    scene.add(SECOND, Role.APPROVER)
    scene.must("participants.set_approvals", SetApprovals(SENDER, 2, offline_required=False), ALICE)
    assert trust(scene) == "not_enough_signatures"
    assert trust(scene, SENT, ALICE, SECOND) == ACCEPTED
    assert trust(scene, SENT, ALICE, SECOND) == "already_trusted"
    assert scene.send("participants.distrust_account", TRUST, BOB) == "not_enough_signatures"
    assert scene.send("participants.distrust_account", TRUST, SECOND) == ACCEPTED
    assert scene.send("participants.distrust_account", TRUST, SECOND) == "not_trusted"


def test_a_removal_acts_at_once_and_a_new_addition_waits_again(scene: Controlled) -> None:
    scene.trust()
    scene.must("participants.distrust_account", TRUST, ALICE)
    assert scene.order(escrow=None) == "escrow_required"
    assert trust(scene) == ACCEPTED
    assert scene.order(escrow=None) == "escrow_required"


def test_the_list_has_an_end(scene: Controlled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.areas.participants.rules.trusted.TRUSTED_MAX", 1)
    assert trust(scene) == ACCEPTED
    scene.journal.submit_all([scene.world.open_account(12, "TR", 12)])
    assert trust(scene, account_number("31", "TR", 12)) == "too_many_trusted"
    assert len(scene.state.records[TrustedAccount].by_key) == 1


def test_an_account_says_once_that_it_asks_first(scene: Controlled) -> None:
    assert scene.send("participants.ask_first", AskFirst(SENT, asks_first=False), BOB) == "nothing_changes"
    assert scene.send("participants.ask_first", AskFirst(ESCROW, asks_first=True), ALICE) == "not_an_open_account"
    assert scene.send("participants.ask_first", AskFirst(SENT, asks_first=True), BOB) == ACCEPTED
    assert scene.send("participants.ask_first", AskFirst(SENT, asks_first=True), BOB) == "nothing_changes"


@pytest.mark.parametrize("scope", ["", "CEA", "31/CEA"])
def test_a_transfer_keeps_within_the_central_and_the_zones_limit(scene: Controlled, scope: str) -> None:
    scene.set(PER_TRANSFER, 100, scope=scope)
    assert scene.order(units=101) == "transfer_limit"
    assert scene.order(units=100) == ACCEPTED
    assert scene.order(units=101, target=TRADING) == ACCEPTED


def test_the_lowest_of_all_limits_binds(scene: Controlled) -> None:
    scene.set(PER_TRANSFER, 100)
    scene.set(PER_TRANSFER, 300, scope="31/CEA")
    scene.must("participants.set_own_limit", SetOwnLimit(SENDER, "CEA", 50, None), ALICE)
    assert scene.order(units=51) == "transfer_limit"
    assert scene.order(units=50) == ACCEPTED


def test_what_was_asked_for_counts_for_the_day_whatever_became_of_it(scene: Controlled) -> None:
    scene.set(PER_DAY, 150)
    assert scene.order(units=100) == ACCEPTED
    assert scene.end("withdraw", scene.last(), ALICE) == ACCEPTED
    assert scene.order(units=51) == "day_limit"
    assert scene.order(units=50) == ACCEPTED
    scene.at("2026-09-08 00:00")
    assert scene.order(units=150) == ACCEPTED


def test_own_limits_tighten_at_once_and_loosen_after_the_wait(scene: Controlled) -> None:
    scene.must("participants.set_own_limit", SetOwnLimit(SENDER, "CEA", 50, None), ALICE)
    again = SetOwnLimit(SENDER, "CEA", 50, None)
    assert scene.send("participants.set_own_limit", again, ALICE) == "nothing_changes"
    scene.must("participants.set_own_limit", SetOwnLimit(SENDER, "CEA", 80, 90), ALICE)  # Monday
    assert scene.order(units=51) == "transfer_limit"
    assert scene.order(units=40) == ACCEPTED
    assert scene.order(units=50) == ACCEPTED
    assert scene.order(units=1) == "day_limit"
    scene.at("2026-09-10 00:00")
    assert scene.order(units=80) == ACCEPTED


def test_loosening_an_own_limit_takes_the_whole_administration(scene: Controlled) -> None:
    scene.add(SECOND, Role.APPROVER)
    scene.must("participants.set_approvals", SetApprovals(SENDER, 2, offline_required=False), ALICE)
    scene.must("participants.set_own_limit", SetOwnLimit(SENDER, "CEA", 50, 50), ALICE)
    looser = SetOwnLimit(SENDER, "CEA", None, 50)
    assert scene.send("participants.set_own_limit", looser, ALICE) == "not_enough_signatures"
    assert scene.send("participants.set_own_limit", looser, ALICE, SECOND) == ACCEPTED
    assert scene.send("participants.set_own_limit", SetOwnLimit(SENDER, "XYZ", 1, 1), ALICE) == "unknown_class"


@pytest.mark.parametrize("what", ["participant", "source", "batch"])
def test_a_frozen_transfer_neither_executes_nor_vanishes_and_waits_anew_once_it_is_free(
    scene: Controlled, what: str
) -> None:
    scene.prove()
    assert scene.order() == ACCEPTED  # due on Monday at nine
    transfer = scene.last()
    batch = scene.delayed().ranges[0].batch
    body = {"participant": freeze(), "source": freeze(account=HELD), "batch": freeze(batch=batch)}[what]
    scene.must("participants.place_freeze", body, *LAW)
    scene.at("2026-09-15 12:00")
    held = "units_frozen" if what == "batch" else "account_frozen"
    assert scene.settle(transfer) == held
    assert scene.units(ESCROW) == 100
    scene.must("participants.lift_freeze", lift(scene), *LAW)
    assert scene.settle(transfer) == "not_due"
    scene.at("2026-09-17 07:00")
    assert scene.end("withdraw", transfer, ALICE) == ACCEPTED
    assert scene.units(HELD) == 999


def test_a_frozen_transfer_is_not_withdrawn_or_refused_either(scene: Controlled) -> None:
    assert scene.order() == ACCEPTED
    transfer = scene.last()
    scene.must("participants.place_freeze", freeze(), *LAW)
    assert scene.end("withdraw", transfer, ALICE) == "account_frozen"
    assert scene.end("refuse", transfer, BOB) == "account_frozen"


def test_a_freeze_that_ends_by_itself_lets_the_wait_begin_anew(scene: Controlled) -> None:
    scene.prove()
    assert scene.order() == ACCEPTED
    transfer = scene.last()
    ends = PlaceFreeze(SENDER, None, None, 0, 0, "ORDER-1", "court", 5, micro("2026-09-14 12:00"), DOCUMENT)
    scene.must("participants.place_freeze", ends, *LAW)
    scene.at("2026-09-14 12:00")
    assert scene.settle(transfer) == "not_due"
    scene.at("2026-09-16 09:00")
    assert scene.settle(transfer) == ACCEPTED


def test_one_administrator_freezes_everything_and_the_thief_alone_cannot_lift_it(scene: Controlled) -> None:
    body = FreezeNow(SENDER, "key-stolen", Mandate.PARTICIPANT)
    assert scene.send("participants.freeze_now", body, BOB) == "not_enough_signatures"
    assert scene.send("participants.freeze_now", body, ALICE) == ACCEPTED
    frozen = scene.last()
    assert scene.send("participants.freeze_now", body, ALICE) == "already_frozen"
    assert scene.order() == "account_frozen"
    over = LiftEmergency(frozen, "all-clear")
    assert scene.send("participants.lift_emergency", over, ALICE) == "not_enough_signatures"
    assert scene.send("participants.lift_emergency", over, ALICE, OPERATORS[0]) == ACCEPTED
    assert scene.send("participants.lift_emergency", over, ALICE, OPERATORS[0]) == "freeze_over"
    assert scene.order() == ACCEPTED


def test_one_operator_freezes_for_some_working_days(scene: Controlled) -> None:
    body = FreezeNow(SENDER, "reported-by-phone", Mandate.OPERATORS)
    assert scene.send("participants.freeze_now", body, OPERATORS[0]) == ACCEPTED
    scene.at("2026-09-10 23:59")
    assert scene.order() == "account_frozen"
    scene.at("2026-09-11 00:00")
    assert scene.order() == ACCEPTED


def test_only_the_two_sides_freeze_in_an_emergency_and_only_emergencies_end_so(scene: Controlled) -> None:
    body = FreezeNow(SENDER, "x", Mandate.AUTHORITY)
    assert scene.send("participants.freeze_now", body, AUTHORITY) == "mandate_not_admitted"
    scene.must("participants.place_freeze", freeze(), *LAW)
    over = LiftEmergency(scene.last(), "x")
    assert scene.send("participants.lift_emergency", over, ALICE, OPERATORS[0]) == "not_an_emergency"
