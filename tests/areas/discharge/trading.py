"""A world in which rights are sold: Alice in Tianjin sells, Bob in Tangshan or elsewhere buys, under an agreement."""

from dataclasses import dataclass, replace
from typing import Any

from registry.areas.discharge.rules.areas import DefineArea
from registry.areas.discharge.rules.indicators import SetAttainment, SetSuspension
from registry.areas.discharge.rules.records import Level, Limit, Medium
from registry.areas.discharge.rules.routes import AgreeRoute
from registry.areas.discharge.rules.trade_records import RightsTrade, Surplus, SurplusGround, TradeUse
from registry.areas.discharge.rules.trading import AttestSurplus, TradeRights
from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.participants.rules.parameters import Evidence, SetParameter
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.ledger.parties import Custody, Function, Role
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.discharge.factories import (
    BY_AUTHORITY,
    BY_OFFICE,
    COD,
    LIMITS,
    Rights,
    beijing,
    permit_number,
    rights_registry,
)
from tests.world import DOCUMENT, OPERATORS, REGISTRAR, public_key_of

TIANJIN_OFFICE, HEBEI_OFFICE, JIANGSU_OFFICE = 41, 42, 43
OFFICES = {TIANJIN_OFFICE: "12", HEBEI_OFFICE: "13", JIANGSU_OFFICE: "32"}
SO2, HG = "PDR-SO21230P", "PDG-HG12HAI30P"
MORE = (*LIMITS, Limit("DA001", "NOX", 50_000, 9_000), Limit("DW001", "HG", 10, 5_000))
UNITS, PRICE = 1_000, 500_000
ROUTE = AgreeRoute(
    "12", "13", "JJJ-2026-1", 1_000, "2026-01-01", "2027-12-31", f"P-{TIANJIN_OFFICE:08}", f"P-{HEBEI_OFFICE:08}",
    DOCUMENT,
)  # fmt: skip
BY_BOTH = (f"R-{TIANJIN_OFFICE:08}", f"R-{HEBEI_OFFICE:08}")
LOCAL = f"R-{TIANJIN_OFFICE:08}"
SIGNERS = (f"R-{ALICE:08}", f"R-{BOB:08}", LOCAL)


@dataclass
class Trading(Rights):
    """A registry in which Alice has rights to sell."""

    surplus: str = ""
    papers: int = 0

    def attest(self, pollutant: str = "COD", medium: Medium = Medium.WATER, units: int = 5_000) -> str:
        """Return the id of a surplus of Alice's permit."""
        self.papers += 1
        paper = f"{self.papers:064x}"
        body = AttestSurplus(permit_number(ALICE), pollutant, medium, SurplusGround.TREATMENT, units, paper)
        self.surplus = self.entry_id("discharge.attest_surplus", body, LOCAL)
        return self.surplus

    def body(self, **changes: Any) -> TradeRights:
        """Return the body of a trade of a thousand kilograms."""
        made = TradeRights(
            seller=permit_number(ALICE),
            buyer=permit_number(BOB),
            asset=COD,
            units=UNITS,
            receives=UNITS,
            use=TradeUse.EXISTING,
            surplus=self.surplus,
            price_fen=PRICE,
            buyer_cash=account("CA", BOB),
            seller_cash=account("CA", ALICE),
            document=DOCUMENT,
        )
        return replace(made, **changes)

    def trade(self, **changes: Any) -> tuple[str, dict[str, Any]]:
        """Return what a trade is answered, with the facts."""
        return self.answer("discharge.trade", self.body(**changes), *SIGNERS)

    def agree(self, **changes: Any) -> str:
        """Return what an agreement is answered."""
        return self.result("discharge.agree_route", replace(ROUTE, **changes), *BY_BOTH)

    def missed(self, area: str, pollutant: str) -> None:
        """Let an area miss its target."""
        body = SetAttainment(area, pollutant, 2025, False, DOCUMENT)
        self.must("discharge.set_attainment", body, *BY_AUTHORITY)

    def suspend(self, area: str) -> None:
        """Suspend approvals in an area."""
        self.must("discharge.set_suspension", SetSuspension(area, True, DOCUMENT), *BY_AUTHORITY)

    def switch(self, name: str, zone: str) -> None:
        """Switch a province's own rule on."""
        body = SetParameter(name, zone, None, 1, None, "Art. 1", Evidence.FICTITIOUS)
        self.must("participants.set_parameter", body, *BY_OFFICE)

    def loosen(self, name: str, zone: str, start: str) -> None:
        """Let a province switch something on that loosens, from an instant on, and go there."""
        self.must("participants.set_calendar", SetCalendar(2026, (), (), "NOTICE", DOCUMENT), *BY_OFFICE)
        body = SetParameter(name, zone, beijing(start) * 1000, 1, None, "Art. 1", Evidence.FICTITIOUS)
        self.must("participants.set_parameter", body, *BY_OFFICE)
        self.at(start)

    def last(self) -> RightsTrade:
        """Return the newest trade."""
        found: tuple[RightsTrade, ...] = self.state.find(RightsTrade, "all")
        return found[-1]

    def left(self) -> int:
        """Return what is left of the surplus."""
        found: Surplus = self.state.get(Surplus, self.surplus)
        return found.left_units


def trading(*, buyer: dict[str, Any] | None = None, seller: dict[str, Any] | None = None) -> Trading:
    """Return a registry where both stand in Tianjin on the same water unless a permit says otherwise."""
    made = Trading()
    base = rights_registry()
    made.world, made.journal = base.world, base.journal
    more = DefineArea("120100", Level.CITY, "天津市区", "Tianjin city", "120000", "12", "JJJ")
    made.must("discharge.define_area", more, *BY_OFFICE)
    for number, zone in OFFICES.items():
        made.accept(*_office(made, number, zone))
    made.enter(ALICE, **{"limits": MORE} | (seller or {}))
    made.enter(BOB, **{"limits": MORE} | (buyer or {}))
    for pollutant in ("COD", "SO2", "HG"):
        made.limit(40_000, "120000", "130000", "130200", "320000", "320500", pollutant=pollutant)
    for pollutant in ("COD", "HG"):
        made.limit(80_000, "HAI", "HAI01", "HAI02", "TAI", pollutant=pollutant)
    made.allotted(ALICE, 4_000)
    made.attest()
    return made


def _office(made: Trading, number: int, zone: str) -> list[bytes]:
    participant, who = f"P-{number:08}", f"R-{number:08}"
    register = RegisterParticipant(
        participant, Function.AUTHORITY, "foreign", f"XX-{number}", f"Authority {zone}", zone, 1, False, DOCUMENT
    )
    roles = (Role.INITIATOR, Role.ADMINISTRATOR)
    key = RegisterFirstKey(participant, who, roles, public_key_of(who), Custody.BROWSER, DOCUMENT)
    author = made.world.author
    return [
        author.envelope("participants.register", register, *BY_OFFICE),
        author.envelope("participants.register_first_key", key, who, *OPERATORS, REGISTRAR),
    ]
