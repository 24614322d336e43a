"""A sealed bid in a real browser: what is sent is a hash, what it hides stays here, and the reveal finds it again."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from registry.areas.participants.rules.calendars import day_of, start_of
from registry.areas.trading.rules.auctions import AnnounceAuction, Forfeit, Pricing, commitment_of
from registry.areas.trading.rules.records import Side
from registry.demo.author import DAY, Author, StoryClock
from registry.demo.cast import ENTERPRISES, OPERATOR
from registry.demo.controls import account, hands
from registry.demo.market import PRODUCTS, is_trading
from tests.browser.conftest import Served
from tests.browser.walking import found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SECOND = 1_000_000


def announced(served: Served) -> str:
    """Return a sealed auction that takes bids for some days from now on."""
    now = time.time_ns() // 1000
    closes_at = start_of(day_of(now + 2 * DAY)) + 15 * 3600 * SECOND
    while not is_trading(closes_at):
        closes_at += DAY
    seller = ENTERPRISES[2]
    body = AnnounceAuction(
        product=PRODUCTS[0].code,
        side=Side.SELL,
        account=account(seller, "TR"),
        escrow=account(seller, "ES"),
        cash=account(seller, "CA"),
        units=100,
        reserve_fen=5_000,
        pricing=Pricing.UNIFORM,
        forfeit=Forfeit.BIDDER,
        deposit_fen=1_000,
        opens_at=(now // SECOND + 2) * SECOND,
        closes_at=closes_at,
        reveals_until=closes_at + 3600 * SECOND,
        approval="notice",
        ranges=(),
    )
    author = Author(served.demo.registry.journal, StoryClock(now, now))
    author.count = 10**6
    auction = author.write("trading.announce_auction", body, *hands(seller), OPERATOR.people[0].representative)
    author.send()
    time.sleep(3)
    return auction


def visitor(browser: Any, address: str) -> Any:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{address}/sign-in?lang=zh")
    page.click(".choices button[value='energy']")
    page.wait_for_load_state("networkidle")
    return page


def sealed_opening(page: Any, saved: Path) -> dict[str, str]:
    """Seal a bid of 40 units at 61.50 yuan, after some mistakes, and return the opening that was downloaded."""
    page.fill("#seal-price", "61.5")
    page.fill("#seal-units", "0")
    page.click("[data-seal]")
    assert page.is_visible("[data-say=unreadable]")
    assert found_by_axe(page) == []
    page.fill("#seal-units", "41")
    with page.expect_download():
        page.click("[data-seal]")
    page.wait_for_selector("[data-say=sealed]")
    page.fill("#seal-units", "40")
    assert page.input_value("[name=commitment]") == ""  # it would be the hash of something else
    with page.expect_download() as downloading:
        page.click("[data-seal]")
    page.wait_for_selector("[data-say=sealed]")
    downloading.value.save_as(saved)
    opening = json.loads(saved.read_text())
    assert isinstance(opening, dict)
    return opening


def test_price_and_units_stay_here_until_they_are_revealed(served: Served, browser: Any, tmp_path: Path) -> None:
    auction = announced(served)
    page = visitor(browser, served.address)
    page.goto(f"{served.address}/market/auctions/{auction}")
    assert found_by_axe(page) == []
    page.click("main .actions .primary")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))

    opening = sealed_opening(page, tmp_path / "bid.json")
    page.click("form[data-form] .primary")
    page.wait_for_selector("#signing")

    hidden = (int(opening["price_fen"]), int(opening["units"]), opening["salt"])
    assert hidden[:2] == (6_150, 40)
    said = commitment_of(auction, opening["account"], price_fen=hidden[0], units=hidden[1], salt=hidden[2])
    assert said == opening["commitment"]
    assert any(said in one for one in sent)
    assert not any(opening["salt"] in one or "61.5" in one or "6150" in one for one in sent)

    page.goto(f"{served.address}/market/auctions/reveal?bid={auction}&commitment={said}")
    page.wait_for_selector("[data-say=found]")
    assert [page.input_value(f"[name={name}]") for name in ("price_fen", "units", "salt")] == [
        "61.50", "40", opening["salt"],
    ]  # fmt: skip
    assert found_by_axe(page) == []


def test_the_file_of_an_opening_fills_the_form_and_another_does_not(
    served: Served, browser: Any, tmp_path: Path
) -> None:
    opening = {"auction": "a", "account": "b", "price_fen": "7", "units": "8", "salt": "0" * 32}
    opening["commitment"] = commitment_of("a", "b", price_fen=7, units=8, salt="0" * 32)
    for name, changed in (("right", {}), ("wrong", {"price_fen": "9"})):
        (tmp_path / name).write_text(json.dumps(opening | changed))
    page = visitor(browser, served.address)
    page.goto(f"{served.address}/market/auctions/reveal?bid=x&commitment={opening['commitment']}")

    page.set_input_files("[data-opening]", tmp_path / "wrong")
    page.wait_for_selector("[data-say=other]")
    assert page.input_value("[name=price_fen]") == ""
    page.set_input_files("[data-opening]", tmp_path / "right")
    page.wait_for_selector("[data-say=found]")
    assert page.input_value("[name=price_fen]") == "0.07"


def test_the_time_left_is_the_registrys_whatever_the_machines_clock_says(served: Served, browser: Any) -> None:
    address = f"{served.address}/market/auctions/{announced(served)}"
    wrong = browser.new_context(locale="zh-CN").new_page()
    wrong.add_init_script("const real = Date.now; Date.now = () => real() - 31536000000;")
    without = browser.new_context(locale="zh-CN", java_script_enabled=False).new_page()
    shown = []
    for page in (wrong, without):
        page.goto(f"{address}?lang=zh")
        words = page.inner_text("[data-left]")
        days, _, clock = words.rpartition(" 天 ")
        hours, minutes, seconds = map(int, clock.split(":"))
        shown.append(int(days or 0) * 86_400 + hours * 3600 + minutes * 60 + seconds)
    assert 0 <= shown[0] - shown[1] <= 10
    before = wrong.inner_text("[data-left]")
    wrong.wait_for_function("before => document.querySelector('[data-left]').textContent !== before", arg=before)
    assert found_by_axe(wrong) == []
