"""The menu and the start page offer what the person at hand can use, and nothing that is refused."""

import re
from collections.abc import Iterator

import pytest

from tests.site import Site, open_site

LINK = re.compile(r'href="(/[^"#]*)"')
FOR_HOLDERS = ("/allowances/transfer", "/allowances/pending", "/credits/retire", "/credits/retirements")
REFUSED_FROM = 400


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("navigation")) as made:
        yield made


def links(site: Site, login: str) -> set[str]:
    return set(LINK.findall(site.client(login).get("/", follow_redirects=True).text))


@pytest.mark.parametrize("path", FOR_HOLDERS)
def test_a_holder_is_offered_what_moves_units(site: Site, path: str) -> None:
    assert path in links(site, "first")


@pytest.mark.parametrize("login", ["operator", "registrar"])
def test_whoever_holds_nothing_is_not_offered_what_moves_units(site: Site, login: str) -> None:
    assert links(site, login).isdisjoint({*FOR_HOLDERS, "/finance/projects/new"})


@pytest.mark.parametrize(
    ("login", "path"),
    [("", "/finance/projects"), ("", "/conservation"), ("operator", "/office/participants"), ("registrar", "/tasks")],
)
def test_the_start_page_leads_to_the_work(site: Site, login: str, path: str) -> None:
    page = site.client(login).get("/", follow_redirects=True).text

    assert f'<dt><a href="{path}">' in page


@pytest.mark.parametrize("login", ["", "first", "operator", "authority", "registrar", "nobody"])
def test_no_link_of_the_start_page_is_refused(site: Site, login: str) -> None:
    client = site.client(login)
    pages = [path for path in links(site, login) if not path.startswith("/assets/")]
    answers = {path: client.get(path).status_code for path in pages}

    assert {path: status for path, status in answers.items() if status >= REFUSED_FROM} == {}


def test_what_was_issued_does_not_show_as_held_below_zero(site: Site) -> None:
    held = site.client("authority").get("/api/v1/holdings").get_json()["rows"]

    assert held == [] or min(row["units"] for row in held) >= 0
