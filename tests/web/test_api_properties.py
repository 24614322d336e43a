"""The whole API against its own description: for each kind of reader every operation answers as OpenAPI says, no 5xx.

The sample: `EXAMPLES` generated calls an operation and reader, the same ones in every run (`derandomize`), with numbers
that exist mixed in among the invented: about a thousand requests, well under two minutes on a machine of its own.
Statuses, media types and the schemas of answers are schemathesis's to check.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from registry.signin.shared import Origin
from tests.site import Site, account, open_site

EXAMPLES = 5
READERS = ("", "first", "operator", "authority", "token")
CHECKED = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
)  # fmt: skip
KNOWN: dict[str, tuple[Any, ...]] = {
    "number": (account(11), "P-00000011"),
    "index": (0, 5, 10**9),
    "size": (1, 10**9),
    "name": ("allowances.transfer", "000.p/7", "000"),
    "level": ("0", "1"),
    "serial": ("CEA-31-NAT-2025-1:1-20",),
    "kind": ("allowances.transfer",),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(Path(tmp_path_factory.mktemp("properties"))) as made:
        yield made


def headers_of(site: Site, reader: str) -> dict[str, str]:
    """Return what a reader sends: nothing, a session's cookie, or an operator's token that may only read."""
    if not reader:
        return {}
    cookie = site.client("operator" if reader == "token" else reader).get_cookie("registry_session")
    assert cookie is not None
    if reader != "token":
        return {"Cookie": f"registry_session={cookie.value}"}
    people, instant = site.app.extensions["people"], time.time_ns() // 1000
    person, _ = people.present(cookie.value, instant)
    origin = Origin("192.0.2.1")
    secret = people.tokens.make(person, name="reads", scopes=("read",), days=1, origin=origin, now=instant)
    return {"Authorization": f"Bearer {secret}"}


def knowing(case: Any, draw: st.DataObject) -> None:
    """Put numbers that exist in the place of some invented ones."""
    for place in (case.path_parameters, case.query):
        for name in set(place or {}) & KNOWN.keys():
            if draw.draw(st.booleans()):
                place[name] = draw.draw(st.sampled_from(KNOWN[name]))


@pytest.mark.parametrize("reader", READERS)
def test_every_operation_answers_as_it_is_described(site: Site, reader: str) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app)
    headers = headers_of(site, reader)
    checks = [CHECKS.get_one(name) for name in CHECKED]
    count = 0

    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # a description that is none fails here

        @settings(
            max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(), draw=st.data())
        def answers(case: Any, draw: st.DataObject) -> None:
            nonlocal count
            knowing(case, draw)
            count += 1
            case.call_and_validate(headers=headers, checks=checks)

        answers()
    assert count >= len(list(schema.get_all_operations()))
