"""Initial allocation: rights for a permit against the indicators of its areas, free, paid for, or at a fixed price.

Sources: document 38 of 2014 of the State Council Office (recalled): existing units by approval and step by
step for a fee, fees to the treasury in full, large sums in instalments over five years at most of which the first is 40
per cent at least. Both are parameters. Paying does not free from environmental tax.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Final

from registry.areas.discharge.rules.indicators import Totals, areas_of
from registry.areas.discharge.rules.pollutants import pollutant_in
from registry.areas.discharge.rules.records import Medium, Permit, PermitNo, PollutantCode
from registry.areas.discharge.rules.rights import (
    ISSUER,
    TREASURY,
    Series,
    account_of,
    official_account,
    permit_in_force,
    series_for,
)
from registry.areas.participants.rules.blocks import Block, check_batch_text, new_batch
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.holdings import require_purpose
from registry.areas.participants.rules.parameters import parameter
from registry.ledger.book import ISSUANCE, Account, Batch, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Count, Day, Digest, Items, Units, Whole, Year
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_owner
from registry.ledger.rules import (
    DAY_SECONDS,
    Context,
    Index,
    Kind,
    Outcome,
    Requirement,
    Transfer,
    View,
    record,
    require,
)
from registry.ledger.serials import Purpose

FIRST_SHARE, YEARS = "use_fee_first_percent", "use_fee_years_max"
MONEY: Final = "CNY"
_CASH: Final = frozenset({Purpose.CASH.value})
Fen = Annotated[int, Whole(unit="fen")]


class Acquired(StrEnum):
    """How rights were first acquired."""

    FREE = "free"
    PAID = "paid"
    FIXED_PRICE = "fixed_price"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of a fee and the last day on which it is paid."""

    day: Day
    fen: Annotated[int, Whole(minimum=1, unit="fen")]


Instalments = Annotated[tuple[Instalment, ...], Items(0, 20)]


