"""Monthly evidence on pages: filed by form, told month by month with what looks wrong, and as a table to fill in."""

from tests.site import FIRST, Site, signed_by, text_on
from tests.world import DOCUMENT

FORM = {
    "year": "2025", "month": "3", "participant": "P-00000011", "stream": "coal-1", "version": "1", "measure": "kg",
    "amount": "8250000", "ncv_kj": "5100", "carbon_mg": "556200", "basis": "monthly", "samples": "1",
    "sampled_from": "2025-03-02", "sampled_to": "2025-03-02", "tested_on": "2025-03-09", "laboratory": "",
    "test_report": "", "document": DOCUMENT,
}  # fmt: skip


def test_a_month_is_filed_and_what_looks_wrong_is_explained(site: Site) -> None:
    client = site.client("first")

    page = client.post("/compliance/evidence", data=FORM)
    answer = client.post("/tasks/sign", data=signed_by(page.text, FIRST))
    chinese = client.get("/compliance/cases/2025/P-00000011/evidence").text
    english = site.client("authority").get("/compliance/cases/2025/P-00000011/evidence?lang=en").text
    data = client.get("/api/v1/compliance/cases/2025/P-00000011/evidence").json or {}

    assert b'"stream":"coal-1"' in text_on(page.text)
    assert answer.status_code == 201
    assert {one["suspicion"] for one in data["findings"]} == {"batch_as_monthly", "kcal_for_kj", "laboratory_missing"}
    assert [row["state"] for row in data["rows"]][1:4] == ["overdue", "late", "overdue"]
    assert "像是单批样品" in chinese
    assert "taken as kcal it would be 21352 kJ" in english
    assert "uploads/new/monthly-evidence" in chinese
    assert "uploads/new/monthly-evidence" not in english


def test_a_month_that_is_wrong_comes_back_to_its_field(site: Site) -> None:
    page = site.client("first").post("/compliance/evidence", data=FORM | {"version": "2"})

    assert page.status_code == 409
    assert 'id="field-version-error"' in page.text


def test_others_do_not_see_the_evidence(site: Site) -> None:
    assert site.client("nobody").get("/compliance/cases/2025/P-00000011/evidence").status_code == 403
    assert site.client("first").get("/compliance/cases/2025/P-00000099/evidence").status_code in {403, 404}
