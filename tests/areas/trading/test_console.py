"""The operator's console of the market: what may be dealt in now, what keeps it from that, and which halts stand."""

import pytest

from registry.areas.trading.rules.products import CloseProduct, OrderHalt
from tests.areas.allowances.factories import BY_AUTHORITY, account
from tests.areas.trading.conftest import Calendar
from tests.areas.trading.factories import PRODUCT
from tests.areas.trading.test_views import SALE, read, sent
from tests.site import FIRST, Site
from tests.world import OPERATORS


def state_of(site: Site) -> str:
    (product,) = read(site.client("operator"), "/market/office")["products"]
    return str(product["state"])


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-03-02T11:29", "open"),
        ("2026-03-02T11:30", "out_of_session"),
        ("2026-02-28T10:00", "no_trading_day"),  # a Saturday
        ("2027-03-02T10:00", "no_calendar"),
    ],
)
def test_a_product_says_why_it_is_not_dealt_in(calendar: Calendar, moment: str, state: str) -> None:
    calendar.traveller.move_to(f"{moment}:00+08:00")
    assert state_of(calendar.site) == state


def test_a_closed_product_is_closed_at_any_hour(site: Site) -> None:
    close = site.world.author.envelope("trading.close_product", CloseProduct(PRODUCT, "art. 1"), *BY_AUTHORITY)
    site.submit(close)
    assert state_of(site) == "closed"


@pytest.mark.parametrize(("product", "by", "state"), [(PRODUCT, None, "halted"), (None, account("TR", 11), "open")])
def test_a_halt_is_listed_with_its_end_at_hand(site: Site, product: str | None, by: str | None, state: str) -> None:
    assert sent(site.client("first"), "/market/list", SALE, FIRST) == 201
    site.submit(site.world.author.envelope("trading.halt", OrderHalt(product, by, "R", "art. 1", None), OPERATORS[0]))

    page = read(site.client("operator"), "/market/office")

    assert [(one["subject"], one["ends_at"]) for one in page["halts"]] == [(product or by, None)]
    assert (page["products"][0]["state"], page["products"][0]["orders"]) == (state, 1)
    assert (
        f"/market/office/end-halt?halt={page['halts'][0]['id']}" in site.client("operator").get("/market/office").text
    )
