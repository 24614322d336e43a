"""Rights as units of the ledger: what an asset stands for, and which permit an account serves.

An asset is one pollutant into one medium, first allotted in one province (and basin, for water), valid until the end of
one period, paid for or free. What a permit holds is what its account holds: nothing here counts it again.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from registry.areas.discharge.rules.records import (
    LedgerUnit,
    Medium,
    Permit,
    PermitNo,
    PermitStatus,
    Pollutant,
    PollutantCode,
)
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.holdings import class_of, require_purpose
from registry.areas.participants.rules.parameters import in_force
from registry.ledger.book import Account
from registry.ledger.codec import AccountNo, Asset, Count, Pattern, Year, Zone
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Index, Kind, Outcome, Requirement, View, record, require
from registry.ledger.serials import Purpose

# By the unit of the pollutant, so that one class has one unit.
CLASSES: Final = {LedgerUnit.KG: "PDR", LedgerUnit.G: "PDG"}
ISSUER, RESERVE, CANCELLATION = "discharge_issuer", "discharge_reserve", "discharge_cancellation"
TREASURY: Final = "discharge_treasury"
_PURPOSES: Final = {
    ISSUER: Purpose.ISSUANCE,
    RESERVE: Purpose.RESERVE,
    CANCELLATION: Purpose.CANCELLATION,
    TREASURY: Purpose.CASH,
}
HOLDING: Final = frozenset({Purpose.HOLDING.value})


@record("discharge_series", key=("asset",), indexes=(Index("pollutant", ("pollutant", "last_year"), ("asset",)),))
@dataclass(frozen=True, slots=True)
class Series:
    """What an asset of rights stands for. ``basin`` is None for rights of the air; free ones cannot be sold."""

    asset: Asset
    pollutant: PollutantCode
    medium: Medium
    zone: Zone
    basin: Annotated[str, Pattern("[A-Z]{2,4}")] | None
    last_year: Year
    is_paid: bool

    @property
    def last_day(self) -> str:
        """The last day on which they are valid."""
        return f"{self.last_year}-12-31"


@record("discharge_account", key=("account",), indexes=(Index("permit", ("permit",)),))
@dataclass(frozen=True, slots=True)
class PermitAccount:
    """That an account holds the rights of a permit, and of this one alone."""

    account: AccountNo
    permit: PermitNo
    linked_index: Count


@dataclass(frozen=True, slots=True)
class LinkAccount:
    """The body of `discharge.link_account`, by the holder of both."""

    permit: PermitNo
    account: AccountNo


def link_signers(body: LinkAccount, view: View) -> Requirement:
    """Return who must sign for the permit's holder."""
    permit = require(view, Permit, body.permit, "unknown_permit")
    return by_owner(view, participant=permit.holder, kind="discharge.link_account", account=body.account)


def link_account(body: LinkAccount, context: Context, view: View) -> Outcome:
    """Let a holding account hold the rights of a permit, once and for all.

    Raises:
        Refusal: ``unknown_permit``, ``permit_revoked``, ``unknown_account``, ``purpose_not_credited``,
            ``holder_differs``, ``account_linked`` for either.
    """
    permit = require(view, Permit, body.permit, "unknown_permit")
    if permit.status is PermitStatus.REVOKED:
        raise Refusal("permit_revoked", permit=body.permit)
    if require_purpose(view, body.account, HOLDING).holder != permit.holder:
        raise Refusal("holder_differs", account=body.account)
    if view.get(PermitAccount, body.account) or view.find(PermitAccount, "permit", body.permit, limit=1):
        raise Refusal("account_linked", account=body.account, permit=body.permit)
    return Outcome(records=(PermitAccount(body.account, body.permit, context.index),))


def account_of(view: View, permit: str) -> str:
    """Return the account that holds a permit's rights.

    Raises:
        Refusal: ``account_not_linked``.
    """
    found = view.find(PermitAccount, "permit", permit, limit=1)
    if not found:
        raise Refusal("account_not_linked", permit=permit)
    return found[0].account


def permit_in_force(view: View, number: str, now: int) -> Permit:
    """Return a permit under which one may discharge today.

    Raises:
        Refusal: ``unknown_permit``, ``permit_not_in_force``.
    """
    found = require(view, Permit, number, "unknown_permit")
    if not found.is_in_force(day_of(now).isoformat()):
        raise Refusal("permit_not_in_force", permit=number)
    return found


def official_account(view: View, name: str, now: int, *, zone: str) -> Account:
    """Return the account that a province, or else all, uses for an official purpose; a parameter names it.

    Raises:
        Refusal: ``account_not_set``, ``unknown_account``, ``purpose_not_credited``.
    """
    found = in_force(view, name, now, scope=zone) or in_force(view, name, now)
    if found is None or found.text is None:
        raise Refusal("account_not_set", name=name, zone=zone)
    return require_purpose(view, found.text, frozenset({_PURPOSES[name].value}))


def series_for(permit: Permit, pollutant: Pollutant, medium: Medium, view: View, **kind: int | bool) -> Series:
    """Return what rights of a permit are, by its place; ``kind`` gives ``last_year`` and ``is_paid``.

    Raises:
        Refusal: ``pollutant_not_of_medium``, ``water_unit_missing``, ``unknown_class``.
    """
    if medium not in pollutant.media:
        raise Refusal("pollutant_not_of_medium", pollutant=pollutant.code, outlet=medium.value)
    basin = basin_of(permit) if medium is Medium.WATER else None
    last_year, is_paid = int(kind["last_year"]), bool(kind["is_paid"])
    marks = f"{pollutant.code}{permit.zone}{basin or ''}{last_year % 100:02}{'P' if is_paid else 'F'}"
    asset = f"{CLASSES[pollutant.unit]}-{marks}"
    class_of(view, asset)
    return Series(asset, pollutant.code, medium, permit.zone, basin, last_year, is_paid)


def basin_of(permit: Permit) -> str:
    """Return the basin into which a permit lets discharge: the letters of its control unit.

    Raises:
        Refusal: ``water_unit_missing``.
    """
    if permit.water_unit is None:
        raise Refusal("water_unit_missing")
    return permit.water_unit.rstrip("0123456789")


def series_of(view: View, asset: str) -> Series:
    """Return what an asset stands for.

    Raises:
        Refusal: ``unknown_right``.
    """
    return require(view, Series, asset, "unknown_right")


KINDS = (Kind("discharge.link_account", LinkAccount, link_signers, link_account),)
RECORDS = (Series, PermitAccount)
