"""One compliance year in the demonstration: a power company that is on time, and a steelworks that is corrected.

The deadlines are invented, so that a whole year fits into the months of the story, and are marked as fictitious.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from registry.areas.allowances.rules import MirrorBatch, SettlePending
from registry.areas.compliance.founding import DEFINITIONS, VALUES
from registry.areas.compliance.queries.cases import case_of
from registry.areas.compliance.rules.allocation import BALANCE, Allocate
from registry.areas.compliance.rules.calculations import Allocation, PowerUnit, UnitClass
from registry.areas.compliance.rules.deadlines import SetDeadline
from registry.areas.compliance.rules.emissions import AcceptEmissions, AssignVerifier, GiveOpinion, ReportEmissions
from registry.areas.compliance.rules.listing import ListEnterprise
from registry.areas.compliance.rules.penalties import PRICE, month_before
from registry.areas.compliance.rules.records import EmissionPart, Sector, Source, Step
from registry.areas.compliance.rules.surrender import OffsetUnits, SurrenderUnits
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import Evidence, SetParameter
from registry.areas.participants.rules.parties import OpenAccount
from registry.demo.author import DOCUMENT, MINUTE, Author, StoryError
from registry.demo.cast import AUTHORITY, ENTERPRISES, OPERATOR, VERIFIER, Organisation
from registry.demo.controls import account, hands
from registry.ledger.serials import account_number
from registry.papers import digest_of_paper

YEAR: Final = 2025
OPERATORS: Final = tuple(person.representative for person in OPERATOR.people)
ENERGY, STEEL = ENTERPRISES[0], ENTERPRISES[2]
_COVERED: Final = (
    (ENTERPRISES[0], Sector.POWER, 76_400),
    (ENTERPRISES[2], Sector.STEEL, 61_900),
    (ENTERPRISES[3], Sector.CEMENT, 44_700),
    (ENTERPRISES[4], Sector.ALUMINIUM, 38_200),
)
_DEADLINES: Final = {Step.REPORT: 20, Step.VERIFY: 50, Step.ALLOCATE: 65, Step.SURRENDER: 100}
# What the entries name beside the one paper for many.
PAPERS: Final = ("workbook 11 1", "workbook 13 1", "workbook 13 2", "allocation 11", "allocation 13", "credits 11")
ASSET: Final = f"CEA-{YEAR}"
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
    balance = SetParameter(BALANCE, f"{YEAR}/steel", None, 1_920, None, _ARTICLE, Evidence.FICTITIOUS)
    author.write("participants.set_parameter", balance, *office)
    for organisation, _, _ in _COVERED:
        body = OpenAccount(account(organisation, "SU"), organisation.participant, f"{organisation.name} 清缴账户")
        author.write("participants.open_account", body, *OPERATORS)
    today = day_of(author.clock.now)
    for step, days in _DEADLINES.items():
        day = (today + timedelta(days=days)).isoformat()
        deadline = SetDeadline(YEAR, step, None, day, _ARTICLE, Evidence.FICTITIOUS)
        author.write("compliance.set_deadline", deadline, *office)
        if step is Step.SURRENDER:
            price = SetParameter(PRICE, month_before(day), None, 7_310, None, _ARTICLE, Evidence.FICTITIOUS)
            author.write("participants.set_parameter", price, *office)
    for organisation, sector, basis in _COVERED:
        listed = ListEnterprise(YEAR, organisation.participant, sector, basis, DOCUMENT)
        author.write("compliance.list_enterprise", listed, office[0])
    author.send()
    return _scenes(office)


def go_on(author: Author, scenes: Scenes, day: int) -> None:
    """Let happen what is due by a day of the story."""
    while scenes and scenes[0][0] <= day:
        scenes.pop(0)[1](author)


def _scenes(office: tuple[str, ...]) -> Scenes:
    plan = (
        (14, _reports),
        (27, _review),
        (41, _correction),
        (50, _allocate),
        (62, _surrender),
        (80, _offset),
        (88, _part),
    )
    return [(day, partial(scene, office=office)) for day, scene in plan]


def _reports(author: Author, *, office: tuple[str, ...]) -> None:
    _report(author, ENERGY, 1, {Source.FUEL: 73_380, Source.PROCESS: 1_940})
    _report(author, STEEL, 1, {Source.FUEL: 52_600, Source.PROCESS: 6_150})
    for organisation in (ENERGY, STEEL):
        body = AssignVerifier(YEAR, organisation.participant, VERIFIER.participant, DOCUMENT)
        author.write("compliance.assign_verifier", body, office[0])
    author.send()


def _review(author: Author, *, office: tuple[str, ...]) -> None:
    _opinion(author, ENERGY, 1)
    _opinion(author, STEEL, 1, _MISSING)
    _accept(author, ENERGY, 1, office=office)


def _correction(author: Author, *, office: tuple[str, ...]) -> None:
    _report(author, STEEL, 2, {Source.FUEL: 53_240, Source.PROCESS: 6_150})
    _opinion(author, STEEL, 2)
    _accept(author, STEEL, 2, office=office)


def _accept(author: Author, of: Organisation, version: int, *, office: tuple[str, ...]) -> None:
    author.write("compliance.accept_emissions", AcceptEmissions(YEAR, of.participant, version, DOCUMENT), office[0])
    author.send()


def _allocate(author: Author, *, office: tuple[str, ...]) -> None:
    unit = PowerUnit("1", UnitClass.SMALL, 88_000, 61_000, 7_200, 75_320)
    for n, (of, version, units, intensity) in enumerate(((ENERGY, 1, (unit,), None), (STEEL, 2, (), 1_840)), 1):
        decision = digest_of_paper(f"allocation {of.number}")
        body = Allocate(YEAR, of.participant, version, units, intensity, decision)
        author.write("compliance.allocate", body, office[0])
        author.send()
        with author.journal.engine.connect() as connection:
            found = case_of(connection, YEAR, of.participant)
        if found is None or found.allocation is None:
            raise StoryError(of.participant)
        _book(author, of, found.allocation, n, office=office)


def _surrender(author: Author, *, office: tuple[str, ...]) -> None:
    """Let the power company meet its year in time, in two steps."""
    body = SurrenderUnits(YEAR, account(ENERGY), account(ENERGY, "PE"), account(ENERGY, "SU"), ASSET, 71_560, ())
    _settled(author, "compliance.surrender", body, ENERGY, office=office)


def _offset(author: Author, *, office: tuple[str, ...]) -> None:
    """Let it have bought credits, and use them within the share."""
    block = MirrorBatch(
        "CCER-31-14.009-2025-9", "CCER-2025", "31", account_number("31", "IS", AUTHORITY.number), account(ENERGY),
        50_001, 53_760, digest_of_paper("credits 11"),
    )  # fmt: skip
    author.write("credits.mirror_batch", block, *office)
    author.send()
    accounts = (account(ENERGY), account(ENERGY, "PE"), account(ENERGY, "SU"))
    body = OffsetUnits(
        YEAR, *accounts, "CCER-2025", 3_760, (), "CCER-14.009", "2025-03-14", is_inside_quota=False
    )  # fmt: skip
    _settled(author, "compliance.offset", body, ENERGY, office=office)


def _part(author: Author, *, office: tuple[str, ...]) -> None:
    """Let the steelworks surrender a part, and leave the rest of it open beyond the deadline."""
    body = SurrenderUnits(YEAR, account(STEEL), account(STEEL, "PE"), account(STEEL, "SU"), ASSET, 41_000, ())
    _settled(author, "compliance.surrender", body, STEEL, office=office)


def _settled(author: Author, kind: str, body: object, of: Organisation, *, office: tuple[str, ...]) -> None:
    step = author.write(kind, body, *hands(of))
    author.send()
    author.clock.forward(2 * 60 * MINUTE)
    author.write("compliance.confirm_surrender", SettlePending(step, f"NAT-SU-{author.count:04}", DOCUMENT), *office)
    author.send()


def _book(author: Author, of: Organisation, allocation: Allocation, n: int, *, office: tuple[str, ...]) -> None:
    """Book what the national register shows, under the decision."""
    first = 20_000_001 + 1_000_000 * n
    body = MirrorBatch(
        text=f"CEA-31-NAT-{YEAR}-{200 + n}",
        asset=f"CEA-{YEAR}",
        zone="31",
        issuer=account_number("31", "IS", AUTHORITY.number),
        target=account(of),
        first=first,
        last=first + allocation.due_units - 1,
        document=allocation.document,
    )
    author.write("allowances.mirror_batch", body, *office)
    author.send()


def _report(author: Author, of: Organisation, version: int, parts: dict[Source, int]) -> None:
    body = ReportEmissions(
        year=YEAR,
        participant=of.participant,
        version=version,
        parts=tuple(EmissionPart(source, units) for source, units in parts.items()),
        total_tco2e=sum(parts.values()),
        writer=None,
        document=digest_of_paper(f"workbook {of.number} {version}"),
    )
    author.write("compliance.report_emissions", body, *hands(of))


def _opinion(author: Author, of: Organisation, version: int, *findings: str) -> None:
    body = GiveOpinion(YEAR, of.participant, version, VERIFIER.participant, not findings, findings, DOCUMENT)
    author.write("compliance.give_opinion", body, *hands(VERIFIER))
