"""The pages of the compliance year, in both languages: the list, a case, and the forms that lead to signatures."""

from dataclasses import replace

import pytest

from registry.areas.allowances.rules import MirrorBatch, SettlePending
from registry.areas.compliance.queries.cases import cases_of
from registry.areas.compliance.queries.watch import watch
from registry.areas.compliance.rules.deadlines import end_of
from registry.areas.compliance.views.base import READERS
from registry.areas.compliance.views.forms import read_parts
from registry.store.documents import keep
from registry.store.hashes import index_hashes
from registry.web.seam import now
from tests.areas.compliance.conftest import day_in
from tests.areas.compliance.factories import ACCEPT, ASSIGN, BY_AUTHORITY, BY_VERIFIER, LIST, OPINION, REPORT
from tests.site import FIRST, Site, account, id_of, signed_by, text_on
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

FORM = {
    "year": "2025", "participant": "P-00000011", "version": "1", "parts": "fuel 900\n工业过程：100",
    "total_tco2e": "1000", "writer": "", "document": DOCUMENT,
}  # fmt: skip


def send(site: Site, kind: str, body: object, *signers: str) -> None:
    site.submit(site.world.author.envelope(kind, body, *signers))


def test_the_list_is_public_in_both_languages_and_as_files(site: Site) -> None:
    client = site.client()

    chinese = client.get("/compliance/enterprises").text
    english = client.get("/compliance/enterprises?lang=en").text
    rows = (client.get("/api/v1/compliance/enterprises?year=2025").json or {})["rows"]
    csv = client.get("/compliance/enterprises?format=csv").get_data().decode()

    assert "2025 年度重点排放单位" in chinese
    assert "Covered enterprises of 2025" in english
    assert [(row["participant"], row["basis_tco2e"]) for row in rows] == [
        ("P-00000011", 1_000_000),
        ("P-00000012", 30_000),
    ]
    assert "P-00000012" in csv
    assert client.get("/compliance/enterprises?format=xlsx").status_code == 200


def test_the_list_is_narrowed_by_sector_and_year(site: Site) -> None:
    client = site.client()

    assert (client.get("/api/v1/compliance/enterprises?sector=steel").json or {})["rows"] == []
    assert (client.get("/api/v1/compliance/enterprises?year=2024").json or {})["rows"] == []


def test_a_report_is_filled_in_and_signed(site: Site) -> None:
    client = site.client("first")

    page = client.post("/compliance/report", data=FORM)
    answer = client.post("/tasks/sign", data=signed_by(page.text, FIRST))

    assert b'"parts":[{"source":"fuel","tco2e":900},{"source":"process","tco2e":100}]' in text_on(page.text)
    assert answer.status_code == 201
    case = client.get("/api/v1/compliance/cases/2025/P-00000011").json
    assert case is not None
    assert [one["total_tco2e"] for one in case["case"]["reports"]] == [1_000]


@pytest.mark.parametrize(
    ("field", "text", "status", "marked"),
    [
        ("total_tco2e", "999", 409, "total_tco2e"),
        ("parts", "coal 900", 422, "parts"),
        ("parts", "fuel", 422, "parts"),
        ("version", "2", 409, "version"),
        ("year", "2024", 409, "year"),
    ],
)
def test_what_is_wrong_comes_back_to_its_field(site: Site, field: str, text: str, status: int, marked: str) -> None:
    page = site.client("first").post("/compliance/report", data=FORM | {field: text})

    assert page.status_code == status
    assert f'id="field-{marked}-error"' in page.text


def test_a_case_shows_reports_opinions_and_what_was_accepted(site: Site) -> None:
    send(site, "compliance.report_emissions", REPORT, FIRST)
    send(site, "compliance.give_opinion", OPINION, *BY_VERIFIER)
    send(site, "compliance.accept_emissions", ACCEPT, *BY_AUTHORITY)

    chinese = site.client("first").get("/compliance/cases/2025/P-00000011").text
    english = site.client("authority").get("/compliance/cases/2025/P-00000011?lang=en").text

    assert "燃料燃烧 900" in chinese
    assert "Fuel combustion 900" in english
    assert english.count("badge good") >= 2
    assert "/compliance/report?" in chinese
    assert "/compliance/report?" not in english


