"""The API describes itself truly: OpenAPI from the declarations, every code's sentence, every page's twin."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.catalog import CATALOGUE
from registry.web.api.document import FILES
from registry.web.permissions import JSON_SUFFIX, Permissions
from tests.site import Site, open_site
from tests.test_wording import codes_raised

# Pages that show nothing of the registry: forms, ways in and out, what a browser keeps, what leads on elsewhere; and
# people's accounts, whose data no program is given.
NO_DATA = re.compile(
    r"^(account|accounts|demo|keys|links|metrics|pages|tokens)\.|^(assets|healthz|readyz|search\.find|auditing\.check)$"
)
# These are data already: open data and files to take away.
DATA = re.compile(r"^auditing\.(live|snapshot)|^uploads\.(template|errors|sign)$")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(Path(tmp_path_factory.mktemp("api"))) as made:
        yield made


@pytest.fixture(scope="module")
def document(site: Site) -> Any:
    return site.client().get("/api/v1/openapi.json").get_json()


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for one in [value.get("$ref")] if isinstance(one, str))
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def readable(app: Flask) -> set[str]:
    """Return the endpoints that only read: served by GET, and by nothing else under the same endpoint."""
    unsafe = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    return {rule.endpoint for rule in app.url_map.iter_rules()} - unsafe


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    components = document["components"]["schemas"]
    assert {ref.removeprefix("#/components/schemas/") for ref in references(document)} <= components.keys()


def test_every_json_address_is_described(site: Site, document: Any) -> None:
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in site.app.url_map.iter_rules()}
    served = {rule for rule in rules if rule.startswith("/api/v1/")} - {"/api/v1/openapi.json"}
    assert served - document["paths"].keys() == set()


def test_every_page_that_shows_something_of_the_registry_has_its_json(site: Site) -> None:
    found = readable(site.app)
    pages = {one for one in found if not one.endswith(JSON_SUFFIX) and one not in FILES}
    pages = {one for one in pages if not NO_DATA.match(one) and not DATA.match(one)}
    only_json = {"auditing.changes", "developers.openapi"}
    without = {one for one in pages - only_json if one + JSON_SUFFIX not in found}
    assert without == {
        "compliance.feed",  # a calendar's file
        "developers.index",  # its twin is the document
        "documents.salt",
        "documents.show",  # a file
        "participants.application_document",  # a file
        "trading.note_file",  # the page's PDF
        "participants.followed",  # for whoever has the secret link
        "participants.register_applicant",  # leads to a form
        "tasks.show",
        "uploads.index",
        "uploads.show",
    }


def test_who_may_read_stands_in_the_document_as_in_the_table(site: Site, document: Any) -> None:
    permissions: Permissions = site.app.extensions["permissions"]
    for path, methods in document["paths"].items():
        for operation in methods.values():
            row = permissions.row(operation["operationId"])
            assert row is not None, path
            assert bool(operation["security"]) != row.public, path
            assert set(operation.get("x-roles", ())) == set(row.roles), path


def test_every_kind_of_entry_is_an_alternative_with_its_body(document: Any) -> None:
    alternatives = document["components"]["schemas"]["Entry"]["oneOf"]
    assert {one["title"] for one in alternatives} == CATALOGUE.kinds.keys()


def test_a_body_says_its_bounds_and_admits_nothing_else(document: Any) -> None:
    body = document["components"]["schemas"]["participants.RegisterParticipant"]
    assert body["additionalProperties"] is False
    assert body["properties"]["approvals"] == {"type": "integer", "minimum": 1, "maximum": 8}
    assert body["properties"]["participant"]["pattern"] == "^(?:P-[0-9]{8})$"
    assert set(body["required"]) == set(body["properties"])


def test_instants_are_times_and_figures_integers(document: Any) -> None:
    change = document["components"]["schemas"]["auditing.Change"]["properties"]
    assert change["recorded_at"]["format"] == "date-time"
    assert change["index"]["type"] == "integer"
    assert change["id"]["type"] == ["string", "null"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_that_is_raised_is_listed_with_its_sentence(site: Site, lang: str) -> None:
    found = site.client().get(f"/api/v1/developers/problems?lang={lang}").get_json()["problems"]
    assert sorted(codes_raised() - {one["code"] for one in found}) == []
    assert all(one["sentence"] and one["sentence"] != one["code"] for one in found)


def test_a_problem_leads_to_its_sentence(site: Site) -> None:
    problem = site.client().get("/api/v1/receipts/00000000-0000-4000-8000-000000000000").get_json()
    page = site.client().get(problem["type"])
    assert problem["code"] in page.text
    assert page.status_code == 200


@pytest.mark.parametrize("address", ["/developers", "/developers/kinds", "/developers/kinds/allowances.transfer"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_for_developers_are_everybodys(site: Site, address: str, lang: str) -> None:
    assert site.client().get(f"{address}?lang={lang}").status_code == 200


def test_no_answer_shows_the_insides_of_the_program(site: Site, document: Any) -> None:
    """A value that JSON does not know must not leave as its representation."""
    client = site.client("operator")
    for path in document["paths"]:
        if "{" not in path and path.startswith("/api/"):
            assert " object at 0x" not in client.get(path).text, path
            assert "<function" not in client.get(path).text, path


def test_too_many_from_one_representative_says_how_long_to_wait(site: Site) -> None:
    from registry.store.journal import Quota

    site.registry.journal._quota = Quota(1, lambda: 1_000_000)
    try:
        answers = [site.client().post("/api/v1/entries", data=site.world.transfer(11, 12, units=1)) for _ in range(2)]
    finally:
        site.registry.journal._quota = None
    assert answers[1].status_code == 429
    assert answers[1].get_json()["code"] == "quota_exceeded"
    assert int(answers[1].headers["Retry-After"]) == answers[1].get_json()["facts"]["seconds"]
