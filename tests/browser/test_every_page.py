"""Every page of the demonstration as each kind of person: axe finds nothing, the console is still, nothing too wide."""

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
LANGUAGES = ("zh", "en")
PHONE, DESK = 390, 1360
HEIGHT = 900


@pytest.fixture(scope="module")
def served_to_all(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(told, tmp_path_factory.mktemp("served") / "demo") as served:
        yield served


@dataclass(frozen=True, slots=True)
class Walk:
    """Where each person looks in which language, and the shapes without a fault: those are only measured again."""

    address: str
    paths: dict[tuple[str, str], list[str]]
    shapes: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk(served_to_all: Served) -> Walk:
    """Share out the pages: each kind is looked at once in each language, by two people if two can see it."""
    app = create_app(served_to_all.demo.config, served_to_all.demo.registry, demo_offer=served_to_all.demo)
    found: dict[str | None, list[tuple[str, str]]] = {}
    for person in PEOPLE:
        for path in pages_of(app, None if person == STRANGER else person):
            found.setdefault(kind_of(app, path), []).append((person, path))
    paths: dict[tuple[str, str], list[str]] = {}
    for looks in found.values():
        for language, (person, path) in zip(LANGUAGES, (looks[0], looks[1 % len(looks)]), strict=True):
            paths.setdefault((person, language), []).append(path)
    return Walk(served_to_all.address, paths)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_has_a_fault(walk: Walk, browser: Browser, person: str, language: str) -> None:
    faults: list[str] = []
    with visiting(browser, walk.address, language) as visitor:
        visitor.page.goto(f"{walk.address}/sign-in?lang={language}")
        if person != STRANGER:
            visitor.page.click(f".choices button[value='{person}']")
            visitor.page.wait_for_load_state("networkidle")
        for path in walk.paths.get((person, language), []):
            visitor.page.goto(walk.address + path)
            shape = _shape(visitor.page)
            found = [*_faults(visitor.page, asks_axe=shape not in walk.shapes), *visitor.complaints]
            if not found:
                walk.shapes.add(shape)
            faults += [f"{path}: {one}" for one in found]
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
