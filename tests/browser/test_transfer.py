"""A transfer in a real browser: a key in IndexedDB signs, a second one approves, the receipt's page is reached."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from registry.areas.participants.rules.keys import RevokeKey
from registry.areas.participants.rules.mandates import Mandate
from registry.web.hooks import SESSION_COOKIE
from tests.browser.conftest import Quiet
from tests.browser.walking import found_by_axe
from tests.site import FIRST, SECOND, Site, account, need_two, open_site
from tests.world import public_key_of

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        need_two(made)
        made.app.config["WTF_CSRF_ENABLED"] = True
        yield made


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def become(browser: Any, address: str, name: str, *, with_key: bool = True) -> Any:
    page = browser.new_context(locale="zh-CN").new_page()
    if not with_key:
        page.route("**/demo/key", lambda route: route.abort())
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name="切换人员").click()
    page.locator(f'#switch button[value="{name}"]').click()
    page.wait_for_url("**/overview")
    return page


def test_a_transfer_is_signed_by_one_approved_by_another_and_stands_in_the_log(
    site: Site, address: str, browser: Any
) -> None:
    before = site.head()
    first = become(browser, address, "first")
    assert found_by_axe(first) == []
    first.goto(f"{address}/allowances/transfer")
    assert found_by_axe(first) == []
    first.fill("[name=target]", account(12))
    first.select_option("[name=asset]", "CEA-2025")
    first.fill("[name=units]", "１，０００")
    first.click("main button.primary")
    first.wait_for_selector("[data-sign]:enabled")
    assert FIRST in first.locator("[data-key]").inner_text()
    assert first.locator(".sentence .fact", has_text="1,000").count() == 1
    assert found_by_axe(first) == []
    first.click("[data-sign]")
    first.wait_for_url("**/tasks/*")
    assert SECOND in first.locator(".lead").inner_text()
    assert found_by_axe(first) == []
    assert site.head() == before

    second = become(browser, address, "second")
    second.goto(f"{address}/tasks")
    assert found_by_axe(second) == []
    second.click(".tasks .button.primary")
    second.wait_for_selector("[data-sign]:enabled")
    assert found_by_axe(second) == []
    second.click("[data-sign]")
    second.wait_for_url("**/receipts/*")
    assert site.head() == before + 1

    first.goto(f"{address}/accounts/{account(11)}")
    assert first.locator("tbody tr").first.locator("td.figure").nth(1).inner_text() == "-1,000"
    assert found_by_axe(first) == []
    first.goto(f"{address}/holdings")
    assert found_by_axe(first) == []


def test_without_a_key_in_the_browser_the_entry_can_be_taken_along(site: Site, address: str, browser: Any) -> None:
    page = become(browser, address, "first", with_key=False)
    page.goto(f"{address}/allowances/transfer")
    page.fill("[name=target]", account(12))
    page.select_option("[name=asset]", "CEA-2025")
    page.fill("[name=units]", "5")
    page.click("main button.primary")
    page.wait_for_selector(".offline[open]")

    assert page.locator("[data-sign]").is_disabled()
    with page.expect_download() as download:
        page.locator(".offline form button").first.click()
    assert download.value.suggested_filename == "entry.txt"


def fill_in(page: Any, address: str, units: str) -> None:
    page.goto(f"{address}/allowances/transfer")
    page.fill("[name=target]", account(12))
    page.select_option("[name=asset]", "CEA-2025")
    page.fill("[name=units]", units)
    page.click("main button.primary")
    page.wait_for_selector("[data-sign]:enabled")


def test_a_page_to_sign_outlives_the_session(site: Site, address: str, browser: Any) -> None:
    page = become(browser, address, "first")
    fill_in(page, address, "7")
    page.context.clear_cookies(name=SESSION_COOKIE)
    page.click("[data-sign]")
    page.wait_for_selector("[data-status].wait")
    with page.context.expect_page() as opened:
        page.click("[data-status] a")
    opened.value.click(".choices button[value=first]")
    opened.value.wait_for_url("**/overview")

    page.click("[data-sign]")

    page.wait_for_url("**/tasks/*")
    assert SECOND in page.locator(".lead").inner_text()


def test_what_the_ledger_refuses_at_signing_is_said_on_the_page(site: Site, address: str, browser: Any) -> None:
    page = become(browser, address, "first")
    fill_in(page, address, "7")
    gone = RevokeKey(FIRST, public_key_of(FIRST), "lost", Mandate.PARTICIPANT)
    site.submit(site.world.author.envelope("participants.revoke_key", gone, SECOND))

    page.click("[data-sign]")

    page.wait_for_selector("[data-status].bad")
    assert page.locator("[data-sign]").is_disabled()
