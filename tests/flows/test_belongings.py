"""What belongs to a person, from sessions to saved views, is there for nobody else, whatever the role."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from registry.signin.accounts import Origin
from registry.signin.tables import passkeys, sessions, tokens
from registry.store import saved_forms, uploads
from registry.store.tables_drafts import saved_form
from registry.store.tables_uploads import upload
from registry.store.tables_views import saved_view
from registry.store.views import save_view
from registry.web.hooks import SESSION_COOKIE
from registry.web.presence import ACCOUNT
from registry.web.seam import now
from tests.flows.everybody import person_of, token_of
from tests.site import Site, count_rows


@pytest.fixture
def belongings(everyone: Site) -> dict[sa.Table, tuple[str, dict[str, Any]]]:
    """Give a person one of each thing that belongs to people, and return how others would try to end it."""
    owner, engine, instant = person_of(everyone, "viewer"), everyone.registry.engine, now()
    accounts = everyone.app.extensions["people"]
    token_of(everyone, "viewer")
    session = accounts.list_sessions(owner.id, instant)[0]
    accounts.tokens.make(owner, name="mine", scopes=("read",), days=1, origin=Origin("127.0.0.1"), now=instant)
    with engine.begin() as connection:
        key = {
            "person_id": owner.id, "credential_id": b"mine", "public_key": b"k", "sign_count": 0, "name": "mine",
            "created_at": instant,
        }  # fmt: skip
        connection.execute(passkeys.insert().values({name: key[name] for name in key if name in passkeys.c}))
        number = connection.scalar(sa.select(passkeys.c.id).where(passkeys.c.person_id == owner.id))
    saved_forms.save(engine, owner.id, key="f" * 32, path="/x", title="x", answers={}, now=instant)
    save_view(engine, owner.id, "/holdings", name="mine", query="a=1")
    with engine.connect() as connection:
        view = connection.scalar(sa.select(saved_view.c.id).where(saved_view.c.person_id == owner.id))
    uploads.add(engine, uploads.Upload("e" * 32, owner.id, "allocations", "x.csv", instant, 1, 1, 0, 0))
    token = accounts.tokens.of_person(owner.id)[0].id
    return {
        sessions: (f"/account/sessions/{session.id}/end", {}),
        tokens: (f"/account/tokens/{token}/revoke", {}),
        passkeys: (f"/account/passkeys/{number}/remove", {}),
        saved_view: (f"/saved-views/{view}/forget", {}),
        saved_form: ("/tasks/forms/forget", {"saved": "f" * 32}),
        upload: (f"/uploads/{'e' * 32}/carry-out", {}),
    }


def test_what_belongs_to_a_person_is_nobody_elses(
    everyone: Site, belongings: dict[sa.Table, tuple[str, dict[str, Any]]]
) -> None:
    engine = everyone.registry.engine
    clients = {login: _present(everyone, login) for login in ("first", "administrator", "operator", "of_security")}
    owner = _present(everyone, "viewer")
    before = {table: count_rows(engine, table) for table in belongings}
    for client in clients.values():
        for address, form in belongings.values():
            assert client.post(address, data=form).status_code in (302, 404), address
        for name in ("", "/sign", "/errors.csv"):
            assert client.get(f"/uploads/{'e' * 32}{name}").status_code == 404
    assert {table: count_rows(engine, table) for table in belongings} == before

    for address, form in belongings.values():
        owner.post(address, data=form)
    after = {table: count_rows(engine, table) for table in belongings}
    assert {table for table in belongings if after[table] == before[table] - 1} == belongings.keys() - {upload}


def _present(everyone: Site, login: str) -> FlaskClient:
    """Return a browser of somebody who has just shown presence for changes of the account."""
    token, accounts = token_of(everyone, login), everyone.app.extensions["people"]
    found = accounts.present(token, now())
    accounts.confirm_for_demo(found[1], digest=ACCOUNT, now=now())
    client = everyone.app.test_client()
    client.set_cookie(SESSION_COOKIE, token)
    return client
