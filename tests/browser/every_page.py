"""Every page of the demonstration as each kind of person: run by name, `pytest tests/browser/every_page.py`."""

from collections import Counter

import pytest
from playwright.sync_api import Browser, Page

from registry.app import create_app
from tests.browser.conftest import Served
from tests.browser.crawling import kind_of, pages_of
from tests.browser.walking import found_by_axe, visiting

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
# One of each kind: what the others of that kind see has other names and the same shape.
PEOPLE = (None, "operator", "authority", "registrar", "auditor", "bank", "reviewer", "energy", "energy2", "forest")
# How many people look at one kind of page: a second one sees other names, a third would see nothing new.
LOOKS = 2
PHONE, DESK = 390, 1360
HEIGHT = 900


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_of_anybody_has_a_fault(served: Served, browser: Browser, language: str) -> None:
    app = create_app(served.demo.config, served.demo.registry, demo_offer=served.demo)
    faults: list[str] = []
    looked_at: set[str] = set()
    looks: Counter[str | None] = Counter()
    for login in PEOPLE:
        paths = [path for path in pages_of(app, login) if looks[kind_of(app, path)] < LOOKS]
        looks.update(kind_of(app, path) for path in paths)
        with visiting(browser, served.address, language) as visitor:
            visitor.page.goto(f"{served.address}/sign-in?lang={language}")
            if login is not None:
                visitor.page.click(f".choices button[value='{login}']")
                visitor.page.wait_for_load_state("networkidle")
            for path in paths:
                visitor.page.goto(served.address + path)
                # What was found to be without fault is not asked again for the next person; the width is, for names
                # are longer and shorter.
                shape = _shape(visitor.page)
                faults += [f"{login} {path}: {one}" for one in _faults(visitor.page, is_known=shape in looked_at)]
                faults += [f"{login} {path}: {one}" for one in visitor.complaints]
                looked_at.add(shape)
                visitor.complaints.clear()
    assert faults == []


def _shape(page: Page) -> str:
    """Return the elements of a page without its texts, repeated ones once: two pages of one shape have equal faults."""
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll("main *")].map((one) => `${one.tagName}.${one.className}`)
            .filter((one, at, all) => all.indexOf(one) === at).join()"""
        )
    )


def _faults(page: Page, *, is_known: bool) -> list[str]:
    found = []
    if not is_known:
        page.set_viewport_size({"width": DESK, "height": HEIGHT})
        found += found_by_axe(page)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"wider than {width}")
    return found
