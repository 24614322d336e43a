"""The auctions of the demonstration: one open, one sealed of which a bid is never revealed, and one that still runs.

All prices and terms are invented.
"""

import hashlib
from typing import Final

from registry.areas.trading.rules.auctions import AnnounceAuction, Forfeit, Pricing, commitment_of
from registry.areas.trading.rules.bids import PlaceBid, RevealBid, SealBid
from registry.areas.trading.rules.clearing import SettleAuction
from registry.areas.trading.rules.records import Side
from registry.catalog import CATALOGUE
from registry.demo.author import BEIJING, DAY, MINUTE, Author
from registry.demo.cast import OPERATOR, SYSTEM, Organisation
from registry.demo.controls import account, hands
from registry.demo.market import APPROVAL, PRODUCTS, TRADERS, Dealt, base_price, is_trading
from registry.store.preview import SqlView

DEPOSIT_FEN: Final = 2_000_000
UNITS: Final = 1_500
_CLOSE: Final = 15 * 60 * MINUTE
_HOUR: Final = 60 * MINUTE
_OPEN_DAYS: Final = 3


def hold_open(author: Author) -> None:
    """Hold an open auction in which three bid, one of them twice, and each winner pays its own price."""
    _to_trading_morning(author)
    one = PRODUCTS[1]
    seller, bidders, base = _cast(author, one)
    auction = _announce(
        author, one, seller, base=base, closes_at=_minute(author) + 2 * _HOUR, pricing=Pricing.PAY_AS_BID
    )
    for bidder, more, units in zip((*bidders, bidders[0]), (4, 6, 2, 9), (700, 600, 900, 700), strict=True):
        _bid(author, auction, bidder, price=base + base * more // 100, units=units)
    author.clock.forward(2 * _HOUR)
    _settle(author, auction)


def hold_sealed(author: Author) -> None:
    """Hold a sealed auction at a uniform price; the third bidder never reveals, and loses its deposit."""
    _to_trading_morning(author)
    one = PRODUCTS[0]
    seller, bidders, base = _cast(author, one)
    closes_at = _minute(author) + 2 * _HOUR
    reveals_until = closes_at + _HOUR
    auction = _announce(author, one, seller, base=base, closes_at=closes_at, reveals_until=reveals_until)
    offers = [(bidder, base + base * more // 100, 900) for bidder, more in zip(bidders, (5, 3, 8), strict=True)]
    sealed = [_seal(author, auction, bidder, price=price, units=units) for bidder, price, units in offers]
    author.clock.forward(2 * _HOUR)
    for bid, (bidder, price, units) in list(zip(sealed, offers, strict=True))[:-1]:
        body = RevealBid(bid, price, units, _salt(auction, bidder), ())
        author.write("trading.reveal_bid", body, *hands(bidder))
        author.send()
        author.clock.forward(7 * MINUTE)
    author.clock.forward(_HOUR)
    _settle(author, auction)


def leave_running(author: Author) -> None:
    """Announce an open auction that closes some days after the visitor's, with two bids in it."""
    one = PRODUCTS[0]
    seller, bidders, base = _cast(author, one)
    midnight = (author.clock.now + BEIJING) // DAY * DAY - BEIJING
    closes_at = midnight + (author.clock.days_left + _OPEN_DAYS) * DAY + _CLOSE
    while not is_trading(closes_at):
        closes_at += DAY
    auction = _announce(author, one, seller, base=base, closes_at=closes_at)
    for bidder, more in zip(bidders, (1, 2), strict=False):
        _bid(author, auction, bidder, price=base + base * more // 100, units=800)


def _to_trading_morning(author: Author) -> None:
    author.clock.to_morning()
    while not is_trading(author.clock.now):
        author.clock.to_morning()


def _cast(author: Author, one: Dealt) -> tuple[Organisation, tuple[Organisation, ...], int]:
    """Return who sells, three who bid, and the base price: the one with the most in its trading account sells."""
    with author.journal.engine.connect() as connection:
        view = SqlView(connection, CATALOGUE, author.clock.now)
        # Not the first of them, whom most visitors are: they can bid.
        seller = max(TRADERS[1:], key=lambda trader: view.balance(account(trader, "TR"), one.asset))
    bidders = tuple(trader for trader in TRADERS[1:] if trader is not seller)[:3]
    return seller, bidders, base_price(author, one.code)


def _minute(author: Author) -> int:
    """Return the next whole minute."""
    return (author.clock.now // MINUTE + 1) * MINUTE


def _announce(
    author: Author, one: Dealt, seller: Organisation, *, base: int, closes_at: int, reveals_until: int | None = None,
    pricing: Pricing = Pricing.UNIFORM,
) -> str:  # fmt: skip
    body = AnnounceAuction(
        product=one.code,
        side=Side.SELL,
        account=account(seller, "TR"),
        escrow=account(seller, "ES"),
        cash=account(seller, "CA"),
        units=UNITS,
        reserve_fen=base,
        pricing=pricing,
        forfeit=Forfeit.INITIATOR,
        deposit_fen=DEPOSIT_FEN if reveals_until else 0,
        opens_at=_minute(author),
        closes_at=closes_at,
        reveals_until=reveals_until,
        approval=APPROVAL,
        ranges=(),
    )
    auction = author.write("trading.announce_auction", body, *hands(seller), OPERATOR.people[0].representative)
    author.send()
    author.clock.forward(9 * MINUTE)
    return auction


def _bid(author: Author, auction: str, bidder: Organisation, *, price: int, units: int) -> None:
    accounts = (account(bidder, "TR"), account(bidder, "ES"), account(bidder, "CA"))
    author.write("trading.bid", PlaceBid(auction, *accounts, price, units, ()), *hands(bidder))
    author.send()
    author.clock.forward(11 * MINUTE)


def _seal(author: Author, auction: str, bidder: Organisation, *, price: int, units: int) -> str:
    accounts = (account(bidder, "TR"), account(bidder, "ES"), account(bidder, "CA"))
    salt = _salt(auction, bidder)
    commitment = commitment_of(auction, accounts[0], price_fen=price, units=units, salt=salt)
    bid = author.write("trading.seal_bid", SealBid(auction, *accounts, commitment), *hands(bidder))
    author.send()
    author.clock.forward(11 * MINUTE)
    return bid


def _salt(auction: str, bidder: Organisation) -> str:
    return hashlib.sha256(f"{auction} {bidder.number}".encode()).hexdigest()[:32]


def _settle(author: Author, auction: str) -> None:
    author.clock.forward(2 * MINUTE)
    author.write("trading.settle_auction", SettleAuction(None, auction), SYSTEM.people[0].representative)
    author.send()
