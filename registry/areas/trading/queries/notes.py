"""One trade in full, for its contract note: both sides, which serials changed hands, and the receipt of its entry."""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.participants.queries import account_holder, batch_texts, serial_text
from registry.areas.trading.rules.records import Mode, Product, Side, Trade
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.ledger.checkpoint import parse_checkpoint
from registry.store.log import receipt
from registry.store.projection import mapper_of
from registry.store.tables import account_key, account_text, checkpoint, move

_trades, _products = mapper_of(Trade), mapper_of(Product)


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a trade, with its own fee in fen; None where the reader may not know it."""

    number: str
    name: str
    account: str
    fee_fen: int | None


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A trade and what it moved; ``index`` is the position of the entry ``entry`` that dealt.

    ``resting`` is the order that was picked, ``resting_side`` the side whose it is;
    both as far as the reader may know: empty if not.
    """

    number: int
    index: int
    entry: str
    at: int
    day: str
    product: str
    name: str
    asset: str
    mode: str
    price_fen: int
    units: int
    turnover_fen: int
    buyer: Party
    seller: Party
    serials: tuple[str, ...]
    resting: str
    resting_side: str


def trade_of(connection: sa.Connection, number: int) -> Trade | None:
    """Return a trade, or None."""
    row = connection.execute(sa.select(_trades.table).where(_trades.table.c.number == number)).one_or_none()
    return None if row is None else _trades.from_row(row)


def note_facts(connection: sa.Connection, trade: Trade) -> NoteFacts:
    """Return what the contract note of a trade says."""
    table = _products.table
    product = _products.from_row(connection.execute(sa.select(table).where(table.c.code == trade.product)).one())
    return NoteFacts(
        number=trade.number,
        index=trade.number // TRADES_PER_ENTRY,
        entry=trade.taking,
        at=trade.at,
        day=trade.day,
        product=trade.product,
        name=product.name,
        asset=product.asset,
        mode=trade.mode.value,
        price_fen=trade.price_fen,
        units=trade.units,
        turnover_fen=trade.turnover_fen,
        buyer=Party(trade.buyer, _name(connection, trade.buyer_account), trade.buyer_account, trade.buyer_fee_fen),
        seller=Party(trade.seller, _name(connection, trade.seller_account), trade.seller_account, trade.seller_fee_fen),
        serials=_serials(connection, trade, product.asset),
        resting=trade.resting,
        resting_side=_resting_side(trade).value,
    )


def _resting_side(trade: Trade) -> Side:
    """Return whose the order is that was there before: the taker's opposite; in an auction the bidder's."""
    is_buyer = trade.is_buyer_taking == (trade.mode is Mode.AUCTION)
    return Side.BUY if is_buyer else Side.SELL


def _name(connection: sa.Connection, account: str) -> str:
    found = account_holder(connection, account)
    return found[1] if found else ""


def _serials(connection: sa.Connection, trade: Trade, asset: str) -> tuple[str, ...]:
    """Return the ranges that the trade delivered: its share of what its entry moved from this seller to this buyer."""
    index = trade.number // TRADES_PER_ENTRY
    table = _trades.table.c
    earlier = sa.select(sa.func.coalesce(sa.func.sum(table.units), 0)).where(
        table.taking == trade.taking,
        table.number < trade.number,
        table.buyer_account == trade.buyer_account,
        table.seller == trade.seller,
    )
    skipped = int(connection.scalar(earlier) or 0)
    rows = connection.execute(
        sa.select(move)
        .where(move.c.index == index, move.c.asset == asset, move.c.target == account_key(trade.buyer_account))
        .order_by(move.c.n)
    ).all()
    of_seller = [row for row in rows if _holder(connection, row.source) == trade.seller]
    texts = batch_texts(connection, (row.batch for row in of_seller))
    found: list[str] = []
    left = trade.units
    for row in of_seller:
        if skipped >= row.units:
            skipped -= row.units
            continue
        if not left:
            break
        left -= row.units
        found.append(serial_text(texts[row.batch], row.first, row.first + row.units - 1))
    return tuple(found)


def _holder(connection: sa.Connection, account: int) -> str:
    found = account_holder(connection, account_text(account))
    return found[0] if found else ""


def receipt_in_print(connection: sa.Connection, index: int, signed: bytes | None) -> tuple[bytes, bool] | None:
    """Return the receipt to print with an entry, and whether witnesses vouch for it; None while nothing covers it.

    It stands under the first witnessed head over the entry, and is the same from then on; until there is one, under
    the first kept head, or under `signed`, the newest one.
    """
    table = checkpoint.c
    above = sa.select(table.note).where(table.size > index).order_by(table.size).limit(1)
    witnessed = connection.scalar(above.where(table.is_witnessed))
    head = witnessed or connection.scalar(above) or signed
    if head is None or parse_checkpoint(head)[0].size <= index:
        return None
    return receipt(connection, index, head), witnessed is not None
