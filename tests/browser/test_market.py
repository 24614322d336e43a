"""A day of the market in a real browser: sell, buy, a partial fill, the contract note, the end of the day.

The server's clock is moved to a trading day, for no session is open at the hour at which tests run.
"""

import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload
from werkzeug.serving import make_server

from tests.areas.trading.conftest import site_market
from tests.areas.trading.factories import PRODUCT
from tests.areas.trading.test_notes import parts
from tests.browser.conftest import Quiet
from tests.browser.walking import LOCALES, Visitor, visiting
from tests.site import Site, open_site

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
DAY, NEXT = "2026-03-02", "2026-03-03"
LETTER: FilePayload = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a letter"}


class Clock:
    """Real time, moved by so much."""

    def __init__(self, text: str) -> None:
        self.move_to(text)

    def move_to(self, text: str) -> None:
        """Let it be this Beijing time now."""
        wanted = int(datetime.fromisoformat(f"{text}:00+08:00").timestamp() * 10**9)
        self._ahead = wanted - time.time_ns()

    def time_ns(self) -> int:
        """Return nanoseconds since the epoch, as `time.time_ns` does."""
        return time.time_ns() + self._ahead


@dataclass(frozen=True, slots=True)
class Stage:
    """A served market whose time can be moved."""

    site: Site
    clock: Clock
    address: str


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    clock = Clock(f"{DAY}T10:00")
    monkeypatch.setattr("registry.web.seam.time", clock)
    monkeypatch.setattr("tests.site.time", clock)
    with open_site(tmp_path, clock=lambda: clock.time_ns() // 1000) as site:
        site_market(site)
        site.app.config["WTF_CSRF_ENABLED"] = True
        server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Stage(site, clock, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
        server.server_close()


def become(visitor: Visitor, login: str) -> None:
    """Go on as somebody of the site."""
    visitor.open(f"/sign-in?lang={visitor.language}")
    visitor.page.click("[popovertarget=switch]")
    visitor.page.click(f'#switch button[value="{login}"]')
    visitor.page.wait_for_url("**/overview")
    visitor.look()


def sell_on_the_ticket(visitor: Visitor) -> None:
    """List 200 at 70.50 on the ticket beside the book."""
    visitor.open(f"/market/{PRODUCT}")
    visitor.page.select_option("[name=side]", "sell")
    visitor.page.fill("[name=price_fen]", "70.50")
    visitor.page.fill("[name=units]", "200")
    visitor.go_on()
    visitor.sign("receipts")


def buy_a_part(visitor: Visitor) -> None:
    """Pick the level that is offered, and buy 120 of it."""
    visitor.open(f"/market/{PRODUCT}")
    assert visitor.page.input_value("[name=price_fen]") == "70.50"
    visitor.page.click("[data-book] tbody a")
    visitor.look()
    assert visitor.page.input_value("[name=price_fen]") == "70.50"
    visitor.page.fill("[name=units]", "120")
    visitor.go_on()
    visitor.sign("receipts")


def follow_the_order(visitor: Visitor) -> None:
    """Read why the order has traded in part."""
    visitor.open("/market/orders")
    visitor.page.click("tbody a[href^='/market/orders/']")
    visitor.look()
    assert "120" in visitor.page.inner_text("h1")
    assert "200" in visitor.page.inner_text("h1")
    assert visitor.page.locator("a[href^='/market/cancel']").count() == 1


def file_the_note(visitor: Visitor) -> None:
    """Open the contract note, and hold the file to the hash that the page names."""
    page = visitor.page
    visitor.open("/market/trades")
    page.click("tbody a[href^='/market/trades/']")
    page.wait_for_selector("[data-seal]", state="visible")
    visitor.look()
    with page.expect_download() as waiting:
        page.click("a[href$='.pdf']")
    pdf = waiting.value.path().read_bytes()
    (proof,) = (one for one in parts(pdf) if one.startswith(b"c2sp.org/tlog-proof"))
    shown = "".join(page.locator("dd.fingerprint code").last.inner_text().split())
    assert hashlib.sha256(proof).hexdigest() == shown


def object_after_the_close(visitor: Visitor) -> None:
    """Open the day's statement and object to it."""
    page = visitor.page
    visitor.open("/market/clearing")
    page.click(f"tbody a[href='/market/clearing/{DAY}']")
    visitor.look()
    assert "1,008,434.62" in page.inner_text("h1")
    page.click(f"a[href^='/market/objections/new?day={DAY}']")
    visitor.look()
    page.fill("[name=reason]", "fee_wrong")
    page.set_input_files("[name='document.file']", LETTER)
    visitor.go_on()
    visitor.sign("receipts")


def answer_the_objection(visitor: Visitor) -> None:
    """Answer what waits, as an operator."""
    page = visitor.page
    visitor.open("/tasks")
    page.click("a[href^='/market/office/answer-objection']")
    visitor.look()
    page.select_option("[name=outcome]", "rejected")
    page.fill("[name=reason]", "checked")
    page.set_input_files("[name='document.file']", LETTER)
    visitor.go_on()
    visitor.sign("receipts")
    visitor.open("/tasks")
    assert page.locator("a[href^='/market/office/answer-objection']").count() == 0


@pytest.mark.parametrize("language", LOCALES)
def test_a_day_from_the_first_order_to_the_answered_objection(stage: Stage, browser: Browser, language: str) -> None:
    with (
        visiting(browser, stage.address, language) as seller,
        visiting(browser, stage.address, language) as buyer,
        visiting(browser, stage.address, language) as operator,
    ):
        become(seller, "first")
        sell_on_the_ticket(seller)
        seller.open(f"/market/{PRODUCT}/book")
        become(buyer, "other")
        buy_a_part(buyer)
        # The seller's page refreshes by itself.
        seller.page.wait_for_selector("[data-book] td:text-is('80')")
        seller.look()
        follow_the_order(seller)
        file_the_note(seller)
        stage.clock.move_to(f"{DAY}T15:00")
        become(seller, "first")  # the session has been idle for too long
        object_after_the_close(seller)
        stage.clock.move_to(f"{NEXT}T09:30")
        become(operator, "operator")
        answer_the_objection(operator)
        become(seller, "first")
        seller.open("/market/objections")
        assert "checked" in seller.page.inner_text("tbody")


def test_without_scripts_the_book_and_the_ticket_are_there(stage: Stage, browser: Browser) -> None:
    with visiting(browser, stage.address, "zh", scripts=False) as visitor:
        visitor.page.goto(f"{stage.address}/market/{PRODUCT}")
        assert visitor.page.locator("[data-book] tbody tr").count() == 2
