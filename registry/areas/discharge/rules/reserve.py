"""The government's reserve of rights: taken back, bought back, and released to priority projects. Each move is public.

What lies in the reserve is held by nobody, so it counts in no area's total; released rights count again. Sources: a
province's rules on repurchase and reserve (excerpt), document 38 of 2014 of the State Council Office (recalled).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.discharge.rules.allotting import MONEY, check_permitted
from registry.areas.discharge.rules.indicators import Totals, areas_of, first_missed
from registry.areas.discharge.rules.records import Medium, Permit, PermitNo
from registry.areas.discharge.rules.rights import (
    HOLDING,
    RESERVE,
    TREASURY,
    Series,
    account_of,
    basin_of,
    official_account,
    permit_in_force,
    series_of,
)
from registry.areas.discharge.rules.trading import check_sellable
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.holdings import require_purpose
from registry.ledger.codec import AccountNo, Asset, Count, Digest, EntryId, Name, Units, Whole
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

TAKE, BUY, RELEASE = "discharge.take_back", "discharge.repurchase", "discharge.release_reserve"
_CASH: Final = frozenset({Purpose.CASH.value})
_RESERVE: Final = frozenset({Purpose.RESERVE.value})
Fen = Annotated[int, Whole(minimum=1, unit="fen")]
FenOrNone = Annotated[int, Whole(unit="fen")]


class ReserveMoveKind(StrEnum):
    """How rights came into the reserve, or that they left it."""

    FREE_SURPLUS = "free_surplus"
    UNLAWFUL = "unlawful"
    REPURCHASED = "repurchased"
    RELEASED = "released"


class TakeBackGround(StrEnum):
    """Why rights are taken back without a price: a surplus that was free, or a unit shut for unlawful acts."""

    FREE_SURPLUS = "free_surplus"
    UNLAWFUL = "unlawful"


@record(
    "discharge_reserve_move",
    key=("id",),
    indexes=(Index("all", (), ("index",)), Index("asset", ("asset",), ("index",))),
)
@dataclass(frozen=True, slots=True)
class ReserveMove:
    """Rights that came into the reserve or left it; ``project`` is what they were released for."""

    id: EntryId
    kind: ReserveMoveKind
    permit: PermitNo
    asset: Asset
    units: Units
    price_fen: Count
    project: Name | None
    document: Digest
    moved_at: Count
    index: Count


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The body of `discharge.take_back`."""

    permit: PermitNo
    asset: Asset
    units: Units
    ground: TakeBackGround
    document: Digest


@dataclass(frozen=True, slots=True)
class Repurchase:
    """The body of `discharge.repurchase`: the treasury pays the holder."""

    permit: PermitNo
    asset: Asset
    units: Units
    price_fen: Fen
    cash: AccountNo
    document: Digest


@dataclass(frozen=True, slots=True)
class ReleaseReserve:
    """The body of `discharge.release_reserve`: to a priority project, for a price or none."""

    permit: PermitNo
    asset: Asset
    units: Units
    price_fen: FenOrNone
    cash: AccountNo | None
    project: Name
    document: Digest


def take_back(body: TakeBack, context: Context, view: View) -> Outcome:
    """Take rights back into the reserve without a price.

    Raises:
        Refusal: those of `_taken`; ``paid_right`` for a surplus of rights that were paid for.
    """
    series = series_of(view, body.asset)
    if body.ground is TakeBackGround.FREE_SURPLUS and series.is_paid:
        raise Refusal("paid_right", asset=body.asset)
    return _taken(body, series, ReserveMoveKind(body.ground.value), context, view)


def repurchase(body: Repurchase, context: Context, view: View) -> Outcome:
    """Buy paid rights back into the reserve.

    Raises:
        Refusal: those of `_taken` and `check_sellable`; ``holder_differs``; ``cash_short`` of the treasury.
    """
    series = series_of(view, body.asset)
    check_sellable(view, body.permit, series, day_of(context.recorded_at).isoformat())
    permit = require(view, Permit, body.permit, "unknown_permit")
    if require_purpose(view, body.cash, _CASH).holder != permit.holder:
        raise Refusal("holder_differs", account=body.cash)
    treasury = official_account(view, TREASURY, context.recorded_at, zone=permit.zone).number
    paid = _paid(view, treasury, body.cash, body.price_fen)
    taken = _taken(body, series, ReserveMoveKind.REPURCHASED, context, view)
    return Outcome(records=taken.records, transfers=(*taken.transfers, *paid))


