"""The catalogues that come with the release, read from the package's data and cut into the entries that load them.

The files are copies of what was found, with its evidence marks; no rule reads them. Whoever founds a registry submits
the bodies made here, and from then on the journal is the source.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Final

from registry.areas.finance.rules.catalogues import AnnounceCatalogue, Category, LoadCatalogue, part_hash
from registry.areas.finance.rules.choices import Instrument
from registry.areas.finance.rules.records import sort_key_of
from registry.ledger import canonical
from registry.ledger.codec import encode

# An entry holds 16 KiB; this leaves room for its frame and for what a part adds to its entries.
PART_BYTES_MAX: Final = 12 * 1024
PART_CATEGORIES_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Release:
    """What stands about a catalogue outside its table."""

    version: str
    title_zh: str
    title_en: str
    source: str
    effective_from: str
    depth: int
    out_of_scope: tuple[Instrument, ...]


RELEASES: Final = (
    Release(
        version="2021",
        title_zh="绿色债券支持项目目录（2021年版）",
        title_en="Green Bond Endorsed Projects Catalogue (2021 edition)",
        source="银发〔2021〕96号",
        effective_from="2021-07-01",
        depth=4,
        out_of_scope=(),
    ),
    Release(
        version="2025",
        title_zh="绿色金融支持项目目录（2025年版）",
        title_en="Catalogue of Projects Supported by Green Finance (2025 edition)",
        source="中国人民银行、金融监管总局、中国证监会公告，2025年；一级目录",
        effective_from="2025-10-01",
        depth=3,
        out_of_scope=(Instrument.LISTED_SHARES,),
    ),
)


def read_categories(lines: Iterable[str]) -> tuple[Category, ...]:
    """Return the entries of a CSV table in the order of their codes; columns as in the packaged files."""
    rows = csv.DictReader(lines)
    categories = [
        Category(
            code=row["code"],
            title_zh=row["title_zh"],
            title_en=row["title_en"] or None,
            condition=row["condition_excerpt_zh"] or None,
            evidence=row["evidence"],
        )
        for row in rows
    ]
    return tuple(sorted(categories, key=lambda category: sort_key_of(category.code)))


def packaged(version: str) -> tuple[Category, ...]:
    """Return the entries of a version that comes with the release."""
    text = (files("registry.areas.finance") / "data" / f"catalogue_{version}.csv").read_text(encoding="utf-8")
    return read_categories(text.splitlines())


def cut(categories: tuple[Category, ...]) -> tuple[tuple[Category, ...], ...]:
    """Return the entries in parts that fit into one journal entry each, in order."""
    ends = [0, *_ends(categories), len(categories)]
    return tuple(categories[start:end] for start, end in pairwise(ends))


def _ends(categories: tuple[Category, ...]) -> Iterator[int]:
    size = count = 0
    for at, category in enumerate(categories):
        length = len(canonical.dumps(encode(category))) + 1
        if count and (size + length > PART_BYTES_MAX or count == PART_CATEGORIES_MAX):
            yield at
            size = count = 0
        size += length
        count += 1


def announcement(release: Release, categories: tuple[Category, ...]) -> AnnounceCatalogue:
    """Return the body that announces a version with the hashes of its parts."""
    return AnnounceCatalogue(
        version=release.version,
        title_zh=release.title_zh,
        title_en=release.title_en,
        source=release.source,
        effective_from=release.effective_from,
        depth=release.depth,
        out_of_scope=release.out_of_scope,
        parts=tuple(part_hash(part) for part in cut(categories)),
    )


def loads(version: str, categories: tuple[Category, ...]) -> tuple[LoadCatalogue, ...]:
    """Return the bodies that load a version announced with these entries."""
    return tuple(LoadCatalogue(version, number, part) for number, part in enumerate(cut(categories), start=1))


def founding_bodies() -> Iterator[tuple[str, AnnounceCatalogue | LoadCatalogue]]:
    """Yield `(kind, body)` that bring both packaged catalogues in, in the order in which they must be sent."""
    for release in RELEASES:
        categories = packaged(release.version)
        yield "finance.announce_catalogue", announcement(release, categories)
        for load in loads(release.version, categories):
            yield "finance.load_catalogue", load
