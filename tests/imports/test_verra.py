"""Reading the list: what holds together, what does not and where, before anything is sent."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from registry.imports import csvfile, verra
from tests.imports.verra_files import HEADINGS, Sample, samples, text_of, write_samples

ONE = Sample()
NEXT = replace(ONE, first=ONE.last + 1)
RETIRED = replace(ONE, retired=True, reason="Other")

Found = list[tuple[int, str, str]]


def survey(path: Path, *rows: list[str]) -> verra.Survey:
    return survey_of(path, text_of(list(rows)).encode())


def survey_of(path: Path, data: bytes) -> verra.Survey:
    file = path / "list.csv"
    file.write_bytes(data)
    return verra.survey(file)


def places(found: verra.Survey) -> Found:
    return [(problem.line, problem.column, problem.code) for problem in found.problems]


def test_adds_up_rows_and_units_by_project_and_status(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 200)
    found = verra.survey(path)
    expected: dict[tuple[int, bool], list[int]] = {}
    for sample in samples(200):
        total = expected.setdefault((sample.project, sample.retired), [0, 0])
        total[0] += 1
        total[1] += sample.units
    assert (found.rows, found.problems, len(found.blocks)) == (200, [], 67)
    assert found.totals == expected


def test_keeps_the_printed_serial_and_its_parts(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    old = ONE.serial.replace("5001-7000000001-7000001500", "0012-000001-001500")
    file.write_text(text_of([ONE.cells(Serial_Number=old)]), encoding="utf-8")
    (row,) = verra.good_rows(verra.open_file(file, name="test"))
    assert (row.serial, row.block, row.first, row.last, row.units) == (old, 12, 1, 1500, 1500)


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_reads_any_line_ends_with_or_without_a_mark(tmp_path: Path, newline: str, mark: bytes) -> None:
    found = survey_of(tmp_path, mark + text_of([ONE.cells(), NEXT.cells()], newline=newline).encode())
    assert (found.rows, found.problems) == (2, [])


def test_names_the_line_where_a_row_begins_behind_quoted_line_breaks(tmp_path: Path) -> None:
    long = replace(RETIRED, details="one\ntwo\r\nthree")
    found = survey(tmp_path, long.cells(), NEXT.cells(ID="x"))
    assert places(found) == [(5, "ID", "cell_number")]


def test_understands_full_width_digits_and_stray_spaces(tmp_path: Path) -> None:
    wide = str.maketrans("0123456789-,", "０１２３４５６７８９－，")
    row = ONE.cells(
        ID=" ９０１ ",
        Quantity_Issued="１，５００",
        Issuance_Date="2023-04-03".translate(wide),
        Serial_Number=f"  {ONE.serial.translate(wide)} ",
    )
    assert survey(tmp_path, row).problems == []


def test_finds_columns_in_any_order_and_ignores_added_ones(tmp_path: Path) -> None:
    lines = [[*reversed(cells), "more"] for cells in (list(HEADINGS), ONE.cells())]
    text = "\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells) for cells in lines)
    found = survey_of(tmp_path, text.encode())
    assert (found.rows, found.problems) == (1, [])


def test_skips_empty_lines(tmp_path: Path) -> None:
    text = text_of([ONE.cells()]) + "\r\n\r\n"
    assert survey_of(tmp_path, text.encode()).rows == 1


@pytest.mark.parametrize(
    ("spoilt", "column", "code"),
    [
        ({"Issuance_Date": ""}, "Issuance Date", "cell_missing"),
        ({"Issuance_Date": "03/04/2023"}, "Issuance Date", "cell_date"),
        ({"Issuance_Date": "2023-02-29"}, "Issuance Date", "cell_date"),
        ({"Issuance_Date": "20230403"}, "Issuance Date", "cell_date"),
        ({"Vintage_Start": "2021-1-1"}, "Vintage Start", "cell_date"),
        ({"Vintage_End": "soon"}, "Vintage End", "cell_date"),
        ({"Retirement/Cancellation_Date": "yes"}, "Retirement/Cancellation Date", "cell_date"),
        ({"ID": ""}, "ID", "cell_missing"),
        ({"ID": "VCS901"}, "ID", "cell_number"),
        ({"ID": "902"}, "ID", "printed_project"),
        ({"Quantity_Issued": ""}, "Quantity Issued", "cell_missing"),
        ({"Quantity_Issued": "1,50"}, "Quantity Issued", "cell_number"),
        ({"Quantity_Issued": "1.500"}, "Quantity Issued", "cell_number"),
        ({"Quantity_Issued": "1500.0"}, "Quantity Issued", "cell_number"),
        ({"Quantity_Issued": "-1500"}, "Quantity Issued", "cell_number"),
        ({"Quantity_Issued": "1e3"}, "Quantity Issued", "cell_number"),
        ({"Quantity_Issued": "1499"}, "Quantity Issued", "printed_quantity"),
        ({"Quantity_Issued": "1,501"}, "Quantity Issued", "printed_quantity"),
        ({"Serial_Number": ""}, "Serial Number", "cell_missing"),
        ({"Serial_Number": "5001-1-1500"}, "Serial Number", "printed_syntax"),
        ({"Serial_Number": ONE.serial.replace("VCS", "V1S")}, "Serial Number", "printed_syntax"),
        ({"Serial_Number": ONE.serial.replace("01012021", "02012021")}, "Serial Number", "printed_vintage"),
        ({"Vintage_End": "2021-12-30"}, "Serial Number", "printed_vintage"),
        ({"Retirement_Reason": "Other"}, "Retirement/Cancellation Date", "retirement_date_missing"),
        ({"Retirement_Beneficiary": "A"}, "Retirement/Cancellation Date", "retirement_date_missing"),
        ({"Retirement/Cancellation_Date": "2023-04-02"}, "Retirement/Cancellation Date", "retired_before_issued"),
    ],
)
def test_reports_a_wrong_row_by_line_column_and_reason(
    tmp_path: Path, spoilt: dict[str, str], column: str, code: str
) -> None:
    found = survey(tmp_path, NEXT.cells(), ONE.cells(**spoilt))
    assert places(found) == [(3, column, code)]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"Issuance_Date": "2024-02-29"},
        {"Quantity_Issued": "1500"},
        {"Quantity_Issued": "1,500"},
        {"Retirement/Cancellation_Date": "2023-04-03", "Retirement_Reason": "Other"},
        {"Serial_Number": ONE.serial.lower()},
    ],
)
def test_accepts_what_is_just_right(tmp_path: Path, spoilt: dict[str, str]) -> None:
    assert survey(tmp_path, ONE.cells(**spoilt)).problems == []


@pytest.mark.parametrize(
    ("first", "last", "quantity", "codes"),
    [
        (2**53 - 10, 2**53 - 1, 10, []),
        (2**53 - 10, 2**53, 11, ["printed_range"]),
        (0, 9, 10, ["printed_range"]),
        (1, 10, 10, []),
        (10, 10, 1, []),
        (10, 9, 1, ["printed_reversed"]),
    ],
)
def test_bounds_serials(tmp_path: Path, first: int, last: int, quantity: int, codes: list[str]) -> None:
    serial = ONE.serial.replace("7000000001-7000001500", f"{first}-{last}")
    found = survey(tmp_path, ONE.cells(Serial_Number=serial, Quantity_Issued=str(quantity)))
    assert [problem.code for problem in found.problems] == codes


def test_reports_a_vintage_that_runs_backwards(tmp_path: Path) -> None:
    serial = ONE.serial.replace("01012021-31122021", "01012021-31122020")
    found = survey(tmp_path, ONE.cells(Vintage_End="2020-12-31", Serial_Number=serial))
    assert places(found) == [(2, "Vintage End", "vintage_reversed")]


def test_reports_serials_that_come_twice_or_overlap_with_the_other_line(tmp_path: Path) -> None:
    inside = replace(ONE, block=5002, first=ONE.first + 10, units=5)
    touching = replace(ONE, first=ONE.last, units=2)
    found = survey(tmp_path, ONE.cells(), ONE.cells(), inside.cells(), touching.cells())
    assert places(found) == [
        (3, "Serial Number", "serial_twice"),
        (4, "Serial Number", "serial_overlap"),
        (5, "Serial Number", "serial_overlap"),
    ]
    assert [problem.facts["line"] for problem in found.problems] == [2, 2, 2]


def test_neighbouring_serials_do_not_overlap(tmp_path: Path) -> None:
    before = replace(ONE, first=ONE.first - 10, units=10)
    assert survey(tmp_path, ONE.cells(), NEXT.cells(), before.cells()).problems == []


def test_reports_a_block_whose_rows_differ_in_project_or_vintage(tmp_path: Path) -> None:
    other = replace(NEXT, project=902)
    later = replace(other, year=2022, first=NEXT.last + 1)
    found = survey(tmp_path, ONE.cells(), other.cells(), later.cells())
    assert places(found) == [(3, "Serial Number", "block_differs"), (4, "Serial Number", "block_differs")]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", (1, "", "file_empty")),
        (text_of([]).encode(), (1, "", "no_rows")),
        (text_of([ONE.cells()]).replace("Serial Number", "Serial").encode(), (1, "Serial Number", "column_missing")),
        (text_of([ONE.cells()]).replace("Methodology", "Name").encode(), (1, "Name", "column_twice")),
        (text_of([ONE.cells()[:-1]]).encode(), (2, "", "cell_count")),
        (text_of([[*ONE.cells(), "more"]]).encode(), (2, "", "cell_count")),
        (text_of([ONE.cells(Name="\u00e9")]).encode("latin-1"), (2, "Name", "encoding")),
        (text_of([ONE.cells()]).encode() + b'"open', (3, "", "csv_syntax")),
        (text_of([ONE.cells(Name="x" * (csvfile.CELL_MAX + 1))]).encode(), (2, "Name", "cell_too_long")),
        (text_of([ONE.cells(Name="x" * csvfile.LINE_MAX)]).encode(), (2, "", "line_too_long")),
    ],
)
def test_reports_what_is_wrong_with_the_file(tmp_path: Path, data: bytes, place: tuple[int, str, str]) -> None:
    assert places(survey_of(tmp_path, data)) == [place]


def test_accepts_the_longest_cell(tmp_path: Path) -> None:
    assert survey(tmp_path, ONE.cells(Name="x" * csvfile.CELL_MAX)).problems == []


def test_goes_on_behind_a_wrong_row(tmp_path: Path) -> None:
    found = survey(tmp_path, ONE.cells(ID="x"), NEXT.cells(ID="y"))
    assert [problem.line for problem in found.problems] == [2, 3]


def test_keeps_a_thousand_problems_and_counts_all(tmp_path: Path) -> None:
    found = survey(tmp_path, *[ONE.cells(ID="x") for _ in range(verra.PROBLEMS_KEPT + 5)])
    assert (len(found.problems), found.problem_count) == (verra.PROBLEMS_KEPT, verra.PROBLEMS_KEPT + 5)


def test_hashes_the_whole_file_even_where_reading_ends_early(tmp_path: Path) -> None:
    data = text_of([ONE.cells()]).replace("Serial Number", "Serial").encode() * 1000
    assert survey_of(tmp_path, data).file == hashlib.sha256(data).hexdigest()


def test_reports_progress_up_to_the_end(tmp_path: Path) -> None:
    path = write_samples(tmp_path / "list.csv", 50)
    seen: list[tuple[str, int, int]] = []
    verra.survey(path, progress=lambda name, done, total: seen.append((name, done, total)))
    size = path.stat().st_size
    assert seen[-1] == ("check", size, size)