@record(
    "discharge_allotment",
    key=("number",),
    indexes=(
        Index("permit", ("permit",), ("number",)),
        Index("unpaid", ("permit", "asset", "is_settled"), ("number",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Allotment:
    """Rights allotted to a permit, and the fee for them; ``number`` is that of their batch.

    ``paid`` counts the instalments that were paid; ``is_settled`` holds once all are, and for what costs nothing.
    """

    number: Units
    permit: PermitNo
    asset: Asset
    units: Units
    acquired: Acquired
    fee_fen: Fen
    instalments: Instalments
    paid: Count
    is_settled: bool
    document: Digest
    allotted_at: Count
    allotted_index: Count

    @property
    def due(self) -> Instalment | None:
        """The next instalment to be paid."""
        return self.instalments[self.paid] if self.paid < len(self.instalments) else None


@dataclass(frozen=True, slots=True)
class Allot:
    """The body of `discharge.allot`. Without a fee it is free, or renewed without one."""

    permit: PermitNo
    pollutant: PollutantCode
    medium: Medium
    last_year: Year
    units: Units
    acquired: Acquired
    instalments: Instalments
    document: Digest


@dataclass(frozen=True, slots=True)
class PayFee:
    """The body of `discharge.pay_fee`: the next instalment of an allotment, out of the holder's cash account."""

    allotment: Units
    cash: AccountNo
    fen: Annotated[int, Whole(minimum=1, unit="fen")]


def allot(body: Allot, context: Context, view: View) -> Outcome:
    """Allot rights to a permit and put them into its account.

    Raises:
        Refusal: those of `permit_in_force`, `pollutant_in`, `series_for`, `account_of`, `official_account`;
            ``pollutant_not_permitted``; ``right_expired`` for a period that is over; ``fee_missing``,
            ``fee_not_due`` for what is free; those of `check_instalments`, `Totals.changed` and
            `blocks.check_batch_text`; ``over_permit`` if the permit would hold more than it may discharge.
    """
    now = context.recorded_at
    permit = permit_in_force(view, body.permit, now)
    pollutant = pollutant_in(view, body.pollutant, permit.zone)
    is_free = body.acquired is Acquired.FREE
    series = series_for(permit, pollutant, body.medium, view, last_year=body.last_year, is_paid=not is_free)
    today = day_of(now).isoformat()
    if series.last_day < today:
        raise Refusal("right_expired", asset=series.asset, last=series.last_day)
    target = account_of(view, body.permit)
    check_permitted(view, permit, series, body.units, account=target)
    if is_free and body.instalments:
        raise Refusal("fee_not_due")
    if body.acquired in (Acquired.PAID, Acquired.FIXED_PRICE) and not body.instalments:
        raise Refusal("fee_missing")
    check_instalments(view, body.instalments, today=today, now=now, zone=permit.zone)
    totals = Totals(body.pollutant, body.last_year).add(areas_of(permit, body.medium, view), body.units)
    batch, moved = issued(series, body.units, target, context, view, document=body.document, origin=permit.number)
    made = Allotment(
        number=batch.number,
        permit=body.permit,
        asset=series.asset,
        units=body.units,
        acquired=body.acquired,
        fee_fen=sum(one.fen for one in body.instalments),
        instalments=body.instalments,
        paid=0,
        is_settled=not body.instalments,
        document=body.document,
        allotted_at=now,
        allotted_index=context.index,
    )
    return Outcome(records=(*totals.changed(view), series, batch, made), transfers=(moved,))


def check_permitted(view: View, permit: Permit, series: Series, units: int, *, account: str) -> None:
    """Return if a permit may discharge as much as it would hold with these units, free and paid for together.

    Raises:
        Refusal: ``pollutant_not_permitted``, ``over_permit`` with the permit's limit.
    """
    limit = permit.limit_of(series.pollutant)
    if not limit:
        raise Refusal("pollutant_not_permitted", pollutant=series.pollutant, permit=permit.number)
    held = view.balance(account, series.asset) + view.balance(account, twin_of(series.asset))
    if held + units > limit:
        raise Refusal("over_permit", limit=limit, units=held + units)


def twin_of(asset: str) -> str:
    """Return the asset of the free rights to that of paid ones, and the other way round."""
    return asset[:-1] + ("F" if asset.endswith("P") else "P")


def check_instalments(view: View, instalments: tuple[Instalment, ...], *, today: str, now: int, zone: str) -> None:
    """Return if the parts of a fee may be paid so.

    Raises:
        Refusal: ``instalments_disordered`` unless each is due after the one before and none in the past;
            ``first_instalment_low`` with the least per cent; ``instalments_too_long`` with the years;
            ``parameter_not_set``.
    """
    if not instalments:
        return
    days = [one.day for one in instalments]
    if days[0] < today or any(one >= other for one, other in pairwise(days)):
        raise Refusal("instalments_disordered")
    share = parameter(view, FIRST_SHARE, now, scope=zone)
    if len(days) > 1 and instalments[0].fen * 100 < share * sum(one.fen for one in instalments):
        raise Refusal("first_instalment_low", percent=share)
    years = parameter(view, YEARS, now, scope=zone)
    first = date.fromisoformat(today)
    if days[-1] > f"{first.year + years:04}{today[4:]}":
        raise Refusal("instalments_too_long", years=years)


def issued(
    series: Series, units: int, target: str, context: Context, view: View, *, document: str, origin: str
) -> tuple[Batch, Transfer]:
    """Return a new batch of rights and the transfer that brings it where it goes.

    Raises:
        Refusal: those of `official_account` and `blocks.check_batch_text`.
    """
    issuer = official_account(view, ISSUER, context.recorded_at, zone=series.zone).number
    code = asset_class_of(series.asset)
    block = Block(
        text=f"{code}-{series.zone}-{series.asset.partition('-')[2]}.{origin}-{series.last_year}1231-{context.index}",
        asset=series.asset,
        zone=series.zone,
        issuer=issuer,
        first=1,
        last=units,
        document=document,
    )
    check_batch_text(block.text, asset=block.asset, zone=block.zone, last=block.last)
    batch = new_batch(block, context.batch_number(0))
    return batch, Transfer(issuer, target, series.asset, units, batch.number, 1)


def pay_signers(body: PayFee, view: View) -> Requirement:
    """Return who must sign for the holder of the cash account."""
    account = require(view, Account, body.cash, "unknown_account")
    return by_owner(view, participant=account.holder, kind="discharge.pay_fee", account=body.cash)


def pay_fee(body: PayFee, context: Context, view: View) -> Outcome:
    """Pay the next instalment to the treasury, in full.

    Raises:
        Refusal: ``unknown_allotment``, ``fee_settled``, ``instalment_differs`` with what is due, ``holder_differs``,
            ``cash_short``, those of `official_account`.
    """
    allotment = require(view, Allotment, body.allotment, "unknown_allotment")
    due = allotment.due
    if due is None:
        raise Refusal("fee_settled", allotment=body.allotment)
    if body.fen != due.fen:
        raise Refusal("instalment_differs", due_fen=due.fen)
    permit = require(view, Permit, allotment.permit, "unknown_permit")
    if require_purpose(view, body.cash, _CASH).holder != permit.holder:
        raise Refusal("holder_differs", account=body.cash)
    held = view.balance(body.cash, MONEY)
    if held < body.fen:
        raise Refusal("cash_short", held_fen=held, wanted_fen=body.fen)
    treasury = official_account(view, TREASURY, context.recorded_at, zone=permit.zone).number
    paid = allotment.paid + 1
    settled = replace(allotment, paid=paid, is_settled=paid == len(allotment.instalments))
    return Outcome(records=(settled,), transfers=(Transfer(body.cash, treasury, MONEY, body.fen),))


KINDS = (
    Kind(
        "discharge.allot",
        Allot,
        lambda _body, _view: by_authority_and_operator(),
        allot,
        debits=frozenset({ISSUANCE}),
        lifetime_max=DAY_SECONDS,
    ),
    Kind("discharge.pay_fee", PayFee, pay_signers, pay_fee, debits=_CASH, lifetime_max=DAY_SECONDS),
)
RECORDS = (Allotment,)
