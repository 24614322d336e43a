"""The pilot free trade zones by province: names and what else is known, with evidence marks, for pages and forms.

A zone in an entry is the first two digits of its area code (GB/T 2260). No rule reads this table; a zone more is a line
more. Dates, areas and districts are background knowledge, as each line says.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """One zone; ``districts`` are its parts, ``in_annex`` says that the guiding opinion of 2021 lists it."""

    code: str
    name_zh: str
    name_en: str
    title_zh: str
    approved_on: str
    districts: tuple[str, ...]
    region: str
    grid: str
    in_annex: bool
    evidence: str


@cache
def zones() -> dict[str, ZoneFacts]:
    """Return all zones by their two digits, in the order of the annex."""
    text = (files("registry.areas.participants") / "data" / "zones.csv").read_text(encoding="utf-8")
    return {row["code"][:2]: _zone(row) for row in csv.DictReader(text.splitlines())}


def _zone(row: dict[str, str]) -> ZoneFacts:
    return ZoneFacts(
        code=row["code"][:2],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        title_zh=row["ftz_name_zh"],
        approved_on=row["approval_doc_date"],
        districts=tuple(row["sub_areas_zh"].split(";")),
        region=row["seed_region_group"],
        grid=row["grid_region"],
        in_annex=row["in_seed_annex"] == "yes",
        evidence=row["evidence"],
    )


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Return each zone's column and row in the grid of tiles: a chart in rough geographical order, and no map."""
    text = (files("registry.areas.participants") / "data" / "tiles.csv").read_text(encoding="utf-8")
    return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(text.splitlines())}
