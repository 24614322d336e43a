"""Why an order did or did not trade: each cause is earned, and who may read it."""

import re
from dataclasses import replace
from typing import Any

import pytest

from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.trading.rules.orders import CancelOrder, LapseOrders
from registry.areas.trading.rules.products import EndHalt, OrderHalt
from registry.areas.trading.rules.records import Side
from tests.areas.allowances.factories import BY_AUTHORITY, account
from tests.areas.trading.conftest import Calendar
from tests.areas.trading.factories import PRODUCT, listing, taking
from tests.site import FIRST, OTHER, Site
from tests.world import DOCUMENT, OPERATORS

SIGNER = {11: FIRST, 12: OTHER}
SELLER, BUYER = 11, 12


def said(site: Site, kind: str, body: Any, *signers: str) -> tuple[str, str]:
    """Return the id of an entry and what became of it."""
    envelope = site.world.author.envelope(kind, body, *signers)
    found = re.search(rb'"id":"([0-9a-f-]{36})","kind"', envelope)
    assert found is not None
    return found[1].decode(), site.registry.submit(envelope).result


def offered(site: Site, who: int = SELLER, side: Side = Side.SELL, **changes: Any) -> str:
    order, result = said(site, "trading.list", listing(who, side, **changes), SIGNER[who])
    assert result == "accepted"
    return order


def taken(site: Site, who: int = BUYER, side: Side = Side.BUY, **changes: Any) -> tuple[str, str]:
    return said(site, "trading.take", taking(who, side, **changes), SIGNER[who])


def why(site: Site, entry: str, login: str = "first") -> dict[str, Any]:
    found = site.client(login).get(f"/api/v1/market/orders/{entry}")
    assert found.status_code == 200, found.text
    page = found.get_json()
    assert isinstance(page, dict)
    for language in ("zh", "en"):
        assert site.client(login).get(f"/market/orders/{entry}?lang={language}").status_code == 200
    return page


def causes(page: dict[str, Any]) -> list[str]:
    return [one["code"] for one in page["causes"]]


def events(page: dict[str, Any]) -> list[str]:
    return [one["event"] for one in page["steps"]]


def test_a_part_fill_is_told_with_its_place_in_the_journal(site: Site) -> None:
    order = offered(site, units=200)
    take, result = taken(site, units=120)
    assert result == "accepted"

    page = why(site, order)

    assert (page["outcome"], page["dealt_units"], causes(page)) == ("part", 120, ["taken", "open"])
    assert events(page) == ["asked", "dealt"]
    assert page["steps"][1]["href"] == f"/journal/{page['steps'][1]['index']}"
    picked = why(site, take, "other")
    assert (picked["outcome"], picked["opposite"]) == ("filled", [{"price_fen": 7000, "units": 200, "orders": 1}])


def test_the_last_unit_fills_the_order(site: Site) -> None:
    order = offered(site, units=200)
    taken(site, units=199)
    assert why(site, order)["outcome"] == "part"
    taken(site, units=1)
    assert (why(site, order)["outcome"], causes(why(site, order))) == ("filled", ["taken"])


def test_what_stood_opposite_is_that_of_the_moment_and_not_of_now(site: Site) -> None:
    first = offered(site, units=50)
    short, _ = taken(site, units=60)
    exact, result = taken(site, units=50)
    assert result == "accepted"
    late, _ = taken(site, units=1)

    assert [why(site, one, "other")["opposite"] for one in (short, exact, late)] == [
        [{"price_fen": 7000, "units": 50, "orders": 1}], [{"price_fen": 7000, "units": 50, "orders": 1}], [],
    ]  # fmt: skip
    assert why(site, short, "other")["result"] == "level_short"
    assert why(site, first)["own"] == []


def test_a_refused_price_is_told_with_the_limits_of_the_day(site: Site) -> None:
    entry, result = said(site, "trading.list", listing(SELLER, price_fen=7_701), FIRST)
    inside, accepted = said(site, "trading.list", listing(SELLER, price_fen=7_700), FIRST)

    assert (result, accepted) == ("price_over_limit", "accepted")
    page = why(site, entry)
    assert (page["outcome"], page["lowest_fen"], page["highest_fen"]) == ("refused", 6_300, 7_700)
    assert "6,300" in page["causes"][0]["text"]
    assert why(site, inside)["outcome"] == "none"


def test_nobody_took_it(site: Site) -> None:
    assert causes(why(site, offered(site))) == ["no_taker", "open"]


def test_better_and_earlier_orders_went_first(site: Site) -> None:
    offered(site, price_fen=6_990, units=10)
    offered(site, price_fen=7_000, units=20)
    last = offered(site, price_fen=7_000, units=30)
    taken(site, price_fen=6_990, units=10)
    taken(site, price_fen=7_000, units=20)

    page = why(site, last)

    assert causes(page) == ["better_prices", "equal_price", "open"]
    assert [one["units"] for one in page["own"]] == [10, 20]


