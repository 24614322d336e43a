"""An organisation applies by the public form; operators ask, reject, or register it by an entry that two sign."""

import io
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.store import applying
from registry.store.tables_notices import notice, outbox
from tests.site import Site, signed_by, text_on
from tests.world import OPERATORS

LINK = "t" * 43
PDF = b"%PDF-1.7\n1 0 obj\n"
SENT = {
    "name": "示例新材料有限公司", "function": "enterprise", "scheme": "foreign", "identity": "DE-HRB12345",
    "zone": "31", "approvals": "1", "contact": "王五", "email": "wang@example.com", "phone": "",
}  # fmt: skip


def apply(
    client: FlaskClient, changes: dict[str, str] | None = None, *, token: str = LINK, files: tuple[bytes, ...] = (PDF,)
) -> TestResponse:
    data: dict[str, Any] = SENT | (changes or {}) | {"token": token}
    data["documents"] = [(io.BytesIO(one), f"licence-{n}.pdf") for n, one in enumerate(files)]
    return client.post("/apply", data=data, content_type="multipart/form-data")


def shown(site: Site, number: str) -> Any:
    """Return an application's JSON as an operator reads it."""
    return site.client("operator").get(f"/api/v1/office/applications/{number}").json


def number_on(page: str) -> str:
    found = re.search(r"A-\d{8}", page)
    assert found
    return found[0]


def applied(site: Site, *, token: str = LINK) -> str:
    response = apply(site.client(), token=token)
    assert response.location == f"/apply/{token}"
    return number_on(site.client().get(response.location).text)


def sign_next(site: Site, login: str, path: str, representative: str) -> TestResponse:
    client = site.client(login)
    page = client.get(path).text
    assert text_on(page)
    return client.post("/tasks/sign", data=signed_by(page, representative), content_type="text/plain")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_strangers_see_the_form_in_both_languages(site: Site, language: str) -> None:
    assert site.client().get(f"/apply?lang={language}").status_code == 200


def test_two_operators_register_who_applied_and_the_applicant_sees_it(site: Site) -> None:
    number = applied(site)
    operator = site.client("operator")
    assert number in operator.get("/office/applications").text
    response = operator.post(f"/office/applications/{number}/accept")
    assert response.status_code == 303
    first = sign_next(site, "operator", response.location, OPERATORS[0])
    assert first.status_code == 202
    assert shown(site, number)["application"]["state"] == "accepted"
    second = sign_next(site, "operator2", str((first.json or {})["next"]), OPERATORS[1])
    assert second.status_code == 201
    found = shown(site, number)["application"]
    assert (found["state"], found["participant"]) == ("registered", "P-00000101")
    assert "P-00000101" in site.client().get(f"/apply/{LINK}").text
    assert operator.post(f"/office/applications/{number}/reject", data={"words": "late"}).status_code == 409


def test_operators_and_the_applicant_are_told_and_the_applicant_reads_the_answer_by_mail(site: Site) -> None:
    number = applied(site)
    site.client("operator").post(f"/office/applications/{number}/ask", data={"words": "请附授权书"})
    with site.registry.engine.connect() as connection:
        mails = connection.execute(
            sa.select(outbox.c.event, outbox.c.address, outbox.c.link).order_by(outbox.c.id)
        ).all()
        told = connection.scalars(sa.select(notice.c.event)).all()
    assert [tuple(one) for one in mails] == [
        ("application_received", "wang@example.com", f"/apply/{LINK}"),
        ("application_decided", "wang@example.com", ""),
    ]
    assert list(told) == ["application_received"] * len(OPERATORS)


def test_the_same_form_sent_twice_is_one_application(site: Site) -> None:
    assert applied(site) == applied(site)


