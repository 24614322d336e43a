"""Retiring credits over the pages: for whom, to what end, and what the rules send back to the form."""

from tests.site import FIRST, Site, account, signed_by, text_on

RETIRE = {
    "source": account(11), "pending": "", "target": account(11, "RT"), "asset": "FCS-2025", "units": "120",
    "ranges": "",
    "beneficiary.participant": "", "beneficiary.name": "示例协会", "beneficiary.commitment": "", "purpose": "event",
    "note": "会议 碳中和",
}  # fmt: skip


def test_credits_are_retired_for_somebody_to_an_end(site: Site) -> None:
    client = site.client("first")
    page = client.post("/credits/retire", data=RETIRE)

    answer = client.post("/tasks/sign", data=signed_by(page.text, FIRST))

    assert answer.status_code == 201
    found = client.get("/api/v1/credits/retirements").json
    assert found is not None
    assert [(row["units"], row["beneficiary"], row["status"]) for row in found["rows"]] == [(120, "示例协会", "final")]


def test_a_beneficiary_is_said_in_exactly_one_way(site: Site) -> None:
    client = site.client("first")

    none = client.post("/credits/retire", data=RETIRE | {"beneficiary.name": ""})
    two = client.post("/credits/retire", data=RETIRE | {"beneficiary.participant": "P-00000012"})
    one = client.post(
        "/credits/retire", data=RETIRE | {"beneficiary.name": "", "beneficiary.participant": "P-00000012"}
    )

    assert (none.status_code, two.status_code, one.status_code) == (409, 409, 200)
    assert 'id="field-beneficiary.name-error"' in none.text


def test_an_own_title_needs_no_pending_account(site: Site) -> None:
    page = site.client("first").post("/credits/retire", data=RETIRE | {"pending": account(11, "PE")})

    assert page.status_code == 409
    assert 'id="field-pending-error"' in page.text


def test_allowances_are_not_offered_as_credits(site: Site) -> None:
    page = site.client("first").post("/credits/retire", data=RETIRE | {"asset": "CEA-2025"})

    assert page.status_code == 422


def test_characters_that_hide_are_refused_at_their_field(site: Site) -> None:
    page = site.client("first").post("/credits/retire", data=RETIRE | {"beneficiary.name": "示例\u202e协会"})

    assert page.status_code == 422
    assert 'id="field-beneficiary.name-error"' in page.text


def test_credits_move_between_accounts(site: Site) -> None:
    form = {name: RETIRE[name] for name in ("source", "asset", "units", "ranges")} | {"target": account(12)}
    client = site.client("first")

    page = client.post("/credits/transfer", data=form)

    assert b'"kind":"credits.transfer"' in text_on(page.text)
    assert client.post("/tasks/sign", data=signed_by(page.text, FIRST)).status_code == 201
