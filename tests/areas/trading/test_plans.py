"""What orders, notes and the day's end ask the database goes through an index: nothing reads a growing table whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa

from registry.areas.trading import queries
from registry.areas.trading.queries import fills, oversight
from registry.areas.trading.rules.orders import CancelOrder
from registry.catalog import CATALOGUE
from registry.store.log import index_of
from tests.areas.trading.conftest import Calendar
from tests.areas.trading.factories import PRODUCT, listing
from tests.areas.trading.test_auction_pages import announced, bid, settle
from tests.areas.trading.test_why import SELLER, offered, said, taken
from tests.site import FIRST, Site

GROWING = (
    "leaf",
    "move",
    "market_order",
    "trade",
    "market_day",
    "account_day",
    "objection",
    "record_history",
    "auction",
    "auction_bid",
    "national_fill",
)
ME, BIDDER = f"P-{SELLER:08}", "P-00000012"


@contextmanager
def noted(connection: sa.Connection) -> Iterator[list[str]]:
    """Give a list that takes the plan of every query meanwhile."""
    plans: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        rows = connection.connection.driver_connection.execute(  # type: ignore[union-attr]
            f"EXPLAIN QUERY PLAN {statement}", parameters
        )
        plans.extend(row[3] for row in rows)

    sa.event.listen(connection.engine, "before_cursor_execute", note)
    yield plans
    sa.event.remove(connection.engine, "before_cursor_execute", note)


def scans(plans: list[str]) -> list[str]:
    """Return the steps of plans that read a growing table whole."""
    return [line for line in plans for table in GROWING if line.startswith(f"SCAN {table}")]


def test_no_query_of_orders_notes_and_the_days_end_reads_a_whole_table(site: Site) -> None:
    order = offered(site, units=200)
    taken(site, units=120)
    said(site, "trading.list", listing(SELLER, price_fen=9_999), FIRST)
    said(site, "trading.cancel_order", CancelOrder(PRODUCT, order), FIRST)
    engine, origin = site.registry.engine, site.registry.origin
    with engine.connect() as connection, noted(connection) as plans:
        one = queries.asked(connection, CATALOGUE, order, origin=origin)
        assert one is not None
        queries.setting(connection, CATALOGUE, one)
        assert queries.since(connection, CATALOGUE, one, origin=origin) is not None
        assert len(queries.refused_of(connection, CATALOGUE, ME, origin=origin).rows) == 1
        (trade,) = queries.own_trades(connection, ME).rows
        found = queries.trade_of(connection, trade.number)
        assert found is not None
        queries.note_facts(connection, found)
        assert queries.receipt_in_print(connection, index_of(connection, trade.entry) or 0, site.registry.signed())
        span = queries.span_of(connection, date(2026, 3, 2))
        assert queries.cleared(connection, ME, span).trades
        assert queries.bank_day(connection, span)
        assert queries.dealt_days(connection, ME)
        assert queries.market_days(connection, limit=20)
        queries.objections_of(connection, ME)
        queries.open_objections(connection, limit=100)

    assert any("ix_trade_resting" in line for line in plans)
    assert scans(plans) == []


def test_nor_does_one_of_auctions_oversight_and_national_fills(calendar: Calendar) -> None:
    site = calendar.site
    auction = announced(calendar)
    assert bid(site, auction) == 201
    settle(calendar, auction, "11:00")
    with site.registry.engine.connect() as connection, noted(connection) as plans:
        (line,) = queries.auctions(connection, now=0)
        one = queries.auction_of(connection, line.id)
        assert one is not None
        assert len(queries.bids_of(connection, one, reader=None, names=False, now=0)) == 1
        assert queries.own_bid(connection, one.id, BIDDER, now=0)
        assert len(queries.own_bids(connection, BIDDER, now=0).rows) == 1
        result = queries.result_of(connection, one)
        assert result is not None
        assert len(result.trades) == 1
        day = date(2026, 3, 2)
        found, _ = oversight.trades_between(connection, PRODUCT, queries.span_of(connection, day))
        assert len(found) == 1
        assert oversight.bases_of(connection, PRODUCT, day, day)
        fills.fills(connection, PRODUCT, reader=None, names=True)

    assert any("ix_auction_status" in line for line in plans)
    assert scans(plans) == []