def test_an_enterprise_sees_its_calculation_and_what_was_booked_under_it(site: Site) -> None:
    send(site, "compliance.report_emissions", REPORT, FIRST)
    send(site, "compliance.give_opinion", OPINION, *BY_VERIFIER)
    send(site, "compliance.accept_emissions", ACCEPT, *BY_AUTHORITY)
    form = {
        "year": "2025", "participant": "P-00000011", "version": "1", "units": "1 II 1,100 500 7200 1000",
        "intensity": "", "document": DOCUMENT,
    }  # fmt: skip

    page = site.client("authority").post("/compliance/office/allocate", data=form)
    done = site.client("authority").post("/tasks/sign", data=signed_by(page.text, AUTHORITY))
    wrong = site.client("authority").post("/compliance/office/allocate", data=form | {"units": "1 II 1100"})
    case = (site.client("first").get("/api/v1/compliance/cases/2025/P-00000011").json or {})["case"]
    book = MirrorBatch(
        "CEA-31-NAT-2025-7", "CEA-2025", "31", account(1, "IS"), account(11), 1, 932, case["allocation"]["document"]
    )
    send(site, "allowances.mirror_batch", book, AUTHORITY, OPERATORS[0])
    chinese = site.client("first").get("/compliance/cases/2025/P-00000011").text
    english = site.client("first").get("/compliance/cases/2025/P-00000011?lang=en").text

    assert (done.status_code, wrong.status_code) == (201, 422)
    assert case["allocation"]["due_units"] == 881 + 51
    assert "向下取整" in chinese
    assert "932 吨" in chinese
    assert "Power: output × benchmark × correction, floored" in english


def test_what_is_owed_is_shown_used_in_order_and_confirmed_by_the_office(site: Site) -> None:
    for purpose in ("SU",):
        site.submit(site.world.open_account(11, purpose, 11))
    send(site, "compliance.report_emissions", REPORT, FIRST)
    send(site, "compliance.give_opinion", OPINION, *BY_VERIFIER)
    send(site, "compliance.accept_emissions", ACCEPT, *BY_AUTHORITY)
    client, address = site.client("first"), "/compliance/cases/2025/P-00000011"
    form = {
        "year": "2025", "source": account(11), "pending": account(11, "PE"), "target": account(11, "SU"),
        "asset": "CEA-2025", "units": "1000", "ranges": "",
    }  # fmt: skip

    before = (client.get(f"/api/v1{address}").json or {})["owed"]
    shown = client.get(f"{address}?lang=en").text
    over = client.post("/compliance/surrender", data=form | {"units": "1001"})
    old = client.post("/compliance/surrender", data=form | {"asset": "CEA-2024"})
    page = client.post("/compliance/surrender", data=form)
    signed = client.post("/tasks/sign", data=signed_by(page.text, FIRST))
    waiting = site.client("operator").get("/allowances/office").text
    step = id_of(text_on(page.text))
    send(site, "compliance.confirm_surrender", SettlePending(step, "NAT-9", DOCUMENT), AUTHORITY, OPERATORS[0])
    row = (site.client().get("/api/v1/compliance/enterprises").json or {})["rows"][0]

    assert (before["stands"]["standing"], before["stands"]["short"], before["to_buy"]) == ("open", 1_000, 0)
    assert [(one["asset"], one["units"]) for one in before["usable"]] == [("CEA-2025", 1_000)]
    assert before["offset_left"] == 50
    assert "What a shortfall may cost" in shown
    assert "art. 1226(2)" in shown
    assert (over.status_code, old.status_code, signed.status_code) == (409, 409, 201)
    assert 'id="field-units-error"' in over.text
    assert f"confirm-surrender?pending={step}" in waiting
    assert (row["surrendered_units"], row["standing"]) == (1_000, "met")


def test_deadlines_are_public_and_a_calendar_can_subscribe_to_them(site: Site) -> None:
    client = site.client()

    page = client.get("/compliance/deadlines?lang=en").text
    feed = client.get("/compliance/deadlines.ics")
    lines = feed.get_data().decode().split("\r\n")

    assert "Report of emissions" in page
    assert feed.mimetype == "text/calendar"
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert [lines.count(f"BEGIN:{part}") for part in ("VEVENT", "VALARM")] == [4, 8]
    assert f"DTSTART;VALUE=DATE:{day_in(20).replace('-', '')}" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    assert len({line for line in lines if line.startswith("UID:")}) == 4


