"""Every page of the demonstration as each kind of person: axe finds nothing, the console is still, nothing too wide."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from registry.app import create_app
from tests.browser.conftest import Served, serving
from tests.browser.crawling import kind_of, pages_of
from tests.browser.walking import found_by_axe, visiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.xdist_group("every_page"),
]
STRANGER = "stranger"
# One of each kind, those with most on their pages first: what the others of a kind see has the same shape.
PEOPLE = (
    STRANGER, "energy", "operator", "auditor", "forest", "authority", "registrar", "bank", "reviewer", "energy2",
    "security", "system", "audit",
)  # fmt: skip
# Two people look at each kind of page that two can see: axe looks with the first in Chinese, then in English.
LANGUAGES = ("zh", "en")
PHONE, DESK = 390, 1360
HEIGHT = 900


@pytest.fixture(scope="module")
def served_to_all(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(told, tmp_path_factory.mktemp("served") / "demo") as served:
        yield served


@dataclass(frozen=True, slots=True)
class Walk:
    """Where each person looks, with how many have looked at such a page before; and the shapes without a fault."""

    address: str
    paths: dict[str, list[tuple[str, int]]]
    shapes: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk(served_to_all: Served) -> Walk:
    """Return which pages each person looks at."""
    app = create_app(served_to_all.demo.config, served_to_all.demo.registry, demo_offer=served_to_all.demo)
    looks: Counter[str | None] = Counter()
    found: dict[str, list[tuple[str, int]]] = {}
    for person in PEOPLE:
        reached = pages_of(app, None if person == STRANGER else person)
        found[person] = [(path, look) for path in reached if (look := looks[kind_of(app, path)]) < len(LANGUAGES)]
        looks.update(kind_of(app, path) for path, _ in found[person])
    return Walk(served_to_all.address, found)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_has_a_fault(walk: Walk, browser: Browser, person: str) -> None:
    faults = [fault for language in LANGUAGES for fault in _faults_of(walk, browser, person, language)]
    assert faults == []


def _faults_of(walk: Walk, browser: Browser, person: str, language: str) -> Iterator[str]:
    """Yield what is wrong with the pages of a person; axe looks in the language of whose turn it is."""
    with visiting(browser, walk.address, language) as visitor:
        visitor.page.goto(f"{walk.address}/sign-in?lang={language}")
        if person != STRANGER:
            visitor.page.click(f".choices button[value='{person}']")
            visitor.page.wait_for_load_state("networkidle")
        for path, look in walk.paths[person]:
            visitor.page.goto(walk.address + path)
            shape = _shape(visitor.page)
            is_asked = LANGUAGES[look] == language and shape not in walk.shapes
            found = [*_faults(visitor.page, asks_axe=is_asked), *visitor.complaints]
            if is_asked and not found:
                walk.shapes.add(shape)
            yield from (f"{language} {path}: {one}" for one in found)
            visitor.complaints.clear()


def _shape(page: Page) -> str:
    """Return the elements of a page without its texts, repeated ones once: two pages of one shape have equal faults."""
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll("main *")].map((one) => `${one.tagName}.${one.className}`)
            .filter((one, at, all) => all.indexOf(one) === at).join()"""
        )
    )


def _faults(page: Page, *, asks_axe: bool) -> list[str]:
    found = []
    if asks_axe:
        page.set_viewport_size({"width": DESK, "height": HEIGHT})
        found += found_by_axe(page)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"wider than {width}")
    return found
