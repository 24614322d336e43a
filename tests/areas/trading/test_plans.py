"""What orders, notes and the day's end ask the database goes through an index: nothing reads a growing table whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa

from registry.areas.trading import queries
from registry.areas.trading.queries import fills, oversight
from registry.areas.trading.rules.orders import CancelOrder
from registry.areas.trading.rules.products import EndHalt, OrderHalt
from registry.areas.trading.rules.records import Side
from registry.catalog import CATALOGUE
from registry.store.log import index_of
from tests.areas.allowances.factories import BY_AUTHORITY
from tests.areas.trading.conftest import Calendar
from tests.areas.trading.factories import BY_BANK, PRODUCT, beijing_ms, deposit, listing
from tests.areas.trading.test_auction_pages import announced, bid, settle
from tests.areas.trading.test_why import SELLER, offered, said, taken
from tests.site import FIRST, Site
from tests.world import OPERATORS

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
NOW = beijing_ms("2026-03-02", "10:00") * 1000
ME, BIDDER = f"P-{SELLER:08}", "P-00000012"


@contextmanager
def noted(connection: sa.Connection, *, plan: bool = True) -> Iterator[list[str]]:
    """Give a list that takes the plan of every query meanwhile, or the queries themselves."""
    plans: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if not plan:
            plans.append(statement)
            return
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


def test_the_banks_file_asks_no_more_for_three_than_for_one(calendar: Calendar) -> None:
    site = calendar.site
    offered(site, units=200)
    taken(site, units=120)
    calendar.move_to("2026-03-03T10:00")
    assert said(site, "trading.deposit", deposit(SELLER, reference="LATER"), *BY_BANK)[1] == "accepted"
    sent: dict[int, int] = {}
    for day in (2, 3):
        with site.registry.engine.connect() as connection:
            span = queries.span_of(connection, date(2026, 3, day))
            with noted(connection, plan=False) as statements:
                lines = queries.bank_day(connection, span)
        sent[len(lines)] = len(statements)

    assert sent.keys() == {3, 1}
    assert sent[3] <= sent[1]


def test_the_book_is_read_in_its_index_order_and_no_further_than_its_five_levels(site: Site) -> None:
    for n in range(7):
        offered(site, units=1, price_fen=7_000 + n)
        offered(site, units=1, price_fen=7_000 + n)
    with site.registry.engine.connect() as connection, noted(connection) as plans:
        levels = queries.book(connection, PRODUCT, Side.SELL, now=NOW)

    assert [(one.price_fen, one.units, one.orders) for one in levels] == [(7_000 + n, 2, 2) for n in range(5)]
    # Without a sort the groups come in their order, and the limit ends the reading.
    (plan,) = plans
    assert plan.startswith("SEARCH market_order USING INDEX ix_market_order_book")


def test_what_was_refused_and_what_was_halted_cost_no_query_for_each(site: Site) -> None:
    order = offered(site)
    engine, origin = site.registry.engine, site.registry.origin
    sent: dict[int, int] = {}
    for size in (1, 4):
        while len(read_refused(site)) < size:
            said(site, "trading.list", listing(SELLER, price_fen=9_999), FIRST)
            halt, _ = said(site, "trading.halt", OrderHalt(PRODUCT, None, "check", "art. 1", None), OPERATORS[0])
            assert said(site, "trading.end_halt", EndHalt(halt, "done"), *BY_AUTHORITY)[1] == "accepted"
        with engine.connect() as connection, noted(connection, plan=False) as statements:
            one = queries.asked(connection, CATALOGUE, order, origin=origin)
            assert one is not None
            after = queries.since(connection, CATALOGUE, one, origin=origin)
            assert after is not None
            assert len(after.stops) == size
            assert len(queries.refused_of(connection, CATALOGUE, ME, origin=origin).rows) == size
        sent[size] = len(statements)

    assert sent[1] == sent[4]


def read_refused(site: Site) -> tuple[queries.Asked, ...]:
    with site.registry.engine.connect() as connection:
        return queries.refused_of(connection, CATALOGUE, ME, origin=site.registry.origin).rows