@pytest.mark.parametrize(("better", "is_beyond"), [(4, False), (5, True)])
def test_only_the_best_five_levels_can_be_picked(site: Site, better: int, is_beyond: bool) -> None:  # noqa: FBT001
    for step in range(better):
        offered(site, price_fen=6_990 + step, units=1)
    last = offered(site, price_fen=7_000, units=1)
    _, result = taken(site, price_fen=7_000, units=1)

    assert (result == "level_not_offered") is is_beyond
    assert ("beyond_levels" in causes(why(site, last))) is is_beyond


def test_listings_that_cross_do_not_meet_by_themselves(site: Site) -> None:
    offered(site, BUYER, Side.BUY, price_fen=7_000)
    crossing, short_of_it = offered(site, price_fen=7_000, units=10), offered(site, price_fen=7_001, units=10)

    assert "crossed" in causes(why(site, crossing))
    assert "crossed" not in causes(why(site, short_of_it))


def test_the_own_group_may_not_take_it(site: Site) -> None:
    order = offered(site)
    assert taken(site, SELLER)[1] == "own_order"
    relation = DeclareRelation(f"P-{SELLER:08}", f"P-{BUYER:08}", "shares", DOCUMENT)
    assert said(site, "participants.declare_relation", relation, FIRST)[1] == "accepted"
    assert taken(site, BUYER)[1] == "related_parties"

    page = why(site, order)

    assert causes(page) == ["own_group", "open"]
    assert [one["code"] for one in page["steps"][1:]] == ["own_order", "related_parties"]


def test_what_the_other_side_lacked_is_its_own_matter(site: Site) -> None:
    order = offered(site, units=1_000, price_fen=7_700)
    poor = replace(taking(BUYER, price_fen=7_700, units=1_000), cash=account("CA", SELLER))
    _, result = said(site, "trading.take", poor, OTHER)
    assert result not in {"accepted", "related_parties"}

    (told,) = (one for one in why(site, order)["steps"] if one["event"] == "take_refused")
    assert (told["code"], told["href"]) == ("", "")
    (seen,) = (one for one in why(site, order, "operator")["steps"] if one["event"] == "take_refused")
    assert (seen["code"], seen["href"]) == (result, f"/journal/{seen['index']}")


def test_halts_of_the_product_and_of_the_account_stand_in_its_life(site: Site) -> None:
    order = offered(site)
    halts = [
        said(site, "trading.halt", OrderHalt(product, halted, "check", "art. 1", None), OPERATORS[0])[0]
        for product, halted in ((PRODUCT, None), (None, account("TR", SELLER)))
    ]
    for halt in halts:
        assert said(site, "trading.end_halt", EndHalt(halt, "done"), *BY_AUTHORITY)[1] == "accepted"
    after = offered(site)

    page = why(site, order)

    assert [one for one in causes(page) if "halted" in one] == ["product_halted", "account_halted"]
    assert events(page).count("halted") == events(page).count("resumed") == 2
    assert [one for one in causes(why(site, after)) if "halted" in one] == []


def test_cancelled_and_lapsed_orders_say_so(calendar: Calendar) -> None:
    site = calendar.site
    cancelled, left = offered(site, units=10), offered(site, units=20)
    assert said(site, "trading.cancel_order", CancelOrder(PRODUCT, cancelled), FIRST)[1] == "accepted"
    assert causes(why(site, cancelled)) == ["no_taker", "cancelled"]
    assert events(why(site, cancelled)) == ["asked", "cancelled"]
    calendar.move_to("2026-03-02T14:59")
    assert "session_end" not in events(why(site, left))
    calendar.move_to("2026-03-02T15:00")
    assert events(why(site, left)) == ["asked", "session_end"]
    assert causes(why(site, left))[-1] == "open"
    calendar.move_to("2026-03-03T09:00")
    assert causes(why(site, left))[-1] == "day_over"
    assert said(site, "trading.lapse", LapseOrders(f"P-{BUYER:08}", (left,)), OTHER)[1] == "accepted"
    assert events(why(site, left)) == ["asked", "session_end", "lapsed"]


def test_only_its_owner_and_overseers_read_it(site: Site) -> None:
    order = offered(site)
    for login, status in (("first", 200), ("operator", 200), ("authority", 200), ("other", 403), ("nobody", 403)):
        assert site.client(login).get(f"/market/orders/{order}").status_code == status
        assert site.client(login).get(f"/api/v1/market/orders/{order}").status_code == status
    assert site.client().get(f"/market/orders/{order}").status_code == 302
    stranger = "0190a0b0-0000-7000-8000-000000000000"
    assert site.client("operator").get(f"/market/orders/{stranger}").status_code == 403


def test_what_was_refused_is_listed_with_its_reason(site: Site) -> None:
    entry, _ = said(site, "trading.list", listing(SELLER, price_fen=9_999), FIRST)
    offered(site)

    (row,) = site.client("first").get("/api/v1/market/orders/refused").get_json()["rows"]

    assert (row["id"], row["result"]) == (entry, "price_over_limit")
    page = site.client("first").get("/market/orders/refused")
    assert f"/market/orders/{entry}" in page.text
    assert site.client("other").get("/api/v1/market/orders/refused").get_json()["rows"] == []
