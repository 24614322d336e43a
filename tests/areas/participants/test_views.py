"""The pages of participants, and the way from a form over several signatures into the journal."""

import csv
import io

import openpyxl
import pytest

from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import ChangeAccount
from registry.store import drafts
from registry.web.permissions import JSON_SUFFIX
from tests.site import FIRST, OTHER, SECOND, Site, account, envelope_on, id_of, signed_by, text_on
from tests.world import OPERATORS

OWN = (
    "/overview",
    "/holdings",
    f"/accounts/{account(11)}",
    f"/accounts/{account(11)}/serials",
    "/participant",
    "/tasks",
)
OFFICE = ("/office/participants", "/allowances/office", "/credits/office")
TRANSFER = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "1000", "ranges": ""}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", OWN)
def test_own_pages_open_in_both_languages(site: Site, path: str, language: str) -> None:
    assert site.client("first").get(f"{path}?lang={language}").status_code == 200


@pytest.mark.parametrize("path", [*OWN, *OFFICE, "/allowances/transfer"])
def test_strangers_are_led_to_sign_in(site: Site, path: str) -> None:
    assert site.client().get(path).location.startswith("/sign-in")


def test_every_route_of_all_areas_has_a_row_and_every_row_a_route(site: Site) -> None:
    endpoints = {rule.endpoint.removesuffix(JSON_SUFFIX) for rule in site.app.url_map.iter_rules()}

    assert endpoints == site.app.extensions["permissions"].table.keys()


@pytest.mark.parametrize("path", [*OFFICE, "/office/participants/register", "/allowances/office/mirror-batch"])
def test_the_office_is_closed_to_enterprises_and_open_to_operators(site: Site, path: str) -> None:
    assert site.client("first").get(path).status_code == 403
    assert site.client("operator").get(path).status_code == 200


@pytest.mark.parametrize("path", ["/allowances/transfer", "/allowances/cancel", "/credits/retire"])
def test_forms_that_move_units_are_closed_to_people_without_a_representative(site: Site, path: str) -> None:
    assert site.client("nobody").get(path).status_code == 403


def test_an_account_is_shown_to_its_holder_and_to_those_who_oversee(site: Site) -> None:
    path = f"/accounts/{account(12)}"

    assert site.client("first").get(path).status_code == 403
    assert site.client("first").get(f"/api/v1{path}").status_code == 403
    assert site.client("other").get(path).status_code == 200
    assert site.client("authority").get(path).status_code == 200
    assert site.client("authority").get(f"/accounts/{account(99)}").status_code == 404


def test_the_overview_says_how_much_is_free(site: Site) -> None:
    page = site.client("first").get("/api/v1/overview").json

    assert page is not None
    assert [(one["asset_class"], one["available"]) for one in page["figures"]] == [("CEA", 23_500), ("FCS", 3_000)]
    assert page["rows"][0]["units"] == -1_500


def test_people_without_a_representative_see_an_empty_overview(site: Site) -> None:
    assert site.client("nobody").get("/overview").status_code == 200
    assert site.client("nobody").get("/holdings").status_code == 200


def test_a_statement_downloads_as_csv_and_xlsx(site: Site) -> None:
    client = site.client("first")
    lines = list(csv.reader(io.StringIO(client.get(f"/accounts/{account(11)}?format=csv").text.removeprefix("\ufeff"))))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/accounts/{account(11)}?format=xlsx").data))

    assert len(lines) == 5
    assert lines[1][5:7] == ["-1500", "18500"]
    assert book.active is not None
    assert [cell.value for cell in book.active[2]][5:7] == [-1500, 18500]


def test_a_period_without_moves_says_so(site: Site) -> None:
    client = site.client("first")

    assert client.get(f"/api/v1/accounts/{account(11)}?until=2020-01-01").json["rows"] == []  # type: ignore[index]
    assert client.get(f"/accounts/{account(11)}?since=x").status_code == 422


def test_one_signature_is_enough_where_the_policy_says_so(site: Site) -> None:
    client, before = site.client("first"), site.head()
    page = client.post("/allowances/transfer", data=TRANSFER)

    answer = client.post("/tasks/sign", data=signed_by(page.text, FIRST))

    assert answer.status_code == 201
    assert answer.json == {
        "id": id_of(text_on(page.text)), "index": before, "result": "accepted",
        "next": f"/receipts/{id_of(text_on(page.text))}",
    }  # fmt: skip


def test_the_same_envelope_twice_counts_once(site: Site) -> None:
    client = site.client("first")
    envelope = signed_by(client.post("/allowances/transfer", data=TRANSFER).text, FIRST)

    first, second = (client.post("/tasks/sign", data=envelope) for _ in range(2))

    assert first.json == second.json
    assert first.json["index"] == site.head() - 1  # type: ignore[index]


def test_the_second_representative_finds_signs_and_sends(two: Site) -> None:
    first, second, before = two.client("first"), two.client("second"), two.head()
    page = first.post("/allowances/transfer", data=TRANSFER)
    kept = first.post("/tasks/sign", data=signed_by(page.text, FIRST))
    assert kept.status_code == 202
    assert two.head() == before
    path = kept.json["next"]  # type: ignore[index]

    task = second.get(path)
    assert text_on(task.text) == text_on(page.text)
    assert envelope_on(task.text)
    done = second.post("/tasks/sign", data=signed_by(task.text, SECOND))

    assert done.status_code == 201
    assert two.head() == before + 1
    assert drafts.get(two.registry.engine, id_of(text_on(page.text))).state == drafts.SENT
    assert second.get("/api/v1/overview").json["tasks"] == 0  # type: ignore[index]


