"""The market of the demonstration: money, products, and a morning's dealing on every trading day of the story.

All prices are invented; products are open under an approval that is marked as fictitious.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from registry.areas.allowances.rules import OrderTransfer
from registry.areas.participants.calendar_data import PUBLISHED
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import Evidence, Nature, SetParameter
from registry.areas.participants.rules.parties import DefineClass, OpenAccount
from registry.areas.trading import founding
from registry.areas.trading.queries import base_of, due_orders, own_trades, windows_of
from registry.areas.trading.rules.cash import DepositCash, WithdrawCash
from registry.areas.trading.rules.listed import TakeListed
from registry.areas.trading.rules.objections import AnswerObjection, ObjectionOutcome, ObjectToDay
from registry.areas.trading.rules.orders import LapseOrders, ListOrder
from registry.areas.trading.rules.products import OpenProduct
from registry.areas.trading.rules.records import MONEY, Side, Venue
from registry.catalog import CATALOGUE
from registry.demo.author import APPROVED, DOCUMENT, MINUTE, Author
from registry.demo.cast import BANK, ENTERPRISES, OPERATOR, SYSTEM, Organisation
from registry.demo.controls import account, hands
from registry.ledger.book import Title
from registry.ledger.serials import account_number

TRADERS: Final = ENTERPRISES[:6]
FEES: Final = account_number("31", "CA", OPERATOR.number)
ISSUER: Final = account_number("31", "IS", BANK.number)
APPROVAL: Final = "虚构：示例省主管部门演示文号〔2026〕2号"
# Whoever tries the demonstration does not wait for the morning.
SESSIONS: Final = "06:00-23:30"
DEPOSIT_FEN: Final = 2_000_000_000
STOCK: Final = 30_000
OBJECTS_EVERY, RECENT_DAYS = 7, 3
_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Dealt:
    """A product of the story, who deals in it, and its first price."""

    code: str
    name: str
    asset: str
    base_fen: int
    traders: tuple[Organisation, ...]


PRODUCTS: Final = (
    Dealt("CEA25", "碳排放配额 2025 年度", "CEA-2025", 7_320, TRADERS),
    Dealt("CEA24", "碳排放配额 2024 年度", "CEA-2024", 6_980, TRADERS),
    Dealt("CCER25", "核证自愿减排量 2025 年度", "CCER-2025", 8_450, ENTERPRISES[5:8]),
)


def open_market(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Define money and parameters, open accounts, pay in, and open the products."""
    money = DefineClass(MONEY, "人民币", "fen", Title.OWN, "本登记簿", has_serials=False)
    author.write("participants.define_class", money, *office)
    for one in founding.FOUNDING:
        author.write("participants.define_parameter", one.definition, *office)
    author.send()
    values = (*(one.value for one in founding.FOUNDING), *founding.of_ccer("CCER25"), *_hours())
    of_house = {one.definition.name for one in founding.FOUNDING if one.definition.nature is Nature.HOUSE}
    for value in {(one.name, one.scope): one for one in values}.values():
        author.write("participants.set_parameter", value, *(operators if value.name in of_house else office))
    _open(author, ISSUER, BANK, "资金发行账户", operators)
    _open(author, FEES, OPERATOR, "交易手续费账户", operators)
    for trader in ENTERPRISES:
        _open(author, account(trader, "CA"), trader, f"{trader.name} 资金账户", operators)
    author.send()
    opens_on = day_of(author.clock.now).isoformat()
    for dealt in PRODUCTS:
        body = OpenProduct(
            dealt.code, dealt.name, dealt.asset, Venue.OWN, APPROVAL, APPROVED, opens_on, None, dealt.base_fen, FEES
        )
        author.write("trading.open_product", body, *office)
    author.send()


def _hours() -> Iterator[SetParameter]:
    for one in PRODUCTS:
        for name in ("listed_sessions", "block_sessions"):
            yield SetParameter(name, one.code, None, None, SESSIONS, APPROVAL, Evidence.FICTITIOUS)


def _open(author: Author, number: str, holder: Organisation, label: str, operators: tuple[str, ...]) -> None:
    author.write("participants.open_account", OpenAccount(number, holder.participant, label), *operators)


def bring_in(author: Author) -> None:
    """Pay in, and bring units from holding into trading accounts."""
    for n, trader in enumerate(ENTERPRISES, start=1):
        paid = DepositCash(ISSUER, account(trader, "CA"), DEPOSIT_FEN, f"DEMO-IN-{n:04}", DOCUMENT)
        author.write("trading.deposit", paid, BANK.people[0].representative)
    for one in PRODUCTS:
        for trader in one.traders:
            kind = "credits.transfer" if one.code.startswith("CCER") else "allowances.transfer"
            body = OrderTransfer(
                account(trader), account(trader, "TR"), one.asset, STOCK, (), account(trader, "ES"), None
            )
            author.write(kind, body, *hands(trader))
    author.send()


