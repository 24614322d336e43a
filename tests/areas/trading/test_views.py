"""The market over its pages: list, see, deal, cancel, and the money of it."""

import re
import time
from typing import Any

from flask.testing import FlaskClient

from registry.signin.accounts import Origin
from registry.web.hooks import SESSION_COOKIE
from tests.areas.allowances.factories import account
from tests.areas.trading.factories import BY_BANK, PRODUCT
from tests.site import FIRST, OTHER, Site, signed_by

SALE = {
    "product": PRODUCT, "side": "sell", "account": account("TR", 11), "cash": account("CA", 11), "price_fen": "70.50",
    "units": "200",
}  # fmt: skip
DEAL = {
    "product": PRODUCT, "side": "buy", "account": account("TR", 12), "cash": account("CA", 12), "price_fen": "70.50",
    "units": "120",
}  # fmt: skip


def banker(site: Site) -> FlaskClient:
    """Return the browser of the bank's clerk, who is none of the site's own people."""
    client, people = site.app.test_client(), site.app.extensions["people"]
    token = people.start_session("bank", origin=Origin("127.0.0.1"), now=time.time_ns() // 1000)
    client.set_cookie(SESSION_COOKIE, token)
    return client


def sent(client: FlaskClient, address: str, form: dict[str, str], signer: str) -> int:
    page = client.post(address, data=form)
    assert page.status_code == 200, page.text
    return client.post("/tasks/sign", data=signed_by(page.text, signer)).status_code


def read(client: FlaskClient, address: str) -> dict[str, Any]:
    found = client.get(f"/api/v1{address}").json
    assert isinstance(found, dict)
    return found


def test_an_order_is_listed_seen_and_dealt_in(site: Site) -> None:
    first, other, public = site.client("first"), site.client("other"), site.client()
    assert sent(first, "/market/list", SALE, FIRST) == 201
    assert read(public, f"/market/{PRODUCT}")["asks"] == [{"price_fen": 7050, "units": 200, "orders": 1}]
    assert sent(other, "/market/take", DEAL, OTHER) == 201

    product = read(public, f"/market/{PRODUCT}")

    assert product["asks"] == [{"price_fen": 7050, "units": 80, "orders": 1}]
    assert [(row["price_fen"], row["units"]) for row in product["rows"]] == [(7050, 120)]
    (today,) = read(public, "/market")["rows"]
    assert (today["last_fen"], today["change_fen"], today["units"]) == (7050, 50, 120)
    (own,) = read(other, "/market/trades")["rows"]
    assert (own["side"], own["counterparty"], own["fee_fen"]) == ("buy", "P-00000011", 120 * 7050 * 30 // 10_000)


def test_what_the_public_sees_names_nobody(site: Site) -> None:
    sent(site.client("first"), "/market/list", SALE, FIRST)
    sent(site.client("other"), "/market/take", DEAL, OTHER)
    for address in ("/market", f"/market/{PRODUCT}", f"/market/{PRODUCT}/history"):
        page = site.client().get(address)
        assert page.status_code == 200
        assert "P-000000" not in page.text


def test_own_orders_are_cancelled_from_their_list(site: Site) -> None:
    client = site.client("first")
    sent(client, "/market/list", SALE, FIRST)
    (order,) = read(client, "/market/orders")["rows"]

    assert sent(client, "/market/cancel", {"product": PRODUCT, "order": order["id"]}, FIRST) == 201

    assert read(client, "/market/orders")["rows"] == []
    (ended,) = read(client, "/market/orders?status=cancelled")["rows"]
    assert (ended["id"], ended["left_units"]) == (order["id"], 200)


def test_what_the_rules_refuse_comes_back_to_its_field(site: Site) -> None:
    page = site.client("first").post("/market/list", data=SALE | {"price_fen": "77.01"})
    assert page.status_code == 409
    assert site.client("first").post("/market/list", data=SALE | {"price_fen": "77.00"}).status_code == 200


def test_money_is_withdrawn_and_paid_out_by_the_bank(site: Site) -> None:
    client, bank = site.client("first"), banker(site)
    assert sent(client, "/market/money/withdraw", {"cash": account("CA", 11), "fen": "1234.56"}, FIRST) == 201
    money = read(client, "/market/money")
    assert (money["free_fen"], money["locked_fen"]) == (100_000_000 - 123_456, 123_456)
    (asked,) = read(bank, "/market/bank")["rows"]
    paid = {"withdrawal": asked["id"], "reference": "BANK-OUT-1", "document": "0" * 64}

    assert sent(bank, "/market/bank/pay-out", paid, BY_BANK[0]) == 201

    assert read(bank, "/market/bank")["rows"] == []
    assert read(client, "/market/money")["locked_fen"] == 0


def test_only_a_bank_opens_its_desk_and_only_traders_the_forms(site: Site) -> None:
    assert site.client("first").get("/market/bank").status_code == 403
    assert site.client("first").get("/market/bank/deposit").status_code == 403
    assert site.client().get("/market/list").status_code == 302
    assert banker(site).get("/market/bank").status_code == 200


def test_every_page_of_the_market_opens_in_both_languages(site: Site) -> None:
    pages = {
        "first": ("/market", f"/market/{PRODUCT}", "/market/orders", "/market/trades", "/market/money", "/market/list",
                  f"/market/take?product={PRODUCT}&side=buy&price_fen=70.50", "/market/block", "/market/accept",
                  "/market/auction/announce"),
        "bank": ("/market/bank", "/market/bank/deposit", "/market/bank/return"),
        "operator": ("/market/office", "/market/office/open-product", "/market/office/halt"),
    }  # fmt: skip
    for login, addresses in pages.items():
        client = banker(site) if login == "bank" else site.client(login)
        for address in addresses:
            joint = "&" if "?" in address else "?"
            for language in ("zh", "en"):
                page = client.get(f"{address}{joint}language={language}")
                assert page.status_code == 200, (login, address)


def test_the_book_is_asked_for_by_itself(site: Site) -> None:
    sent(site.client("first"), "/market/list", SALE, FIRST)

    found = read(site.client(), f"/market/{PRODUCT}/book")

    assert found == {"code": PRODUCT, "asks": [{"price_fen": 7050, "units": 200, "orders": 1}], "bids": []}
    page = site.client().get(f"/market/{PRODUCT}/book").text
    whole = site.client().get(f"/market/{PRODUCT}").text
    (levels,) = re.findall(r"<div data-book=.*?</table></div>", page, re.DOTALL)
    assert levels in whole
    assert site.client().get("/market/NONE/book").status_code == 404


def test_only_who_may_deal_has_a_ticket_beside_the_book(site: Site) -> None:
    ticket = f'<input type="hidden" name="product" value="{PRODUCT}">'
    assert ticket in site.client("first").get(f"/market/{PRODUCT}").text
    for client in (site.client(), site.client("operator"), banker(site)):
        assert 'formaction="/market/take"' not in client.get(f"/market/{PRODUCT}").text


def test_the_ticket_starts_at_the_best_price_and_leads_to_the_check(site: Site) -> None:
    sent(site.client("first"), "/market/list", SALE, FIRST)
    client = site.client("other")
    form = client.get(f"/market/{PRODUCT}").text.partition('class="column"')[2].partition("</form>")[0]
    assert re.search(r'name="price_fen"[^>]*value="70.50"', form)
    assert set(re.findall(r'name="(\w+)"', form)) - {"csrf_token"} == DEAL.keys()
    assert sent(client, "/market/take", DEAL | {"units": "200"}, OTHER) == 201
    assert read(client, "/market/trades")["rows"][0]["units"] == 200


def test_a_day_is_drawn_as_a_candle_and_goes_out_as_csv(site: Site) -> None:
    assert "candle" not in site.client().get(f"/market/{PRODUCT}").text
    sent(site.client("first"), "/market/list", SALE, FIRST)
    sent(site.client("other"), "/market/take", DEAL, OTHER)
    page = site.client().get(f"/market/{PRODUCT}").text
    assert page.count('<g class="candle') == 1
    assert "style=" not in page
    (day,) = read(site.client(), f"/market/{PRODUCT}/history")["rows"]
    assert (day["open_fen"], day["last_fen"], day["close_fen"], day["listed_units"]) == (7050, 7050, 7050, 120)
    text = site.client().get(f"/market/{PRODUCT}/history?format=csv").data.decode("utf-8-sig")
    assert text.splitlines()[1].split(",")[:2] == ["2026-03-02", "70.00"]
    assert site.client().get(f"/market/{PRODUCT}/history?format=xlsx").data[:2] == b"PK"