def test_the_authority_sees_who_is_late_with_what(site: Site) -> None:
    send(site, "compliance.report_emissions", REPORT, FIRST)
    send(site, "compliance.give_opinion", OPINION, *BY_VERIFIER)
    send(site, "compliance.accept_emissions", ACCEPT, *BY_AUTHORITY)
    last = end_of(day_in(23))
    with site.registry.engine.connect() as connection:
        before = watch(connection, 2025, end_of(day_in(20)) - 1)
        after = watch(connection, 2025, last)

    assert before.rows == ()
    assert [(row.participant, row.step, row.short) for row in after.rows] == [
        ("P-00000011", "surrender", 1_000),
        ("P-00000012", "report", None),
        ("P-00000012", "verify", None),
    ]
    assert after.zones == {"31": 2}
    page = site.client("authority").get("/compliance/watch?lang=en").text
    assert 'class="tiles"' in page
    assert site.client("first").get("/compliance/watch").status_code == 403


def test_a_case_is_shown_to_those_concerned_alone(site: Site) -> None:
    address = "/compliance/cases/2025/P-00000011"

    assert [site.client(login).get(address).status_code for login in ("first", "operator", "other")] == [200, 200, 403]
    assert site.client("first").get("/compliance/cases/2023/P-00000011").status_code == 404


def test_both_sides_of_a_case_read_what_is_written_in_it(site: Site) -> None:
    engine, salt = site.registry.engine, b"0123456789abcdef"
    with engine.begin() as connection:
        digest = keep(connection, salt=salt, data=b"%PDF-1.7 x", media_type="application/pdf", now=1, by=BY_VERIFIER[0])
    send(site, "compliance.report_emissions", REPORT, FIRST)
    send(site, "compliance.give_opinion", replace(OPINION, document=digest), *BY_VERIFIER)
    index_hashes(engine)

    read = [site.client(login).get(f"/documents/{digest}").status_code for login in ("first", "other", "registrar")]
    assert read == [200, 404, 404]
    assert f"/documents/{digest}" in site.client("first").get("/compliance/cases/2025/P-00000011").text
    with engine.connect() as connection:
        body = {"year": 2025, "participant": "P-00000011"}
        for participant, concerned in (("P-00000011", True), ("P-00000021", True), ("P-00000012", False)):
            assert READERS["compliance.report_emissions"](connection, body, participant) is concerned


def test_each_sees_the_own_cases(site: Site) -> None:
    def seen(login: str) -> list[str]:
        found = site.client(login).get("/api/v1/compliance/cases").json
        assert found is not None
        return [row["participant"] for row in found["rows"]]

    assert (seen("first"), seen("other"), seen("nobody")) == (["P-00000011"], ["P-00000012"], [])
    assert seen("authority") == ["P-00000011", "P-00000012"]


def test_a_verifier_finds_all_that_it_reviews_page_by_page(site: Site) -> None:
    send(site, "compliance.list_enterprise", replace(LIST, year=2024), *BY_AUTHORITY)
    for body in (replace(ASSIGN, year=2024), replace(ASSIGN, participant="P-00000012")):
        send(site, "compliance.assign_verifier", body, *BY_AUTHORITY)

    with site.registry.engine.connect() as connection:
        found: list[tuple[int, str]] = []
        after = None
        while after is not None or not found:
            page = cases_of(connection, ASSIGN.verifier, now=now(), after=after, limit=1)
            found += [(one.year, one.participant) for one in page.rows]
            after = page.next_after

    assert found == [(2025, "P-00000012"), (2025, "P-00000011"), (2024, "P-00000011")]


def test_parts_are_read_by_code_and_by_name(site: Site) -> None:
    with site.app.test_request_context():
        assert read_parts("fuel 1,000\n\n工业过程: 20\nC2F6 3") == [
            {"source": "fuel", "tco2e": 1_000},
            {"source": "process", "tco2e": 20},
            {"source": "c2f6", "tco2e": 3},
        ]
