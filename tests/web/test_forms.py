"""Forms: fill in, check, sign; and where envelopes arrive."""

import hashlib
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.ledger.errors import Malformed, Refusal, Tampering
from registry.web.errors import status_of
from registry.web.forms import Field, Form

GOOD = {"target": "33-HO-00000871-20", "units": "20,000", "price": "", "reason": ""}
TEXT = "demo.registry.invalid/entry/v1\n{}\n"


def _read(kind: str, text: str) -> object:
    filled = Form(title="", fields=(Field(name="x", label="x", kind=kind),)).read({"x": text})  # type: ignore[arg-type]
    return filled.values.get("x", "refused")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "20,000", 20_000),
        ("integer", "２０，０００", 20_000),
        ("integer", " 7 ", 7),
        ("integer", "1.0", "refused"),
        ("integer", "1e3", "refused"),
        ("integer", "٣", "refused"),
        ("integer", "9" * 17, "refused"),
        ("integer", "", "refused"),
        ("money", "1234.56", 123_456),
        ("money", "¥1,234.5", 123_450),
        ("money", "８１．２０", 8_120),
        ("money", "0.001", "refused"),
        ("money", "1.", "refused"),
        ("money", ".5", "refused"),
        ("money", "-1", "refused"),
        ("money", "nan", "refused"),
        ("text", "ＡＢＣ", "ABC"),
        ("text", "x" * 201, "refused"),
        ("long", "ＡＢＣ", "ＡＢＣ"),
        ("long", "x" * 2001, "refused"),
    ],
)
def test_fields_read_what_people_type(app: Flask, kind: str, text: str, value: object) -> None:
    with app.test_request_context():
        assert _read(kind, text) == value


def test_choices_take_only_what_they_offer(app: Flask) -> None:
    form = Form(title="", fields=(Field(name="x", label="x", kind="choice", choices=lambda: [("a", "A")]),))
    with app.test_request_context():
        assert form.read({"x": "a"}).values == {"x": "a"}
        assert form.read({"x": "b"}).errors.keys() == {"x"}


def test_a_good_form_leads_to_the_page_to_sign(signed_in: FlaskClient) -> None:
    text = signed_in.post("/sample/transfer", data=GOOD).text

    assert '<strong class="fact">20,000 吨</strong>' in text
    assert f'data-digest="{hashlib.sha256(TEXT.encode()).hexdigest()}"' in text
    assert f"{TEXT}</textarea>" in text
    assert 'data-name="R-00000318"' in text
    assert '<input type="hidden" name="units" value="20,000">' in text


def test_going_back_finds_the_form_as_it_was_filled(signed_in: FlaskClient) -> None:
    response = signed_in.post("/sample/transfer", data=GOOD | {"_back": "1"})

    assert response.status_code == 200
    assert 'value="20,000"' in response.text
    assert "aria-invalid" not in response.text


def test_errors_stand_at_the_field_and_in_the_summary(signed_in: FlaskClient) -> None:
    response = signed_in.post("/sample/transfer", data=GOOD | {"units": "many"})

    assert response.status_code == 422
    assert 'href="#field-units"' in response.text
    assert re.search(
        r'id="field-units"[^>]*aria-describedby="field-units-error"[^>]*aria-invalid="true"', response.text
    )
    assert 'value="33-HO-00000871-20"' in response.text


def test_a_refusal_by_the_rules_stands_at_its_field(signed_in: FlaskClient) -> None:
    response = signed_in.post("/sample/transfer", data=GOOD | {"units": "900000"})

    assert response.status_code == 409
    assert 'id="field-units-error"' in response.text
    assert "198,600" in response.text


def test_facts_in_the_sentence_are_escaped(signed_in: FlaskClient) -> None:
    text = signed_in.post("/sample/transfer", data=GOOD | {"target": "<b>x</b>"}).text

    assert "<b>x</b>" not in text


def test_an_envelope_is_accepted_without_a_session(app: Flask) -> None:
    response = app.test_client().post("/api/v1/entries", data="an envelope", content_type="text/plain")

    assert response.status_code == 201
    assert response.get_json() == {"id": "0193-id", "index": 0, "result": "accepted", "receipt": "/receipts/0193-id"}
    assert app.extensions["registry"].envelopes == [b"an envelope"]


def test_envelopes_need_no_form_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    assert app.test_client().post("/api/v1/entries", data="an envelope").status_code == 201


def test_a_recorded_refusal_is_a_problem_with_its_number(client: FlaskClient) -> None:
    response = client.post("/api/v1/entries", data="too many")

    assert response.status_code == 409
    assert response.json
    assert response.json["code"] == "units_not_held"
    assert response.json["facts"] == {"held": 7, "id": "0193-id", "index": 0, "receipt": "/receipts/0193-id"}


def test_an_unknown_outcome_asks_to_send_again(client: FlaskClient) -> None:
    response = client.post("/api/v1/entries", data="power cut")

    assert response.status_code == 503
    assert response.json
    assert response.json["code"] == "not_written"
    assert response.headers["Retry-After"] == "1"


@pytest.mark.parametrize("data", ["garbage", "", "x" * 20_481])
def test_what_is_no_envelope_is_malformed(client: FlaskClient, data: str) -> None:
    assert client.post("/api/v1/entries", data=data).status_code == 400


def test_a_file_signed_elsewhere_leads_to_its_receipt(signed_in: FlaskClient) -> None:
    response = signed_in.post("/entries/upload", data={"envelope": (io.BytesIO(b"an envelope"), "signed.txt")})

    assert response.location == "/receipts/0193-id"


def test_an_upload_without_a_file_says_so(signed_in: FlaskClient) -> None:
    assert signed_in.post("/entries/upload", data={}).status_code == 400


def test_the_unsigned_text_comes_back_byte_for_byte(signed_in: FlaskClient) -> None:
    response = signed_in.post("/entries/unsigned", data={"text": TEXT.replace("\n", "\r\n")})

    assert response.data == TEXT.encode()


def test_answers_of_the_ledger_have_their_status() -> None:
    assert status_of(Malformed("x")) == 400
    assert status_of(Tampering("x")) == 400
    assert status_of(Refusal("x")) == 409
    assert status_of(Refusal("not_permitted")) == 403


def test_takes_many_envelopes_at_once(app: Flask) -> None:
    response = app.test_client().post("/api/v1/entries", json={"envelopes": ["one", "too many"]})
    assert response.get_json() == {
        "answers": [{"index": 0, "result": "accepted"}, {"index": 1, "result": "units_not_held"}]
    }


@pytest.mark.parametrize("value", [{}, [], {"envelopes": []}, {"envelopes": [1]}, {"envelopes": ["x"] * 257}])
def test_refuses_what_is_no_list_of_envelopes(app: Flask, value: object) -> None:
    response = app.test_client().post("/api/v1/entries", json=value)
    assert (response.status_code, response.get_json()["code"]) == (400, "envelopes_expected")


def test_takes_as_many_envelopes_as_it_says(app: Flask) -> None:
    assert app.test_client().post("/api/v1/entries", json={"envelopes": ["x"] * 256}).status_code == 200
