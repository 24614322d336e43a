"""One compliance year in the demonstration: a power company that is on time, and a steelworks that is corrected.

The deadlines are invented, so that a whole year fits into the months of the story, and are marked as fictitious.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from registry.areas.compliance.founding import DEFINITIONS, VALUES
from registry.areas.compliance.rules.deadlines import SetDeadline
from registry.areas.compliance.rules.emissions import AcceptEmissions, AssignVerifier, GiveOpinion, ReportEmissions
from registry.areas.compliance.rules.listing import ListEnterprise
from registry.areas.compliance.rules.records import EmissionPart, Sector, Source, Step
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import Evidence
from registry.demo.author import DOCUMENT, Author
from registry.demo.cast import ENTERPRISES, VERIFIER, Organisation
from registry.demo.controls import hands

YEAR: Final = 2025
ENERGY, STEEL = ENTERPRISES[0], ENTERPRISES[2]
_COVERED: Final = (
    (ENTERPRISES[0], Sector.POWER, 76_400),
    (ENTERPRISES[2], Sector.STEEL, 61_900),
    (ENTERPRISES[3], Sector.CEMENT, 44_700),
    (ENTERPRISES[4], Sector.ALUMINIUM, 38_200),
)
_DEADLINES: Final = {Step.REPORT: 20, Step.VERIFY: 50, Step.ALLOCATE: 65, Step.SURRENDER: 100}
_ARTICLE: Final = "演示用期限，虚构，不具法律效力"
_MISSING: Final = "7 月元素碳含量缺少化验报告编号"

# What happens in the year, each with the day of the story on which it does, in order.
Scenes = list[tuple[int, Callable[[Author], None]]]


def open_year(author: Author, *, office: tuple[str, ...]) -> Scenes:
    """Define and set the parameters, set the deadlines, publish the list; return what is to come."""
    for definition in DEFINITIONS:
        author.write("participants.define_parameter", definition, *office)
    author.send()
    for value in VALUES:
        author.write("participants.set_parameter", value, *office)
    today = day_of(author.clock.now)
    for step, days in _DEADLINES.items():
        day = (today + timedelta(days=days)).isoformat()
        body = SetDeadline(YEAR, step, None, day, _ARTICLE, Evidence.FICTITIOUS)
        author.write("compliance.set_deadline", body, *office)
    for organisation, sector, basis in _COVERED:
        listed = ListEnterprise(YEAR, organisation.participant, sector, basis, DOCUMENT)
        author.write("compliance.list_enterprise", listed, office[0])
    author.send()
    return _scenes(office[0])


def go_on(author: Author, scenes: Scenes, day: int) -> None:
    """Let happen what is due by a day of the story."""
    while scenes and scenes[0][0] <= day:
        scenes.pop(0)[1](author)


def _scenes(authority: str) -> Scenes:
    def reports(author: Author) -> None:
        _report(author, ENERGY, 1, {Source.FUEL: 73_380, Source.PROCESS: 1_940})
        _report(author, STEEL, 1, {Source.FUEL: 52_600, Source.PROCESS: 6_150})
        for organisation in (ENERGY, STEEL):
            body = AssignVerifier(YEAR, organisation.participant, VERIFIER.participant, DOCUMENT)
            author.write("compliance.assign_verifier", body, authority)
        author.send()

    def review(author: Author) -> None:
        _opinion(author, ENERGY, 1)
        _opinion(author, STEEL, 1, _MISSING)
        author.send()
        accept(author, ENERGY, 1)

    def correction(author: Author) -> None:
        _report(author, STEEL, 2, {Source.FUEL: 53_240, Source.PROCESS: 6_150})
        author.send()
        _opinion(author, STEEL, 2)
        author.send()
        accept(author, STEEL, 2)

    def accept(author: Author, of: Organisation, version: int) -> None:
        author.write("compliance.accept_emissions", AcceptEmissions(YEAR, of.participant, version, DOCUMENT), authority)
        author.send()

    return [(14, reports), (27, review), (41, correction)]


def _report(author: Author, of: Organisation, version: int, parts: dict[Source, int]) -> None:
    body = ReportEmissions(
        year=YEAR,
        participant=of.participant,
        version=version,
        parts=tuple(EmissionPart(source, units) for source, units in parts.items()),
        total_tco2e=sum(parts.values()),
        writer=None,
        document=hashlib.sha256(f"workbook {of.number} {version}".encode()).hexdigest(),
    )
    author.write("compliance.report_emissions", body, *hands(of))


def _opinion(author: Author, of: Organisation, version: int, *findings: str) -> None:
    body = GiveOpinion(YEAR, of.participant, version, VERIFIER.participant, not findings, findings, DOCUMENT)
    author.write("compliance.give_opinion", body, *hands(VERIFIER))
