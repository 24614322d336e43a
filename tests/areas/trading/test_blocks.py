"""Block agreements: offered to named counterparties, answered, accepted as a whole."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.trading.rules.blocks import AcceptBlock, OfferBlock
from registry.areas.trading.rules.records import Invitation, MarketDay, Mode, OrderStatus, Side
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.trading.factories import BASE, CAROL, PRODUCT, SIGNERS, Market, market
from tests.world import DOCUMENT


def afternoon(**changes: int) -> Market:
    return market(**changes).at("2026-03-02", "13:00:00")


def offer(who: int, side: Side = Side.SELL, *, to: tuple[int, ...] = (BOB,), **changes: Any) -> OfferBlock:
    body = OfferBlock(
        product=PRODUCT,
        side=side,
        account=account("TR", who),
        escrow=account("ES", who),
        cash=account("CA", who),
        price_fen=BASE,
        units=500,
        base_fen=BASE,
        ranges=(),
        counterparties=tuple(f"P-{one:08}" for one in to),
        answers=None,
    )
    return replace(body, **changes)


def accept(who: int, order: str, side: Side = Side.BUY, **changes: Any) -> AcceptBlock:
    body = AcceptBlock(
        product=PRODUCT,
        order=order,
        side=side,
        account=account("TR", who),
        cash=account("CA", who),
        price_fen=BASE,
        units=500,
        ranges=(),
    )
    return replace(body, **changes)


def offered(made: Market, who: int, side: Side = Side.SELL, **changes: Any) -> str:
    return made.entry_id("trading.offer_block", offer(who, side, **changes), *SIGNERS[who])


def offering(made: Market, who: int, side: Side = Side.SELL, **changes: Any) -> str:
    return made.result("trading.offer_block", offer(who, side, **changes), *SIGNERS[who])


def accepting(made: Market, who: int, order: str, side: Side = Side.BUY, **changes: Any) -> str:
    return made.result("trading.accept_block", accept(who, order, side, **changes), *SIGNERS[who])


def test_a_block_is_dealt_in_as_a_whole() -> None:
    made = afternoon()
    order = offered(made, ALICE)
    assert made.state.get(Invitation, order, f"P-{BOB:08}") is not None
    assert accepting(made, BOB, order) == ACCEPTED
    (trade,) = made.trades()
    assert (trade.mode, trade.units, trade.turnover_fen) == (Mode.BLOCK, 500, 500 * BASE)
    assert (made.stock(ALICE), made.stock(BOB), made.order(order).status) == (500, 1_500, OrderStatus.FILLED)


def test_a_block_can_be_bought_by_offer() -> None:
    made = afternoon()
    order = offered(made, ALICE, Side.BUY, to=(BOB, CAROL))
    assert accepting(made, CAROL, order, Side.SELL) == ACCEPTED
    assert (made.stock(ALICE), made.stock(CAROL), made.money(ALICE, "ES")) == (1_500, 500, 0)


def test_blocks_move_no_closing_price() -> None:
    made = afternoon()
    order = offered(made, ALICE, price_fen=9_100)
    assert accepting(made, BOB, order, price_fen=9_100) == ACCEPTED
    day = made.state.get(MarketDay, PRODUCT, "2026-03-02")
    assert (day.listed_units, day.other_units, day.other_fen, day.last_fen) == (0, 500, 4_550_000, 0)
    made.at("2026-03-03", "10:00")
    assert made.listed(BOB, units=1) == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"units": 500}, ACCEPTED),
        ({"units": 499}, "units_under_block_min"),
        ({"price_fen": 9_100}, ACCEPTED),
        ({"price_fen": 9_101}, "price_over_limit"),
        ({"price_fen": 4_900}, ACCEPTED),
        ({"price_fen": 4_899}, "price_over_limit"),
        ({"base_fen": BASE - 1}, "stale_price"),
        ({"to": (ALICE,)}, "own_order"),
        ({"to": (BOB, BOB)}, "counterparties_doubled"),
        ({"to": (99,)}, "unknown_participant"),
        ({"units": 1_001}, "units_not_held"),
    ],
)
def test_a_block_keeps_within_what_is_allowed(changes: dict[str, Any], result: str) -> None:
    assert offering(afternoon(), ALICE, **changes) == result


@pytest.mark.parametrize(("clock", "result"), [("12:59:59.999", "session_closed"), ("13:00:00", ACCEPTED)])
def test_blocks_have_sessions_of_their_own(clock: str, result: str) -> None:
    assert offering(market().at("2026-03-02", clock), ALICE) == result


def test_only_the_invited_accept_and_only_what_was_offered() -> None:
    made = afternoon()
    order = offered(made, ALICE)
    assert accepting(made, CAROL, order) == "not_invited"
    assert accepting(made, BOB, order, units=499) == "order_differs"
    assert accepting(made, BOB, order, price_fen=BASE - 1) == "order_differs"
    assert accepting(made, BOB, order, Side.SELL) == "order_differs"
    assert accepting(made, BOB, order) == ACCEPTED
    assert accepting(made, BOB, order) == "order_ended"


def test_a_listed_order_is_no_block_and_a_block_is_not_listed() -> None:
    made = afternoon()
    listed, block = made.offer(ALICE, units=500), offered(made, ALICE, to=(BOB, CAROL))
    assert accepting(made, BOB, listed) == "order_differs"
    assert made.taken(BOB, units=501) == "level_short"
    assert accepting(made, BOB, block) == ACCEPTED


def test_a_counter_offer_names_what_it_answers() -> None:
    made = afternoon()
    first = offered(made, ALICE)
    assert offering(made, CAROL, Side.BUY, to=(ALICE,), answers=first) == "not_invited"
    assert offering(made, BOB, to=(ALICE,), answers=first) == "order_differs"
    answer = offered(made, BOB, Side.BUY, to=(ALICE,), answers=first, price_fen=6_900)
    assert made.cancelled(ALICE, first) == ACCEPTED
    assert accepting(made, ALICE, answer, Side.SELL, price_fen=6_900) == ACCEPTED
    assert [trade.price_fen for trade in made.trades()] == [6_900]


def test_no_block_between_related_parties() -> None:
    made = afternoon()
    order = offered(made, ALICE)
    relation = DeclareRelation(f"P-{ALICE:08}", f"P-{BOB:08}", "control", DOCUMENT)
    assert made.result("participants.declare_relation", relation, *SIGNERS[ALICE]) == ACCEPTED
    assert accepting(made, BOB, order) == "related_parties"
    assert offering(made, ALICE) == "related_parties"
    assert offering(made, ALICE, to=(CAROL,)) == ACCEPTED


def test_a_block_of_yesterday_is_gone_and_gives_back() -> None:
    made = afternoon()
    order = offered(made, ALICE)
    made.at("2026-03-03", "13:00")
    assert accepting(made, BOB, order) == "order_ended"
    assert made.cancelled(ALICE, order) == ACCEPTED
    assert made.stock(ALICE) == 1_000
