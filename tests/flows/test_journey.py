"""The whole flow over HTTP without a browser: a new key, a transfer by two, receipt, export, verification."""

import base64
import io
import re
from pathlib import Path

import openpyxl
import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.keys import Ed25519Signer, public_key_of
from registry.ledger.proof import parse_proof
from registry.store import drafts
from registry.store.export import export
from registry.store.opening import log_signer
from registry.verify.source import open_source
from registry.verify.walk import verify
from registry.web.hooks import SESSION_COOKIE
from tests.site import FIRST, PASSWORD, SECOND, TOTP, Site, account, id_of, signed_by, text_on
from tests.world import ORIGIN, signer_of

TRANSFER = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "1000", "ranges": ""}
NEW = Ed25519Signer(FIRST, b"\7" * 32)
NEW_KEY = base64.b64encode(public_key_of(b"\7" * 32)).decode()


def token_on(page: TestResponse) -> str:
    """Return what the forms of a page carry against forgery."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def sign_in(site: Site, login: str, client: FlaskClient | None = None) -> FlaskClient:
    """Return a client that came in with password and second factor."""
    client = client or site.app.test_client()
    form = {"login": login, "password": PASSWORD, "code": pyotp.TOTP(TOTP).now()}
    token = token_on(client.get("/sign-in"))
    assert client.post("/sign-in", data=form | {"csrf_token": token}).status_code == 302
    return client


def ask(client: FlaskClient, path: str, form: dict[str, str]) -> TestResponse:
    """Fill in a form and return the page on which it is signed."""
    page = client.post(path, data=form | {"csrf_token": token_on(client.get(path))})
    assert page.status_code == 200, page.text
    return page


def send(client: FlaskClient, page: TestResponse, envelope: bytes) -> TestResponse:
    """Send an envelope as the page's script does."""
    return client.post("/tasks/sign", data=envelope, headers={"X-CSRFToken": token_on(page)})


def envelope_by(text: bytes, *signers: Ed25519Signer) -> bytes:
    """Return a text with these signatures."""
    return note.render(note.Note(text, tuple(note.sign_text(text, one) for one in signers)))


def register_new_key(site: Site, client: FlaskClient) -> None:
    """Register a further key of the first representative, vouched for by the one before."""
    page = ask(client, "/keys/register", {"public_key": NEW_KEY, "custody": "browser"})
    done = send(client, page, envelope_by(text_on(page.text), signer_of(FIRST), NEW))
    assert done.status_code == 201, done.text
    assert site.head() - 1 == done.json["index"]  # type: ignore[index]


def test_from_a_new_key_to_a_verified_export(site: Site, tmp_path: Path) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    first = sign_in(site, "first")
    register_new_key(site, first)
    page = ask(first, "/allowances/transfer", TRANSFER)
    kept = send(first, page, envelope_by(text_on(page.text), NEW))
    assert kept.status_code == 202
    second = sign_in(site, "second")
    task = second.get(kept.json["next"])  # type: ignore[index]
    assert text_on(task.text) == text_on(page.text)
    done = send(second, task, signed_by(task.text, SECOND))
    assert done.status_code == 201
    index = done.json["index"]  # type: ignore[index]

    receipt = second.get(done.json["next"])  # type: ignore[index]
    assert f"{index:,}" in receipt.text
    proof = parse_proof(site.app.test_client().get(f"{done.json['next']}.tlog-proof").data)  # type: ignore[index]
    assert proof.index == index
    assert first.get(f"/journal/{index}").status_code == 200
    head = export(site.registry.engine, site.registry.signed(), tmp_path / "log")
    log = note.render_vkey(note.key_of(log_signer(tmp_path / "keys", ORIGIN)))
    policy = f"log {log}\nquorum none\n".encode()
    report, _ = verify(open_source(str(tmp_path / "log")), CATALOGUE, policy=policy, jobs=1)
    assert (report.findings, head.size) == ([], index + 1)


def test_a_list_is_downloaded_as_it_is_shown(shared: Site) -> None:
    client = shared.client("first")
    address = f"/accounts/{account(11)}?sort=recorded_at&asset=CEA-2025"
    rows = client.get(f"/api/v1{address}").json["rows"]  # type: ignore[index]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&format=xlsx").data)).worksheets[0]
    column = [cell.value for cell in sheet[1]].index("数量")

    assert [row[column] for row in sheet.iter_rows(min_row=2, values_only=True)] == [one["units"] for one in rows]
    assert len(rows) == 2


def test_the_same_envelope_twice_leads_to_one_entry_and_the_same_receipt(site: Site) -> None:
    first, second, before = site.client("first"), site.client("second"), site.head()
    page = first.post("/allowances/transfer", data=TRANSFER)
    task = second.get(first.post("/tasks/sign", data=signed_by(page.text, FIRST)).json["next"])  # type: ignore[index]
    envelope = signed_by(task.text, SECOND)

    answers = [second.post("/tasks/sign", data=envelope) for _ in range(2)]
    by_machine = site.app.test_client().post("/api/v1/entries", data=envelope, content_type="text/plain")

    assert [one.status_code for one in (*answers, by_machine)] == [201, 201, 201]
    assert answers[0].json == answers[1].json
    assert answers[0].json["next"] == by_machine.json["receipt"]  # type: ignore[index]
    assert site.head() == before + 1


def test_a_session_that_ends_while_signing_keeps_the_draft(site: Site) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    first, second = sign_in(site, "first"), sign_in(site, "second")
    page = ask(first, "/allowances/transfer", TRANSFER)
    number = id_of(text_on(page.text))
    task = second.get(send(first, page, signed_by(page.text, FIRST)).json["next"])  # type: ignore[index]
    before, envelope = drafts.get(site.registry.engine, number), signed_by(task.text, SECOND)
    second.delete_cookie(SESSION_COOKIE)

    lost = second.post("/tasks/sign", data=envelope, headers={"X-CSRFToken": token_on(task)}, content_type="text/plain")
    assert (lost.status_code, lost.mimetype) == (401, "application/problem+json")
    assert drafts.get(site.registry.engine, number) == before
    # A code counts once, so the person comes back by the menu of the demonstration.
    second.post("/demo/switch", data={"login": "second", "csrf_token": token_on(second.get("/sign-in"))})
    done = second.post("/tasks/sign", data=envelope, headers={"X-CSRFToken": token_on(second.get("/account"))})
    assert done.status_code == 201
    assert drafts.get(site.registry.engine, number).state == drafts.SENT
