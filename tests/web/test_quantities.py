"""Quantities on pages and in files: money is counted in fen and read in yuan; all else is read as it is counted."""

from dataclasses import dataclass

import pytest

from registry.web.downloads import to_csv
from registry.web.formats import quantity
from registry.web.tables import Column


@dataclass(frozen=True, slots=True)
class Line:
    asset: str
    units: int


@pytest.mark.parametrize(
    ("asset", "written"), [("CNY", "12,345.67"), ("CEA-2025", "1,234,567"), ("CNYX-2025", "1,234,567")]
)
def test_money_alone_is_written_in_yuan(asset: str, written: str) -> None:
    assert quantity(1_234_567, asset) == written


def test_nothing_and_less_than_a_yuan() -> None:
    assert (quantity(None, "CNY"), quantity(-5, "CNY"), quantity(None, "CEA-2025")) == ("—", "-0.05", "—")


def test_a_file_says_the_same_as_the_page() -> None:
    columns = (Column(name="asset", label="asset"), Column(name="units", label="units", kind="quantity"))
    data = b"".join(to_csv(columns, [[Line("CNY", 105), Line("CEA-2025", 105)]])).decode("utf-8-sig")
    assert data.splitlines() == ["asset,units", "CNY,1.05", "CEA-2025,105"]