def test_a_task_is_hidden_from_those_whom_it_does_not_concern(two: Site) -> None:
    page = two.client("first").post("/allowances/transfer", data=TRANSFER)
    path = two.client("first").post("/tasks/sign", data=signed_by(page.text, FIRST)).json["next"]  # type: ignore[index]

    assert two.client("other").get(path).status_code == 403
    assert two.client("other").post(f"{path}/withdraw").status_code == 403
    assert two.client("first").get(path).status_code == 200


def test_a_wrong_signer_is_refused_and_the_draft_stays_as_it_was(two: Site) -> None:
    page = two.client("first").post("/allowances/transfer", data=TRANSFER)
    task = two.client("first").post("/tasks/sign", data=signed_by(page.text, FIRST)).json["id"]  # type: ignore[index]
    before = drafts.get(two.registry.engine, task)

    answer = two.client("other").post("/tasks/sign", data=signed_by(page.text, OTHER))

    assert answer.status_code == 409
    assert drafts.get(two.registry.engine, task) == before


def test_its_author_withdraws_a_task_and_then_nobody_can_sign_it(two: Site) -> None:
    first, second = two.client("first"), two.client("second")
    page = first.post("/allowances/transfer", data=TRANSFER)
    path = first.post("/tasks/sign", data=signed_by(page.text, FIRST)).json["next"]  # type: ignore[index]
    task = second.get(path)
    assert second.post(f"{path}/withdraw").status_code == 409

    assert first.post(f"{path}/withdraw").status_code == 302

    assert second.post("/tasks/sign", data=signed_by(task.text, SECOND)).status_code == 409
    assert two.registry.engine is not None
    assert first.get(path).status_code == 200


def test_a_file_signed_elsewhere_becomes_a_task_or_a_receipt(two: Site) -> None:
    first, second = two.client("first"), two.client("second")
    page = first.post("/allowances/transfer", data=TRANSFER)
    unsigned = first.post("/entries/unsigned", data={"text": text_on(page.text).decode()})
    assert unsigned.data == text_on(page.text)

    def upload(client: object, envelope: bytes) -> str:
        data = {"envelope": (io.BytesIO(envelope), "signed.txt")}
        return str(client.post("/tasks/upload", data=data).location)  # type: ignore[attr-defined]

    path = upload(first, signed_by(page.text, FIRST))
    assert path.startswith("/tasks/")
    assert upload(second, signed_by(second.get(path).text, SECOND)).startswith("/receipts/")


def test_the_unsigned_file_uploaded_by_mistake_is_named_as_such(site: Site) -> None:
    first = site.client("first")
    text = text_on(first.post("/allowances/transfer", data=TRANSFER).text)
    answer = first.post("/tasks/upload", data={"envelope": (io.BytesIO(text), "entry.txt")})

    assert answer.status_code == 400
    assert "envelope_unsigned" in answer.text


def test_a_signed_file_can_be_uploaded_after_its_page_is_gone(site: Site) -> None:
    assert 'action="/tasks/upload"' in site.client("first").get("/tasks").text


def test_everything_that_is_wrong_is_said_at_once_and_what_was_typed_stays(site: Site) -> None:
    wrong = TRANSFER | {"target": "31-HO-00000012-78", "units": "12x", "asset": ""}

    page = site.client("first").post("/allowances/transfer", data=wrong)

    assert page.status_code == 422
    assert page.text.count('class="error"') == 3
    assert 'value="31-HO-00000012-78"' in page.text
    assert 'value="12x"' in page.text


def test_what_the_rules_refuse_comes_back_to_its_field(site: Site) -> None:
    client = site.client("first")

    too_many = client.post("/allowances/transfer", data=TRANSFER | {"units": "18501"})
    exact = client.post("/allowances/transfer", data=TRANSFER | {"units": "18500"})
    unknown = client.post("/allowances/transfer", data=TRANSFER | {"target": account(99)})

    assert (too_many.status_code, exact.status_code, unknown.status_code) == (409, 200, 409)
    assert 'id="field-units-error"' in too_many.text
    assert 'id="field-target-error"' in unknown.text


def test_full_width_digits_are_understood_before_anything_is_signed(site: Site) -> None:
    page = site.client("first").post("/allowances/transfer", data=TRANSFER | {"units": "１，０００"})

    assert b'"units":1000' in text_on(page.text)


def test_somebody_elses_account_cannot_be_chosen_as_source(site: Site) -> None:
    page = site.client("first").post("/allowances/transfer", data=TRANSFER | {"source": account(12)})

    assert page.status_code == 422
    assert 'id="field-source-error"' in page.text


def test_going_back_finds_the_form_as_it_was(site: Site) -> None:
    page = site.client("first").post("/allowances/transfer", data=TRANSFER | {"_back": "1"})

    assert page.status_code == 200
    assert f'value="{account(12)}"' in page.text


def test_two_operators_open_an_account_through_the_generic_form(site: Site) -> None:
    form = {"account": account(12, "TR"), "holder": "P-00000012", "label": "交易账户"}
    page = site.client("operator").post("/office/participants/open-account", data=form)
    path = site.client("operator").post("/tasks/sign", data=signed_by(page.text, OPERATORS[0])).json["next"]  # type: ignore[index]

    task = site.client("operator2").get(path)
    done = site.client("operator2").post("/tasks/sign", data=signed_by(task.text, OPERATORS[1]))

    assert done.status_code == 201
    assert site.client("authority").get(f"/accounts/{account(12, 'TR')}").status_code == 200


def test_a_suspended_account_is_not_offered(site: Site) -> None:
    body = ChangeAccount(account(11), "audit", Mandate.OPERATORS)
    site.submit(site.world.author.envelope("participants.suspend_account", body, *OPERATORS))

    assert site.client("first").post("/allowances/transfer", data=TRANSFER).status_code == 422
