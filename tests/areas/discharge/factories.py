"""A small world with two basins, three provinces, and enterprises with permits."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from registry.areas.discharge.founding import DEFINITIONS, POLLUTANTS, VALUES
from registry.areas.discharge.rules import rights
from registry.areas.discharge.rules.allotting import Acquired, Allot, Allotment, Instalment, PayFee
from registry.areas.discharge.rules.areas import DefineArea
from registry.areas.discharge.rules.indicators import Indicator, SetIndicator
from registry.areas.discharge.rules.permits import IssuePermit
from registry.areas.discharge.rules.records import (
    DischargeMode,
    Facility,
    Level,
    Limit,
    Management,
    Medium,
    Outlet,
    Permit,
    SourceSort,
)
from registry.areas.discharge.rules.rights import LinkAccount
from registry.areas.participants.identifiers import uscc_check
from registry.areas.participants.rules.parameters import Evidence, SetParameter
from registry.areas.participants.rules.parties import DefineClass
from registry.areas.trading.rules.cash import DepositCash
from registry.ledger.book import Title
from registry.ledger.serials import account_number
from tests.areas.allowances.factories import ALICE, BOB, Registry, account
from tests.areas.trading.factories import BANK, BY_BANK, bank
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

BY_AUTHORITY = (AUTHORITY,)
BY_OFFICE = (AUTHORITY, OPERATORS[0])
BY_ALICE = (f"R-{ALICE:08}",)
BY_BOB = (f"R-{BOB:08}",)
TIANJIN, TANGSHAN, SUZHOU = "120000", "130200", "320500"
AREAS = (
    DefineArea("120000", Level.PROVINCE, "天津", "Tianjin", None, "12", "JJJ"),
    DefineArea("130000", Level.PROVINCE, "河北", "Hebei", None, "13", "JJJ"),
    DefineArea("130200", Level.CITY, "唐山", "Tangshan", "130000", "13", "JJJ"),
    DefineArea("320000", Level.PROVINCE, "江苏", "Jiangsu", None, "32", "CSJ"),
    DefineArea("320500", Level.CITY, "苏州", "Suzhou", "320000", "32", "CSJ"),
    DefineArea("HAI", Level.BASIN, "海河", "Haihe", None, None, ""),
    DefineArea("HAI01", Level.CONTROL_UNIT, "海河一单元", "Haihe unit 1", "HAI", None, ""),
    DefineArea("HAI02", Level.CONTROL_UNIT, "海河二单元", "Haihe unit 2", "HAI", None, ""),
    DefineArea("TAI", Level.BASIN, "太湖", "Taihu", None, None, ""),
    DefineArea("TAI01", Level.CONTROL_UNIT, "太湖一单元", "Taihu unit 1", "TAI", None, ""),
)


def permit_number(of: int, site: int = 1) -> str:
    holder = f"91990000{of:09}"
    return f"{holder}{uscc_check(holder)}{site:03}P"


def number(of: int) -> str:
    return f"P-{of:08}"


OUTLETS = (
    Outlet("DW001", "总排口", 1_172_000_000, 391_000_000, DischargeMode.CONTINUOUS, "海河"),
    Outlet("DA001", "锅炉烟囱", 1_172_000_000, 391_000_000, DischargeMode.CONTINUOUS, "大气"),
)
LIMITS = (
    Limit("DW001", "COD", 50_000, 12_000),
    Limit("DW001", "NH3N", 5_000, 1_200),
    Limit("DA001", "SO2", 35_000, 8_000),
)
ISSUE = IssuePermit(
    area=TIANJIN, water_unit="HAI01", site="一厂", address="示例路1号", issuer="示例生态环境局",
    management=Management.KEY, industry="2611", source=SourceSort.INDUSTRIAL, processes=("合成",),
    facilities=(Facility("TW001", "生化处理"),), outlets=OUTLETS, limits=LIMITS, upkeep="正常运行",
    special_periods=None, monitoring="每月一次", reporting="季报、年报", disclosure="网站公开", fugitive=None,
    document=DOCUMENT, number=permit_number(ALICE), holder=number(ALICE), issued_on="2026-05-20",
    valid_from="2026-06-01", valid_until="2031-05-31",
)  # fmt: skip


def beijing(text: str) -> int:
    """Return an instant in milliseconds of `YYYY-MM-DD HH:MM:SS` in Beijing."""
    return int(datetime.fromisoformat(f"{text}+08:00").astimezone(UTC).timestamp()) * 1000


@dataclass
class Discharge(Registry):
    """A registry with a clock to jump with."""

    def at(self, text: str) -> None:
        """Go to an instant in Beijing."""
        self.author.now_ms = beijing(text)

    def must(self, kind: str, body: object, *signers: str) -> None:
        """Send what must be accepted."""
        decision = self.send(kind, body, *signers)
        assert decision.result == "accepted", (kind, decision.result, decision.facts)

    def answer(self, kind: str, body: object, *signers: str) -> tuple[str, dict[str, Any]]:
        """Return the result and the facts of what is sent."""
        decision = self.send(kind, body, *signers)
        return decision.result, dict(decision.facts)

    def permit(self, of: int = ALICE) -> Permit:
        """Return the permit of an enterprise."""
        found: Permit = self.state.get(Permit, permit_number(of))
        return found

    def issue(self, of: int, **changes: Any) -> None:
        """Issue a permit to an enterprise."""
        body = replace(ISSUE, number=permit_number(of), holder=number(of), **changes)
        self.must("discharge.issue_permit", body, *BY_AUTHORITY)


def discharge_registry() -> Discharge:
    """Return a registry on 2026-06-01 with pollutants, parameters and areas, and two enterprises without permits."""
    made = Discharge()
    made.at("2026-06-01 09:30:00")
    made.accept(*made.world.founding())
    for of in (ALICE, BOB):
        made.accept(*made.world.enterprise(of))
    for kind, bodies in (
        ("participants.define_parameter", DEFINITIONS),
        ("participants.set_parameter", VALUES),
        ("discharge.define_pollutant", POLLUTANTS),
        ("discharge.define_area", AREAS),
    ):
        for body in bodies:
            made.must(kind, body, *BY_OFFICE)
    return made


LAST_YEAR = 2030
COD, COD_FREE = "PDR-COD12HAI30P", "PDR-COD12HAI30F"
INDICATOR = SetIndicator(TIANJIN, "COD", 2026, LAST_YEAR, 20_000, DOCUMENT)
ISSUER, RESERVE, CANCELLATION = (account_number("31", purpose, 2) for purpose in ("IS", "RS", "CX"))
TREASURY = account("CA", 99)
OFFICIAL = {
    rights.ISSUER: ISSUER, rights.RESERVE: RESERVE, rights.CANCELLATION: CANCELLATION, rights.TREASURY: TREASURY,
}  # fmt: skip
ALLOT = Allot(permit_number(ALICE), "COD", Medium.WATER, LAST_YEAR, 10_000, Acquired.FREE, (), DOCUMENT)
WHOLE = (Instalment("2026-07-01", 100_000),)


@dataclass
class Rights(Discharge):
    """A registry in which rights can be allotted."""

    def indicator(self, area: str = TIANJIN, pollutant: str = "COD") -> Indicator:
        """Return what an area may hold and holds."""
        found: Indicator = self.state.get(Indicator, area, pollutant, LAST_YEAR)
        return found

    def limit(self, units: int, *areas: str, pollutant: str = "COD") -> None:
        """Set the limit of areas."""
        for area in areas:
            body = replace(INDICATOR, area=area, pollutant=pollutant, units=units)
            self.must("discharge.set_indicator", body, *BY_AUTHORITY)

    def enter(self, of: int, **changes: Any) -> None:
        """Give an enterprise a permit with an account."""
        self.issue(of, **changes)
        self.must("discharge.link_account", LinkAccount(permit_number(of), account("HO", of)), f"R-{of:08}")

    def allotted(self, of: int, units: int, *, settled: bool = True, **changes: Any) -> Allotment:
        """Allot rights that were paid for to an enterprise, and let it pay."""
        made = {"acquired": Acquired.PAID, "instalments": WHOLE} | changes
        body = replace(ALLOT, permit=permit_number(of), units=units, **made)
        self.must("discharge.allot", body, *BY_OFFICE)
        found: Allotment = self.state.find(Allotment, "permit", permit_number(of))[-1]
        if settled and found.due is not None:
            pay = PayFee(found.number, account("CA", of), found.due.fen)
            self.must("discharge.pay_fee", pay, f"R-{of:08}")
        return found

    def held(self, of: int, asset: str = COD) -> int:
        """Return what an enterprise's permit holds."""
        return self.units(account("HO", of), asset)


