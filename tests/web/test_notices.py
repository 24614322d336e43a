"""The bell, the list and the settings of notices."""

import re

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from registry.store import notices, outbox
from registry.store.events import EVENTS
from registry.store.notices import Recipient, tell
from registry.web.seam import now
from tests.web.conftest import SECRET

FIXED = [name for name, one in EVENTS.items() if one.fixed]


def _engine(app: Flask) -> sa.Engine:
    engine: sa.Engine = app.extensions["registry"].engine
    return engine


def _tell(app: Flask, *, comment: str = "请核对", link: str = "/tasks") -> None:
    facts = {"by": "R-00000012", "comment": comment}
    tell(_engine(app), event="task_commented", to=[Recipient(person=1)], facts=facts, now=now(), link=link)


def test_the_bell_counts_what_is_unread(app: Flask, signed_in: FlaskClient) -> None:
    assert '<span class="count">2</span>' not in signed_in.get("/account").text
    _tell(app)
    _tell(app)

    assert '<span class="count">2</span>' in signed_in.get("/account").text


def test_strangers_see_no_bell_and_no_notices(app: Flask, client: FlaskClient) -> None:
    assert "/notices" not in client.get("/").text
    assert client.get("/notices").status_code == 302
    assert client.get("/api/v1/notices").status_code == 401


@pytest.mark.parametrize(("language", "said"), [("zh", "留言"), ("en", "wrote")])
def test_the_list_speaks_the_readers_language(app: Flask, signed_in: FlaskClient, language: str, said: str) -> None:
    _tell(app, comment="<script>")

    text = signed_in.get(f"/notices?lang={language}").text
    assert said in text
    assert "&lt;script&gt;" in text


def test_marking_one_or_all_as_read(app: Flask, signed_in: FlaskClient) -> None:
    for _ in range(3):
        _tell(app)
    newest = signed_in.get("/api/v1/notices").get_json()["notices"][0]["id"]

    signed_in.post("/notices/read", data={"notice": newest})
    assert notices.unread(_engine(app), 1) == 2
    signed_in.post("/notices/read")
    assert notices.unread(_engine(app), 1) == 0


def test_nobody_reads_the_notices_of_others(app: Flask, client: FlaskClient) -> None:
    _tell(app)
    client.post("/demo/switch", data={"login": "auditor"})

    assert client.get("/api/v1/notices").get_json()["notices"] == []
    client.post("/notices/read", data={"notice": 1})
    assert notices.unread(_engine(app), 1) == 1


def test_a_long_list_goes_by_pages(app: Flask, signed_in: FlaskClient) -> None:
    for _ in range(notices.PAGE + 1):
        _tell(app)

    first = signed_in.get("/api/v1/notices").get_json()
    second = signed_in.get(f"/api/v1/notices?before={first['next_before']}").get_json()
    assert (len(first["notices"]), len(second["notices"]), second["next_before"]) == (notices.PAGE, 1, None)
    assert signed_in.get("/api/v1/notices?before=x").status_code == 422


def test_choices_are_kept_and_what_is_fixed_is_not_offered(app: Flask, signed_in: FlaskClient) -> None:
    signed_in.post("/notices/settings", data={"page-task_waiting": "on", "language": "en"})

    chosen = notices.choices(_engine(app), 1)
    assert (chosen["task_waiting"].in_page, chosen["task_waiting"].by_mail) == (True, False)
    assert all(chosen[name].in_page and chosen[name].by_mail for name in FIXED)
    assert notices.contact_of(_engine(app), 1).language == "en"
    text = signed_in.get("/notices/settings").text
    assert not [name for name in FIXED if f'name="mail-{name}"' in text]


def test_a_new_address_is_confirmed_from_its_own_mail(app: Flask, signed_in: FlaskClient) -> None:
    form = {"address": "new@example.com", "code": pyotp.TOTP(SECRET).now()}
    assert signed_in.post("/notices/address", data=form).status_code == 302

    (mail,) = outbox.claim(_engine(app), now())
    assert (mail.event, mail.address) == ("confirm_address", "new@example.com")
    assert notices.contact_of(_engine(app), 1).address == ""
    assert signed_in.get(mail.link).status_code == 200
    assert notices.contact_of(_engine(app), 1).address == ""
    signed_in.post(mail.link)
    assert notices.contact_of(_engine(app), 1).address == "new@example.com"


def test_the_address_needs_a_fresh_code(app: Flask, signed_in: FlaskClient) -> None:
    answer = signed_in.post("/notices/address", data={"address": "new@example.com", "code": "000000"})

    assert answer.status_code == 422
    assert re.search(r'value="new@example\.com"', answer.text)
    assert outbox.claim(_engine(app), now()) == ()


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a@b.com,c@d.com", "a@b.com\nBcc: c@d.com", "<a@b.com>", "a b@c.com"]
)
def test_what_is_not_one_address_is_refused(app: Flask, signed_in: FlaskClient, address: str) -> None:
    code = pyotp.TOTP(SECRET).now()

    assert signed_in.post("/notices/address", data={"address": address, "code": code}).status_code == 422
    assert outbox.claim(_engine(app), now()) == ()
