"""A product whose venue is national: its engine stays closed, its fills come as files, and nothing of them moves."""

import html
import io
import re
from dataclasses import replace
from typing import Any

import pytest

from registry.areas.trading.rules.fills import FILLS_MAX, Fill, ImportFills, NationalFill
from registry.areas.trading.rules.products import CloseProduct
from registry.areas.trading.rules.records import Side, Venue
from registry.ledger import note
from registry.ledger.canonical import INTEGER_MAX
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_ALICE, BY_AUTHORITY, account
from tests.areas.trading.factories import OPEN_PRODUCT, PRODUCT, Market, listing, market, taking
from tests.areas.trading.test_auctions import announced, auction, bidding
from tests.areas.trading.test_blocks import offer
from tests.areas.trading.test_views import SALE, read
from tests.site import Site
from tests.world import AUTHORITY, OPERATORS, signer_of

NATIONAL = "CEA23"
FILL = Fill("NAT-1", "2026-03-02", f"P-{ALICE:08}", Side.BUY, 7_320, 500)
OTHER = replace(FILL, reference="NAT-2", participant=f"P-{BOB:08}", side=Side.SELL)


def national() -> Market:
    made = market()
    body = replace(OPEN_PRODUCT, code=NATIONAL, venue=Venue.NATIONAL)
    made.accept(made.author.envelope("trading.open_product", body, *BY_AUTHORITY))
    return made


def imported(made: Market, *fills: Fill, product: str = NATIONAL, **changes: Any) -> str:
    body = ImportFills(product, sum(one.units for one in fills), fills)
    return made.result("trading.import_fills", replace(body, **changes), *BY_AUTHORITY)


def test_fills_are_kept_and_move_nothing() -> None:
    made = national()
    before = (made.stock(ALICE), made.money(ALICE))
    assert imported(made, FILL, OTHER) == ACCEPTED
    found = made.state.get(NationalFill, NATIONAL, "NAT-1")
    assert (found.turnover_fen, found.participant, found.side) == (500 * 7_320, FILL.participant, Side.BUY)
    assert (made.stock(ALICE), made.money(ALICE)) == before
    assert made.trades() == ()


def test_a_number_counts_once_for_ever_and_per_product() -> None:
    made = national()
    assert imported(made, FILL, replace(FILL, units=1)) == "fill_known"
    assert imported(made, FILL) == ACCEPTED
    assert imported(made, OTHER, FILL) == "fill_known"
    assert made.state.get(NationalFill, NATIONAL, "NAT-2") is None  # all rows, or none
    assert imported(made, OTHER) == ACCEPTED


def test_what_is_dealt_in_here_takes_no_imports() -> None:
    made = national()
    assert imported(made, FILL, product=PRODUCT) == "venue_own"
    assert imported(made, FILL, product="NONE") == "unknown_product"


def test_a_closed_national_product_still_takes_what_came_before() -> None:
    made = national()
    made.accept(made.author.envelope("trading.close_product", CloseProduct(NATIONAL, "test"), *BY_AUTHORITY))
    assert imported(made, FILL) == ACCEPTED


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (replace(FILL, day="2026-03-02"), ACCEPTED),
        (replace(FILL, day="2026-03-03"), "fill_in_future"),
        (replace(FILL, participant="P-00000099"), "unknown_participant"),
        (replace(FILL, price_fen=INTEGER_MAX, units=1), ACCEPTED),
        (replace(FILL, price_fen=INTEGER_MAX, units=2), "turnover_overflow"),
    ],
)
def test_a_row_that_cannot_be_is_refused(changed: Fill, code: str) -> None:
    assert imported(national(), changed) == code


@pytest.mark.parametrize(("total", "code"), [(1_000, ACCEPTED), (999, "total_differs"), (1_001, "total_differs")])
def test_the_total_is_what_the_rows_add_up_to(total: int, code: str) -> None:
    assert imported(national(), FILL, OTHER, total_units=total) == code


def test_authority_and_operator_sign_together() -> None:
    made = national()
    body = ImportFills(NATIONAL, 500, (FILL,))
    assert made.unrecorded("trading.import_fills", body, OPERATORS[0])
    assert made.unrecorded("trading.import_fills", body, *BY_ALICE)


