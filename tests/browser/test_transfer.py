"""A transfer in a real browser: a key in IndexedDB signs, a second one approves, the receipt's page is reached."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.site import FIRST, SECOND, Site, account, need_two, open_site
from tests.tools import CHROMIUM_FLAGS, chromium

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        need_two(made)
        made.app.config["WTF_CSRF_ENABLED"] = True
        yield made


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield made
        made.close()


def become(browser: Any, address: str, name: str, *, with_key: bool = True) -> Any:
    page = browser.new_context(locale="zh-CN").new_page()
    if not with_key:
        page.route("**/demo/key", lambda route: route.abort())
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name="切换人员").click()
    page.locator(f'#switch button[value="{name}"]').click()
    page.wait_for_url("**/overview")
    return page


def problems_on(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def test_a_transfer_is_signed_by_one_approved_by_another_and_stands_in_the_log(
    site: Site, address: str, browser: Any
) -> None:
    before = site.head()
    first = become(browser, address, "first")
    assert problems_on(first) == []
    first.goto(f"{address}/allowances/transfer")
    assert problems_on(first) == []
    first.fill("[name=target]", account(12))
    first.select_option("[name=asset]", "CEA-2025")
    first.fill("[name=units]", "１，０００")
    first.click("main button.primary")
    first.wait_for_selector("[data-sign]:enabled")
    assert FIRST in first.locator("[data-key]").inner_text()
    assert first.locator(".sentence .fact", has_text="1,000").count() == 1
    assert problems_on(first) == []
    first.click("[data-sign]")
    first.wait_for_url("**/tasks/*")
    assert SECOND in first.locator(".lead").inner_text()
    assert problems_on(first) == []
    assert site.head() == before

    second = become(browser, address, "second")
    second.goto(f"{address}/tasks")
    assert problems_on(second) == []
    second.click(".tasks .button.primary")
    second.wait_for_selector("[data-sign]:enabled")
    assert problems_on(second) == []
    second.click("[data-sign]")
    second.wait_for_url("**/receipts/*")
    assert site.head() == before + 1

    first.goto(f"{address}/accounts/{account(11)}")
    assert first.locator("tbody tr").first.locator("td.figure").nth(1).inner_text() == "-1,000"
    assert problems_on(first) == []
    first.goto(f"{address}/holdings")
    assert problems_on(first) == []


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
