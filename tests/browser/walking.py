"""A visitor in a browser of its own, who is shown no fault: axe finds nothing, the console is still."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from registry.demo.running import PASSWORD, totp_code

LOCALES = {"zh": "zh-CN", "en": "en-GB"}
WAIT_MS = 15_000


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser, and what the browser complained about since the last look."""

    page: Page
    address: str
    language: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open a page of the registry and look at it."""
        self.page.goto(self.address + path)
        self.look()

    def sign_in(self, login: str) -> None:
        """Sign in with password and second factor, as outside a demonstration."""
        self.open(f"/sign-in?lang={self.language}")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.fill("#code", totp_code(login) or "")
        self.page.click("form[action='/sign-in'] button.primary")
        self.page.wait_for_url("**/overview")
        self.page.wait_for_load_state("networkidle")
        self.look()

    def go_on(self) -> None:
        """Send the form, as far as the page on which it is signed."""
        self.page.click("main button.primary")
        self.page.wait_for_selector("[data-sign]:enabled")
        self.look()

    def sign(self, leads_to: str) -> str:
        """Sign what the page shows, look at the page to which that leads, and return its path's last part."""
        self.page.click("[data-sign]")
        self.page.wait_for_url(f"**/{leads_to}/*")
        if leads_to == "receipts":
            self.page.wait_for_selector("[data-seal]", state="visible")
        self.look()
        return self.page.url.rpartition("/")[2]

    def look(self) -> None:
        """Hold the page to what is promised of every page."""
        assert self.complaints == [], self.page.url
        assert self.page.locator("html").get_attribute("data-language") == self.language
        found = found_by_axe(self.page)
        assert found == [], (self.page.url, found)
        self.complaints.clear()


def found_by_axe(page: Page) -> list[str]:
    """Return what axe has against a page."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]]


@contextmanager
def visiting(browser: Browser, address: str, language: str, *, scripts: bool = True) -> Iterator[Visitor]:
    """Open a browser that shares nothing with the others."""
    context = browser.new_context(locale=LOCALES[language], java_script_enabled=scripts, accept_downloads=True)
    context.set_default_timeout(WAIT_MS)
    visitor = Visitor(context.new_page(), address, language)
    visitor.page.on("console", lambda message: visitor.complaints.append(message.text))
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield visitor
    context.close()
