"""What an enterprise owes for a year: what it holds that may be used, in which order, and what a shortfall may cost."""

from dataclasses import dataclass

import sqlalchemy as sa

from registry.areas.compliance.queries.cases import Case, standing_of
from registry.areas.compliance.rules.penalties import PRICE, Penalty, event_day, month_before, penalty
from registry.areas.compliance.rules.status import Stands
from registry.areas.compliance.rules.surrender import OFFSET_CLASS, OFFSET_SHARE, offset_cap, vintages
from registry.areas.participants.queries import holdings_of
from registry.areas.participants.rules.parameters import in_force, parameter
from registry.ledger.book import OPEN_PURPOSES
from registry.ledger.errors import Refusal
from registry.ledger.rules import Catalogue
from registry.store.preview import SqlView


@dataclass(frozen=True, slots=True)
class Usable:
    """Allowances of one vintage that may be used now, in the order of use; ``units`` of them are enough."""

    account: str
    asset: str
    available: int
    units: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed for a year, and with what it can be met.

    ``to_buy`` is what is short of what may be used; ``offset_left`` is how many credits may still be used, and
    ``credits_held`` how many of them are there. ``penalty`` is what the shortfall may cost if nothing more is done.
    """

    stands: Stands
    deadline: str | None
    event_day: str | None
    price_month: str | None
    usable: tuple[Usable, ...]
    held: int
    to_buy: int
    surplus: int
    offset_left: int
    credits_held: int
    penalty: Penalty | None


def owed_of(connection: sa.Connection, case: Case, catalogue: Catalogue, now: int) -> Owed | None:
    """Return what is owed for a case, None before its emissions are accepted or while a parameter is missing."""
    if case.verified is None:
        return None
    view = SqlView(connection, catalogue, now)
    try:
        first, last = vintages(view, case.covered.year, now)
        cap = offset_cap(case.verified.tco2e, parameter(view, OFFSET_SHARE, now, scope="CEA"))
    except Refusal:
        return None
    found, deadline = standing_of(connection, case, now)
    left = found.short - found.pending
    rows = [one for one in holdings_of(connection, case.covered.participant, now) if one.purpose in OPEN_PURPOSES]
    wanted = {f"CEA-{vintage}" for vintage in range(first, last + 1)}
    mine = sorted(
        (one for one in rows if one.asset in wanted and one.available > 0), key=lambda one: (one.asset, one.account)
    )
    usable, needed = [], max(left, 0)
    for one in mine:
        units = min(one.available, needed)
        needed -= units
        usable.append(Usable(one.account, one.asset, one.available, units))
    held = sum(one.available for one in mine)
    price = in_force(view, PRICE, now, scope=month_before(deadline)) if deadline else None
    return Owed(
        stands=found,
        deadline=deadline,
        event_day=event_day(deadline) if deadline else None,
        price_month=month_before(deadline) if deadline else None,
        usable=tuple(usable),
        held=held,
        to_buy=needed,
        surplus=max(held - max(left, 0), 0),
        offset_left=max(min(cap - (case.obligation.offsets if case.obligation else 0), left), 0),
        credits_held=sum(one.available for one in rows if one.asset.partition("-")[0] == OFFSET_CLASS),
        penalty=penalty(deadline, found.short, price.integer if price else None) if deadline else None,
    )