def test_an_operator_asks_and_the_applicant_answers(site: Site) -> None:
    number, operator, stranger = applied(site), site.client("operator"), site.client()
    link = f"/apply/{LINK}"
    assert stranger.post(f"{link}/reply", data={"words": "x"}).status_code == 409
    assert operator.post(f"/office/applications/{number}/ask", data={"words": ""}).status_code == 409
    operator.post(f"/office/applications/{number}/ask", data={"words": "请附授权书"})
    assert "请附授权书" in stranger.get(link).text
    assert stranger.post(f"{link}/reply", data={"words": ""}).status_code == 422
    answer = {"words": "已附", "documents": [(io.BytesIO(PDF + b"2"), "mandate.pdf")]}
    assert stranger.post(f"{link}/reply", data=answer, content_type="multipart/form-data").status_code == 302
    page = shown(site, number)
    assert page["application"]["state"] == "sent"
    assert [one["name"] for one in page["documents"]] == ["licence-0.pdf", "mandate.pdf"]
    sent = operator.get(f"/office/applications/{number}/documents/{page['documents'][0]['digest']}")
    assert (sent.data, sent.headers["Content-Disposition"].partition(";")[0]) == (PDF, "attachment")


def test_a_rejected_or_withdrawn_application_is_over(site: Site) -> None:
    number, operator = applied(site), site.client("operator")
    operator.post(f"/office/applications/{number}/reject", data={"words": "不在自贸区"})
    assert "不在自贸区" in site.client().get(f"/apply/{LINK}").text
    for answer in ("accept", "ask", "reject"):
        assert operator.post(f"/office/applications/{number}/{answer}", data={"words": "x"}).status_code == 409
    other = applied(site, token="u" * 43)
    assert site.client().post("/apply/" + "u" * 43 + "/withdraw").status_code == 302
    assert operator.post(f"/office/applications/{other}/accept").status_code == 409
    assert operator.get(f"/office/applications/{other}/register").status_code == 409


def test_nobody_claims_an_identity_by_applying_for_it(site: Site) -> None:
    first, second = applied(site), applied(site, token="u" * 43)
    operator = site.client("operator")
    assert second in operator.get(f"/office/applications/{first}").text
    begun = operator.post(f"/office/applications/{first}/accept").location
    operator.post(f"/office/applications/{second}/accept")
    task = sign_next(site, "operator", begun, OPERATORS[0]).json
    assert task
    sign_next(site, "operator2", task["next"], OPERATORS[1])
    states = {number: shown(site, number)["application"]["state"] for number in (first, second)}
    assert states == {first: "registered", second: "accepted"}
    assert apply(site.client(), token="v" * 43).status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identity": "91310000000000000X", "scheme": "uscc"}, "identity"),
        ({"identity": "XX-TEST11"}, "identity"),
        ({"email": "wang"}, "email"),
        ({"name": ""}, "name"),
        ({"zone": "99"}, "zone"),
        ({"function": "operator"}, "function"),
        ({"approvals": "0"}, "approvals"),
        ({"name": "a\u202eb"}, "name"),
    ],
)
def test_a_field_that_is_wrong_is_marked_and_what_was_typed_is_kept(
    site: Site, changes: dict[str, str], field: str
) -> None:
    response = apply(site.client(), changes)
    assert response.status_code == 422
    assert f'href="#field-{field}"' in response.text
    assert 'value="wang@example.com"' in response.text or field == "email"


@pytest.mark.parametrize("files", [(), (b"MZ\x90\x00",), (PDF,) * 9, (b"<html>",)])
def test_documents_of_another_kind_size_or_number_are_refused(site: Site, files: tuple[bytes, ...]) -> None:
    response = apply(site.client(), files=files)
    assert response.status_code == 422
    assert 'href="#field-documents"' in response.text


def test_one_source_sends_five_applications_a_day(site: Site) -> None:
    for n in range(applying.PER_SOURCE_MAX):
        assert apply(site.client(), token=f"{n}" * 43).status_code == 302
    assert apply(site.client(), token="x" * 43).status_code == 429


def test_whoever_has_no_link_and_is_no_operator_sees_nothing(site: Site) -> None:
    number = applied(site)
    assert site.client().get("/apply/" + "z" * 43).status_code == 404
    for login in ("first", "authority", "registrar"):
        assert site.client(login).get(f"/office/applications/{number}").status_code == 403
        assert site.client(login).post(f"/office/applications/{number}/accept").status_code == 403
    assert site.client("operator").get("/office/applications/A-00000000").status_code == 404
