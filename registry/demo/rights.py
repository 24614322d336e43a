"""The discharge rights of the demonstration: permits in two basins and five provinces, allotted, paid for and sold.

All of it is invented: areas are real, their indicators, permits and people are not.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from registry.areas.discharge.founding import DEFINITIONS, POLLUTANTS, VALUES
from registry.areas.discharge.rules import rights
from registry.areas.discharge.rules.allotting import Acquired, Allot, Allotment, Instalment, PayFee
from registry.areas.discharge.rules.areas import DefineArea
from registry.areas.discharge.rules.indicators import SetAttainment, SetIndicator
from registry.areas.discharge.rules.permits import IssuePermit
from registry.areas.discharge.rules.records import (
    DischargeMode,
    Facility,
    Level,
    Limit,
    Management,
    Medium,
    Outlet,
    SourceSort,
)
from registry.areas.discharge.rules.reserve import ReleaseReserve, Repurchase
from registry.areas.discharge.rules.rights import LinkAccount
from registry.areas.discharge.rules.routes import AgreeRoute
from registry.areas.discharge.rules.trade_records import SurplusGround, TradeUse
from registry.areas.discharge.rules.trading import AttestSurplus, TradeRights
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import Evidence, SetParameter
from registry.areas.participants.rules.parties import DefineClass, OpenAccount
from registry.demo.author import DOCUMENT, Author
from registry.demo.cast import AUTHORITY, ENTERPRISES, NEIGHBOUR, Organisation
from registry.demo.controls import account, hands
from registry.ledger.book import Title
from registry.ledger.serials import account_number
from registry.store.projection import mapper_of

ENERGY, CHEMICAL, STEEL, _, _, CARBON, _, WIND = ENTERPRISES
OFFICIAL: Final = {
    rights.ISSUER: account_number("31", "IS", AUTHORITY.number),
    rights.RESERVE: account_number("31", "RS", AUTHORITY.number),
    rights.CANCELLATION: account_number("31", "CX", AUTHORITY.number),
    rights.TREASURY: account_number("31", "CA", AUTHORITY.number),
}
_FICTITIOUS: Final = "演示用，不具法律效力"
AREAS: Final = (
    DefineArea("110000", Level.PROVINCE, "北京", "Beijing", None, "11", "JJJ"),
    DefineArea("130000", Level.PROVINCE, "河北", "Hebei", None, "13", "JJJ"),
    DefineArea("310000", Level.PROVINCE, "上海", "Shanghai", None, "31", "CSJ"),
    DefineArea("320000", Level.PROVINCE, "江苏", "Jiangsu", None, "32", "CSJ"),
    DefineArea("330000", Level.PROVINCE, "浙江", "Zhejiang", None, "33", "CSJ"),
    DefineArea("HAI", Level.BASIN, "海河流域", "Haihe basin", None, None, ""),
    DefineArea("HAI01", Level.CONTROL_UNIT, "海河下游单元", "Lower Haihe", "HAI", None, ""),
    DefineArea("TAI", Level.BASIN, "太湖流域", "Taihu basin", None, None, ""),
    DefineArea("TAI01", Level.CONTROL_UNIT, "太湖东部单元", "Eastern Taihu", "TAI", None, ""),
)


@dataclass(frozen=True, slots=True)
class Site:
    """One site of an enterprise: where it stands, on which water, and what sort of source it is."""

    owner: Organisation
    number: int
    name: str
    area: str
    water: str
    source: SourceSort = SourceSort.INDUSTRIAL

    @property
    def permit(self) -> str:
        """The number of its permit."""
        return f"{self.owner.identity}{self.number:03}P"

    @property
    def account(self) -> str:
        """The account of its rights; a second site has one of its own."""
        extra = 1_000 * (self.number - 1)
        return account_number(self.owner.zone, "HO", self.owner.number + extra)


PLANT: Final = Site(ENERGY, 1, "浦东电厂", "310000", "TAI01", SourceSort.THERMAL_POWER)
WORKS: Final = Site(ENERGY, 2, "临港水处理厂", "310000", "TAI01")
DYEING: Final = Site(CHEMICAL, 1, "绍兴印染助剂厂", "330000", "TAI01")
HARBOUR: Final = Site(WIND, 1, "如东运维港", "320000", "TAI01")
MILL: Final = Site(STEEL, 1, "曹妃甸钢厂", "130000", "HAI01")
OFFICES: Final = Site(CARBON, 1, "亦庄园区", "110000", "HAI01")
SITES: Final = (PLANT, WORKS, DYEING, HARBOUR, MILL, OFFICES)
_LIMITS: Final = (
    Limit("DW001", "COD", 50_000, 24_000),
    Limit("DW001", "NH3N", 5_000, 2_400),
    Limit("DA001", "SO2", 35_000, 16_000),
    Limit("DA001", "NOX", 50_000, 18_000),
)


def open_rights(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Set what rights rest on, and allot them."""
    _set_rules(author, office=office, operators=operators)
    _allot(author, office=office)


