import pytest

from registry.areas.participants.rules.delays import DelayReason, DelayStatus
from registry.areas.participants.rules.keys import AddKey
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parties import OpenAccount
from registry.areas.participants.rules.settling import Concerned
from registry.areas.participants.rules.standing import ChangeAccount, ChangeParticipant, CloseAccount
from registry.areas.participants.rules.trusted import AskFirst, TrustAccount
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody
from registry.ledger.serials import account_number
from tests.areas.participants.controlled import (
    ALICE,
    BOB,
    ESCROW,
    HELD,
    RECEIVER,
    SENDER,
    SENT,
    TRADING,
    Controlled,
    micro,
    order,
)
from tests.areas.participants.factories import key_named
from tests.world import OPERATORS, SYSTEM


@pytest.fixture
def scene() -> Controlled:
    return Controlled()


def test_own_accounts_receive_at_once_at_any_hour(scene: Controlled) -> None:
    scene.at("2026-09-12 23:00")  # a Saturday
    assert scene.order(target=TRADING, escrow=None) == ACCEPTED
    assert scene.units(TRADING) == 100


def test_a_trusted_account_receives_at_once_in_opening_hours(scene: Controlled) -> None:
    scene.trust()
    assert scene.order(escrow=None) == ACCEPTED
    assert scene.units(SENT) == 100


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-09-14 08:59", "2026-09-14 09:00"),  # before the opening
        ("2026-09-14 17:00", "2026-09-15 09:00"),  # the closing minute is closed
        ("2026-09-12 12:00", "2026-09-14 09:00"),  # a Saturday
        ("2026-09-30 18:00", "2026-10-08 09:00"),  # before the national holiday
        ("2026-09-19 12:00", "2026-09-20 09:00"),  # a Saturday before a Sunday that is worked
    ],
)
def test_a_trusted_transfer_asked_outside_opening_hours_waits_for_the_next(
    scene: Controlled, asked: str, due: str
) -> None:
    scene.trust()
    scene.at(asked)
    assert scene.order() == ACCEPTED
    found = scene.delayed()
    assert (found.due_at, found.reason) == (micro(due), DelayReason.OPENING)
    assert (scene.units(ESCROW), scene.units(SENT)) == (100, 0)


def test_the_last_open_minute_is_open(scene: Controlled) -> None:
    scene.trust()
    scene.at("2026-09-14 16:59")
    assert scene.order(escrow=None) == ACCEPTED


def test_others_wait_for_whole_working_days_in_escrow(scene: Controlled) -> None:
    scene.prove()
    assert scene.order() == ACCEPTED  # Thursday noon
    found = scene.delayed()
    assert (found.due_at, found.reason) == (micro("2026-09-14 09:00"), DelayReason.NOT_TRUSTED)
    assert (scene.units(ESCROW), scene.units(SENT)) == (100, 1)


def test_holidays_do_not_count(scene: Controlled) -> None:
    scene.prove()
    scene.at("2026-09-30 12:30")
    assert scene.order() == ACCEPTED
    assert scene.delayed().due_at == micro("2026-10-09 09:00")


def test_a_keys_first_transfer_outside_the_list_waits_longer(scene: Controlled) -> None:
    assert scene.order() == ACCEPTED  # Monday noon
    found = scene.delayed()
    assert (found.due_at, found.reason) == (micro("2026-09-10 09:00"), DelayReason.FIRST_OF_KEY)


def test_a_second_key_has_to_wait_again_and_a_second_order_wins_nothing(scene: Controlled) -> None:
    scene.prove()
    new = f"{ALICE}/new"
    scene.must("participants.add_key", AddKey(ALICE, key_named(new), Custody.BROWSER, Mandate.SELF), ALICE, new)
    for _ in range(2):
        assert scene.send("allowances.transfer", order(units=10), new) == ACCEPTED
        assert scene.delayed().reason is DelayReason.FIRST_OF_KEY
        assert scene.delayed().due_at == micro("2026-09-15 09:00")


