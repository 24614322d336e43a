"""The instants of the market around which a head is cosigned: where sessions begin and end, and an auction's three."""

import pytest

from registry import deadlines
from registry.areas.trading.queries import auction_edges, session_edges
from registry.ledger.instants import SECOND
from tests.areas.trading.conftest import Calendar
from tests.areas.trading.factories import beijing_ms
from tests.areas.trading.test_auction_pages import CLOSES, DAY, OPENS, REVEALS, SEALED, announced
from tests.site import Site

MINUTE = 60 * SECOND


def at(clock: str) -> int:
    return beijing_ms(DAY, clock) * 1000


@pytest.mark.parametrize(
    ("begin", "end", "edges"),
    [
        ("09:29", "09:30", ["09:30"]),
        ("09:30", "11:29", []),
        ("09:00", "15:00", ["09:30", "11:30", "13:00", "15:00"]),
        ("15:00", "23:59", []),
    ],
)
def test_sessions_begin_and_end(site: Site, begin: str, end: str, edges: list[str]) -> None:
    with site.registry.engine.connect() as connection:
        assert sorted(session_edges(connection, at(begin), at(end))) == [at(one) for one in edges]


def test_an_auction_opens_closes_and_ends(calendar: Calendar) -> None:
    announced(calendar, SEALED)
    with calendar.site.registry.engine.connect() as connection:
        assert sorted(auction_edges(connection, OPENS - 1, REVEALS)) == [OPENS, CLOSES, REVEALS]
        assert list(auction_edges(connection, OPENS, CLOSES)) == [CLOSES]
        assert list(auction_edges(connection, CLOSES, REVEALS - 1)) == []
        assert deadlines.cosigned_since(connection, CLOSES - 1) == CLOSES - MINUTE
        assert deadlines.cosigned_since(connection, CLOSES) == CLOSES
