"""Cancelling and withdrawing over the pages, and the office's answer."""

from registry.areas.allowances.rules import Cancel
from tests.site import FIRST, Site, account, id_of, signed_by, text_on
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

MOVING = {"source": account(11), "asset": "CEA-2025", "units": "100", "ranges": "", "pending": account(11, "PE")}


def signed(site: Site, login: str, path: str, form: dict[str, str], *, by: str) -> str:
    client = site.client(login)
    page = client.post(path, data=form)
    assert page.status_code == 200, page.text
    answer = client.post("/tasks/sign", data=signed_by(page.text, by))
    assert answer.status_code in (201, 202), answer.text
    return id_of(text_on(page.text))


def test_the_accounts_to_cancel_into_are_filled_in(site: Site) -> None:
    page = site.client("first").get("/allowances/cancel").text

    for purpose in ("PE", "CX"):
        assert f'value="{account(11, purpose)}" selected' in page


def test_a_cancellation_waits_and_the_office_confirms_it(site: Site) -> None:
    form = MOVING | {"target": account(11, "CX"), "note": ""}
    step = signed(site, "first", "/allowances/cancel", form, by=FIRST)
    waiting = site.client("first").get("/api/v1/allowances/pending").json
    assert waiting is not None
    assert [row["id"] for row in waiting["rows"]] == [step]

    office = site.client("operator").get("/allowances/office").text
    assert f"pending={step}" in office
    confirm = {"pending": step, "reference": "NAT-7", "document": DOCUMENT}
    entry = signed(site, "operator", "/allowances/office/confirm-cancellation", confirm, by=OPERATORS[0])
    task = site.client("authority").get(f"/tasks/{entry}")
    done = site.client("authority").post("/tasks/sign", data=signed_by(task.text, AUTHORITY))

    assert done.status_code == 201
    confirmed = site.client("first").get("/api/v1/allowances/pending?status=confirmed").json
    assert confirmed is not None
    assert confirmed["rows"][0]["reference"] == "NAT-7"


def test_a_withdrawal_sets_units_aside(site: Site) -> None:
    step = signed(site, "first", "/allowances/withdraw", MOVING, by=FIRST)

    page = site.client("first").get("/allowances/pending").text

    assert f"/receipts/{step}" in page


def test_named_ranges_are_read_from_their_printed_text(site: Site) -> None:
    client = site.client("first")
    form = MOVING | {"target": account(12), "units": "18500"}
    held = client.get(f"/api/v1/accounts/{account(11)}/serials?asset=CEA-2025").json
    assert held is not None
    serial = held["rows"][0]["serial"]

    right = client.post("/allowances/transfer", data=form | {"ranges": serial})
    wrong = client.post("/allowances/transfer", data=form | {"ranges": serial[:-2] + "00"})
    differs = client.post("/allowances/transfer", data=form | {"ranges": serial, "units": "18499"})

    assert b'"first":1501' in text_on(right.text)
    assert (wrong.status_code, differs.status_code) == (422, 409)
    assert 'id="field-ranges-error"' in wrong.text


def test_a_statement_of_the_register_is_written_line_by_line(site: Site) -> None:
    form = {"participant": "P-00000011", "as_of": "2026-01-02 09:30", "lines": "CEA-2025 18,500", "document": DOCUMENT}

    right = site.client("operator").post("/allowances/office/statement", data=form)
    wrong = site.client("operator").post(
        "/allowances/office/statement", data=form | {"lines": "CEA-2025", "as_of": "x"}
    )

    assert b'"as_of":"2026-01-02T01:30:00Z"' in text_on(right.text)
    assert wrong.status_code == 422
    assert wrong.text.count('class="error"') == 2


def test_units_that_wait_are_not_free(site: Site) -> None:
    body = Cancel(account(11), account(11, "PE"), account(11, "CX"), "CEA-2025", 18_000, (), None)
    site.submit(site.world.author.envelope("allowances.cancel", body, FIRST))

    page = site.client("first").post("/allowances/transfer", data=MOVING | {"target": account(12), "units": "501"})

    assert page.status_code == 409