def test_a_holder_may_ask_for_a_later_time_but_not_too_late(scene: Controlled) -> None:
    scene.trust()
    assert scene.order(not_before=micro("2026-09-16 12:34")) == ACCEPTED
    assert (scene.delayed().due_at, scene.delayed().reason) == (micro("2026-09-16 12:34"), DelayReason.ASKED)
    assert scene.order(not_before=micro("2026-10-12 12:00")) == ACCEPTED
    assert scene.order(not_before=micro("2026-10-12 12:01")) == "not_before_too_far"


def test_an_earlier_wish_changes_nothing(scene: Controlled) -> None:
    scene.prove()
    assert scene.order(not_before=scene.now + 60_000_000) == ACCEPTED
    assert scene.delayed().due_at == micro("2026-09-14 09:00")


def test_what_has_to_wait_needs_an_escrow_account_of_the_holder(scene: Controlled) -> None:
    assert scene.order(escrow=None) == "escrow_required"
    assert scene.order(escrow=account_number("31", "ES", 12)) == "holder_differs"
    assert scene.order(escrow=TRADING) == "purpose_not_credited"
    assert scene.order() == ACCEPTED


def test_it_executes_when_due_whoever_says_so(scene: Controlled) -> None:
    scene.prove()
    signers = {
        Concerned.SYSTEM: SYSTEM, Concerned.SENDER: ALICE, Concerned.RECEIVER: BOB, Concerned.OPERATOR: OPERATORS[0]
    }  # fmt: skip
    for by, signer in signers.items():
        assert scene.order(units=10) == ACCEPTED
        transfer, due = scene.last(), scene.delayed().due_at
        scene.world.author.now_ms = due // 1000 - 1
        assert scene.settle(transfer, by=by, signer=signer) == "not_due"
        scene.world.author.now_ms = due // 1000
        assert scene.settle(transfer, by=by, signer=signer) == ACCEPTED
        assert scene.delayed(transfer).status is DelayStatus.EXECUTED
        assert scene.settle(transfer, by=by, signer=signer) == "transfer_ended"
    assert (scene.units(SENT), scene.units(ESCROW)) == (41, 0)


def test_nobody_settles_in_anothers_name(scene: Controlled) -> None:
    assert scene.order() == ACCEPTED
    assert scene.settle(scene.last(), by=Concerned.SENDER, signer=BOB) == "not_enough_signatures"
    assert scene.settle("00000000-0000-7000-8000-000000000000") == "unknown_transfer"


def test_it_can_be_withdrawn_until_two_hours_before(scene: Controlled) -> None:
    scene.prove()
    transfers = []
    for _ in range(2):
        assert scene.order(units=50) == ACCEPTED
        transfers.append(scene.last())
    for transfer, at, answer in zip(
        transfers, ("2026-09-14 07:00", "2026-09-14 07:01"), (ACCEPTED, "too_late_to_withdraw"), strict=True
    ):
        scene.at(at)
        assert scene.end("withdraw", transfer, ALICE) == answer
    assert (scene.units(HELD), scene.units(ESCROW)) == (949, 50)


def test_the_receiver_refuses_until_it_has_executed(scene: Controlled) -> None:
    assert scene.order() == ACCEPTED
    transfer = scene.last()
    assert scene.end("refuse", transfer, ALICE) == "not_enough_signatures"
    scene.at("2026-09-10 09:00")
    assert scene.end("refuse", transfer, BOB) == ACCEPTED
    assert scene.delayed(transfer).status is DelayStatus.REFUSED
    assert scene.units(HELD) == 1000
    assert scene.end("refuse", transfer, BOB) == "transfer_ended"


