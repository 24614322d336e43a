"""A small market: two traders with units and money, a bank, an open product, and a calendar of 2026."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.areas.trading.rules.cash import DepositCash
from registry.areas.trading.rules.listed import TakeListed
from registry.areas.trading.rules.orders import CancelOrder, ListOrder
from registry.areas.trading.rules.products import OpenProduct
from registry.areas.trading.rules.records import MONEY, Order, Side, Trade, Venue
from registry.ledger.book import Title
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody, Function, Role
from tests.areas.allowances.factories import ALICE, BOB, BY_ALICE, BY_AUTHORITY, BY_BOB, Registry, account
from tests.world import DOCUMENT, OPERATORS, REGISTRAR, World, public_key_of

CAROL, BANK = 13, 21
BY_CAROL, BY_BANK = (f"R-{CAROL:08}",), (f"R-{BANK:08}",)
SIGNERS = {ALICE: BY_ALICE, BOB: BY_BOB, CAROL: BY_CAROL}
PRODUCT, ASSET = "CEA25", "CEA-2025"
BASE = 7_000
PARAMETERS: dict[str, int] = {
    "trading_lot_units": 1,
    "trading_tick_fen": 1,
    "listed_units_max": 99_999,
    "listed_limit_permyriad": 1_000,
    "listed_levels": 5,
    "listed_by_time": 1,
    "resale_trading_days": 1,
    "round_trip_both_ways": 0,
    "trading_fee_permyriad": 30,
    "block_units_min": 500,
    "block_limit_permyriad": 3_000,
}
SESSIONS = "09:30-11:30,13:00-15:00"
# The holidays of a made-up year: New Year's Day, and a week in October.
HOLIDAYS = ("2026-01-01", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07")
OPEN_PRODUCT = OpenProduct(
    code=PRODUCT,
    name="碳排放配额 2025",
    asset=ASSET,
    venue=Venue.OWN,
    approval="虚构批准 2026-1",
    approval_document=DOCUMENT,
    opens_on="2026-01-01",
    closes_on=None,
    base_fen=BASE,
    fee_account=account("CA", 99),
)


def beijing_ms(day: str, clock: str) -> int:
    """Return an instant of the Beijing day in milliseconds UTC."""
    return int(datetime.fromisoformat(f"{day}T{clock}+08:00").astimezone(UTC).timestamp() * 1000)


@dataclass
class Market(Registry):
    """A registry whose clock stands in a session of a trading day."""

    parameters: dict[str, int] = field(default_factory=dict)

    def at(self, day: str, clock: str) -> "Market":
        self.author.now_ms = beijing_ms(day, clock)
        return self

    def set_parameter(self, name: str, value: int | str, *, scope: str = "") -> None:
        is_text = isinstance(value, str)
        body = SetParameter(
            name=name,
            scope=scope,
            effective_from=None,
            integer=None if is_text else int(value),
            text=str(value) if is_text else None,
            article="test",
            evidence=Evidence.FICTITIOUS,
        )
        self.accept(self.author.envelope("participants.set_parameter", body, *BY_AUTHORITY))
        self.author.now_ms += 1

    def define(self, name: str, value: int | str) -> None:
        is_text = isinstance(value, str)
        body = DefineParameter(name, Nature.LAW, Stricter.NEITHER, is_text, 0, 0 if is_text else 10**12, "number")
        self.accept(self.author.envelope("participants.define_parameter", body, *BY_AUTHORITY))
        self.set_parameter(name, value)

    def last_id(self) -> str:
        """Return the id of the newest entry."""
        found = re.search(rb'"id":"([0-9a-f-]{36})","kind"', self.journal.leaves[-1])
        assert found is not None
        return found[1].decode()

    def offer(self, who: int, side: Side = Side.SELL, **changes: Any) -> str:
        """Return the id of a listed order that must be accepted."""
        return self.entry_id("trading.list", listing(who, side, **changes), *SIGNERS[who])

    def listed(self, who: int, side: Side = Side.SELL, **changes: Any) -> str:
        return self.result("trading.list", listing(who, side, **changes), *SIGNERS[who])

    def taken(self, who: int, side: Side = Side.BUY, **changes: Any) -> str:
        return self.result("trading.take", taking(who, side, **changes), *SIGNERS[who])

    def cancelled(self, who: int, order: str, **changes: Any) -> str:
        return self.result("trading.cancel_order", replace(CancelOrder(PRODUCT, order), **changes), *SIGNERS[who])

    def order(self, order: str) -> Order:
        found = self.state.get(Order, order)
        assert isinstance(found, Order)
        return found

    def trades(self) -> tuple[Trade, ...]:
        found: tuple[Trade, ...] = self.state.find(Trade, "product", PRODUCT)
        return found

    def money(self, who: int, purpose: str = "CA") -> int:
        return self.units(account(purpose, who), MONEY)

    def stock(self, who: int, purpose: str = "TR") -> int:
        return self.units(account(purpose, who), ASSET)


def listing(who: int, side: Side = Side.SELL, **changes: Any) -> ListOrder:
    body = ListOrder(
        product=PRODUCT,
        side=side,
        account=account("TR", who),
        escrow=account("ES", who),
        cash=account("CA", who),
        price_fen=BASE,
        units=100,
        base_fen=BASE,
        ranges=(),
    )
    return replace(body, **changes)


def taking(who: int, side: Side = Side.BUY, **changes: Any) -> TakeListed:
    body = TakeListed(
        product=PRODUCT,
        side=side,
        account=account("TR", who),
        cash=account("CA", who),
        price_fen=BASE,
        units=100,
        orders=(),
        ranges=(),
    )
    return replace(body, **changes)


def market(**changes: int) -> Market:
    """Return a market on a Monday at ten: Alice, Bob and Carol hold 1 000 units and a million yuan each."""
    made = Market(parameters=PARAMETERS | changes)
    made.at("2026-03-02", "08:00")
    made.accept(*made.world.founding())
    made.define_class(MONEY, title=Title.OWN, has_serials=False)
    made.accept(made.author.envelope("participants.set_calendar", CALENDAR, *BY_AUTHORITY))
    made.accept(*bank(made.world))
    made.accept(made.world.open_account(BANK, "IS", BANK), made.world.open_account(1, "CA", 99))
    for number in (ALICE, BOB, CAROL):
        _bring_in(made, number)
    for name, value in made.parameters.items():
        made.define(name, value)
    made.define("listed_sessions", SESSIONS)
    made.define("block_sessions", "13:00-15:00")
    made.accept(made.author.envelope("trading.open_product", OPEN_PRODUCT, *BY_AUTHORITY))
    return made.at("2026-03-02", "10:00")


CALENDAR = SetCalendar(2026, HOLIDAYS, ("2026-10-10",), "test", DOCUMENT)


def _bring_in(made: Market, number: int) -> None:
    made.accept(*made.world.enterprise(number))
    for purpose in ("TR", "ES", "CA", "PE"):
        made.open(number, purpose)
    made.accept(made.world.mirrored(number, units=1_000, batch=number))
    body = deposit(number)
    assert made.result("trading.deposit", body, *BY_BANK) == ACCEPTED
    moved = replace(made_transfer(number), units=1_000)
    assert made.result("allowances.transfer", moved, *SIGNERS[number]) == ACCEPTED


def made_transfer(number: int) -> Any:
    from registry.areas.participants.rules.holdings import TransferUnits

    return TransferUnits(account("HO", number), account("TR", number), ASSET, 1, ())


def deposit(number: int, **changes: Any) -> DepositCash:
    body = DepositCash(account("IS", BANK), account("CA", number), 100_000_000, f"BANK-{number}", DOCUMENT)
    return replace(body, **changes)


def bank(world: World) -> list[bytes]:
    """Return what brings in the settlement bank."""
    register = RegisterParticipant(
        f"P-{BANK:08}", Function.BANK, "foreign", "XX-BANK", "Settlement bank", "31", 1, False, DOCUMENT
    )
    representative = BY_BANK[0]
    key = RegisterFirstKey(
        f"P-{BANK:08}", representative, (Role.INITIATOR, Role.ADMINISTRATOR), public_key_of(representative),
        Custody.BROWSER, DOCUMENT,
    )  # fmt: skip
    return [
        world.author.envelope("participants.register", register, *OPERATORS),
        world.author.envelope("participants.register_first_key", key, representative, *OPERATORS, REGISTRAR),
    ]
