"""What trade shows: trades with their prices, indicators, what a holder may sell, and who may buy it."""

from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from registry.areas.discharge.queries.permits import EXPORT_MAX, PAGE, permits_of
from registry.areas.discharge.rules.allotting import Allotment
from registry.areas.discharge.rules.indicators import Indicator
from registry.areas.discharge.rules.records import Permit
from registry.areas.discharge.rules.reserve import ReserveMove
from registry.areas.discharge.rules.rights import PermitAccount, Series
from registry.areas.discharge.rules.trade_records import RightsTrade, Surplus, TradeUse
from registry.areas.discharge.rules.trade_rules import Deal, Verdict, received, verdicts
from registry.areas.discharge.rules.trading import TradeRights, deal_of
from registry.areas.participants.queries.places import behind, key_of
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant
from registry.ledger.rules import View
from registry.store.projection import mapper_of, table_of
from registry.store.tables import account_key, balance

# So many permits are asked at once whether they may buy; each costs some twenty lookups.
CANDIDATES: Final = 40
_trades, _indicators, _series = (mapper_of(cls) for cls in (RightsTrade, Indicator, Series))
_surplus, _permits, _reserve = mapper_of(Surplus), mapper_of(Permit), mapper_of(ReserveMove)
_accounts, _allotments, _participants = table_of(PermitAccount), table_of(Allotment), table_of(Participant)


