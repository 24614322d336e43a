"""Forestry projects in the demonstration, one working day at a time: from design to issue and retirement.

One goes the whole way; the others stop at a stage each, so that a visitor finds every stage. All names are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from registry.areas.credits.founding import BUFFER, FOUNDING, afforestation, buffer_of
from registry.areas.credits.rules.comments import AnswerComment, CommentCase
from registry.areas.credits.rules.designs import CancelProject, PublishDesign
from registry.areas.credits.rules.issuing import IssueVerified
from registry.areas.credits.rules.opinions import ValidateProject, VerifyReductions
from registry.areas.credits.rules.periods import PublishPeriod
from registry.areas.credits.rules.programmes import Accredit
from registry.areas.credits.rules.records import YearUnits
from registry.areas.credits.rules.registering import ApplyRegistration, DecideRegistration
from registry.areas.credits.rules.retirement import Beneficiary, Retire, RetirementPurpose
from registry.areas.forestry.founding import FOUNDING as OF_FORESTRY
from registry.areas.forestry.rules.geometry import square_metres
from registry.areas.forestry.rules.plots import AddPlot, Corner, ring_of
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import Evidence
from registry.areas.participants.rules.parties import OpenAccount
from registry.demo.author import (
    ACCOUNTED,
    ACCREDITED,
    DESIGN,
    DOCUMENT,
    METHOD,
    MINUTE,
    VALIDATED,
    VERIFIED,
    Author,
)
from registry.demo.cast import AUTHORITY, ENTERPRISES, TESTER, VERIFIER, Organisation
from registry.demo.controls import account, hands
from registry.ledger.serials import account_number

FOREST, CEMENT, CHEMICAL, ALUMINIUM = ENTERPRISES[6], ENTERPRISES[3], ENTERPRISES[1], ENTERPRISES[4]
BUFFER_NO: Final = account_number("31", "BF", AUTHORITY.number)
# The notice, the first day counted, and the morning after it.
NOTICE: Final = 21
# So long after the first project's end the next one begins; its notice still runs on the visitor's day.
BETWEEN: Final = 8
# Two plots that share an edge; where they would lie grows nothing of the kind.
_WEST, _SOUTH = 1_182_000_000, 262_000_000
_CORNERS: Final = (
    ((0, 0), (90_000, 4_000), (84_000, 60_000), (6_000, 56_000)),
    ((90_000, 4_000), (150_000, 20_000), (140_000, 70_000), (84_000, 60_000)),
)
PLOTS: Final = tuple(tuple(Corner(_WEST + x, _SOUTH + y) for x, y in ring) for ring in _CORNERS)
_FICTITIOUS: Final = "演示用，不具法律效力"


@dataclass(frozen=True, slots=True)
class Sink:
    """One project of the story."""

    number: str
    scheme: str
    owner: Organisation
    name_zh: str
    name_en: str
    units: int


WHOLE: Final = Sink("C-00000001", "FCS", FOREST, "示例杉木碳汇造林", "Example fir afforestation", 536)
RUNNING: Final = Sink("C-00000002", "FCS", FOREST, "示例沿海防护林", "Example coastal shelter forest", 310)
WAITING: Final = Sink("C-00000003", "CCER", CEMENT, "示例矿山复绿造林", "Example quarry afforestation", 402)
REJECTED: Final = Sink("C-00000004", "FCS", CHEMICAL, "示例厂区周边造林", "Example afforestation near a plant", 64)
CANCELLED: Final = Sink("C-00000005", "FCS", ALUMINIUM, "示例河谷造林", "Example valley afforestation", 201)
MIRRORED: Final = Sink("C-00000006", "CCER", FOREST, "示例高原云南松造林", "Example upland pine afforestation", 1_210)


def admit(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Set what projects rest on: parameters, the methodology under two schemes, two bodies, the buffer account."""
    for definition in (*(one.definition for one in (*FOUNDING, *OF_FORESTRY)), BUFFER):
        author.write("participants.define_parameter", definition, *office)
    opened = OpenAccount(BUFFER_NO, AUTHORITY.participant, "地方林业碳汇缓冲账户")
    author.write("participants.open_account", opened, *operators)
    author.send()
    for one in (*FOUNDING, *OF_FORESTRY):
        author.write("participants.set_parameter", one.value, *office)
    buffer = buffer_of("FCS", BUFFER_NO, _FICTITIOUS, Evidence.FICTITIOUS)
    author.write("participants.set_parameter", buffer, *operators)
    for scheme, permille, evidence in (("CCER", 0, Evidence.RECALLED), ("FCS", 100, Evidence.FICTITIOUS)):
        admitted = afforestation(scheme, buffer_permille=permille, evidence=evidence, document=METHOD)
        author.write("credits.admit_methodology", admitted, *office)
    until = f"{_year(author) + 2}-12-31"
    for body in (VERIFIER, TESTER):
        author.write("credits.accredit", Accredit(body.participant, "14", until, ACCREDITED), *office)
    author.send()


