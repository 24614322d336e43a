"""Who may deal, through which accounts, how much, and how soon again.

Resale and round trips count in units per account, product and trading day, never by serial: the units that an account
may sell are what it holds less what it bought within the waiting days.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from registry.areas.participants.rules.conflicts import are_related, check_may_trade
from registry.areas.participants.rules.holdings import require_own, require_purpose
from registry.areas.participants.rules.parameters import in_force, parameter
from registry.areas.trading.rules.records import AccountDay, Halt, Order, Product, Side
from registry.areas.trading.rules.sessions import last_trading_days
from registry.ledger.book import Account, Freeze
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, Status, by_owner
from registry.ledger.rules import Requirement, View, require
from registry.ledger.serials import Purpose

_TRADING = frozenset({Purpose.TRADING.value})
# Accounts whose units count towards a holder's limit: all that it could still sell or get back.
_COUNTED = frozenset({Purpose.HOLDING, Purpose.TRADING, Purpose.ESCROW, Purpose.PLEDGE, Purpose.PENDING})


class FromAccount(Protocol):
    """What every body says that deals through a trading account."""

    @property
    def account(self) -> str:
        """The trading account."""


def by_account_owner(kind: str) -> Callable[[FromAccount, View], Requirement]:
    """Return the function that says who must sign for the holder of a body's trading account.

    That function refuses ``unknown_account``.
    """

    def signers(body: FromAccount, view: View) -> Requirement:
        account = require(view, Account, body.account, "unknown_account")
        return by_owner(view, participant=account.holder, kind=kind)

    return signers


@dataclass(frozen=True, slots=True)
class Trader:
    """One side of a deal: the participant, its trading account, and the account of its money."""

    participant: str
    account: str
    cash: str


def require_trader(view: View, account: str, cash: str, now: int) -> Trader:
    """Return who deals through a trading account and pays or is paid through a cash account of the same holder.

    Raises:
        Refusal: ``unknown_account``, ``purpose_not_credited``, ``holder_differs``, ``conflict_of_interest``,
            ``account_halted``.
    """
    holder = require_purpose(view, account, _TRADING).holder
    require_own(view, cash, purpose=Purpose.CASH, source=account)
    participant = require(view, Participant, holder, "unknown_participant")
    check_may_trade(participant)
    for halt in view.find(Halt, "account", account, True):
        if halt.holds(now):
            raise Refusal("account_halted", account=account, reason=halt.reason)
    return Trader(holder, account, cash)


class Standing(Protocol):
    """What every order or bid says that waits for another side."""

    @property
    def participant(self) -> str: ...  # noqa: D102
    @property
    def account(self) -> str: ...  # noqa: D102
    @property
    def escrow(self) -> str: ...  # noqa: D102
    @property
    def cash(self) -> str: ...  # noqa: D102


def is_held(view: View, order: Standing, now: int) -> bool:
    """Return whether an order or bid cannot be dealt in now: owner or account are halted, frozen or shut."""
    if any(halt.holds(now) for halt in view.find(Halt, "account", order.account, True)):
        return True
    owner = view.get(Participant, order.participant)
    if owner is None or owner.status is not Status.ACTIVE:
        return True
    accounts = (order.account, order.escrow, order.cash)
    freezes = (
        *view.find(Freeze, "participant", order.participant, True),
        *view.find(Freeze, "account", order.escrow, True),
    )
    return any(freeze.holds(now) for freeze in freezes) or not all(_is_active(view, one) for one in accounts)


def has_frozen_units(view: View, order: Order, now: int) -> bool:
    """Return whether a freeze lies on a range that the order would sell."""
    return any(
        freeze.holds(now) and freeze.first <= item.last and item.first <= freeze.last
        for item in order.ranges
        for freeze in view.find(Freeze, "batch", item.batch, True)
    )


def _is_active(view: View, number: str) -> bool:
    account = view.get(Account, number)
    return account is not None and account.status is Status.ACTIVE


def check_parties(view: View, one: str, other: str) -> None:
    """Return if two participants may deal with each other.

    Raises:
        Refusal: ``own_order``, ``related_parties`` for two whose relation is declared.
    """
    if one == other:
        raise Refusal("own_order", participant=one)
    if are_related(view, one, other):
        raise Refusal("related_parties", participant=other)


def account_day(view: View, account: str, product: str, day: str) -> AccountDay:
    """Return what an account bought and sold of a product on a day."""
    return view.get(AccountDay, account, product, day) or AccountDay(account, product, day, 0, 0)


def check_resale(view: View, product: Product, account: str, day: date, *, side: Side, units: int, now: int) -> None:
    """Return if the account may go this way with so many units today.

    ``resale_trading_days`` is the number of trading days, the day of the purchase counted, in which bought units may
    not be sold; with ``round_trip_both_ways`` an account that sold may not buy in as many days either.
    Sources: CEA, not on the day of purchase (ets-rules §11, recalled); CCER, five trading days (CCER-TRADE 29).

    Raises:
        Refusal: ``resale_waits`` with the units that are free, ``repurchase_waits``, ``units_not_held``.
    """
    days = last_trading_days(view, day, parameter(view, "resale_trading_days", now, scope=product.code))
    counts = [account_day(view, account, product.code, one) for one in days]
    if side is Side.SELL:
        held = view.balance(account, product.asset)
        if units > held:
            raise Refusal("units_not_held", held=held, wanted=units)
        free = max(held - sum(one.bought_units for one in counts), 0)
        if units > free:
            raise Refusal("resale_waits", free=free, days=len(days))
    elif parameter(view, "round_trip_both_ways", now, scope=product.code) and any(one.sold_units for one in counts):
        raise Refusal("repurchase_waits", days=len(days))


def check_holding(view: View, product: Product, participant: str, *, units: int, now: int) -> None:
    """Return if a participant with so many more units stays within the limit; the limit itself is allowed.

    Where no limit is set (the exchange's number was not found for CEA) there is none.

    Raises:
        Refusal: ``holding_over_limit`` with the limit.
    """
    name = "holding_units_max"
    limit = in_force(view, name, now, scope=product.code) or in_force(view, name, now)
    if limit is None or limit.integer is None:
        return
    accounts = [one for one in view.find(Account, "holder", participant) if one.purpose in _COUNTED]
    if sum(view.balance(one.number, product.asset) for one in accounts) + units > limit.integer:
        raise Refusal("holding_over_limit", limit=limit.integer)


def counted(day: AccountDay, side: Side, units: int) -> AccountDay:
    """Return the account's day with a deal in it."""
    if side is Side.BUY:
        return replace(day, bought_units=day.bought_units + units)
    return replace(day, sold_units=day.sold_units + units)