def is_trading(now: int) -> bool:
    """Return whether an instant of the story lies on a trading day; years without a notice have no holidays."""
    day = day_of(now)
    year = PUBLISHED.get(day.year)
    return day.weekday() < _WEEKDAYS and (year is None or day.isoformat() not in year.holidays)


def deal(author: Author) -> None:
    """List and pick orders for a while, from the session's start on, and give back what yesterday left."""
    if not is_trading(author.clock.now):
        return
    with author.journal.engine.connect() as connection:
        lapse(author, due_orders(connection, author.clock.now, limit=20))
    author.clock.forward(MINUTE)
    for one in PRODUCTS:
        if one is PRODUCTS[-1] and _chance(author, "ccer", 3):
            continue
        for _ in range(1 + _chance(author, one.code, 2)):
            _meet(author, one)
    _leave(author, PRODUCTS[_chance(author, "left", 2)])


def _chance(author: Author, word: str, bound: int) -> int:
    author.count += 1
    digest = hashlib.sha256(f"market {word} {author.count}".encode()).digest()
    return int.from_bytes(digest[:6], "big") % bound


def base_price(author: Author, code: str) -> int:
    """Return a product's base price now, in fen."""
    with author.journal.engine.connect() as connection:
        return base_of(connection, CATALOGUE, code, now=author.clock.now) or 0


def _meet(author: Author, one: Dealt) -> None:
    """Let one trader list and another pick some of it."""
    at = _chance(author, "who", len(one.traders))
    first = one.traders[at]
    second = one.traders[(at + 1 + _chance(author, "whom", len(one.traders) - 1)) % len(one.traders)]
    side = (Side.SELL, Side.BUY)[_chance(author, "side", 2)]
    base = base_price(author, one.code)
    price = base + base * (_chance(author, "price", 61) - 29) // 1_000
    units = 100 * (2 + _chance(author, "units", 24))
    author.write("trading.list", listing(one, first, side, price, units, base), *hands(first), may_fail=True)
    author.send()
    author.clock.forward(2 * MINUTE)
    part = units if _chance(author, "part", 3) else units // 2
    taken = TakeListed(
        one.code, side.other, account(second, "TR"), account(second, "CA"), price, part, orders=(), ranges=()
    )
    author.write("trading.take", taken, *hands(second), may_fail=True)
    author.send()


def listing(one: Dealt, trader: Organisation, side: Side, price: int, units: int, base: int) -> ListOrder:  # noqa: PLR0917
    """Return an order of a trader for a product."""
    return ListOrder(
        product=one.code,
        side=side,
        account=account(trader, "TR"),
        escrow=account(trader, "ES"),
        cash=account(trader, "CA"),
        price_fen=price,
        units=units,
        base_fen=base,
        ranges=(),
    )


def _leave(author: Author, one: Dealt) -> None:
    """List an order that nobody picks, and give it back on its owner's word the next day."""
    trader = one.traders[_chance(author, "leaves", len(one.traders))]
    base = base_price(author, one.code)
    body = listing(one, trader, Side.SELL, base + base * 6 // 100, 300, base)
    author.write("trading.list", body, *hands(trader), may_fail=True)
    author.send()


def lapse(author: Author, orders: tuple[str, ...]) -> None:
    """Record that orders of past days have lapsed, by the system's key."""
    for order in orders:
        author.write("trading.lapse", LapseOrders(None, (order,)), SYSTEM.people[0].representative)
    author.send()


def end_day(author: Author, day: int) -> None:
    """Let a trader object to a trade after the close now and then, and an operator answer; the newest wait."""
    is_recent = author.clock.days_left <= RECENT_DAYS
    if (day % OBJECTS_EVERY and not is_recent) or not is_trading(author.clock.now):
        return
    today = day_of(author.clock.now)
    trader = TRADERS[_chance(author, "objects", len(TRADERS))]
    with author.journal.engine.connect() as connection:
        newest = own_trades(connection, trader.participant, limit=1).rows
        windows = windows_of(connection, CATALOGUE, today, [one.product for one in newest], now=author.clock.now)
    if not windows or day_of(newest[0].at) != today:
        return
    author.clock.forward(windows[0].closes_at + 10 * MINUTE - author.clock.now)
    one = newest[0]
    body = ObjectToDay(trader.participant, today.isoformat(), one.product, one.number, "fee_wrong", DOCUMENT)
    objection = author.write("trading.object", body, *hands(trader))
    author.send()
    if not is_recent:
        author.clock.forward(40 * MINUTE)
        answer = AnswerObjection(objection, ObjectionOutcome.REJECTED, "fee_checked", DOCUMENT)
        author.write("trading.answer_objection", answer, OPERATOR.people[0].representative)
        author.send()


def leave_waiting(author: Author) -> None:
    """Leave a withdrawal for the bank to pay."""
    trader = TRADERS[0]
    body = WithdrawCash(account(trader, "CA"), account(trader, "PE"), 25_000_000)
    author.write("trading.withdraw", body, *hands(trader))
    author.send()
