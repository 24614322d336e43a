"""GEP accounts with what they come to at constant prices: those of the first table of the zone."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.ecology.rules.accounts import GepAccount, PriceTable
from registry.areas.ecology.rules.calculators import value_fen
from registry.store.projection import mapper_of, table_of

ACCOUNTS_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account; ``constant_fen`` is its total at the prices of ``base_year``, None if one of them is missing."""

    number: str
    name: str
    zone: str
    area: str
    year: int
    material_fen: int
    regulating_fen: int
    cultural_fen: int
    total_fen: int
    double_fen: int
    net_fen: int
    constant_fen: int | None
    base_year: int | None
    table: str
    calculator: str


def accounts(connection: sa.Connection) -> tuple[AccountLine, ...]:
    """Return the accounts by zone, area and year, each at its own and at constant prices. Index: `…_zone`."""
    table = table_of(GepAccount)
    statement = sa.select(table).order_by(table.c.zone, table.c.area, table.c.year).limit(ACCOUNTS_MAX)
    found = [mapper_of(GepAccount).from_row(row) for row in connection.execute(statement)]
    bases = {zone: _base(connection, zone) for zone in {one.zone for one in found}}
    return tuple(_line(one, bases[one.zone]) for one in found)


def account_of(connection: sa.Connection, number: str) -> GepAccount | None:
    """Return one account."""
    table = table_of(GepAccount)
    found = connection.execute(sa.select(table).where(table.c.number == number)).first()
    return None if found is None else mapper_of(GepAccount).from_row(found)


def _base(connection: sa.Connection, zone: str) -> PriceTable | None:
    table = table_of(PriceTable)
    first = sa.select(table).where(table.c.zone == zone).order_by(table.c.year, table.c.set_index).limit(1)
    found = connection.execute(first).first()
    return None if found is None else mapper_of(PriceTable).from_row(found)


def _line(account: GepAccount, base: PriceTable | None) -> AccountLine:
    prices = {one.service: one.milli for one in base.prices} if base else {}
    is_whole = all(one.service in prices for one in account.lines)
    constant = sum(value_fen(one.steps[-1], prices[one.service]) for one in account.lines) if is_whole else None
    return AccountLine(
        account.number, account.name, account.zone, account.area, account.year, account.material_fen,
        account.regulating_fen, account.cultural_fen, account.total_fen, account.double_fen, account.net_fen,
        constant, base.year if base and is_whole else None, account.table, account.calculator,
    )  # fmt: skip
