"""What orders, notes and the day's end ask the database goes through an index: nothing reads a growing table whole."""

from datetime import date

import sqlalchemy as sa

from registry.areas.trading import queries
from registry.areas.trading.rules.orders import CancelOrder
from registry.catalog import CATALOGUE
from registry.store.log import index_of
from tests.areas.trading.factories import PRODUCT, listing
from tests.areas.trading.test_why import SELLER, offered, said, taken
from tests.site import FIRST, Site

GROWING = ("leaf", "move", "market_order", "trade", "market_day", "account_day", "objection", "record_history")
ME = f"P-{SELLER:08}"


def test_no_query_of_orders_notes_and_the_days_end_reads_a_whole_table(site: Site) -> None:
    order = offered(site, units=200)
    taken(site, units=120)
    said(site, "trading.list", listing(SELLER, price_fen=9_999), FIRST)
    said(site, "trading.cancel_order", CancelOrder(PRODUCT, order), FIRST)
    engine, origin = site.registry.engine, site.registry.origin
    plans: list[str] = []
    with engine.connect() as connection:

        def note(_connection: object, cursor: object, statement: str, parameters: object, *_rest: object) -> None:
            rows = connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            plans.extend(row[3] for row in rows)

        sa.event.listen(engine, "before_cursor_execute", note)
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
        sa.event.remove(engine, "before_cursor_execute", note)

    assert any("ix_trade_resting" in line for line in plans)
    scans = [line for line in plans for table in GROWING if line.startswith(f"SCAN {table}")]
    assert scans == []