def _taken(body: TakeBack | Repurchase, series: Series, kind: ReserveMoveKind, context: Context, view: View) -> Outcome:
    """Return what brings rights into the reserve.

    Raises:
        Refusal: ``unknown_permit``, those of `account_of`, `official_account` and `View.pick`.
    """
    permit = require(view, Permit, body.permit, "unknown_permit")
    source = account_of(view, body.permit)
    reserve = official_account(view, RESERVE, context.recorded_at, zone=permit.zone).number
    totals = Totals(series.pollutant, series.last_year).add(areas_of(permit, series.medium, view), -body.units)
    moved = view.pick(source, body.asset, body.units, into=reserve)
    made = ReserveMove(
        id=context.entry_id,
        kind=kind,
        permit=body.permit,
        asset=body.asset,
        units=body.units,
        price_fen=getattr(body, "price_fen", 0),
        project=None,
        document=body.document,
        moved_at=context.recorded_at,
        index=context.index,
    )
    return Outcome(records=(*totals.changed(view), made), transfers=moved)


def release_signers(body: ReleaseReserve, view: View) -> Requirement:
    """Return who must sign: authority and operator, and the holder who takes and pays."""
    permit = require(view, Permit, body.permit, "unknown_permit")
    return (*by_authority_and_operator(), *by_owner(view, participant=permit.holder, kind=RELEASE))


def repurchase_signers(body: Repurchase, view: View) -> Requirement:
    """Return who must sign: authority and operator, and the holder who sells."""
    permit = require(view, Permit, body.permit, "unknown_permit")
    return (*by_authority_and_operator(), *by_owner(view, participant=permit.holder, kind=BUY))


def release_reserve(body: ReleaseReserve, context: Context, view: View) -> Outcome:
    """Release rights from the reserve to a permit of the same province and water.

    Raises:
        Refusal: those of `permit_in_force`, `series_of`, `account_of`, `check_permitted`, `Totals.changed`,
            `official_account` and `View.pick`; ``right_expired``; ``zone_differs``; ``water_differs``;
            ``quality_missed`` where an area misses its target, as R4; ``cash_missing`` for a price without an
            account; ``holder_differs``; ``cash_short``.
    """
    now = context.recorded_at
    permit, series = permit_in_force(view, body.permit, now), series_of(view, body.asset)
    if series.last_day < day_of(now).isoformat():
        raise Refusal("right_expired", asset=series.asset, last=series.last_day)
    _check_place(permit, series)
    target = account_of(view, body.permit)
    check_permitted(view, permit, series, body.units, account=target)
    paid: tuple[Transfer, ...] = ()
    if body.price_fen:
        if body.cash is None:
            raise Refusal("cash_missing", price_fen=body.price_fen)
        if require_purpose(view, body.cash, _CASH).holder != permit.holder:
            raise Refusal("holder_differs", account=body.cash)
        treasury = official_account(view, TREASURY, now, zone=permit.zone).number
        paid = _paid(view, body.cash, treasury, body.price_fen)
    reserve = official_account(view, RESERVE, now, zone=permit.zone).number
    totals = Totals(series.pollutant, series.last_year).add(areas_of(permit, series.medium, view), body.units)
    missed = first_missed(view, totals.growing(), (series.pollutant,))
    if missed is not None:
        raise Refusal("quality_missed", area=missed.area, year=str(missed.year))
    moved = view.pick(reserve, body.asset, body.units, into=target)
    made = ReserveMove(
        id=context.entry_id,
        kind=ReserveMoveKind.RELEASED,
        permit=body.permit,
        asset=body.asset,
        units=body.units,
        price_fen=body.price_fen,
        project=body.project,
        document=body.document,
        moved_at=now,
        index=context.index,
    )
    return Outcome(records=(*totals.changed(view), made), transfers=(*moved, *paid))


def _check_place(permit: Permit, series: Series) -> None:
    if permit.zone != series.zone:
        raise Refusal("zone_differs", zone=series.zone)
    if series.medium is Medium.WATER and basin_of(permit) != series.basin:
        raise Refusal("water_differs", seller=series.basin, buyer=basin_of(permit))


def _paid(view: View, source: str, target: str, fen: int) -> tuple[Transfer, ...]:
    held = view.balance(source, MONEY)
    if held < fen:
        raise Refusal("cash_short", held_fen=held, wanted_fen=fen)
    return (Transfer(source, target, MONEY, fen),)


KINDS = (
    Kind(
        TAKE,
        TakeBack,
        lambda _body, _view: by_authority_and_operator(),
        take_back,
        debits=HOLDING,
        enforces=True,
        lifetime_max=DAY_SECONDS,
    ),
    Kind(BUY, Repurchase, repurchase_signers, repurchase, debits=HOLDING | _CASH, lifetime_max=DAY_SECONDS),
    Kind(RELEASE, ReleaseReserve, release_signers, release_reserve, debits=_RESERVE | _CASH, lifetime_max=DAY_SECONDS),
)
RECORDS = (ReserveMove,)
