"""Files of rows from people: what they are, their bytes say; what would hurt is refused; memory stays flat."""

import io
import tracemalloc
import zipfile
from collections import deque
from pathlib import Path

import openpyxl
import pytest

from registry.imports import sheets
from registry.imports.sheets import COLUMNS_MAX, normalise, read_rows
from registry.imports.written import csv_lines, write_xlsx
from registry.ledger.errors import Malformed

COLUMNS, LABELS = ("name", "units"), ("名称", "数量")


def taken(folder: Path, data: bytes) -> list[tuple[int, dict[str, str]]]:
    source, target = folder / "source", folder / "target"
    source.write_bytes(data)
    normalise(source, target, columns=COLUMNS, labels=LABELS)
    return list(read_rows(target, COLUMNS))


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(Malformed) as error:
        taken(folder, data)
    return error.value.code


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_csv_in_each_encoding_by_label_in_any_order(tmp_path: Path, encoding: str) -> None:
    data = "备注,数量,名称\r\n没关系,12,示例能源\r\n,,\r\n,7,青山\r\n".encode(encoding)

    assert taken(tmp_path, data) == [(2, {"name": "示例能源", "units": "12"}), (4, {"name": "青山", "units": "7"})]


def test_reads_a_workbook_by_name_or_label_and_whole_numbers_as_such(tmp_path: Path) -> None:
    data = workbook(["名称", "units"], ["示例能源", 12.0], [None, None], ["青山", 7])

    assert taken(tmp_path, data) == [(2, {"name": "示例能源", "units": "12"}), (4, {"name": "青山", "units": "7"})]


def test_a_formula_counts_by_its_value_only(tmp_path: Path) -> None:
    data = workbook(["名称", "数量"], ["x", "=1+1"])

    assert taken(tmp_path, data)[0][1] == {"name": "x", "units": ""}


def test_what_we_hand_out_runs_nothing_and_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = [LABELS, ("=HYPERLINK(1)", "-5"), ("@x", "+1")]
    text = "".join(csv_lines(rows))
    path = tmp_path / "out.xlsx"
    write_xlsx(path, rows, columns=2)

    assert not [line for line in text.splitlines()[1:] if line.lstrip('"').startswith(("=", "@"))]
    for data in (text.encode(), path.read_bytes()):
        assert [cells["name"] for _, cells in taken(tmp_path, data)] == ["=HYPERLINK(1)", "@x"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0 old", b"a\0b", b"PK\x03\x04 broken"])
def test_refuses_a_file_of_another_kind(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == "file_kind"


def test_refuses_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert refused(tmp_path, file.getvalue()) == "file_kind"


def test_refuses_a_bomb_by_its_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "UNPACKED_MAX", 1_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(1_000_001))

    assert len(file.getvalue()) < 10_000
    assert refused(tmp_path, file.getvalue()) == "file_unpacks"


def test_refuses_a_million_columns_without_taking_them_in(tmp_path: Path) -> None:
    assert refused(tmp_path, b"," * 1_000_000 + b"\n") == "too_many_columns"
    assert refused(tmp_path, ",".join(["x"] * (COLUMNS_MAX + 1)).encode()) == "too_many_columns"
    assert refused(tmp_path, workbook([str(n) for n in range(COLUMNS_MAX + 1)])) == "too_many_columns"


def test_refuses_a_file_without_line_ends(tmp_path: Path) -> None:
    assert refused(tmp_path, b"x" * 2_000_000) == "line_too_long"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        ("名称,数量\n".encode(), "file_empty"),
        ("名称\nx\n".encode(), "column_missing"),
        ("名称,数量,name\nx,1,y\n".encode(), "column_twice"),
        ('名称,数量\n"x,1\n'.encode(), "csv_syntax"),
        (b"\xff\xff\xff\xff\xff", "encoding"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, data: bytes, code: str) -> None:
    assert refused(tmp_path, data) == code


def test_refuses_a_file_that_is_too_large_before_reading_it(tmp_path: Path) -> None:
    source = tmp_path / "large"
    with source.open("wb") as file:
        file.truncate(1 << 30)  # takes no room on the disk

    with pytest.raises(Malformed) as error:
        normalise(source, tmp_path / "target", columns=COLUMNS, labels=LABELS)
    assert error.value.code == "file_large"


def test_a_hundred_thousand_rows_take_no_more_memory_than_ten(tmp_path: Path) -> None:
    source = tmp_path / "many.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write("名称,数量\n")
        file.writelines(f"企业{number},{number}\n" for number in range(100_000))

    tracemalloc.start()
    assert normalise(source, tmp_path / "target", columns=COLUMNS, labels=LABELS) == 100_000
    (last,) = deque(read_rows(tmp_path / "target", COLUMNS), maxlen=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert last == (100_001, {"name": "企业99999", "units": "99999"})
    assert peak < 2_000_000
