"""The green bonds of the demonstration: five issues with their money, two years of reports, and a double claim caught.

All of it is invented; the identifiers have right check digits and belong to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from registry.areas.finance.founding import FOUNDING
from registry.areas.finance.queries.bonds import expected_lines
from registry.areas.finance.rules.bonds.proceeds import (
    AllocateProceeds,
    PlaceIdle,
    ReallocateProceeds,
    ReceiveProceeds,
    ReturnProceeds,
)
from registry.areas.finance.rules.bonds.registering import CURRENCY, RegisterBond, ReviewBond
from registry.areas.finance.rules.bonds.reporting import TONNES, LinkCredits, ReportBond
from registry.areas.finance.rules.changes import beijing_day
from registry.areas.finance.rules.choices import BondKind, Placement
from registry.areas.finance.rules.records import Project
from registry.areas.participants.identifiers import is_isin
from registry.catalog import CATALOGUE
from registry.demo.author import DOCUMENT, Author
from registry.demo.cast import ENTERPRISES, VERIFIER, Organisation
from registry.demo.controls import hands
from registry.demo.sinks import WHOLE
from registry.store.preview import SqlView
from registry.store.projection import mapper_of

FEN: Final = 100_000_000 * 100  # a hundred million yuan
ENERGY, CHEMICAL, _, CEMENT, _, _, FOREST, WIND = ENTERPRISES


@dataclass(frozen=True, slots=True)
class Issue:
    """One bond of the story: planned in fen, by which part of it is allocated (percent), and what else happens."""

    number: str
    issuer: Organisation
    kind: BondKind
    name_zh: str
    name_en: str
    planned_fen: int
    years_ago: int
    percent: int
    reports: tuple[int, ...]
    has_isin: bool = True


ISSUES: Final = (
    Issue("B-00000001", ENERGY, BondKind.GREEN, "示例能源绿色票据", "Example Energy note", 6 * FEN, 3, 92, (2, 1)),
    Issue("B-00000002", WIND, BondKind.BLUE, "示例海上风电蓝色债券", "Example Wind blue bond", 3 * FEN, 3, 70, (2, 1)),
    Issue(
        "B-00000003", FOREST, BondKind.CARBON_REVENUE, "示例林业碳收益债券", "Example Forestry carbon-revenue bond",
        FEN // 2, 3, 60, (2, 1),
    ),
    Issue(
        "B-00000004", CHEMICAL, BondKind.LOAN, "示例化工绿色贷款", "Example Chemical green loan",
        2 * FEN, 2, 40, (1,), has_isin=False,
    ),
    Issue(
        "B-00000005", CEMENT, BondKind.ASSET_BACKED, "示例水泥绿色资产支持证券", "Example Cement asset-backed security",
        FEN, 3, 25, (2,),
    ),
)  # fmt: skip


def set_rules(author: Author, *, office: tuple[str, ...]) -> None:
    """Define and set the parameters of bonds."""
    for one in FOUNDING:
        author.write("participants.define_parameter", one.definition, *office)
    author.send()
    for one in FOUNDING:
        author.write("participants.set_parameter", one.value, *office)
    author.send()


def issue(author: Author) -> None:
    """Issue the bonds, spend their money and report on their years; one report hides a tonne, and is refused."""
    projects = _eligible(author)
    _link(author, projects)
    for n, one in enumerate(ISSUES):
        _register(author, one, n)
        _spend(author, one, projects[n % 3 :: 2] or projects)
        _report(author, one)


def _register(author: Author, one: Issue, n: int) -> None:
    issued = _day(author, one.years_ago, "06-18")
    body = RegisterBond(
        issuer=one.issuer.participant,
        zone=one.issuer.zone,
        name_zh=one.name_zh,
        name_en=one.name_en,
        bond_kind=one.kind,
        isin=_isin(n) if one.has_isin else None,
        approval=f"虚构：示例协注〔{issued[:4]}〕GN{n + 1}号",
        catalogue="2021",
        currency=CURRENCY,
        planned_fen=one.planned_fen,
        issued_on=issued,
        matures_on=f"{int(issued[:4]) + 5}-06-18",
        lookback_months=36,
        use_of_proceeds="全部用于目录内的绿色项目。",
        selection="由发行人绿色金融委员会按目录逐项遴选，并由第三方评估确认。",
        management="专户管理；闲置资金只投资于存款、国债与货币市场工具。",
        reporting="每年四月三十日前披露上一年度的资金使用与环境效益。",
        framework=DOCUMENT,
        bond=one.number,
    )
    author.write("finance.register_bond", body, *hands(one.issuer))
    until = f"{int(beijing_day(author.clock.now)[:4]) + 1}-06-30"
    review = ReviewBond(one.number, VERIFIER.participant, ("G1", "G2", "G1", "G3", "G2")[n], until, DOCUMENT)
    author.write("finance.review_bond", review, *hands(VERIFIER))
    received = ReceiveProceeds(one.number, one.planned_fen, _day(author, one.years_ago, "06-20"), DOCUMENT)
    author.write("finance.receive_proceeds", received, *hands(one.issuer))
    author.send()


def _spend(author: Author, one: Issue, projects: Sequence[Project]) -> None:
    """Allocate a part in four sums, the second of them refinancing; move, place and return a little of the rest."""
    by, part = hands(one.issuer), one.planned_fen * one.percent // 400
    days = ("06-30", "01-15", "09-30", "12-15")
    for n, project in enumerate(projects[:4]):
        fen = min(part, project.total_investment_fen // 4)
        years = one.years_ago if n != 1 else one.years_ago + 1
        body = AllocateProceeds(one.number, project.number, fen, _day(author, years, days[n]), DOCUMENT)
        author.write("finance.allocate_proceeds", body, *by, may_fail=True)
    author.send()
    today = beijing_day(author.clock.now)
    placed = PlaceIdle(one.number, Placement.TREASURY, one.planned_fen // 25, today, DOCUMENT)
    author.write("finance.place_idle", placed, *by)
    if one is ISSUES[0]:
        moved = ReallocateProceeds(one.number, projects[0].number, None, 1_000_000_00, today, DOCUMENT)
        author.write("finance.reallocate_proceeds", moved, *by)
    if one is ISSUES[4]:
        back = ReturnProceeds(one.number, one.planned_fen // 10, today, DOCUMENT)
        author.write("finance.return_proceeds", back, *by)
    author.send()


def _report(author: Author, one: Issue) -> None:
    now = author.clock.now
    for ago in one.reports:
        year = int(beijing_day(now)[:4]) - ago
        with author.journal.engine.connect() as connection:
            lines = expected_lines(connection, SqlView(connection, CATALOGUE, now), one.number, year)
        hidden = tuple(replace(line, credited_units=0) for line in lines)
        if hidden != lines:
            body = ReportBond(one.number, f"{year}", hidden, DOCUMENT)
            author.write("finance.report_bond", body, *hands(one.issuer), may_fail=True)
        author.write("finance.report_bond", ReportBond(one.number, f"{year}", lines, DOCUMENT), *hands(one.issuer))
    author.send()


def _link(author: Author, projects: Sequence[Project]) -> None:
    """Say of the forest's project that the same earns credits."""
    found = next((one for one in projects if _earns_credits(one)), None)
    if found:
        body = LinkCredits(found.number, WHOLE.number, DOCUMENT)
        author.write("finance.link_credits", body, *hands(FOREST))
        author.send()


def _eligible(author: Author) -> list[Project]:
    """Return the eligible projects under the catalogue of 2021, the forest's own first, the largest next."""
    table = mapper_of(Project).table
    query = sa.select(table).where(table.c.eligibility == "eligible", table.c.catalogue == "2021")
    with author.journal.engine.connect() as connection:
        found: list[Project] = [mapper_of(Project).from_row(row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (not _earns_credits(one), -one.total_investment_fen, one.number))


def _earns_credits(project: Project) -> bool:
    return project.owner == FOREST.participant and any(one.metric in TONNES for one in project.impacts)


def _day(author: Author, years_ago: int, rest: str) -> str:
    return f"{int(beijing_day(author.clock.now)[:4]) - years_ago}-{rest}"


def _isin(n: int) -> str:
    body = f"CND1000{n + 1:04}"
    return next(f"{body}{digit}" for digit in range(10) if is_isin(f"{body}{digit}"))
