"""The pages of supervision in both languages: registers, a record, grades, who is late and not insured, forms."""

import pytest

from registry.areas.supervision.views.base import REGISTER
from tests.areas.supervision.factories import ARTICLE
from tests.site import FIRST, Site, signed_by, text_on
from tests.world import AUTHORITY, DOCUMENT


@pytest.mark.parametrize("book", [book.name.replace("_", "-") for book in REGISTER.books])
def test_every_register_is_public_as_page_and_as_data(site: Site, book: str) -> None:
    client = site.client()
    for language in ("zh", "en"):
        assert client.get(f"/supervision/{book}?lang={language}").status_code == 200
    assert client.get(f"/api/v1/supervision/{book}").status_code == 200
    assert client.get(f"/supervision/{book}?format=csv").status_code == 200


def test_who_is_late_and_who_is_not_insured_is_there_for_all(site: Site) -> None:
    client = site.client()
    late = (client.get("/api/v1/supervision/disclosure").json or {})["rows"]
    assert [(row["participant"], row["state"]) for row in late] == [("P-00000011", "late")]
    assert "逾期未报" in client.get("/supervision/disclosure").text
    missing = (client.get("/api/v1/supervision/uninsured").json or {})["rows"]
    assert [(row["participant"], row["cover_min_fen"], row["cover_fen"]) for row in missing] == [
        ("P-00000011", 100_00, 0)
    ]


def test_progress_to_a_target_is_drawn_and_listed(site: Site) -> None:
    client = site.client()
    (row,) = (client.get("/api/v1/supervision/progress?intensity=co2").json or {})["rows"]
    assert (row["measured_milli"], row["progress_permille"]) == (800, 500)
    page = client.get("/supervision/progress?lang=en").text
    assert "<svg" in page
    assert "CO2 intensity" in page
    assert (client.get("/api/v1/supervision/progress?intensity=energy").json or {})["rows"] == []


def test_a_record_shows_its_article_its_measures_and_its_history(site: Site) -> None:
    page = site.client().get("/supervision/records/T-1").text
    for text in (ARTICLE, "2023", "800", "变更"):
        assert text in page
    assert site.client().get("/supervision/records/none").status_code == 404


def test_lists_are_narrowed_by_zone_state_and_participant(site: Site) -> None:
    client = site.client()

    def found(query: str) -> int:
        return len((client.get(f"/api/v1/supervision/high-energy?{query}").json or {})["rows"])

    assert [found(query) for query in ("zone=31", "zone=32", "state=standing", "state=ended")] == [1, 0, 1, 0]
    assert [found(query) for query in ("participant=P-00000012", "participant=P-00000011")] == [1, 0]


def test_the_authority_lists_by_a_form_and_a_missing_article_comes_back_to_its_field(site: Site) -> None:
    client = site.client("authority")
    form = {
        "number": "N-1", "by": "P-00000002", "zone": "31", "name": "台账记录不全", "article": "",
        "from_on": "2026-01-01", "until_on": "", "document": DOCUMENT, "participant": "", "about": "ledger",
        "reason": "及时改正",
    }  # fmt: skip
    page = client.post("/supervision/no-penalty/new", data=form)
    assert (page.status_code, 'id="field-article-error"' in page.text) == (409, True)
    page = client.post("/supervision/no-penalty/new", data=form | {"article": ARTICLE})
    assert client.post("/tasks/sign", data=signed_by(page.text, AUTHORITY)).status_code == 201
    assert "台账记录不全" in site.client().get("/supervision/no-penalty").text
    assert site.client("first").get("/supervision/no-penalty/new").status_code == 403


def test_an_enterprise_objects_to_its_grade(site: Site) -> None:
    client = site.client("first")
    assert "示例理由" in client.get("/supervision/credit").text
    form = {"participant": "P-00000011", "number": "1", "objection": "评定依据有误", "document": DOCUMENT}
    page = client.post("/supervision/credit/object", data=form)
    assert "评定依据有误".encode() in text_on(page.text)
    assert client.post("/tasks/sign", data=signed_by(page.text, FIRST)).status_code == 201
    (row,) = (client.get("/api/v1/supervision/credit?year=2025").json or {})["rows"]
    assert (row["state"], row["objection"]) == ("objected", "评定依据有误")
    again = client.post("/supervision/credit/object", data=form)
    assert (again.status_code, 'id="field-number-error"' in again.text) == (409, True)
