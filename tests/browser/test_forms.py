"""Forms and signing when things go wrong: back button, double click, a lost network, another's key, a wrong clock."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server

from registry.web.hooks import SESSION_COOKIE
from tests.browser.conftest import Quiet
from tests.browser.walking import found_by_axe
from tests.site import Site, account, open_site

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SAVE = "[name=_save]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("forms")) as made:
        made.app.config["WTF_CSRF_ENABLED"] = True
        yield made


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def become(browser: Any, address: str, *, script: str = "") -> Any:
    page = browser.new_context(locale="zh-CN").new_page()
    if script:
        page.add_init_script(script)
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name="切换人员").click()
    page.locator('#switch button[value="first"]').click()
    page.wait_for_url("**/overview")
    return page


def fill(page: Any, address: str, *, units: str = "7") -> None:
    page.goto(f"{address}/allowances/transfer")
    page.fill("[name=target]", account(12))
    page.select_option("[name=asset]", "CEA-2025")
    page.fill("[name=units]", units)


def test_the_back_button_finds_what_was_typed(address: str, browser: Any) -> None:
    page = become(browser, address)
    fill(page, address, units="8")
    page.click("form[data-form] .primary")
    page.wait_for_selector("#signing")
    page.go_back()

    assert page.input_value("[name=units]") == "8"
    assert page.input_value("[name=target]") == account(12)


def test_leaving_a_changed_form_asks_first(address: str, browser: Any) -> None:
    page = become(browser, address)
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{address}/allowances/transfer")
    page.goto(f"{address}/tasks")
    assert asked == []

    fill(page, address)
    page.goto(f"{address}/tasks")
    assert asked == ["beforeunload"]


def test_all_errors_stand_at_their_fields_and_in_a_summary_that_leads_to_them(address: str, browser: Any) -> None:
    page = become(browser, address)
    page.goto(f"{address}/allowances/transfer")
    page.fill("[name=units]", "x")
    page.click("form[data-form] .primary")

    links = page.locator(".summary a")
    assert links.count() >= 2
    assert page.locator(".summary").evaluate("one => one === document.activeElement")
    for place in [link.get_attribute("href") for link in links.all()]:
        assert page.locator(f"{place}-error").is_visible()
    assert page.input_value("[name=units]") == "x"
    assert found_by_axe(page) == []


def test_two_clicks_on_a_button_have_one_effect(site: Site, address: str, browser: Any) -> None:
    page = become(browser, address)
    fill(page, address, units="9")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator(SAVE).dblclick()
    page.wait_for_url("**/tasks")

    assert len(sent) == 1
    assert found_by_axe(page) == []


def test_what_was_typed_survives_a_session_that_ran_out(address: str, browser: Any) -> None:
    page = become(browser, address)
    fill(page, address, units="11")
    page.context.clear_cookies(name=SESSION_COOKIE)
    page.click("form[data-form] .primary")
    page.locator('.choices button[value="first"]').wait_for()
    assert page.locator(".notice.wait[role=status]").is_visible()


def test_a_lost_network_says_so_and_the_retry_sends_the_same_bytes(site: Site, address: str, browser: Any) -> None:
    page, before = become(browser, address), site.head()
    sent: list[str] = []

    def lose(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fetch()  # it arrives, and the answer is lost
        route.abort()

    page.route("**/tasks/sign*", lose, times=1)
    fill(page, address, units="12")
    page.click("form[data-form] .primary")
    page.click("[data-sign]:enabled")
    page.locator("[data-status].wait").wait_for()
    page.on("request", lambda request: sent.append(request.post_data) if "/tasks/sign" in request.url else None)
    page.click("[data-sign]:enabled")
    page.wait_for_url("**/receipts/**")

    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert site.head() == before + 1


def test_a_key_that_is_not_registered_is_named_before_anybody_signs(address: str, browser: Any) -> None:
    page = become(browser, address)
    page.wait_for_function("async () => (await indexedDB.databases()).length > 0")
    page.route(
        "**/allowances/transfer",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace('data-keys="', 'data-keys="another ').replace("another ", "another-", 1),
        ),
    )
    fill(page, address)
    page.click("form[data-form] .primary")
    page.locator(".offline[open]").wait_for()
    assert page.locator("[data-sign]").is_disabled()


@pytest.mark.parametrize(("script", "is_said"), [("", False), ("const d = Date.now; Date.now = () => d() + 9e5", True)])
def test_a_wrong_clock_of_the_device_is_named_and_does_not_matter_for_the_entry(
    site: Site, address: str, browser: Any, *, script: str, is_said: bool
) -> None:
    page, before = become(browser, address, script=script), site.head()
    fill(page, address, units="13")
    page.click("form[data-form] .primary")
    page.locator("[data-sign]:enabled").wait_for()
    assert page.locator("[data-clock]").is_visible() == is_said
    page.click("[data-sign]:enabled")
    page.wait_for_url("**/receipts/**")

    assert site.head() == before + 1
