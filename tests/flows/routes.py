"""Every route with what its path can name, and whom the permission table lets through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.routing import Rule

from registry.signin.duties import SECURITY
from registry.web.permissions import Access
from tests.flows.everybody import CAST, person_of
from tests.site import Site, account

PLEDGE_ID: Final = "00000000-0000-7000-8000-000000000011"
OVERSEERS: Final = {"operator", "authority", "auditor"}
# Whom the ledger has suspended stands for nobody.
ENTERPRISE_11: Final = {login for login, one in CAST.items() if one.participant == 11 and one.roles}
_ARGUMENTS: Final[dict[str, object]] = {
    "session_id": 1, "digest": "0" * 64, "token": "unknown", "token_id": 1, "passkey_id": 1, "person_id": 1,
    "purpose": "password", "key": "0", "name": "allocations", "kind": "csv", "entry_id": UUID(int=1), "view": 1,
    "day": "2026-03-02",
    "auction": UUID(int=1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """What a path's arguments name, and the logins of those to whom the relation holds."""

    arguments: Mapping[str, object]
    related: frozenset[str]


@dataclass(frozen=True, slots=True)
class Route:
    """One address of one endpoint under one method; ``related`` is None where no relation is asked."""

    endpoint: str
    method: str
    address: str
    row: Access
    related: frozenset[str] | None

    def is_open_to(self, login: str) -> bool:
        """Return whether the table lets somebody through who is signed in and enrolled."""
        has_role = not self.row.roles or bool(self.row.roles & CAST[login].may)
        return self.row.public or (has_role and (self.related is None or login in self.related))

    @property
    def is_for_programs(self) -> bool:
        """Whether a program is answered, not led to the page of sign-in."""
        return self.address.startswith(("/api/", "/log/"))


def routes_of(site: Site, *, task: str, order: str, trade: int) -> tuple[Route, ...]:
    """Return every route under each of its methods, and for relations under each kind of thing."""
    known = things(site, task, order, trade)
    return tuple(one for rule in site.app.url_map.iter_rules() for one in _routes(site, rule, known))


def things(site: Site, task: str, order: str, trade: int) -> dict[str, tuple[Thing, ...]]:
    """Return for each relation something of enterprise 11, something of others, and something that is not there."""
    of_security = {login for login, one in CAST.items() if SECURITY in one.may}
    administrators = {login for login, one in CAST.items() if "administrator" in one.may}
    overseers = {login for login, one in CAST.items() if one.may & OVERSEERS}

    def person(login: str | None, related: set[str]) -> Thing:
        number = person_of(site, login).id if login else 10**6
        given = {"person_id": number, "purpose": "password", "token_id": 1}
        return Thing(given, frozenset(related | of_security))

    return {
        "own_account": (
            Thing({"number": account(11)}, frozenset(overseers | ENTERPRISE_11)),
            Thing({"number": account(12)}, frozenset(overseers | {"other"})),
            Thing({"number": account(99)}, frozenset(overseers)),
        ),
        "own_task": (
            Thing({"task": UUID(task)}, frozenset(ENTERPRISE_11)),
            Thing({"task": uuid4()}, frozenset()),
        ),
        "own_dealing": (
            Thing({"entry": UUID(order)}, frozenset(overseers | ENTERPRISE_11)),
            Thing({"entry": uuid4()}, frozenset()),
        ),
        "own_trade": (
            Thing({"number": trade}, frozenset(overseers | ENTERPRISE_11 | {"other"})),
            Thing({"number": trade + 1}, frozenset(overseers)),
            Thing({"number": trade + 2}, frozenset()),
        ),
        "own_case": _cases(overseers),
        "pledge_party": _pledges(overseers),
        "manages_people": (Thing({}, frozenset(of_security | administrators)),),
        "manages_person": (
            person("viewer", administrators & ENTERPRISE_11),
            person("other", {"other"}),
            person("nobody", set()),
            person(None, set()),
        ),
    }


def _pledges(overseers: set[str]) -> tuple[Thing, ...]:
    return (
        Thing({"pledge": UUID(PLEDGE_ID)}, frozenset(overseers | ENTERPRISE_11 | {"lender"})),
        Thing({"pledge": uuid4()}, frozenset()),
    )


def _cases(overseers: set[str]) -> tuple[Thing, ...]:
    return (
        Thing({"year": 2025, "participant": "P-00000011"}, frozenset(overseers | ENTERPRISE_11)),
        Thing({"year": 2025, "participant": "P-00000012"}, frozenset(overseers | {"other"})),
    )


def _routes(site: Site, rule: Rule, known: Mapping[str, tuple[Thing, ...]]) -> Iterator[Route]:
    row = site.app.extensions["permissions"].row(rule.endpoint)
    assert row is not None, rule.endpoint
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        for thing in known[row.relation] if row.relation else (Thing({}, frozenset()),):
            related = thing.related if row.relation else None
            yield Route(rule.endpoint, method, _address(site, rule, thing.arguments, method), row, related)


def _address(site: Site, rule: Rule, given: Mapping[str, object], method: str) -> str:
    values = {name: given.get(name, _ARGUMENTS.get(name, "1")) for name in rule.arguments}
    with site.app.test_request_context():
        return site.app.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def ask(client: FlaskClient, route: Route, **headers: str) -> int:
    """Return the status of a request, sent as a script sends it: refusals are then answered without a page."""
    return client.open(route.address, method=route.method, content_type="text/plain", headers=headers).status_code