def carry(author: Author, *, office: tuple[str, ...], issuer: str) -> Iterator[None]:
    """Take the projects' steps; each `yield` lets a working day pass."""
    _publish(author, WHOLE, WAITING, REJECTED, CANCELLED, MIRRORED)
    for ring in PLOTS:
        _owner(author, WHOLE, "forestry.add_plot", AddPlot(WHOLE.number, ring, square_metres(ring_of(ring)), DOCUMENT))
    yield
    _comment(author, WHOLE, CEMENT, "第 3 小班与我方采石场相邻，请说明是否已避让。")
    yield
    answer = AnswerComment(WHOLE.number, 0, 1, "边界退让 50 米，见设计文件附图二。")
    _owner(author, WHOLE, "credits.answer_comment", answer)
    yield from _days(NOTICE - 2)
    for sink in (WHOLE, WAITING, CANCELLED, MIRRORED, REJECTED):
        opinion = ValidateProject(sink.number, sink is not REJECTED, VALIDATED)
        author.write("credits.validate_project", opinion, *hands(VERIFIER))
    author.send()
    yield
    for sink in (WHOLE, WAITING, CANCELLED, MIRRORED):
        _owner(author, sink, "credits.apply_registration", ApplyRegistration(sink.number, 0, 0, DOCUMENT))
    yield
    for sink, number in ((WHOLE, None), (CANCELLED, None), (MIRRORED, "DEMO-CCER-P-0006")):
        granted = DecideRegistration(sink.number, 0, True, number, None, DOCUMENT)
        author.write("credits.decide_registration", granted, *office)
    author.send()
    yield
    ended = CancelProject(CANCELLED.number, "业主停止经营，申请注销", DOCUMENT)
    author.write("credits.cancel_project", ended, *office)
    yield from _reduce(author, office=office, issuer=issuer)


def _reduce(author: Author, *, office: tuple[str, ...], issuer: str) -> Iterator[None]:
    year = _year(author)
    years = tuple(YearUnits(one, WHOLE.units * 5) for one in (year - 2, year - 1))
    first, last = f"{year - 2}-01-01", f"{year - 1}-12-31"
    period = PublishPeriod(WHOLE.number, first, last, years, "CCER-14-001-V01/1", TESTER.participant, ACCOUNTED)
    _owner(author, WHOLE, "credits.publish_period", period)
    yield from _days(NOTICE)
    verified = (years[0], replace(years[1], units=years[1].units - 17))
    opinion = VerifyReductions(WHOLE.number, 1, True, verified, VERIFIED)
    author.write("credits.verify_reductions", opinion, *hands(TESTER))
    author.send()
    yield
    units = sum(one.units for one in verified)
    _owner(author, WHOLE, "credits.apply_registration", ApplyRegistration(WHOLE.number, 1, units, DOCUMENT))
    yield
    granted = DecideRegistration(WHOLE.number, 1, True, None, None, DOCUMENT)
    author.write("credits.decide_registration", granted, *office)
    author.send()
    issued = IssueVerified(WHOLE.number, 1, issuer, account(FOREST), (), DOCUMENT)
    author.write("credits.issue_verified", issued, *office)
    author.send()
    yield
    body = Retire(
        account(FOREST), None, account(FOREST, "RT"), f"FCS-{year - 2}", 300, (),
        Beneficiary(None, "示例海岸马拉松组委会", None), RetirementPurpose.EVENT, "赛事碳中和",
    )  # fmt: skip
    _owner(author, WHOLE, "credits.retire", body)
    yield from _days(BETWEEN)
    _publish(author, RUNNING)
    _comment(author, RUNNING, CHEMICAL, "请公布树种与密度，以便核对预计减排量。")


def _publish(author: Author, *sinks: Sink) -> None:
    year = _year(author) - 5
    for sink in sinks:
        body = PublishDesign(
            project=sink.number,
            scheme=sink.scheme,
            owner=sink.owner.participant,
            zone=sink.owner.zone,
            name_zh=sink.name_zh,
            name_en=sink.name_en,
            methodology="CCER-14-001-V01",
            started_on=f"{year}-03-01",
            crediting_first=f"{year}-03-01",
            crediting_last=f"{year + 29}-12-31",
            units_expected=sink.units,
            claims=(f"DEMO-LQ-{sink.number[2:]}",),
            validator=VERIFIER.participant,
            document=DESIGN,
        )
        author.write("credits.publish_design", body, *hands(sink.owner))
    author.send()


def _comment(author: Author, sink: Sink, who: Organisation, text: str) -> None:
    author.clock.forward(20 * MINUTE)
    said = CommentCase(sink.number, 0, who.participant, text)
    author.write("credits.comment", said, *hands(who))
    author.send()


def _owner(author: Author, sink: Sink, kind: str, body: object) -> None:
    author.write(kind, body, *hands(sink.owner))
    author.send()


def _days(count: int) -> Iterator[None]:
    for _ in range(count):
        yield


def _year(author: Author) -> int:
    return day_of(author.clock.now).year
