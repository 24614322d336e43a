"""What moves units is taken from the signing page only after presence was shown for that very entry."""

import pyotp
import pytest
from flask.testing import FlaskClient

from registry.areas.participants.rules import KINDS as PARTICIPANTS
from registry.catalog import CATALOGUE
from registry.web.presence import WHO_MAY_SIGN, is_grave
from tests.site import FIRST, TOTP, Site, account, digest_of, signed_by, text_on

FORM = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "10", "ranges": ""}


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.client("first")


def send(client: FlaskClient, envelope: bytes) -> tuple[int, str]:
    """Send without the courtesy of the tests' browser."""
    answer = client.open("/tasks/sign", method="POST", data=envelope, content_type="text/plain")
    return answer.status_code, str((answer.json or {}).get("code", ""))


def test_a_signature_without_presence_is_refused_and_leaves_no_trace(site: Site, client: FlaskClient) -> None:
    page = client.post("/allowances/transfer", data=FORM).text
    before = site.head()

    assert send(client, signed_by(page, FIRST)) == (403, "presence_needed")

    assert site.head() == before
    assert site.client("second").get("/tasks").text.count(text_on(page).decode()[40:60]) == 0


def test_a_code_on_the_page_opens_the_way_for_this_entry_only(client: FlaskClient) -> None:
    page, other = (client.post("/allowances/transfer", data=FORM).text for _ in range(2))
    address = f"/account/presence/{digest_of(text_on(page))}"
    assert f'data-presence="{address}"' in page
    assert client.post(address, data="000000", content_type="text/plain").status_code == 422

    shown = client.post(address, data=pyotp.TOTP(TOTP).now(), content_type="text/plain")

    assert shown.status_code == 204
    assert send(client, signed_by(other, FIRST)) == (403, "presence_needed")
    assert send(client, signed_by(page, FIRST))[0] == 202
    assert send(client, signed_by(page, FIRST))[0] == 202, "what was lost on the way is sent again"


def test_another_session_of_the_same_person_has_shown_nothing(site: Site, client: FlaskClient) -> None:
    page = client.post("/allowances/transfer", data=FORM).text
    client.post(f"/demo/confirm/{digest_of(text_on(page))}")

    assert send(site.client("first"), signed_by(page, FIRST)) == (403, "presence_needed")


def test_a_page_opened_by_one_person_is_not_sent_for_another(site: Site, client: FlaskClient) -> None:
    page = client.post("/allowances/transfer", data=FORM).text
    second, before = site.client("second"), site.head()
    second.post(f"/demo/confirm/{digest_of(text_on(page))}")

    assert send(second, signed_by(page, FIRST)) == (409, "other_person")
    assert site.head() == before


def test_every_kind_that_moves_units_asks_for_presence() -> None:
    latest = [CATALOGUE.latest(name) for name in CATALOGUE.kinds]

    assert all(is_grave(kind) for kind in latest if kind and kind.debits)
    assert {kind.name for kind in PARTICIPANTS} >= WHO_MAY_SIGN


def test_what_moves_nothing_does_not_ask() -> None:
    kind = CATALOGUE.latest("finance.register_project")

    assert kind
    assert not is_grave(kind)
