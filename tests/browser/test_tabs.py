"""Signing in several tabs, twice, and again after going back: whatever people press, an entry counts once."""

from typing import Any

import pytest
from playwright.sync_api import Error

from registry.web.hooks import SESSION_COOKIE
from tests.browser.test_forms import address, become, fill, site
from tests.site import FIRST, SECOND, Site

__all__ = ["address", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def to_sign(page: Any, address: str, *, units: str) -> None:
    fill(page, address, units=units)
    page.click("form[data-form] .primary")
    page.locator("[data-sign]:enabled").wait_for()


def switch(page: Any, login: str) -> None:
    page.get_by_role("button", name="切换人员").click()
    page.locator(f'#switch button[value="{login}"]').click()
    page.wait_for_url("**/overview")


def test_the_same_entry_signed_in_two_tabs_is_recorded_once(site: Site, address: str, browser: Any) -> None:
    page, before = become(browser, address), site.head()
    to_sign(page, address, units="31")
    shown = page.content()
    twin = page.context.new_page()
    twin.route(page.url, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
    twin.goto(page.url)  # as a browser duplicates a tab
    twin.locator("[data-sign]:enabled").wait_for()

    for one in (page, twin):
        one.click("[data-sign]")
        one.wait_for_url("**/receipts/**")

    assert page.url == twin.url
    assert site.head() == before + 1


def test_two_forms_in_two_tabs_do_not_disturb_each_other(site: Site, address: str, browser: Any) -> None:
    page, before = become(browser, address), site.head()
    twin = page.context.new_page()
    to_sign(page, address, units="32")
    to_sign(twin, address, units="33")
    for one in (page, twin):
        one.click("[data-sign]")
        one.wait_for_url("**/receipts/**")

    assert page.url != twin.url
    assert site.head() == before + 2


def test_two_clicks_on_the_signature_send_one_entry(site: Site, address: str, browser: Any) -> None:
    page, before = become(browser, address), site.head()
    to_sign(page, address, units="34")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/tasks/sign" in request.url else None)
    page.locator("[data-sign]").dblclick()
    page.wait_for_url("**/receipts/**")

    assert len(sent) == 1
    assert site.head() == before + 1


def test_going_back_after_signing_sends_nothing_unasked(site: Site, address: str, browser: Any) -> None:
    page, before = become(browser, address), site.head()
    to_sign(page, address, units="35")
    page.click("[data-sign]")
    page.wait_for_url("**/receipts/**")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the browser asks whether to send the form again
        page.go_back()
    assert site.head() == before + 1


def test_a_page_opened_by_one_person_sends_nothing_for_another(site: Site, address: str, browser: Any) -> None:
    page, before = become(browser, address), site.head()
    to_sign(page, address, units="36")
    twin = page.context.new_page()
    twin.goto(f"{address}/overview")
    switch(twin, "second")

    page.click("[data-sign]")
    page.locator("[data-status].wait").wait_for()  # the form's token was the other session's
    page.click("[data-sign]:enabled")
    page.locator("[data-status].bad").wait_for()
    assert SECOND in page.locator("[data-status]").inner_text()
    assert site.head() == before

    switch(twin, "first")
    to_sign(page, address, units="36")
    assert FIRST in page.locator("[data-key]").inner_text()
    page.click("[data-sign]")
    page.wait_for_url("**/receipts/**")
    assert site.head() == before + 1


def test_signing_out_in_one_tab_stops_the_other(site: Site, address: str, browser: Any) -> None:
    page, before = become(browser, address), site.head()
    to_sign(page, address, units="37")
    twin = page.context.new_page()
    twin.goto(f"{address}/overview")
    with twin.expect_navigation():
        twin.evaluate("document.querySelector('form[action$=\"/sign-out\"]').submit()")
    assert SESSION_COOKIE not in {one["name"] for one in page.context.cookies() if one["value"]}

    page.click("[data-sign]")
    page.locator("[data-status].wait").wait_for()
    assert site.head() == before
