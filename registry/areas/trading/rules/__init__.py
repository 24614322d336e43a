"""The rules of the market: products, listed orders and deals, money of the market.

The market knows classes, batches and accounts. What an asset's own area forbids is asked through its gate, which
`registry.catalog` hands over: see `gates`.
"""

from functools import partial

from registry.areas.pledges.rules.offering import by_lender
from registry.areas.trading.rules import (
    auctions,
    bids,
    blocks,
    cash,
    clearing,
    fills,
    listed,
    objections,
    orders,
    pledged,
    products,
    records,
)
from registry.areas.trading.rules.gates import EVERY, Gate, Gates, Intent
from registry.areas.trading.rules.prices import closes
from registry.areas.trading.rules.traders import by_account_owner
from registry.ledger.book import ISSUANCE
from registry.ledger.parties import by_authority_and_operator, by_operators
from registry.ledger.rules import DAY_SECONDS, Kind, Requirement, View
from registry.ledger.serials import Purpose

__all__ = ["EVERY", "RECORDS", "Gate", "Gates", "Intent", "closes", "kinds"]

_TRADING, _CASH = Purpose.TRADING.value, Purpose.CASH.value
_ESCROW, _PENDING, _PLEDGE = Purpose.ESCROW.value, Purpose.PENDING.value, Purpose.PLEDGE.value


def _by_authority(_body: object, _view: View) -> Requirement:
    return by_authority_and_operator()


def _by_operator(_body: object, _view: View) -> Requirement:
    return by_operators(1)


def kinds(gates: Gates) -> tuple[Kind, ...]:
    """Return the kinds of the market with these gates, by asset class."""
    return (
        *_products(),
        *_orders(gates),
        *_blocks(gates),
        *_pledged(gates),
        *_auctions(gates),
        *_cash(),
        *_objections(),
    )


def _products() -> tuple[Kind, ...]:
    return (
        Kind("trading.open_product", products.OpenProduct, _by_authority, products.open_product),
        Kind("trading.close_product", products.CloseProduct, _by_authority, products.close_product),
        # One operator is enough to stop: waiting for a second hand would cost more than a halt that was not needed.
        Kind("trading.halt", products.OrderHalt, _by_operator, products.halt),
        Kind("trading.end_halt", products.EndHalt, _by_authority, products.end_halt),
        Kind("trading.import_fills", fills.ImportFills, _by_authority, fills.import_fills),
    )


def _orders(gates: Gates) -> tuple[Kind, ...]:
    return (
        Kind(
            "trading.list",
            orders.ListOrder,
            by_account_owner("trading.list"),
            partial(orders.list_order, gates=gates),
            debits=frozenset({_TRADING, _CASH}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.take",
            listed.TakeListed,
            by_account_owner("trading.take"),
            partial(listed.take, gates=gates),
            debits=frozenset({_TRADING, _CASH, _ESCROW}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.cancel_order",
            orders.CancelOrder,
            orders.cancel_signers,
            orders.cancel_order,
            debits=frozenset({_ESCROW}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.lapse",
            orders.LapseOrders,
            orders.recorder,
            orders.lapse,
            debits=frozenset({_ESCROW}),
            lifetime_max=DAY_SECONDS,
        ),
    )


def _blocks(gates: Gates) -> tuple[Kind, ...]:
    return (
        Kind(
            "trading.offer_block",
            blocks.OfferBlock,
            by_account_owner("trading.offer_block"),
            partial(blocks.offer_block, gates=gates),
            debits=frozenset({_TRADING, _CASH}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.accept_block",
            blocks.AcceptBlock,
            by_account_owner("trading.accept_block"),
            partial(blocks.accept_block, gates=gates),
            debits=frozenset({_TRADING, _CASH, _ESCROW}),
            lifetime_max=DAY_SECONDS,
        ),
    )


def _pledged(gates: Gates) -> tuple[Kind, ...]:
    return (
        Kind(
            pledged.SELL_PLEDGED,
            pledged.SellPledgedListed,
            by_lender(pledged.SELL_PLEDGED),
            partial(pledged.sell_pledged, gates=gates),
            debits=frozenset({_PLEDGE, _ESCROW, _CASH}),
            lifetime_max=DAY_SECONDS,
        ),
    )


def _auctions(gates: Gates) -> tuple[Kind, ...]:
    return (
        Kind(
            "trading.announce_auction",
            auctions.AnnounceAuction,
            auctions.announce_signers,
            partial(auctions.announce, gates=gates),
            debits=frozenset({_TRADING, _CASH}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.bid",
            bids.PlaceBid,
            by_account_owner("trading.bid"),
            partial(bids.place_bid, gates=gates),
            debits=frozenset({_TRADING, _CASH}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.seal_bid",
            bids.SealBid,
            by_account_owner("trading.seal_bid"),
            bids.seal_bid,
            debits=frozenset({_CASH}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.reveal_bid",
            bids.RevealBid,
            bids.reveal_signers,
            partial(bids.reveal_bid, gates=gates),
            debits=frozenset({_TRADING, _CASH}),
            lifetime_max=DAY_SECONDS,
        ),
        *_clearing(),
    )


def _clearing() -> tuple[Kind, ...]:
    escrow = frozenset({_ESCROW})
    return (
        Kind(
            "trading.settle_auction",
            clearing.SettleAuction,
            orders.recorder,
            clearing.settle,
            debits=escrow,
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.release_bid",
            clearing.ReleaseBid,
            orders.recorder,
            clearing.release_bid,
            debits=escrow,
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.withdraw_auction",
            clearing.WithdrawAuction,
            clearing.withdraw_signers,
            clearing.withdraw_auction,
            debits=escrow,
            lifetime_max=DAY_SECONDS,
        ),
    )


def _cash() -> tuple[Kind, ...]:
    return (
        Kind(
            "trading.deposit",
            cash.DepositCash,
            cash.issuer_signers,
            cash.deposit,
            debits=frozenset({ISSUANCE}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.withdraw",
            cash.WithdrawCash,
            cash.withdraw_signers,
            cash.withdraw,
            debits=frozenset({_CASH}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.pay_out",
            cash.PayOut,
            cash.issuer_signers,
            cash.pay_out,
            debits=frozenset({_PENDING}),
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "trading.return_withdrawal",
            cash.ReturnWithdrawal,
            cash.return_signers,
            cash.return_withdrawal,
            debits=frozenset({_PENDING}),
            lifetime_max=DAY_SECONDS,
        ),
    )


def _objections() -> tuple[Kind, ...]:
    return (
        Kind("trading.object", objections.ObjectToDay, objections.object_signers, objections.object_to_day),
        Kind("trading.answer_objection", objections.AnswerObjection, _by_operator, objections.answer_objection),
    )


RECORDS = (*records.RECORDS, auctions.Auction, auctions.Bid, *cash.RECORDS, *objections.RECORDS, fills.NationalFill)
