"""A registry with pages in which supervision has its parameters, some records, and a graded enterprise."""

from collections.abc import Iterator
from typing import Any

import pytest

from registry.areas.supervision.founding import DEFINITIONS, VALUES
from registry.areas.supervision.rules import bodies
from registry.areas.supervision.rules.bodies import Measurable
from registry.areas.supervision.rules.grades import GiveGrade
from registry.areas.supervision.rules.records import Grade
from tests.areas.supervision.factories import ARTICLE, BASE, BY_OFFICE, entering, measure
from tests.site import Site, open_site
from tests.world import AUTHORITY, DOCUMENT

FIRST_PARTY, OTHER_PARTY = "P-00000011", "P-00000012"


def founding() -> Iterator[tuple[str, object]]:
    """Yield what the authority has entered."""
    target: dict[str, Any] = {"base_year": 2020, "base_milli": 900, "target_year": 2025, "target_milli": 700}
    yield "list_high_energy", entering(number="H-1", participant=OTHER_PARTY)
    yield (
        "oblige_disclosure",
        bodies.ObligeDisclosure(**BASE | {"number": "D-1"}, participant=FIRST_PARTY, year=2025, due_on="2026-01-31"),
    )
    yield (
        "oblige_insurance",
        bodies.ObligeInsurance(**BASE | {"number": "I-1"}, participant=FIRST_PARTY, cover_min_fen=100_00),
    )
    yield "set_target", bodies.SetTarget(**BASE | {"number": "T-1"}, intensity=bodies.Intensity.CO2, **target)
    yield "measure", measure(Measurable.INTENSITY, 800, number="T-1", of="2023", on="2024-06-30")
    yield "grade", GiveGrade(FIRST_PARTY, 2025, Grade.YELLOW, ARTICLE, "示例理由", DOCUMENT)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("supervision"), controls=True) as made:
        author = made.world.author
        for definition in DEFINITIONS:
            made.submit(author.envelope("participants.define_parameter", definition, *BY_OFFICE))
        for value in VALUES:
            made.submit(author.envelope("participants.set_parameter", value, *BY_OFFICE))
        for kind, body in founding():
            made.submit(author.envelope(f"supervision.{kind}", body, AUTHORITY))
        yield made
