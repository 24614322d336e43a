import pytest

from registry.areas.participants.rules.blocks import MirrorBatch
from registry.areas.participants.rules.delays import DelayedTransfer, DelayReason, DelayStatus, SendingKey
from registry.areas.participants.rules.keys import AddRepresentative
from registry.areas.participants.rules.limits import SetOwnLimit
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.many import LINES_MAX, ManyTransfers, TransferLine, line_id
from registry.areas.participants.rules.policies import SetPolicy
from registry.areas.participants.rules.standing import ChangeAccount
from registry.areas.participants.rules.trusted import TrustAccount
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import TEXT_MAX
from registry.ledger.instants import uuid7_ms
from registry.ledger.parties import Custody, Role
from registry.ledger.serials import account_number
from tests.areas.participants.controlled import (
    ALICE,
    ESCROW,
    HELD,
    LAW,
    SENDER,
    SENT,
    TRADING,
    Controlled,
    micro,
)
from tests.world import AUTHORITY, DOCUMENT, public_key_of

MANY = "allowances.transfer_many"
OTHER = account_number("31", "HO", 13)


@pytest.fixture
def scene() -> Controlled:
    made = Controlled()
    made.journal.submit_all(made.world.enterprise(13))
    return made


def line(units: int, target: str = SENT, asset: str = "CEA-2025") -> TransferLine:
    return TransferLine(target, asset, units)


def many(*lines: TransferLine, escrow: str | None = ESCROW) -> ManyTransfers:
    return ManyTransfers(HELD, escrow, lines)


def refused(scene: Controlled, *lines: TransferLine, escrow: str | None = ESCROW) -> tuple[str, object]:
    """Return why many transfers are refused, and at which line; nothing has moved then."""
    before = dict(scene.state.records[DelayedTransfer].by_key), scene.units(HELD)
    envelope = scene.world.author.envelope(MANY, many(*lines, escrow=escrow), ALICE)
    decision = scene.journal.submit(envelope)
    assert (dict(scene.state.records[DelayedTransfer].by_key), scene.units(HELD)) == before
    return decision.result, decision.facts.get("line")


@pytest.mark.parametrize(("most", "result"), [(2, ACCEPTED), (1, "too_fragmented")])
def test_all_lines_together_move_no_more_ranges_than_one_transfer(
    scene: Controlled, monkeypatch: pytest.MonkeyPatch, most: int, result: str
) -> None:
    monkeypatch.setattr("registry.areas.participants.rules.many.RANGES_MAX", most)
    body = many(line(1), line(2, OTHER))
    assert scene.journal.submit(scene.world.author.envelope(MANY, body, ALICE)).result == result


def test_each_line_goes_its_own_way_under_one_signature(scene: Controlled) -> None:
    scene.prove()
    scene.must("participants.trust_account", TrustAccount(SENDER, SENT), ALICE)
    scene.at("2026-09-17 12:00")
    scene.must(MANY, many(line(100), line(200, OTHER), line(300, TRADING)), ALICE)

    assert (scene.units(SENT), scene.units(TRADING), scene.units(ESCROW)) == (101, 300, 200)
    waiting = scene.delayed(line_id(scene.last(), 2))
    assert (waiting.target, waiting.units, waiting.reason) == (OTHER, 200, DelayReason.NOT_TRUSTED)
    assert waiting.due_at == micro("2026-09-20 09:00")


def test_each_waiting_line_has_its_own_end(scene: Controlled) -> None:
    scene.must(MANY, many(line(100), line(200, OTHER)), ALICE)
    first, second = (line_id(scene.last(), number) for number in (1, 2))

    assert scene.end("withdraw", first, ALICE) == ACCEPTED
    assert (scene.units(HELD), scene.units(ESCROW)) == (800, 200)
    scene.at("2026-09-10 09:00")
    assert scene.settle(second) == ACCEPTED
    assert (scene.units(OTHER), scene.delayed(first).status) == (200, DelayStatus.WITHDRAWN)


def test_the_lines_share_out_the_ranges_of_all_they_take(scene: Controlled) -> None:
    more = MirrorBatch("CEA-31-NAT-2025-2", "CEA-2025", "31", account_number("31", "IS", 1), HELD, 1, 50, DOCUMENT)
    scene.must("allowances.mirror_batch", more, *LAW)
    scene.must(MANY, many(line(990), line(30, OTHER), line(30, TRADING)), ALICE)

    assert [scene.units(one) for one in (HELD, ESCROW, TRADING)] == [0, 1020, 30]
    ranges = [one for number in (1, 2) for one in scene.delayed(line_id(scene.last(), number)).ranges]
    assert sum(one.last - one.first + 1 for one in ranges) == 1020
    assert len({(one.batch, serial) for one in ranges for serial in range(one.first, one.last + 1)}) == 1020


