"""Take pictures of every page of the demonstration: `python -m tests.browser.screens FOLDER`, and look at them.

One file a page, person, language, width and scheme, such as `energy/zh-1360-light-holdings.png`.
"""

import argparse
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from registry.app import create_app
from registry.demo.running import Demonstration, open_demo
from tests.browser.conftest import Quiet
from tests.browser.crawling import pages_of
from tests.browser.walking import LOCALES, WAIT_MS
from tests.tools import CHROMIUM_FLAGS, chromium

HEIGHT = 900
SETTLE_MS = 250
STRANGER = "stranger"


def main() -> None:
    """Read the command line, and take the pictures that it asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--directory", type=Path, help="the demonstration's folder; a new one if none is named")
    parser.add_argument("--people", nargs="*", help=f"logins, and {STRANGER}; all of them if none is named")
    parser.add_argument("--languages", nargs="*", default=list(LOCALES))
    parser.add_argument("--widths", nargs="*", type=int, default=[1360, 390])
    parser.add_argument("--schemes", nargs="*", default=["light", "dark"])
    parser.add_argument("--pages", nargs="*", help="addresses; every page that somebody comes to if none is named")
    parser.add_argument("--scale", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _serving(asked.directory or Path(folder) / "demo") as served:
        _take(asked, *served)


@contextmanager
def _serving(directory: Path) -> Iterator[tuple[Demonstration, Flask, str]]:
    demo = open_demo(directory, reset=False, say=lambda _: None)
    demo.worker.run_once()
    app = create_app(demo.config, demo.registry, demo_offer=demo)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield demo, app, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        demo.close()


def _take(asked: argparse.Namespace, demo: Demonstration, app: Flask, address: str) -> None:
    people = asked.people or [STRANGER, *(one.login for one in demo.people())]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        for login in people:
            found = asked.pages or pages_of(app, None if login == STRANGER else login)
            for language in asked.languages:
                context = browser.new_context(locale=LOCALES[language], device_scale_factor=asked.scale)
                context.set_default_timeout(WAIT_MS)
                page = _visitor(context, address, login, language)
                for path in found:
                    _shoot(page, address + path, asked, prefix=asked.folder / login / language)
                context.close()
            print(login, len(found))  # noqa: T201  a tool that says how far it is
        browser.close()


def _visitor(context: BrowserContext, address: str, login: str, language: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in?lang={language}")
    if login != STRANGER:
        page.click(f".choices button[value='{login}']")
        page.wait_for_load_state("networkidle")
    return page


def _shoot(page: Page, url: str, asked: argparse.Namespace, *, prefix: Path) -> None:
    name = re.sub(r"[^a-z0-9]+", "-", url.split("/", 3)[3].lower()).strip("-")[:80] or "home"
    prefix.parent.mkdir(parents=True, exist_ok=True)
    page.goto(url)
    for scheme in asked.schemes:
        page.emulate_media(color_scheme=scheme)
        for width in asked.widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.wait_for_timeout(SETTLE_MS)
            page.screenshot(path=f"{prefix}-{width}-{scheme}-{name}.png", full_page=True)


if __name__ == "__main__":
    main()