def _set_rules(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Define classes, parameters, pollutants and areas, open the official accounts, and set indicators."""
    author.write("participants.define_class", DefineClass("PDR", "排污权", "kg", Title.OWN, "本登记簿", True), *office)
    for purpose, label in (("RS", "排污权储备"), ("CX", "排污权注销"), ("CA", "排污权有偿使用费")):
        body = OpenAccount(account_number("31", purpose, AUTHORITY.number), AUTHORITY.participant, f"{label}账户")
        author.write("participants.open_account", body, *operators)
    second = OpenAccount(WORKS.account, ENERGY.participant, f"{WORKS.name} 持有账户")
    author.write("participants.open_account", second, *operators)
    for definition in DEFINITIONS:
        author.write("participants.define_parameter", definition, *office)
    author.send()
    named = (
        SetParameter(name, "", None, None, number, _FICTITIOUS, Evidence.FICTITIOUS)
        for name, number in OFFICIAL.items()
    )
    for value in (*VALUES, *named):
        author.write("participants.set_parameter", value, *office)
    for one in POLLUTANTS:
        author.write("discharge.define_pollutant", one, *office)
    for area in AREAS:
        author.write("discharge.define_area", area, *office)
        author.send()
    year = day_of(author.clock.now).year
    for pollutant, units in (("COD", 60_000), ("NOX", 80_000)):
        for area in AREAS:
            limit = SetIndicator(area.code, pollutant, year, year + 4, units, DOCUMENT)
            author.write("discharge.set_indicator", limit, office[0])
    missed = SetAttainment("130000", "PM25", year - 1, False, DOCUMENT)
    author.write("discharge.set_attainment", missed, office[0])
    author.send()


def _allot(author: Author, *, office: tuple[str, ...]) -> None:
    """Issue permits, name their accounts, allot rights, and let their holders pay."""
    today = day_of(author.clock.now)
    for site in SITES:
        author.write("discharge.issue_permit", _issued(site, today.isoformat()), office[0])
        author.send()
        author.write("discharge.link_account", LinkAccount(site.permit, site.account), *hands(site.owner))
    author.send()
    for n, site in enumerate(SITES):
        for pollutant, medium in (("COD", Medium.WATER), ("NOX", Medium.AIR)):
            units, fee = 6_000 + 500 * n, 1_200_000 + 100_000 * n
            parts = (Instalment(today.isoformat(), fee),)
            made = Allot(site.permit, pollutant, medium, today.year + 4, units, Acquired.PAID, parts, DOCUMENT)
            author.write("discharge.allot", made, *office)
    author.send()
    for one in _fees(author):
        site = next(site for site in SITES if site.permit == one.permit)
        body = PayFee(one.number, account(site.owner, "CA"), one.fee_fen)
        author.write("discharge.pay_fee", body, *hands(site.owner))
    author.send()


def deal(author: Author, *, office: tuple[str, ...]) -> None:
    """Attest surpluses, agree on a route, and sell: inside a province, across provinces, and against each rule."""
    year = day_of(author.clock.now).year
    own = _attest(author, PLANT, "COD", Medium.WATER, office)
    there = (NEIGHBOUR.people[0].representative,)
    cross = _attest(author, DYEING, "COD", Medium.WATER, there)
    air = _attest(author, PLANT, "NOX", Medium.AIR, office)
    route = AgreeRoute(
        "33", "31", f"CSJ-{year}-01", 1_200, f"{year}-01-01", f"{year + 2}-12-31", NEIGHBOUR.participant,
        AUTHORITY.participant, DOCUMENT,
    )  # fmt: skip
    both = (*there, AUTHORITY.people[0].representative)
    author.write("discharge.agree_route", route, *both)
    author.send()
    within = _sale(PLANT, WORKS, f"PDR-COD31TAI{(year + 4) % 100}P", 800, own)
    across = _sale(DYEING, WORKS, f"PDR-COD33TAI{(year + 4) % 100}P", 1_000, cross)
    _sell(author, within, PLANT, WORKS, office)
    _sell(author, replace(across, receives=833), DYEING, WORKS, office)
    power = _sale(PLANT, WORKS, f"PDR-NOX31{(year + 4) % 100}P", 500, air)
    for body, buyer in (
        (replace(across, buyer=MILL.permit, buyer_cash=account(STEEL, "CA")), MILL),  # R2: another basin
        (replace(across, buyer=HARBOUR.permit, buyer_cash=account(WIND, "CA")), HARBOUR),  # R6: no agreement
        (replace(across, units=9_000, receives=7_500), WORKS),  # R8: more than the surplus
    ):
        _sell(author, body, DYEING, buyer, there)
    _sell(author, power, PLANT, WORKS, office)  # R3: power and another industry
    _reserve(author, within.asset, office)


def _reserve(author: Author, asset: str, office: tuple[str, ...]) -> None:
    """Buy rights back into the reserve, and release a part of them to a priority project."""
    back = Repurchase(PLANT.permit, asset, 900, 1_350_000, account(ENERGY, "CA"), DOCUMENT)
    author.write("discharge.repurchase", back, *office, *hands(ENERGY))
    author.send()
    out = ReleaseReserve(WORKS.permit, asset, 400, 700_000, account(ENERGY, "CA"), "示例临港氢能项目", DOCUMENT)
    author.write("discharge.release_reserve", out, *office, *hands(ENERGY))
    author.send()


def _issued(site: Site, today: str) -> IssuePermit:
    outlets = (
        Outlet("DW001", "总排口", 1_214_000_000, 312_000_000, DischargeMode.CONTINUOUS, "地表水"),
        Outlet("DA001", "主烟囱", 1_214_000_000, 312_000_000, DischargeMode.CONTINUOUS, "大气"),
    )
    return IssuePermit(
        area=site.area, water_unit=site.water, site=site.name, address=f"示例路{site.number}号",
        issuer="示例生态环境局",
        management=Management.KEY, industry="4411" if site.source is SourceSort.THERMAL_POWER else "2611",
        source=site.source, processes=("主要生产线",), facilities=(Facility("TW001", "生化处理"),), outlets=outlets,
        limits=_LIMITS, upkeep="正常运行并记录", special_periods=None, monitoring="自动监测并比对",
        reporting="季报、年报", disclosure="网站公开", fugitive=None, document=DOCUMENT, number=site.permit,
        holder=site.owner.participant, issued_on=today, valid_from=today, valid_until=_five_years(today),
    )  # fmt: skip


def _five_years(today: str) -> str:
    first = date.fromisoformat(today)
    return (first.replace(year=first.year + 5, day=min(first.day, 28)) - timedelta(days=1)).isoformat()


def _fees(author: Author) -> list[Allotment]:
    """Return the allotments that something is still to be paid for."""
    table = mapper_of(Allotment).table
    query = sa.select(table).where(table.c.is_settled == sa.false()).order_by(table.c.number)
    with author.journal.engine.connect() as connection:
        return [mapper_of(Allotment).from_row(row) for row in connection.execute(query)]


def _attest(author: Author, site: Site, pollutant: str, medium: Medium, office: tuple[str, ...]) -> str:
    body = AttestSurplus(site.permit, pollutant, medium, SurplusGround.TREATMENT, 3_000, DOCUMENT)
    return author.write("discharge.attest_surplus", body, office[0])


def _sale(seller: Site, buyer: Site, asset: str, units: int, surplus: str) -> TradeRights:
    return TradeRights(
        seller=seller.permit, buyer=buyer.permit, asset=asset, units=units, receives=units, use=TradeUse.EXISTING,
        surplus=surplus, price_fen=units * 1_500, buyer_cash=account(buyer.owner, "CA"),
        seller_cash=account(seller.owner, "CA"), document=DOCUMENT,
    )  # fmt: skip


def _sell(author: Author, body: TradeRights, seller: Site, buyer: Site, office: tuple[str, ...]) -> None:
    signers = (*hands(seller.owner), *hands(buyer.owner), office[0])
    author.write("discharge.trade", body, *signers, may_fail=True)
    author.send()
