"""Auctions: open and sealed, sale and purchase, what counts in time, who wins, and where every fen goes."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.trading.rules.auctions import (
    AnnounceAuction,
    Auction,
    AuctionStatus,
    Bid,
    BidStatus,
    Forfeit,
    Pricing,
    commitment_of,
)
from registry.areas.trading.rules.bids import PlaceBid, RevealBid, SealBid
from registry.areas.trading.rules.clearing import ReleaseBid, SettleAuction, WithdrawAuction
from registry.areas.trading.rules.products import EndHalt, OrderHalt
from registry.areas.trading.rules.records import Side
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, account
from tests.areas.trading.factories import BASE, CAROL, PRODUCT, SIGNERS, Market, beijing_ms, market
from tests.world import OPERATORS

DAY = "2026-03-02"
OPENS, CLOSES, REVEALS = (beijing_ms(DAY, clock) * 1000 for clock in ("10:00", "11:00", "11:30"))
SALT = "00112233445566778899aabbccddeeff"
CASH = 100_000_000


def auction(who: int = ALICE, **changes: Any) -> AnnounceAuction:
    body = AnnounceAuction(
        product=PRODUCT,
        side=Side.SELL,
        account=account("TR", who),
        escrow=account("ES", who),
        cash=account("CA", who),
        units=300,
        reserve_fen=BASE,
        pricing=Pricing.UNIFORM,
        forfeit=Forfeit.INITIATOR,
        deposit_fen=50_000,
        opens_at=OPENS,
        closes_at=CLOSES,
        reveals_until=None,
        approval="notice 1",
        ranges=(),
    )
    return replace(body, **changes)


def announced(made: Market, who: int = ALICE, **changes: Any) -> str:
    return made.entry_id("trading.announce_auction", auction(who, **changes), *SIGNERS[who], OPERATORS[0])


def bid(who: int, auction_id: str, **changes: Any) -> PlaceBid:
    body = PlaceBid(auction_id, account("TR", who), account("ES", who), account("CA", who), BASE, 200, ())
    return replace(body, **changes)


def bidding(made: Market, who: int, auction_id: str, **changes: Any) -> str:
    return made.result("trading.bid", bid(who, auction_id, **changes), *SIGNERS[who])


def sealed(made: Market, who: int, auction_id: str, *, price_fen: int = BASE, units: int = 200) -> str:
    said = commitment_of(auction_id, account("TR", who), price_fen=price_fen, units=units, salt=SALT)
    body = SealBid(auction_id, account("TR", who), account("ES", who), account("CA", who), said)
    return made.entry_id("trading.seal_bid", body, *SIGNERS[who])


def revealing(made: Market, who: int, bid_id: str, *, price_fen: int = BASE, units: int = 200) -> str:
    return made.result("trading.reveal_bid", RevealBid(bid_id, price_fen, units, SALT, ()), *SIGNERS[who])


def settled(made: Market, auction_id: str) -> str:
    return made.result("trading.settle_auction", SettleAuction(f"P-{CAROL:08}", auction_id), *SIGNERS[CAROL])


def bid_of(made: Market, who: int, auction_id: str) -> Bid:
    (found,) = made.state.find(Bid, "bidder", auction_id, f"P-{who:08}")
    assert isinstance(found, Bid)
    return found


def fee(fen: int) -> int:
    return fen * 30 // 10_000


def test_all_winners_pay_the_last_accepted_price() -> None:
    made = market()
    sale = announced(made)
    assert made.stock(ALICE, "ES") == 300
    assert bidding(made, BOB, sale, price_fen=7_500) == ACCEPTED
    assert bidding(made, CAROL, sale, price_fen=7_200) == ACCEPTED
    made.at(DAY, "11:00:00")
    assert settled(made, sale) == ACCEPTED
    assert [(trade.price_fen, trade.units) for trade in made.trades()] == [(7_200, 200), (7_200, 100)]
    assert (made.stock(BOB), made.stock(CAROL), made.stock(ALICE)) == (1_200, 1_100, 700)
    assert made.money(BOB) == CASH - 200 * 7_200 - fee(200 * 7_200)
    assert made.money(CAROL) == CASH - 100 * 7_200 - fee(100 * 7_200)
    assert made.money(BOB, "ES") == made.money(CAROL, "ES") == 0
    found = made.state.get(Auction, sale)
    assert (found.status, found.sold_units, found.ranges) == (AuctionStatus.SETTLED, 300, ())


def test_or_each_its_own() -> None:
    made = market()
    sale = announced(made, pricing=Pricing.PAY_AS_BID)
    assert bidding(made, BOB, sale, price_fen=7_500) == ACCEPTED
    assert bidding(made, CAROL, sale, price_fen=7_200) == ACCEPTED
    made.at(DAY, "11:00:00")
    assert settled(made, sale) == ACCEPTED
    assert [(trade.price_fen, trade.units) for trade in made.trades()] == [(7_500, 200), (7_200, 100)]


def test_at_one_price_the_earlier_bid_wins() -> None:
    made = market()
    sale = announced(made)
    assert bidding(made, CAROL, sale) == ACCEPTED
    assert bidding(made, BOB, sale) == ACCEPTED
    made.at(DAY, "11:00:00")
    assert settled(made, sale) == ACCEPTED
    assert [bid_of(made, who, sale).won_units for who in (CAROL, BOB)] == [200, 100]


def test_the_lowest_price_wins_where_units_are_bought() -> None:
    made = market()
    purchase = announced(made, side=Side.BUY)
    assert made.money(ALICE, "ES") == 300 * BASE + fee(300 * BASE)
    assert bidding(made, BOB, purchase, price_fen=BASE + 1) == "below_reserve"
    assert bidding(made, BOB, purchase, price_fen=6_900) == ACCEPTED
    assert bidding(made, CAROL, purchase, price_fen=6_800) == ACCEPTED
    made.at(DAY, "11:00:00")
    assert settled(made, purchase) == ACCEPTED
    assert [(trade.seller, trade.price_fen, trade.units) for trade in made.trades()] == [
        (f"P-{CAROL:08}", 6_900, 200),
        (f"P-{BOB:08}", 6_900, 100),
    ]
    assert (made.stock(ALICE), made.stock(BOB), made.stock(BOB, "ES")) == (1_300, 900, 0)
    assert made.money(ALICE, "ES") == 0
    assert made.money(ALICE) == CASH - 300 * 6_900 - fee(200 * 6_900) - fee(100 * 6_900)


def test_a_second_bid_replaces_the_first_and_is_better() -> None:
    made = market()
    sale = announced(made)
    assert bidding(made, BOB, sale, price_fen=7_100) == ACCEPTED
    assert bidding(made, BOB, sale, price_fen=7_100) == "bid_not_better"
    assert bidding(made, BOB, sale, price_fen=7_200, units=199) == "bid_not_better"
    assert bidding(made, BOB, sale, price_fen=7_101, units=201) == ACCEPTED
    assert made.money(BOB, "ES") == 201 * 7_101 + fee(201 * 7_101)
    assert made.state.get(Auction, sale).bids == 1


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"price_fen": BASE - 1}, "below_reserve"),
        ({"units": 300}, ACCEPTED),
        ({"units": 301}, "bid_too_large"),
    ],
)
def test_a_bid_keeps_within_the_notice(changes: dict[str, Any], result: str) -> None:
    made = market()
    assert bidding(made, BOB, announced(made), **changes) == result


def test_a_bid_one_millisecond_late_is_late() -> None:
    made = market()
    sale = announced(made, opens_at=OPENS + 1_000_000)
    made.at(DAY, "10:00:00.999")
    assert bidding(made, BOB, sale) == "auction_not_open"
    made.at(DAY, "10:00:01")
    assert bidding(made, BOB, sale) == ACCEPTED
    made.at(DAY, "10:59:59.999")
    assert bidding(made, BOB, sale, price_fen=7_100) == ACCEPTED
    assert settled(made, sale) == "auction_running"
    made.at(DAY, "11:00:00")
    assert bidding(made, CAROL, sale) == "auction_closed"


def test_the_initiator_does_not_bid() -> None:
    made = market()
    sale = announced(made)
    assert bidding(made, ALICE, sale) == "own_order"
    assert bidding(made, BOB, sale) == ACCEPTED


def test_an_auction_without_bids_gives_back() -> None:
    made = market()
    sale = announced(made)
    made.at(DAY, "11:00:00")
    assert settled(made, sale) == ACCEPTED
    assert (made.trades(), made.stock(ALICE), made.stock(ALICE, "ES")) == ((), 1_000, 0)
    assert settled(made, sale) == "auction_ended"


def test_an_auction_is_withdrawn_only_before_the_first_bid() -> None:
    made = market()
    first, second = announced(made), announced(made)
    assert bidding(made, BOB, first) == ACCEPTED
    signers = (*SIGNERS[ALICE], OPERATORS[0])
    assert made.result("trading.withdraw_auction", WithdrawAuction(first), *signers) == "bids_made"
    assert made.result("trading.withdraw_auction", WithdrawAuction(second), *signers) == ACCEPTED
    assert made.stock(ALICE) == 700
    assert bidding(made, BOB, second) == "auction_ended"


def test_sealed_bids_are_shown_after_the_close_and_before_the_end() -> None:
    made = market()
    sale = announced(made, reveals_until=REVEALS)
    high, low = sealed(made, BOB, sale, price_fen=7_500), sealed(made, CAROL, sale, price_fen=7_100)
    assert made.money(BOB, "ES") == 50_000
    made.at(DAY, "10:59:59.999")
    assert revealing(made, BOB, high, price_fen=7_500) == "reveal_too_early"
    made.at(DAY, "11:00:00")
    assert revealing(made, BOB, high, price_fen=7_501) == "commitment_differs"
    assert revealing(made, BOB, high, price_fen=7_500, units=199) == "commitment_differs"
    assert revealing(made, BOB, high, price_fen=7_500) == ACCEPTED
    assert revealing(made, BOB, high, price_fen=7_500) == "bid_revealed"
    made.at(DAY, "11:29:59.999")
    assert revealing(made, CAROL, low, price_fen=7_100) == ACCEPTED
    assert settled(made, sale) == "auction_running"
    made.at(DAY, "11:30:00")
    assert settled(made, sale) == ACCEPTED
    assert (made.stock(BOB), made.stock(CAROL)) == (1_200, 1_100)
    assert made.money(BOB) == CASH - 200 * 7_100 - fee(200 * 7_100)


def test_a_bid_that_is_not_shown_is_void_and_loses_its_deposit() -> None:
    made = market()
    sale = announced(made, reveals_until=REVEALS)
    hidden = sealed(made, BOB, sale)
    made.at(DAY, "11:30:00")
    assert revealing(made, BOB, hidden) == "reveal_too_late"
    assert settled(made, sale) == ACCEPTED
    assert made.state.get(Bid, hidden).status is BidStatus.VOID
    assert (made.money(BOB), made.money(ALICE)) == (CASH - 50_000, CASH + 50_000)


def test_unless_the_terms_give_it_back() -> None:
    made = market()
    sale = announced(made, reveals_until=REVEALS, forfeit=Forfeit.BIDDER)
    sealed(made, BOB, sale)
    made.at(DAY, "11:30:00")
    assert settled(made, sale) == ACCEPTED
    assert (made.money(BOB), made.money(ALICE)) == (CASH, CASH)


def test_one_sealed_bid_each_and_no_open_one() -> None:
    made = market()
    sale = announced(made, reveals_until=REVEALS)
    sealed(made, BOB, sale)
    body = SealBid(sale, account("TR", BOB), account("ES", BOB), account("CA", BOB), "0" * 64)
    assert made.result("trading.seal_bid", body, *SIGNERS[BOB]) == "bid_made"
    assert bidding(made, CAROL, sale) == "auction_form"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"opens_at": OPENS}, ACCEPTED),
        ({"opens_at": OPENS - 1_000_000}, "auction_times"),
        ({"closes_at": OPENS}, "auction_times"),
        ({"reveals_until": CLOSES}, "deposit_required"),
        ({"reveals_until": CLOSES - 1_000_000}, "auction_times"),
        ({"reveals_until": REVEALS, "deposit_fen": 0}, "deposit_required"),
        ({"reveals_until": REVEALS, "deposit_fen": 1}, ACCEPTED),
        ({"reveals_until": beijing_ms("2026-03-07", "10:00") * 1000}, "no_trading_day"),
        ({"reveals_until": beijing_ms("2026-03-06", "10:00") * 1000}, ACCEPTED),
        ({"units": 1_001}, "units_not_held"),
        ({"units": 1_000}, ACCEPTED),
    ],
)
def test_a_notice_is_sound(changes: dict[str, Any], result: str) -> None:
    made = market()
    signers = (*SIGNERS[ALICE], OPERATORS[0])
    assert made.result("trading.announce_auction", auction(**changes), *signers) == result


def test_a_halted_bidder_neither_wins_nor_moves_until_the_halt_ends() -> None:
    made = market()
    sale = announced(made)
    assert bidding(made, BOB, sale, price_fen=7_500) == ACCEPTED
    assert bidding(made, CAROL, sale) == ACCEPTED
    halt = made.entry_id("trading.halt", OrderHalt(None, account("TR", BOB), "R", "art. 1", None), OPERATORS[0])
    made.at(DAY, "11:00:00")
    assert settled(made, sale) == ACCEPTED
    held = bid_of(made, BOB, sale)
    assert (held.status, held.won_units, bid_of(made, CAROL, sale).won_units) == (BidStatus.HELD, 0, 200)
    assert made.money(BOB, "ES") == held.locked_fen > 0
    assert made.result("trading.end_halt", EndHalt(halt, "R"), *BY_AUTHORITY) == ACCEPTED
    assert made.result("trading.release_bid", ReleaseBid(f"P-{BOB:08}", held.id), *SIGNERS[BOB]) == ACCEPTED
    assert (made.money(BOB), made.money(BOB, "ES")) == (CASH, 0)
    assert made.result("trading.release_bid", ReleaseBid(f"P-{BOB:08}", held.id), *SIGNERS[BOB]) == "bid_not_held"