def test_the_widest_file_fits_into_an_entry() -> None:
    made = national()
    wide = [replace(FILL, reference=f"{n:032}", price_fen=INTEGER_MAX // 10**6, units=10**6) for n in range(FILLS_MAX)]
    assert imported(made, *wide) == ACCEPTED


def test_its_engine_takes_no_order_of_any_mode() -> None:
    made = national()
    assert made.listed(ALICE, product=NATIONAL) == "engine_closed"
    assert made.result("trading.take", taking(BOB, product=NATIONAL), "R-00000012") == "engine_closed"
    block = replace(offer(ALICE), product=NATIONAL)
    made.at("2026-03-02", "13:00")
    assert made.result("trading.offer_block", block, *BY_ALICE) == "engine_closed"
    sale = auction(ALICE, product=NATIONAL)
    assert made.result("trading.announce_auction", sale, *BY_ALICE, OPERATORS[0]) == "engine_closed"
    assert made.listed(ALICE) == ACCEPTED  # the same order for a product of this venue


def test_an_auction_of_a_product_that_went_national_takes_no_bid() -> None:
    made = market()
    sale = announced(made)
    body = replace(OPEN_PRODUCT, venue=Venue.NATIONAL)
    made.accept(made.author.envelope("trading.open_product", body, *BY_AUTHORITY))
    assert bidding(made, BOB, sale) == "engine_closed"


CSV = "product,reference,day,participant,side,price_fen,units\n"


@pytest.fixture
def mixed(site: Site) -> Site:
    """Return a site with a national product beside the one that is dealt in here."""
    body = replace(OPEN_PRODUCT, code=NATIONAL, venue=Venue.NATIONAL, fee_account=account("CA", 99))
    site.submit(site.world.author.envelope("trading.open_product", body, *BY_AUTHORITY))
    return site


def uploaded(site: Site, *rows: str) -> tuple[str, str]:
    """Upload a file as the operator; return the upload's address and its page."""
    client = site.client("operator")
    data = (CSV + "\n".join(rows)).encode()
    answer = client.post("/uploads/new/national-fills", data={"file": (io.BytesIO(data), "fills.csv")})
    assert answer.status_code == 302, answer.text
    place = answer.headers["Location"]
    return place, client.get(place).text


def test_a_file_becomes_one_entry_and_shows_names_to_whom_they_concern(mixed: Site) -> None:
    rows = ("CEA23,NAT-1,2026-03-02,P-00000011,buy,73.20,500", "CEA23,NAT-2,2026-03-02,P-00000012,sell,73.10,400")
    place, _ = uploaded(mixed, *rows)
    operator, authority = mixed.client("operator"), mixed.client("authority")
    page = operator.get(f"{place}/sign")
    assert page.status_code == 200, page.text
    (text,) = re.findall(r"<textarea[^>]*data-text[^>]*>\s*(.*?)</textarea>", page.text, re.DOTALL)
    signed = note.sign(html.unescape(text).encode(), [signer_of(OPERATORS[0]), signer_of(AUTHORITY)])
    assert authority.post("/tasks/sign", data=signed).status_code == 201

    shown = read(mixed.client(), f"/market/{NATIONAL}/fills")["rows"]
    assert [(row["side"], row["price_fen"], row["units"]) for row in shown] == [
        ("sell", 7_310, 400),
        ("buy", 7_320, 500),
    ]
    assert {(row["participant"], row["reference"]) for row in shown} == {("", "")}
    own = read(mixed.client("first"), f"/market/{NATIONAL}/fills")["rows"]
    assert [row["participant"] for row in own] == ["", "P-00000011"]
    overseen = read(authority, f"/market/{NATIONAL}/fills")["rows"]
    assert [row["reference"] for row in overseen] == ["NAT-2", "NAT-1"]
    for language in ("zh", "en"):
        assert mixed.client().get(f"/market/{NATIONAL}/fills?lang={language}").status_code == 200


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("CEA23,nat 1,2026-03-02,P-00000011,buy,73.20,500", "reference"),
        ("CEA23,NAT-1,2026-02-30,P-00000011,buy,73.20,500", "day"),
        ("CEA23,NAT-1,2026-03-02,P-11,buy,73.20,500", "participant"),
        ("CEA23,NAT-1,2026-03-02,P-00000011,hold,73.20,500", "side"),
        ("CEA23,NAT-1,2026-03-02,P-00000011,buy,0,500", "price_fen"),
        ("CEA23,NAT-1,2026-03-02,P-00000011,buy,73.205,500", "price_fen"),
        ("CEA23,NAT-1,2026-03-02,P-00000011,buy,73.20,0", "units"),
        ("NONE,NAT-1,2026-03-02,P-00000011,buy,73.20,500", "product"),
    ],
)
def test_a_wrong_cell_is_named(mixed: Site, row: str, column: str) -> None:
    from registry.areas.trading.views.fills import UPLOADS

    (adapter,) = UPLOADS
    cells = dict(zip(adapter.names, row.split(","), strict=True))
    with mixed.app.test_request_context():
        assert list(adapter.check(cells)) == [column]
        assert adapter.check(cells | dict(zip(adapter.names, RIGHT.split(","), strict=True))) == {}


RIGHT = "CEA23,NAT-1,2026-03-02,P-00000011,buy,73.20,500"


def test_an_order_for_it_is_answered_with_a_sentence(mixed: Site) -> None:
    page = mixed.client("first").post("/market/list?lang=zh", data=SALE | {"product": NATIONAL})
    assert page.status_code in {409, 422}
    answer = mixed.registry.submit(
        mixed.world.author.envelope("trading.list", listing(11, product=NATIONAL), "R-00000011")
    )
    assert answer.result == "engine_closed"
    problem = mixed.client().get("/developers/problems?lang=en")
    assert "engine_closed" in problem.text
    product = mixed.client().get(f"/market/{NATIONAL}?lang=zh").text
    assert f'href="/market/{NATIONAL}/fills"' in product
    assert f'href="/market/list?product={NATIONAL}' not in product
