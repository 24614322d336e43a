"""One view, four answers: page, JSON, CSV, XLSX; and tables that sort, filter and page."""

import csv
import io
import json
import re
import tracemalloc
from collections.abc import Iterator

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.store.views import VIEWS_MAX
from registry.web.downloads import WRITERS
from registry.web.xlsx import Head, workbook
from tests.web.conftest import LOGIN
from tests.web.sample import COLUMNS, ROWS, Holding

COLUMNS_COUNT = 7


def _csv(client: FlaskClient, address: str) -> list[list[str]]:
    response = client.get(address)
    assert re.fullmatch(r'attachment; filename="[a-z]+[.]csv"', response.headers["Content-Disposition"])
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def _shown(client: FlaskClient, address: str) -> list[str]:
    return re.findall(r'<td class="figure" data-label="数量">([\d,]+)<', client.get(address).text)


def test_a_page_shows_figures_with_separators_and_units(client: FlaskClient) -> None:
    text = client.get("/sample/holdings").text

    assert _shown(client, "/sample/holdings") == ["198,600", "43,305", "1,286,400", "1,528,305"]
    assert "¥1,047,129,600.55" in text
    assert '<time datetime="2025-12-03T08:00:00.000000Z">2025-12-03 16:00:00</time>' in text
    assert '<a href="/sample/account/31-HO-00001204-57">' in text


def test_the_same_view_answers_as_json(client: FlaskClient) -> None:
    found = json.loads(client.get("/api/v1/sample/holdings").text)

    assert found["next_after"] is None
    assert found["holdings"][0] == {
        "account": "31-HO-00001204-57", "owner": "示例能源有限公司", "vintage": 2025, "units": 198_600,
        "value": 1_612_632_000, "changed_at": "2025-12-03T08:00:00.000000Z", "state": "open",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=units", [43_305, 198_600, 1_286_400]),
        ("sort=-units", [1_286_400, 198_600, 43_305]),
        ("sort=-value", [1_286_400, 198_600, 43_305]),
        ("sort=value", [198_600, 1_286_400, 43_305]),
        ("vintage=2025", [198_600, 1_286_400]),
        ("owner=化工", [1_286_400]),
        ("owner=能源&sort=units", [43_305, 198_600]),
        ("sort=nonsense", [198_600, 43_305, 1_286_400]),
        ("limit=1", [198_600]),
    ],
)
def test_page_json_and_csv_sort_and_filter_alike(client: FlaskClient, query: str, expected: list[int]) -> None:
    as_json = [row["units"] for row in json.loads(client.get(f"/api/v1/sample/holdings?{query}").text)["holdings"]]
    as_page = [int(text.replace(",", "")) for text in _shown(client, f"/sample/holdings?{query}")][:-1]
    as_csv = [int(row[3]) for row in _csv(client, f"/sample/holdings?{query}&format=csv")[1:]]

    assert as_json == as_page == as_csv == expected


def test_csv_neutralises_formulas_and_keeps_figures(client: FlaskClient) -> None:
    rows = _csv(client, "/sample/holdings?format=csv")

    assert rows[3][1] == "'=示例化工集团有限公司"
    assert rows[1][3:6] == ["198600", "16126320.00", "2025-12-03 16:00:00"]
    assert rows[2][4] == ""


def test_xlsx_holds_what_the_page_shows_as_values(client: FlaskClient) -> None:
    response = client.get("/sample/holdings?format=xlsx&vintage=2025")
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))

    assert len(rows) == 3
    assert all(len(row) == COLUMNS_COUNT for row in rows)
    assert rows[2][1] == "=示例化工集团有限公司"
    assert sheet["B3"].data_type == "s"
    assert rows[2][3] == 1_286_400
    assert rows[2][4] == pytest.approx(1_047_129_600.55)


