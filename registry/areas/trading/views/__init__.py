"""The pages of the market: for all to see, for traders, for the settlement bank, for the office."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.trading.views import (
    auctions,
    clearing,
    dealing,
    fills,
    holders,
    market,
    money,
    notes,
    objections,
    office,
    oversight,
    refused,
    ticket,
    why,
)
from registry.areas.trading.views.base import blueprint
from registry.web import own
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, Relation, related, roles

__all__ = [
    "NAVIGATION",
    "PERMISSIONS",
    "READERS",
    "RELATIONS",
    "UPLOADS",
    "WORK",
    "auctions",
    "blueprint",
    "clearing",
    "dealing",
    "fills",
    "holders",
    "market",
    "money",
    "notes",
    "objections",
    "office",
    "oversight",
    "refused",
    "ticket",
    "why",
]

NAVIGATION: Final = {
    "market": (
        Item(
            "trading.market",
            lazy_gettext("行情"),
            "chart-candlestick",
            ("trading.product", "trading.history", "trading.book"),
        ),
        Item(
            "trading.auctions",
            lazy_gettext("竞价"),
            "gavel",
            ("trading.auction", "trading.bid", "trading.seal_bid", "trading.reveal_bid", "trading.own_bids"),
        ),
        Item(
            "trading.orders",
            lazy_gettext("我的申报"),
            "list-ordered",
            (
                "trading.list_order",
                "trading.take",
                "trading.cancel_order",
                "trading.offer_block",
                "trading.refused",
                "trading.why",
            ),
            useful=own.is_holder,
        ),
        Item("trading.own_trades", lazy_gettext("我的成交"), "handshake", ("trading.note",), useful=own.is_holder),
        Item(
            "trading.clearing_days",
            lazy_gettext("日终清算"),
            "receipt-text",
            ("trading.clearing", "trading.object"),
            useful=own.is_holder,
        ),
        Item("trading.money", lazy_gettext("资金"), "wallet", ("trading.withdraw",), useful=own.is_holder),
        Item(
            "trading.bank",
            lazy_gettext("结算银行"),
            "banknote",
            ("trading.deposit", "trading.pay_out", "trading.bank_day"),
        ),
    ),
    "operation": (
        Item("trading.office", lazy_gettext("交易管理"), "sliders-horizontal", ("trading.office",)),
        Item("trading.circles", lazy_gettext("市场监察"), "radar", ("trading.closes", "trading.large_holders")),
        Item(
            "trading.objections",
            lazy_gettext("清算异议"),
            "message-square-warning",
            ("trading.answer_objection",),
            useful=own.oversees,
        ),
    ),
}
UPLOADS: Final = fills.UPLOADS
PERMISSIONS: Final[dict[str, Access]] = {
    "trading.market": PUBLIC,
    "trading.product": PUBLIC,
    "trading.history": PUBLIC,
    "trading.fills": PUBLIC,
    "trading.auctions": PUBLIC,
    "trading.auction": PUBLIC,
    "trading.book": PUBLIC,
    **dict.fromkeys(
        (
            "trading.list_order",
            "trading.take",
            "trading.cancel_order",
            "trading.offer_block",
            "trading.accept_block",
            "trading.withdraw",
            "trading.announce_auction",
            "trading.object",
            "trading.bid",
            "trading.seal_bid",
            "trading.reveal_bid",
        ),
        roles("initiator", "approver"),
    ),
    "trading.orders": SIGNED_IN,
    "trading.refused": SIGNED_IN,
    "trading.own_bids": SIGNED_IN,
    "trading.why": related("own_dealing"),
    "trading.own_trades": SIGNED_IN,
    "trading.note": related("own_trade"),
    "trading.note_file": related("own_trade"),
    "trading.money": SIGNED_IN,
    # Whose day may be read is asked of the reader: the own one, or any by overseers and the bank.
    "trading.clearing_days": SIGNED_IN,
    "trading.clearing": SIGNED_IN,
    "trading.clearing_units": SIGNED_IN,
    "trading.clearing_money": SIGNED_IN,
    "trading.objections": SIGNED_IN,
    "trading.answer_objection": roles("operator"),
    "trading.bank_day": roles("bank", "operator", "authority", "auditor"),
    "trading.bank": roles("bank", "operator", "authority", "auditor"),
    "trading.deposit": roles("bank"),
    "trading.sell_pledged": roles("bank", "lender"),
    "trading.pay_out": roles("bank"),
    "trading.return_withdrawal": roles("bank"),
    **dict.fromkeys(
        ("trading.circles", "trading.closes", "trading.large_holders"), roles("authority", "operator", "auditor")
    ),
    "trading.office": roles("operator", "authority"),
    **dict.fromkeys(office.ENDPOINTS, roles("operator", "authority")),
}
RELATIONS: Final[dict[str, Relation]] = {"own_dealing": why.is_own_dealing, "own_trade": notes.is_own_trade}
WORK: Final = objections.WORK
READERS: Final = objections.READERS
