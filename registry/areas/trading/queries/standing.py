"""How a product stands as the rules see it: base price, sessions, parameters with what they rest on.

It asks the rules themselves over `SqlView`, so a page cannot say anything else than what the next order would be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.rules.calendars import day_of, is_trading_day
from registry.areas.participants.rules.parameters import Parameter, in_force
from registry.areas.trading.rules.prices import base_price
from registry.areas.trading.rules.records import Product
from registry.areas.trading.rules.sessions import sessions_of
from registry.ledger.errors import Refusal
from registry.ledger.rules import Catalogue, View
from registry.store.preview import SqlView

PARAMETERS: Final = (
    "listed_sessions",
    "block_sessions",
    "trading_lot_units",
    "trading_tick_fen",
    "listed_units_max",
    "block_units_min",
    "listed_limit_permyriad",
    "block_limit_permyriad",
    "listed_levels",
    "listed_by_time",
    "resale_trading_days",
    "round_trip_both_ways",
    "trading_fee_permyriad",
    "holding_units_max",
)


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter of the market in force for a product, with what it rests on."""

    name: str
    value: str
    article: str
    evidence: str
    scope: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a product stands at this moment: what its limits count from, and when it is dealt in.

    ``is_trading_day`` is None where the year has no calendar. Sessions are minutes of the Beijing day.
    """

    base_fen: int | None
    is_trading_day: bool | None
    sessions: tuple[tuple[int, int], ...]


def standing(
    connection: sa.Connection, catalogue: Catalogue, product: Product, *, now: int, mode: str = "listed"
) -> Standing:
    """Return how a product stands at an instant, as the rules would find it; sessions are those of the mode."""
    view = SqlView(connection, catalogue, now)
    today = day_of(now)
    try:
        is_day: bool | None = is_trading_day(view, today)
    except Refusal:
        is_day = None
    try:
        sessions = sessions_of(view, f"{mode}_sessions", product.code, now)
    except Refusal:
        sessions = ()
    return Standing(base_price(view, product, today, tick=_tick(view, product.code, now)), is_day, sessions)


def base_of(connection: sa.Connection, catalogue: Catalogue, code: str, *, now: int) -> int | None:
    """Return the base price of a product now, in fen; None without one, or for a code that stands for nothing."""
    view = SqlView(connection, catalogue, now)
    product = view.get(Product, code)
    return None if product is None else base_price(view, product, day_of(now), tick=_tick(view, code, now))


def _tick(view: View, code: str, now: int) -> int:
    return integer_of(view, "trading_tick_fen", code, now) or 1


def integer_of(view: View, name: str, code: str, now: int) -> int | None:
    """Return a parameter in force for a product at an instant, or None where nobody has set it."""
    found = in_force(view, name, now, scope=code) or in_force(view, name, now)
    return None if found is None else found.integer


def parameters(
    connection: sa.Connection, catalogue: Catalogue, code: str, *, now: int, names: Iterable[str] = PARAMETERS
) -> tuple[ParameterLine, ...]:
    """Return the market's parameters in force for a product; those that nobody has set are left out."""
    view = SqlView(connection, catalogue, now)
    found = ((name, in_force(view, name, now, scope=code) or in_force(view, name, now)) for name in names)
    return tuple(_parameter_line(name, one) for name, one in found if one is not None)


def _parameter_line(name: str, one: Parameter) -> ParameterLine:
    value = one.text if one.integer is None else f"{one.integer:,}"
    return ParameterLine(name, value or "", one.article, one.evidence.value, one.scope)