def test_a_download_of_a_paged_table_goes_through_all_its_pages(signed_in: FlaskClient) -> None:
    assert [row[3] for row in _csv(signed_in, "/sample/journal?format=csv")[1:]] == ["198600", "43305", "1286400"]
    book = openpyxl.load_workbook(io.BytesIO(signed_in.get("/sample/journal?format=xlsx").data))
    assert [row[3] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [198_600, 43_305, 1_286_400]


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
def test_a_long_download_holds_few_of_its_rows_at_once(app: Flask, wanted: str) -> None:
    row = ROWS[0]

    def parts() -> Iterator[list[Holding]]:
        for _ in range(12):
            yield [row] * 1000

    with app.test_request_context():
        mimetype, write = WRITERS[wanted]
        tracemalloc.start()
        size = sum(len(part) for part in write(COLUMNS, parts()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert mimetype
    assert size > 40_000
    assert peak < 4_000_000


def test_what_xml_has_no_place_for_leaves_a_workbook_whole() -> None:
    data = b"".join(workbook([Head("a", 9, "")], [[["\x00<&>\x1f"], ["=1+1"], [None]]]))
    rows = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    assert list(rows) == [("a",), ("<&>",), ("=1+1",), (None,)]


def test_only_the_columns_that_the_address_names_are_shown_and_downloaded(client: FlaskClient) -> None:
    text = client.get("/sample/holdings?show=units&show=state&sort=-units").text
    assert re.findall(r'<td class="[a-z]+" data-label="([^"]+)">', text)[:4] == ["账户", "数量", "状态", "账户"]
    assert "show=units&amp;show=state&amp;sort=units" in text
    assert _csv(client, "/sample/holdings?show=units&format=csv")[0] == ["账户", "数量 (吨)"]
    assert len(_csv(client, "/sample/holdings?show=nonsense&format=csv")[0]) == COLUMNS_COUNT


def test_a_person_keeps_own_views_of_a_page_and_forgets_them(signed_in: FlaskClient) -> None:
    form = {"path": "/sample/holdings", "query": "vintage=2025&sort=-units", "name": "我的 2025"}
    assert signed_in.post("/saved-views", data=form).headers["Location"] == "/sample/holdings?vintage=2025&sort=-units"
    assert signed_in.post("/saved-views", data=form | {"query": "vintage=2026"}).status_code == 302
    page = signed_in.get("/sample/holdings").text
    assert page.count("我的 2025</a>") == 1
    assert 'href="/sample/holdings?vintage=2026"' in page
    signed_in.post("/demo/switch", data={"login": "auditor"})
    assert "我的 2025" not in signed_in.get("/sample/holdings").text
    assert signed_in.post("/saved-views/1/forget").status_code == 404
    signed_in.post("/demo/switch", data={"login": LOGIN})
    assert signed_in.post("/saved-views/1/forget").headers["Location"] == "/sample/holdings"
    assert "我的 2025" not in signed_in.get("/sample/holdings").text


@pytest.mark.parametrize("form", [{"name": " "}, {"name": "x" * 61}, {"name": "a", "query": "q=" + "x" * 1000}])
def test_refuses_a_view_without_a_usable_name(signed_in: FlaskClient, form: dict[str, str]) -> None:
    answer = signed_in.post("/saved-views", data={"path": "/sample/holdings", "query": ""} | form)
    assert answer.status_code == 400
    assert "view_name" in answer.text


def test_a_view_leads_to_no_other_site(signed_in: FlaskClient) -> None:
    form = {"path": "//elsewhere.example/x", "query": "", "name": "a"}
    assert signed_in.post("/saved-views", data=form).headers["Location"] == "/"


def test_refuses_more_views_of_a_page_than_fit_a_list(signed_in: FlaskClient) -> None:
    for number in range(VIEWS_MAX):
        form = {"path": "/sample/holdings", "query": "", "name": f"{number}"}
        assert signed_in.post("/saved-views", data=form).status_code == 302
    answer = signed_in.post("/saved-views", data={"path": "/sample/holdings", "query": "", "name": "more"})
    assert answer.status_code == 409
    assert "too_many_views" in answer.text


def test_heads_say_the_order_and_lead_to_the_other(client: FlaskClient) -> None:
    text = client.get("/sample/holdings?sort=-units&vintage=2025").text

    assert text.count('aria-sort="descending"') == 1
    assert 'href="/sample/holdings?vintage=2025&amp;sort=units"' in text


def test_paged_tables_lead_on_by_key_and_back_to_the_first_page(signed_in: FlaskClient) -> None:
    first = signed_in.get("/sample/journal?sort=-units").text
    second = signed_in.get("/sample/journal?sort=-units&after=33-HO").text

    assert 'href="/sample/journal?sort=-units&amp;after=33-HO" rel="next"' in first
    assert 'rel="next"' not in second
    assert 'href="/sample/journal?sort=-units"' in second


def test_an_empty_table_says_so(client: FlaskClient) -> None:
    assert 'class="empty"' in client.get("/sample/holdings?owner=nobody").text


def test_what_is_typed_into_a_filter_is_escaped(client: FlaskClient) -> None:
    assert "<img" not in client.get('/sample/holdings?owner="><img src=x>').text


def test_a_refusal_is_the_same_sentence_on_page_and_in_json(client: FlaskClient) -> None:
    page = client.get("/sample/account/none")
    problem = json.loads(client.get("/api/v1/sample/account/none").text)

    assert problem["code"] == "unknown_record"
    assert problem["detail"] in page.text
    assert problem["facts"] == {"number": "none"}


def test_rows_are_what_the_sample_says(client: FlaskClient) -> None:
    assert len(json.loads(client.get("/api/v1/sample/holdings").text)["holdings"]) == len(ROWS)