def test_an_account_that_asks_first_receives_nothing_without_its_holders_word(scene: Controlled) -> None:
    scene.trust()
    scene.must("participants.ask_first", AskFirst(SENT, asks_first=True), BOB)
    assert scene.order() == ACCEPTED
    transfer = scene.last()
    assert scene.delayed().reason is DelayReason.RECEIVER
    assert scene.settle(transfer) == "waits_for_receiver"
    assert scene.end("accept", transfer, BOB) == ACCEPTED
    assert scene.end("accept", transfer, BOB) == "word_not_needed"
    assert scene.settle(transfer) == ACCEPTED
    assert scene.units(SENT) == 100


def test_what_is_never_answered_returns(scene: Controlled) -> None:
    scene.trust()
    scene.must("participants.ask_first", AskFirst(SENT, asks_first=True), BOB)
    assert scene.order() == ACCEPTED  # Friday noon, three working days
    transfer = scene.last()
    scene.at("2026-09-17 08:59")
    assert scene.settle(transfer) == "waits_for_receiver"
    scene.at("2026-09-17 09:00")
    assert scene.settle(transfer) == ACCEPTED
    assert scene.delayed(transfer).status is DelayStatus.LAPSED
    assert scene.units(HELD) == 1000


def test_what_waits_for_a_word_can_be_withdrawn_at_any_time(scene: Controlled) -> None:
    scene.trust()
    scene.must("participants.ask_first", AskFirst(SENT, asks_first=True), BOB)
    assert scene.order() == ACCEPTED
    scene.at("2026-09-14 12:00")
    assert scene.end("withdraw", scene.last(), ALICE) == ACCEPTED


def test_a_suspended_target_lets_the_sender_have_its_units_back(scene: Controlled) -> None:
    assert scene.order() == ACCEPTED
    transfer = scene.last()
    scene.must("participants.suspend_account", ChangeAccount(SENT, "doubt", Mandate.OPERATORS), *OPERATORS)
    scene.at("2026-09-10 09:00")
    assert scene.settle(transfer) == "account_suspended"
    assert scene.end("withdraw", transfer, ALICE) == ACCEPTED


def test_nothing_leaves_a_suspended_participant_and_what_waited_waits_anew(scene: Controlled) -> None:
    assert scene.order() == ACCEPTED
    transfer = scene.last()
    change = ChangeParticipant(SENDER, "doubt", Mandate.OPERATORS)
    scene.must("participants.suspend_participant", change, *OPERATORS)
    scene.at("2026-09-10 12:00")
    assert scene.settle(transfer) == "participant_suspended"
    scene.must("participants.reinstate_participant", change, *OPERATORS)
    assert scene.settle(transfer) == "not_due"
    scene.at("2026-09-14 09:00")
    assert scene.settle(transfer) == ACCEPTED


def test_an_account_that_units_are_coming_to_or_from_is_not_closed(scene: Controlled) -> None:
    other = account_number("31", "HO", 13)
    scene.must("participants.open_account", OpenAccount(other, RECEIVER, "Other"), *OPERATORS)
    assert scene.order(target=other) == ACCEPTED
    transfer, close = scene.last(), CloseAccount(other, Mandate.OPERATORS)
    assert scene.send("participants.close_account", close, *OPERATORS) == "account_not_empty"
    assert scene.end("withdraw", transfer, ALICE) == ACCEPTED
    assert scene.send("participants.close_account", close, *OPERATORS) == ACCEPTED


def test_without_a_calendar_nothing_waits_and_nothing_leaves(scene: Controlled) -> None:
    scene.at("2027-12-30 12:00")
    assert scene.order() == "calendar_missing"
    assert scene.order(target=TRADING, escrow=None) == ACCEPTED


def test_trust_counts_from_the_fourth_working_day_on(scene: Controlled) -> None:
    scene.must("participants.trust_account", TrustAccount(SENDER, SENT), ALICE)  # Monday
    scene.at("2026-09-10 16:59")
    assert scene.order(units=1) == ACCEPTED
    assert scene.delayed().reason is DelayReason.FIRST_OF_KEY
    scene.at("2026-09-11 09:00")
    assert scene.order(units=1, escrow=None) == ACCEPTED