@dataclass(frozen=True, slots=True)
class TradePage:
    """Trades, the newest first, and the key from which the next page goes on."""

    rows: tuple[RightsTrade, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class ReservePage:
    """Moves of the reserve, the newest first, and the key from which the next page goes on."""

    rows: tuple[ReserveMove, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class OwnRight:
    """What one permit holds of one right: units a year, verified surplus of it, and instalments still to be paid."""

    permit: str
    site: str
    account: str
    series: Series
    units: int
    unpaid: int
    surplus: tuple[Surplus, ...]

    @property
    def sellable(self) -> int:
        """How many units may be sold now."""
        left = sum(one.left_units for one in self.surplus)
        return min(self.units, left) if self.series.is_paid and not self.unpaid else 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A permit that might buy: what would arrive, and what each rule says."""

    permit: str
    holder: str
    holder_name: str
    area: str
    arrives: int
    verdicts: tuple[Verdict, ...]

    @property
    def refusal(self) -> Verdict | None:
        """The first rule that stands against it."""
        return next((one for one in self.verdicts if one.refusal is not None), None)


def trades(
    connection: sa.Connection, *, pollutant: str | None = None, after: str | None = None, limit: int = PAGE
) -> TradePage:
    """Return trades, the newest first, past a key. Indexes: `ix_discharge_trade_all`, `ix_discharge_trade_pollutant`.

    Raises:
        Malformed: ``after`` if the key is none.
    """
    table = _trades.table
    place = (table.c.index,)
    query = sa.select(table).order_by(table.c.index.desc()).limit(min(limit, EXPORT_MAX) + 1)
    if pollutant is not None:
        query = query.where(table.c.pollutant == pollutant)
    if after is not None:
        query = query.where(behind(after, place, descending=True))
    found = connection.execute(query).all()
    rows = tuple(_trades.from_row(row) for row in found[:limit])
    return TradePage(rows, key_of(found[limit - 1], place) if len(found) > limit else None)


def indicators(connection: sa.Connection, *, pollutant: str | None = None) -> tuple[Indicator, ...]:
    """Return what areas may hold and hold; they are few. Index: the primary key."""
    table = _indicators.table
    query = sa.select(table).order_by(table.c.area, table.c.pollutant, table.c.last_year).limit(EXPORT_MAX)
    if pollutant is not None:
        query = query.where(table.c.pollutant == pollutant)
    return tuple(_indicators.from_row(row) for row in connection.execute(query))


def own_rights(connection: sa.Connection, holder: str) -> tuple[OwnRight, ...]:
    """Return what a holder's permits hold, right by right."""
    permits = {one.number: one for one in permits_of(connection, holder)}
    linked = sa.select(_accounts.c.account, _accounts.c.permit).where(_accounts.c.permit.in_(list(permits)))
    of = {account_key(row.account): (row.permit, row.account) for row in connection.execute(linked)}
    query = sa.select(balance.c.account, balance.c.asset, balance.c.units).where(
        balance.c.account.in_(list(of)), balance.c.units > 0
    )
    found = connection.execute(query.order_by(balance.c.account, balance.c.asset)).all()
    series = _series_of(connection, {row.asset for row in found})
    unpaid = _unpaid(connection, set(permits))
    surplus = _surplus_of(connection, set(permits))
    rights = []
    for row in found:
        one, (permit, account) = series.get(row.asset), of[row.account]
        if one is None:
            continue
        left = tuple(
            part for part in surplus.get(permit, ()) if (part.pollutant, part.medium) == (one.pollutant, one.medium)
        )
        open_parts = unpaid.get((permit, row.asset), 0)
        rights.append(OwnRight(permit, permits[permit].site, account, one, row.units, open_parts, left))
    return tuple(rights)


def _series_of(connection: sa.Connection, assets: set[str]) -> dict[str, Series]:
    table = _series.table
    query = sa.select(table).where(table.c.asset.in_(sorted(assets)))
    return {row.asset: _series.from_row(row) for row in connection.execute(query)}


def _unpaid(connection: sa.Connection, permits: set[str]) -> dict[tuple[str, str], int]:
    columns = _allotments.c
    query = sa.select(columns.permit, columns.asset, sa.func.count().label("open")).where(
        columns.permit.in_(sorted(permits)), columns.is_settled == sa.false()
    )
    found = connection.execute(query.group_by(columns.permit, columns.asset))
    return {(row.permit, row.asset): row.open for row in found}


def _surplus_of(connection: sa.Connection, permits: set[str]) -> dict[str, tuple[Surplus, ...]]:
    table = _surplus.table
    query = sa.select(table).where(table.c.permit.in_(sorted(permits)), table.c.left_units > 0)
    found: dict[str, tuple[Surplus, ...]] = {}
    for row in connection.execute(query.order_by(table.c.attested_index)):
        one: Surplus = _surplus.from_row(row)
        found[one.permit] = (*found.get(one.permit, ()), one)
    return found


def candidates(
    connection: sa.Connection, view: View, body: TradeRights, *, now: int, after: str | None = None
) -> tuple[tuple[Candidate, ...], str | None]:
    """Return permits past a number, each with what the rules say of this sale to it, and where the next ones begin."""
    table = _permits.table
    query = sa.select(table, _participants.c.name).join(_participants, _participants.c.number == table.c.holder)
    query = query.where(table.c.number > (after or ""), table.c.number != body.seller)
    found = connection.execute(query.order_by(table.c.number).limit(CANDIDATES + 1)).all()
    rows = []
    for *columns, name in found[:CANDIDATES]:
        permit: Permit = _permits.from_row(columns)
        made = _candidate(view, body, permit, str(name), now=now)
        if made is not None:
            rows.append(made)
    return tuple(rows), found[CANDIDATES - 1].number if len(found) > CANDIDATES else None


def _candidate(view: View, body: TradeRights, permit: Permit, name: str, *, now: int) -> Candidate | None:
    try:
        deal: Deal = deal_of(view, replace(body, buyer=permit.number), now)
    except Refusal:  # a permit that is not in force buys nothing
        return None
    return Candidate(
        permit=permit.number,
        holder=permit.holder,
        holder_name=name,
        area=permit.area,
        arrives=received(deal, view),
        verdicts=verdicts(deal, view),
    )


def sale(seller: str, asset: str, units: int, use: TradeUse, surplus: str) -> TradeRights:
    """Return the sale that candidates are asked about; what does not matter to the rules is left empty."""
    return TradeRights(
        seller=seller, buyer="", asset=asset, units=units, receives=units, use=use, surplus=surplus, price_fen=1,
        buyer_cash="", seller_cash="", document="",
    )  # fmt: skip


def reserve_moves(connection: sa.Connection, *, after: str | None = None, limit: int = PAGE) -> ReservePage:
    """Return the moves of the reserve, the newest first, past a key. Index: `ix_discharge_reserve_move_all`.

    Raises:
        Malformed: ``after`` if the key is none.
    """
    table = _reserve.table
    place = (table.c.index,)
    query = sa.select(table).order_by(table.c.index.desc()).limit(min(limit, EXPORT_MAX) + 1)
    if after is not None:
        query = query.where(behind(after, place, descending=True))
    found = connection.execute(query).all()
    rows = tuple(_reserve.from_row(row) for row in found[:limit])
    return ReservePage(rows, key_of(found[limit - 1], place) if len(found) > limit else None)
