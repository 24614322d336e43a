"""Passkeys in a real browser, with an authenticator that the browser plays: made, used to sign in, used to be present.

The address is `localhost`: a passkey is for a name, and a number is none.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyotp
import pytest
from werkzeug.serving import make_server

from tests.browser.conftest import Quiet
from tests.browser.walking import found_by_axe
from tests.site import PASSWORD, TOTP, Site, account, open_site

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
INSIDE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("passkeys")) as made:
        made.app.config["WTF_CSRF_ENABLED"] = True
        yield made


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    server = make_server("localhost", 0, site.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Device:
    """A browser with an authenticator in it."""

    page: Any
    address: str

    def __post_init__(self) -> None:
        self.line = self.page.context.new_cdp_session(self.page)
        self.line.send("WebAuthn.enable")
        self.id = self.add()

    def add(self, **options: bool) -> str:
        """Put an authenticator in and return its number."""
        made = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": INSIDE | options})
        return str(made["authenticatorId"])

    def passkeys(self) -> list[dict[str, Any]]:
        """Return what the authenticator holds."""
        found = self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return list(found["credentials"])

    def become(self, login: str) -> None:
        """Be somebody with the demonstration's help."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.click(f".choices button[value={login}]")
        self.page.wait_for_url("**/overview")

    def make_passkey(self, name: str) -> None:
        """Make a passkey for whoever is signed in."""
        self.page.goto(f"{self.address}/account/passkeys/new")
        if "/step-up/" in self.page.url:
            self.page.click("button[formaction*='/demo/confirm/']")
        self.page.fill("#name", name)
        assert found_by_axe(self.page) == []
        self.page.click("[data-make]")
        self.page.wait_for_url("**/account")

    def sign_in(self, login: str) -> None:
        """Fill in who it is, and let a passkey answer in place of the code."""
        self.page.goto(f"{self.address}/account")
        if "/sign-in" not in self.page.url:
            self.page.context.clear_cookies()
            self.page.goto(f"{self.address}/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.click("button[data-passkey]")

    def to_sign(self, units: str) -> None:
        """Fill in a transfer, as far as the page to sign."""
        self.page.goto(f"{self.address}/allowances/transfer")
        self.page.fill("[name=target]", account(12))
        self.page.select_option("[name=asset]", "CEA-2025")
        self.page.fill("[name=units]", units)
        self.page.click("main button.primary")
        self.page.wait_for_selector("[data-with-passkey]:enabled")
        self.page.wait_for_selector("[data-sign]:enabled")


@pytest.fixture
def device(browser: Any, address: str) -> Iterator[Device]:
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(15_000)
    yield Device(context.new_page(), address)
    context.close()


def test_a_passkey_is_made_signs_in_and_shows_presence_for_a_signature(site: Site, device: Device) -> None:
    page, before = device.page, site.head()
    device.become("first")
    device.make_passkey("办公室电脑")
    assert page.get_by_role("cell", name="通行密钥 · 办公室电脑").is_visible()
    (made,) = device.passkeys()
    assert made["isResidentCredential"]

    device.sign_in("first")
    page.wait_for_url("**/overview")
    device.to_sign("21")
    page.click("[data-with-passkey]")
    page.wait_for_url("**/receipts/**")

    assert site.head() == before + 1
    assert device.passkeys()[0]["signCount"] > made["signCount"]


def test_presence_for_the_account_is_shown_with_a_passkey(device: Device) -> None:
    page = device.page
    device.become("first")
    device.make_passkey("本机")
    device.sign_in("first")
    page.wait_for_url("**/overview")
    page.goto(f"{device.address}/account/tokens/new")
    assert "/step-up/" in page.url
    page.click("button[data-passkey]")
    page.locator("main [name=name]").wait_for()
    assert page.url.endswith("/account/tokens/new")


def test_a_passkey_of_somebody_else_is_refused_at_sign_in_and_before_a_signature(site: Site, device: Device) -> None:
    page = device.page
    device.become("other")
    device.make_passkey("丙的手机")

    device.sign_in("first")
    page.wait_for_selector(".summary")
    assert "/sign-in" in page.url
    page.goto(f"{device.address}/overview")
    assert "/sign-in" in page.url

    device.become("first")
    before = site.head()
    device.to_sign("22")
    page.click("[data-with-passkey]")
    page.wait_for_selector("[data-status].wait")
    assert site.head() == before
    page.fill("[data-code]", pyotp.TOTP(TOTP).now())  # the person is there all the same
    page.click("[data-sign]")
    page.wait_for_url("**/receipts/**")
    assert site.head() == before + 1


def test_a_copy_of_a_passkey_whose_count_does_not_grow_is_refused(device: Device) -> None:
    page = device.page
    device.become("first")
    device.make_passkey("会被复制")
    (copy,) = device.passkeys()
    device.sign_in("first")
    page.wait_for_url("**/overview")

    device.line.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device.id})
    device.id = device.add()
    device.line.send(
        "WebAuthn.addCredential",
        {"authenticatorId": device.id, "credential": copy | {"signCount": 0, "rpId": "localhost"}},
    )
    device.sign_in("first")
    page.wait_for_selector(".summary")
    assert "/sign-in" in page.url


def test_an_authenticator_that_knows_nobody_or_verifies_nobody_leaves_the_code(device: Device) -> None:
    page = device.page
    device.become("first")
    device.line.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device.id})
    device.add(isUserVerified=False)
    page.goto(f"{device.address}/account/passkeys/new")
    if "/step-up/" in page.url:
        page.click("button[formaction*='/demo/confirm/']")
    page.fill("#name", "无人验证")
    page.click("[data-make]")
    page.locator("[data-passkey-failed]").wait_for()
    assert page.url.endswith("/account/passkeys/new")

    page.context.clear_cookies()
    page.goto(f"{device.address}/sign-in")
    page.fill("#login", "first")
    page.fill("#password", PASSWORD)
    page.click("button[data-passkey]")
    page.locator("[data-passkey-failed]").wait_for()
    assert page.locator("#code").is_enabled()
