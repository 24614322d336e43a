"""Files that look like the public list of issued and retired units, made up row by row."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HEADINGS = (
    "Issuance Date",
    "Sustainable Development Goals",
    "Vintage Start",
    "Vintage End",
    "ID",
    "Name",
    "Country/Area",
    "Project Type",
    "Methodology",
    "Total Vintage Quantity",
    "Quantity Issued",
    "Serial Number",
    "Additional Certifications",
    "Retirement/Cancellation Date",
    "Retirement Beneficiary",
    "Retirement Reason",
    "Retirement Details",
)
REASONS = ("", "Environmental Benefit", "Other", "Retirement for Person or Organization")


@dataclass(frozen=True)
class Sample:
    """One row, with every cell as text where a test wants to spoil it."""

    block: int = 5001
    first: int = 7_000_000_001
    units: int = 1_500
    project: int = 901
    year: int = 2021
    retired: bool = False
    reason: str = ""
    beneficiary: str = ""
    details: str = ""
    name: str = "Made-up Hydro, Phase 2"

    @property
    def last(self) -> int:
        return self.first + self.units - 1

    @property
    def serial(self) -> str:
        vintage = f"0101{self.year}-3112{self.year}"
        return f"{self.block}-{self.first}-{self.last}-VCS-VCU-1507-VER-CN-1-{self.project}-{vintage}-0"

    def cells(self, **spoilt: str) -> list[str]:
        """Return the cells in the order of the headings; keyword names are headings with `_` for what no name has."""
        cells = {
            "Issuance Date": f"{self.year + 2}-04-03",
            "Vintage Start": f"{self.year}-01-01",
            "Vintage End": f"{self.year}-12-31",
            "ID": str(self.project),
            "Name": self.name,
            "Country/Area": "China",
            "Project Type": 'Energy; "renewable"',
            "Methodology": "ACM0002",
            "Total Vintage Quantity": f"{self.units * 10:,}",
            "Quantity Issued": f"{self.units:,}",
            "Serial Number": self.serial,
            "Retirement/Cancellation Date": f"{self.year + 3}-01-15" if self.retired else "",
            "Retirement Beneficiary": self.beneficiary,
            "Retirement Reason": self.reason,
            "Retirement Details": self.details,
        }
        changed = {heading.replace("_", " "): cell for heading, cell in spoilt.items()}
        return [str((cells | changed).get(heading, "")) for heading in HEADINGS]


def samples(count: int, *, seed: int = 1, projects: int = 7, rows_per_block: int = 3) -> Iterator[Sample]:
    """Yield so many rows in blocks, with gaps between rows, about half of them retired."""
    chance = random.Random(seed)
    serial = 7_000_000_001
    for n in range(count):
        block, place = divmod(n, rows_per_block)
        sample = Sample(
            block=5001 + block,
            first=serial,
            units=chance.randrange(1, 30_000),
            project=900 + block % projects,
            year=2018 + block % 5,
        )
        serial = sample.last + 1 + chance.choice((0, 0, 17))
        if chance.random() < 0.5:
            sample = replace(
                sample,
                retired=True,
                reason=chance.choice(REASONS),
                beneficiary=f"Beneficiary {n}, 受益方",
                details="first line\nsecond line" if place else "",
            )
        yield sample


def text_of(rows: Iterator[list[str]] | list[list[str]], *, newline: str = "\r\n") -> str:
    """Return the file of these rows under the headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=newline)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return out.getvalue()


def write_samples(path: Path, count: int, **options: int) -> Path:
    """Write a file of so many rows and return its path; rows stream."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        writer.writerows(sample.cells() for sample in samples(count, **options))
    return path