def test_all_units_may_go_and_not_one_more(scene: Controlled) -> None:
    assert refused(scene, line(500), line(501, OTHER)) == ("units_not_held", None)
    scene.must(MANY, many(line(500), line(500, OTHER)), ALICE)
    assert scene.units(HELD) == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (line(1), "line_doubled"),
        (line(1, HELD), "same_account"),
        (line(1, ESCROW), "purpose_not_credited"),
        (line(1, account_number("31", "HO", 99)), "unknown_account"),
        (line(1, OTHER, "FCS-2025"), "unknown_class"),
    ],
)
def test_what_bars_one_line_bars_all_and_is_named(scene: Controlled, wrong: TransferLine, code: str) -> None:
    assert refused(scene, line(10), wrong) == (code, 2)


def test_the_same_account_may_receive_two_assets(scene: Controlled) -> None:
    scene.journal.submit_all([scene.world.mirrored(11, units=100, vintage=2024, batch=9)])
    scene.must(MANY, many(line(10), line(10, asset="CEA-2024")), ALICE)
    assert {scene.delayed(line_id(scene.last(), number)).asset for number in (1, 2)} == {"CEA-2025", "CEA-2024"}


def test_a_line_that_has_to_wait_needs_an_escrow_account(scene: Controlled) -> None:
    assert refused(scene, line(10, TRADING), line(10), escrow=None) == ("escrow_required", 2)
    scene.must(MANY, many(line(10, TRADING), escrow=None), ALICE)


def test_a_limit_per_transfer_holds_for_each_line(scene: Controlled) -> None:
    scene.set("transfer_units_max", 100)
    assert refused(scene, line(100), line(101, OTHER)) == ("transfer_limit", 2)
    scene.must(MANY, many(line(100), line(100, OTHER), line(500, TRADING)), ALICE)


def test_a_limit_per_day_holds_for_all_lines_together_and_with_single_transfers(scene: Controlled) -> None:
    scene.set("transfer_units_per_day_max", 300)
    assert scene.order(units=100) == ACCEPTED
    assert refused(scene, line(100), line(101, OTHER)) == ("day_limit", None)
    scene.must(MANY, many(line(100), line(100, OTHER)), ALICE)
    assert scene.order(units=1) == "day_limit"


def test_own_limits_bind_many_as_they_bind_one(scene: Controlled) -> None:
    scene.must("participants.set_own_limit", SetOwnLimit(SENDER, "CEA", 50, 80), ALICE)
    assert refused(scene, line(40), line(51, OTHER)) == ("transfer_limit", 2)
    assert refused(scene, line(40), line(41, OTHER)) == ("day_limit", None)
    scene.must(MANY, many(line(40), line(40, OTHER)), ALICE)


def test_a_new_key_is_proven_when_its_last_line_has_arrived(scene: Controlled) -> None:
    scene.must(MANY, many(line(10), line(10, OTHER)), ALICE)
    sending = scene.state.get(SendingKey, ALICE, public_key_of(ALICE))
    assert sending.proven_at == scene.delayed(line_id(scene.last(), 1)).due_at == micro("2026-09-10 09:00")
    assert scene.delayed(line_id(scene.last(), 2)).reason is DelayReason.FIRST_OF_KEY


def test_the_policy_for_single_transfers_holds_for_many(scene: Controlled) -> None:
    second = "R-00000211"
    added = AddRepresentative(SENDER, second, (Role.APPROVER,), public_key_of(second), Custody.BROWSER)
    scene.must("participants.add_representative", added, ALICE, second)
    assert scene.send(MANY, many(line(10)), ALICE) == ACCEPTED
    scene.must("participants.set_policy", SetPolicy(SENDER, "allowances.transfer", 2, offline_required=False), ALICE)
    assert scene.send(MANY, many(line(10)), ALICE) == "not_enough_signatures"
    assert scene.send(MANY, many(line(10)), ALICE, second) == ACCEPTED


def test_a_suspended_account_that_would_receive_now_bars_all(scene: Controlled) -> None:
    change = ChangeAccount(TRADING, "HEARING", Mandate.AUTHORITY)
    scene.must("participants.suspend_account", change, AUTHORITY)
    assert refused(scene, line(10), line(10, TRADING)) == ("account_suspended", None)


def test_as_many_lines_as_fit_and_no_more(scene: Controlled) -> None:
    for number in range(20, 20 + LINES_MAX):
        scene.journal.submit_all([scene.world.open_account(13, "HO", number)])
    lines = [line(10, account_number("31", "HO", number)) for number in range(20, 20 + LINES_MAX)]
    envelope = scene.world.author.envelope(MANY, many(*lines), ALICE)
    assert len(envelope) < TEXT_MAX * 2 // 3
    assert scene.journal.submit(envelope).result == ACCEPTED
    assert scene.units(ESCROW) == 1000
    assert scene.send(MANY, many(*lines, line(1)), ALICE) == "field"


def test_a_lines_id_is_no_entrys(scene: Controlled) -> None:
    scene.must(MANY, many(line(10)), ALICE)
    entry = scene.last()
    assert uuid7_ms(line_id(entry, 1)) == 1
    assert len({line_id(entry, number) for number in range(1, LINES_MAX + 1)}) == LINES_MAX
    assert scene.delayed(line_id(entry, 1)).id != entry
