"""What is kept of actual discharge: devices with their keys, an outlet's months, and its running total of a year.

Masses are whole milligrams: rights of heavy metals are in grams, and a day's share of one is less.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.discharge.rules.records import OutletCode, PermitNo, PollutantCode
from registry.ledger.codec import Count, Digest, Name, ParticipantNo, Pattern, PublicKey, Units, Whole, Year
from registry.ledger.rules import Index, record

MONTH: Final = "(199[0-9]|20[0-9]{2}|21[0-9]{2})-(0[1-9]|1[0-2])"
Month = Annotated[str, Pattern(MONTH)]
ALL_MONTHS: Final = 0b1111_1111_1111
# Ten thousand tonnes a month: more than any outlet, and twelve of them from each of a permit's outlets still add up.
Mass = Annotated[int, Whole(0, 10**13)]


class Method(StrEnum):
    """How a month's mass was found, the most trusted first."""

    CONTINUOUS = "continuous"
    SAMPLES = "samples"
    BALANCE = "balance"
    FACTOR = "factor"


# A month found by one method is not put aside for one further down.
RANK: Final = {method: place for place, method in enumerate(Method)}


class DeviceStatus(StrEnum):
    """Whether a device's key counts."""

    ACTIVE = "active"
    REVOKED = "revoked"


class DeviceEnd(StrEnum):
    """Why a device's key ends."""

    REPLACED = "replaced"
    REMOVED = "removed"
    LOST = "lost"
    MANIPULATED = "manipulated"


@record(
    "monitoring_device",
    key=("public_key",),
    indexes=(Index("outlet", ("permit", "outlet"), ("registered_index",)),),
)
@dataclass(frozen=True, slots=True)
class MonitoringDevice:
    """A device that measures at an outlet and signs each day under a key of its own."""

    public_key: PublicKey
    permit: PermitNo
    outlet: OutletCode
    model: Name
    status: DeviceStatus
    ground: DeviceEnd | None
    document: Digest
    registered_at: Count
    registered_index: Count
    ended_at: Count | None


@record("outlet_month", key=("permit", "outlet", "month"))
@dataclass(frozen=True, slots=True)
class OutletMonth:
    """How often a month was reported from continuous measurement, and from how many days of documents the last time."""

    permit: PermitNo
    outlet: OutletCode
    month: Month
    version: Units
    days: Annotated[int, Whole(1, 31)]
    days_signed: Annotated[int, Whole(0, 31)]
    reported_at: Count
    reported_index: Count


@record("monthly_discharge", key=("permit", "outlet", "pollutant", "month"))
@dataclass(frozen=True, slots=True)
class MonthlyDischarge:
    """What an outlet discharged of a pollutant in a month, as last reported. Hours are of continuous measurement."""

    permit: PermitNo
    outlet: OutletCode
    pollutant: PollutantCode
    month: Month
    method: Method
    version: Units
    mass_mg: Mass
    hours_valid: Count
    hours_stopped: Count
    hours_stood_in: Count
    reported_at: Count
    reported_index: Count


@record(
    "outlet_year",
    key=("permit", "outlet", "pollutant", "year"),
    indexes=(Index("permit", ("permit", "pollutant", "year"), ("outlet",)),),
)
@dataclass(frozen=True, slots=True)
class OutletYear:
    """The running total of an outlet, pollutant and year; ``months`` has a bit for each month that is in it."""

    permit: PermitNo
    outlet: OutletCode
    pollutant: PollutantCode
    year: Year
    holder: ParticipantNo
    months: Annotated[int, Whole(0, ALL_MONTHS)]
    mass_mg: Count


RECORDS = (MonitoringDevice, OutletMonth, MonthlyDischarge, OutletYear)
