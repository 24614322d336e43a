"""No route that changes something is open to the wrong role, to strangers, or to a forged form: asked of every one."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from registry.web.permissions import Access
from tests.site import FIRST, PEOPLE, Site, account, id_of, signed_by, text_on

SAFE = {"GET", "HEAD", "OPTIONS"}
PUBLIC = {
    "account.sign_in", "demo.switch", "entries.submit", "factors.ask_for_sign_in", "links.open_link",
    "participants.apply", "participants.reply", "participants.withdraw",  # whoever applies has no account yet
}  # fmt: skip
# Whose proof is the signature in the envelope, not the session.
BY_SIGNATURE = {"entries.submit"}
# Nobody of this site has these roles: whoever asks is refused before the token is looked at.
OF_NOBODY_HERE = {"auditor", "bank", "security_administrator"}
# What everybody who is signed in may send; whether it counts is the ledger's answer.
OF_EVERYBODY = {
    "saved.forget", "saved.save",
    "account.end_others", "account.presence", "demo.confirm", "factors.add_passkey", "factors.ask_for_presence",
    "factors.ask_to_enrol", "factors.remove_authenticator", "factors.remove_passkey", "factors.renew_codes",
    "account.change_password", "account.end_session", "account.second_factor", "account.sign_out", "account.step_up",
    "entries.unsigned", "entries.upload", "finance.register", "participants.join_key",
    "notices.address", "notices.confirm", "notices.read",
    "notices.settings", "participants.register_key", "participants.revoke_key",
    "uploads.carry_out", "uploads.new", "tasks.forget", "tasks.sign", "tasks.upload", "tokens.make", "tokens.revoke",
}  # fmt: skip
ENTERPRISE, OFFICES = ("first", "second", "other"), ("operator", "authority", "registrar")


@pytest.fixture(scope="module")
def task(shared: Site) -> str:
    """Return the number of a draft that waits for the second representative of enterprise 11."""
    form = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "10", "ranges": ""}
    page = shared.client("first").post("/allowances/transfer", data=form).text
    assert shared.client("first").post("/tasks/sign", data=signed_by(page, FIRST)).status_code == 202
    return id_of(text_on(page))


def unsafe(site: Site) -> Iterator[tuple[Rule, Access]]:
    """Yield every route that changes something, with its row of the permission table."""
    for rule in site.app.url_map.iter_rules():
        if rule.methods and rule.methods - SAFE:
            row = site.app.extensions["permissions"].row(rule.endpoint)
            assert row is not None
            yield rule, row


def path_of(site: Site, rule: Rule, task: str) -> str:
    """Return an address that the rule matches."""
    given = {
        "session_id": 1,
        "digest": "0" * 64,
        "task": UUID(task),
        "token": "unknown",
        "token_id": 1,
        "passkey_id": 1,
    }
    given |= {"person_id": 1, "purpose": "password", "key": "0", "name": "allocations"}
    with site.app.test_request_context():
        adapter = site.app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, {name: given.get(name, "1") for name in rule.arguments}, method="POST")


def clients(site: Site) -> dict[str, FlaskClient]:
    return {login: site.client(login) for login in PEOPLE}


def test_every_unsafe_route_is_public_on_purpose_or_asks_who_it_is(shared: Site, task: str) -> None:
    stranger = shared.client()
    answers = {rule.endpoint: stranger.post(path_of(shared, rule, task)).status_code for rule, _ in unsafe(shared)}

    assert {endpoint for endpoint, status in answers.items() if status != 401} == PUBLIC
    open_to_all = {rule.endpoint for rule, row in unsafe(shared) if not (row.public or row.roles or row.relation)}
    assert open_to_all == OF_EVERYBODY


def test_every_unsafe_route_refuses_the_wrong_role(shared: Site, task: str) -> None:
    by_login, asked = clients(shared), 0
    for rule, row in unsafe(shared):
        if row.relation:
            wrong: tuple[str, ...] = ("other", "operator", "nobody")
        elif row.roles:
            wrong = ("nobody", *(ENTERPRISE if "operator" in row.roles else ()))
        else:
            continue
        for login in wrong:
            asked += 1
            status = by_login[login].post(path_of(shared, rule, task)).status_code
            assert status in (403, 404), (rule.endpoint, login, status)
    assert asked > 100


def test_every_unsafe_route_refuses_a_form_without_its_token(shared: Site, task: str) -> None:
    by_login, before = clients(shared), shared.head()
    shared.app.config["WTF_CSRF_ENABLED"] = True
    try:
        for rule, row in unsafe(shared):
            if row.roles and row.roles <= OF_NOBODY_HERE:
                continue
            login = next((one for one in OFFICES if one in row.roles), "first")
            answer = by_login[login].post(path_of(shared, rule, task))
            forged = answer.status_code == 400 and "form_expired" in answer.text
            assert forged == (rule.endpoint not in BY_SIGNATURE), (rule.endpoint, answer.status_code)
    finally:
        shared.app.config["WTF_CSRF_ENABLED"] = False
    assert shared.head() == before


def test_the_offices_forms_are_open_to_the_offices(shared: Site, task: str) -> None:
    by_login = clients(shared)
    for rule, row in unsafe(shared):
        if "operator" in row.roles:
            for login in row.roles.intersection(OFFICES):
                refused = {403} if "number" in rule.arguments else {403, 404}  # nobody has applied here
                assert by_login[login].post(path_of(shared, rule, task)).status_code not in refused, rule.endpoint
