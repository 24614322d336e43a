"""A representative comes in by an invitation: password, second factor, a key, and the signatures of others."""

import io
import re
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.ledger.errors import Refusal
from registry.ledger.parties import Role
from registry.store import joining
from registry.store.tables_notices import outbox
from tests.site import FIRST, SECOND, Site, signed_by
from tests.world import public_key_of

NEW, LOGIN, SECRET = "R-00001001", "zhao@example.com", "correct horse battery staple"
PDF = b"%PDF-1.7\n"


def invite(site: Site, by: str = "first", **changes: str) -> TestResponse:
    data = {"name": "赵六", "login": LOGIN, "roles": "initiator"} | changes
    return site.client(by).post("/participant/invite", data=data)


def link_on(page: str) -> str:
    found = re.search(r"/links/[A-Za-z0-9_-]+", page)
    assert found
    return found[0]


def joined(site: Site, link: str) -> FlaskClient:
    """Return the browser of somebody who took the invitation and is signed in with a second factor."""
    client = site.app.test_client()
    assert client.post(link, data={"password": SECRET}).status_code == 302
    assert client.post("/sign-in", data={"login": LOGIN, "password": SECRET}).status_code == 302
    client.get("/account/second-factor")
    with client.session_transaction() as session:
        code = pyotp.TOTP(session["totp"]).now()
    client.post("/account/second-factor", data={"code": code})
    return client


def send_key(client: FlaskClient, *, identity: str = "110101199003070000", paper: bytes = b"") -> TestResponse:
    data: dict[str, Any] = {"public_key": public_key_of(NEW), "custody": "browser", "identity": identity}
    if paper:
        data["document"] = (io.BytesIO(paper), "paper.pdf")
    return client.post("/join/key", data=data, content_type="multipart/form-data")


def sign(client: FlaskClient, page: str, representative: str) -> Any:
    return client.post("/tasks/sign", data=signed_by(page, representative), content_type="text/plain").json


def test_who_is_invited_becomes_a_representative_once_others_have_signed(site: Site) -> None:
    page = invite(site)
    assert page.status_code == 200
    with site.registry.engine.connect() as connection:
        mail = connection.execute(sa.select(outbox.c.address, outbox.c.link)).one()
    assert tuple(mail) == (LOGIN, link_on(page.text))
    client = joined(site, link_on(page.text))
    assert client.get("/overview").location == "/join"
    assert client.get("/api/v1/join").json["representative"] == NEW  # type: ignore[index]
    asked = send_key(client)
    assert asked.status_code == 200
    task = sign(client, asked.text, NEW)["next"]
    assert site.client("first").get(task).status_code == 200
    done = sign(site.client("first"), site.client("first").get(task).text, FIRST)
    if done["index"] is None:  # the second administrator's hand is asked for, too
        done = sign(site.client("second"), site.client("second").get(task).text, SECOND)
    assert done["index"] is not None
    assert client.get("/join").location == "/overview"
    assert client.get("/overview").status_code == 200
    again = site.app.test_client()
    assert again.get(link_on(page.text)).status_code == 404


def test_nobody_on_a_staff_list_comes_in(site: Site) -> None:
    client = joined(site, link_on(invite(site).text))
    tag = joining.tag_of("s" * 40, "11010119900307000x")
    joining.keep_staff(site.registry.engine, "P-00000001", [tag], now=1)
    refused = send_key(client, identity="1101 0119 9003 0700 0X")
    assert refused.status_code == 409
    assert 'href="#field-identity"' in refused.text
    assert send_key(client, identity="110101199003070001").status_code == 200


def test_an_invitation_that_is_taken_back_opens_nothing(site: Site) -> None:
    link = link_on(invite(site).text)
    other = site.client("other").post(f"/participant/invitations/{NEW}/take-back")
    assert other.status_code == 302
    assert site.client().get(link).status_code == 200
    assert site.client("first").post(f"/participant/invitations/{NEW}/take-back").status_code == 302
    assert site.client().get(link).status_code == 404


def test_only_administrators_invite(site: Site) -> None:
    assert invite(site, "nobody").status_code == 403
    assert site.client("nobody").get("/join").location == "/overview"
    assert site.client("nobody").get("/join/key").status_code == 409


@pytest.mark.parametrize("changes", [{"name": ""}, {"login": ""}, {"roles": "operator"}])
def test_an_invitation_says_what_is_missing(site: Site, changes: dict[str, str]) -> None:
    assert invite(site, **changes).status_code == 422


def test_twenty_invitations_wait_at_most_and_one_address_is_invited_by_one_participant(site: Site) -> None:
    engine, roles = site.registry.engine, (Role.VIEWER,)
    for n in range(joining.WAITING_MAX):
        joining.expect(engine, "P-00000011", roles, login=f"{n}@example.com", by="first", now=n)
    with pytest.raises(Refusal, match="too_many_invitations"):
        joining.expect(engine, "P-00000011", roles, login="more@example.com", by="first", now=99)
    again = joining.expect(engine, "P-00000011", roles, login="3@example.com", by="first", now=99)
    assert again.representative == "R-00001004"
    with pytest.raises(Refusal, match="login_expected_elsewhere"):
        joining.expect(engine, "P-00000012", roles, login="3@example.com", by="other", now=99)


def test_a_staff_list_names_somebody_and_not_more_than_it_may(site: Site) -> None:
    engine = site.registry.engine
    for tags in ([], [str(n) for n in range(joining.STAFF_MAX + 1)]):
        with pytest.raises(Refusal, match="staff_list_length"):
            joining.keep_staff(engine, "P-00000001", tags, now=1)
    assert joining.keep_staff(engine, "P-00000001", ["b", "a", "b"], now=1)[0] == 2