def rights_registry(*enterprises: int, is_official: bool = True) -> Rights:
    """Return a registry with classes, official accounts, and enterprises that have money; limits are not set."""
    made = Rights()
    base = discharge_registry()
    made.world, made.journal = base.world, base.journal
    for code, unit in (("PDR", "kg"), ("PDG", "g"), ("CNY", "fen")):
        define = DefineClass(code, code, unit, Title.OWN, "here", code != "CNY")
        made.must("participants.define_class", define, *BY_OFFICE)
    for purpose in ("IS", "RS", "CX"):
        made.accept(made.world.open_account(2, purpose, 2))
    made.accept(*bank(made.world), made.world.open_account(BANK, "IS", BANK), made.world.open_account(2, "CA", 99))
    for name, value in OFFICIAL.items() if is_official else ():
        set_ = SetParameter(name, "", None, None, value, "Art. 1", Evidence.FICTITIOUS)
        made.must("participants.set_parameter", set_, *BY_OFFICE)
    for of in (ALICE, BOB, *enterprises):
        if of not in (ALICE, BOB):
            made.accept(*made.world.enterprise(of))
        for purpose in ("CA", "ES"):
            made.open(of, purpose)
        money = DepositCash(account("IS", BANK), account("CA", of), 1_000_000_000, f"BANK-{of}", DOCUMENT)
        made.must("trading.deposit", money, *BY_BANK)
    return made
