"""What discharge rights rest on: pollutants, areas, and permits with their outlets and limits. No rule stands here.

Amounts are whole ledger units of the pollutant (kg, or g for heavy metals) a year. Concentrations are micrograms per
litre of water or per cubic metre of air.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from registry.areas.participants.rules.parameters import Evidence, Wording
from registry.ledger.codec import (
    Count,
    Day,
    Digest,
    Items,
    Name,
    Note,
    ParticipantNo,
    Pattern,
    Units,
    Whole,
    Zone,
)
from registry.ledger.rules import Index, record

PollutantCode = Annotated[str, Pattern("[A-Z][A-Z0-9]{0,5}")]
# A province or city by GB/T 2260, a basin by two to four letters, a control unit by its basin and digits.
AreaCode = Annotated[str, Pattern("[0-9]{6}|[A-Z]{2,4}([0-9]{2,4})?")]
# The holder's code of 18 characters, the site's number, a letter (HJ 608-2017).
PermitNo = Annotated[str, Pattern("[0-9A-Z]{18}[0-9]{3}[A-Z]")]
OutletCode = Annotated[str, Pattern("D[AW][0-9]{3}")]
FacilityCode = Annotated[str, Pattern("T[AWNS][0-9]{3}")]
IndustryCode = Annotated[str, Pattern("[0-9]{4}")]
Longitude = Annotated[int, Whole(-1_800_000_000, 1_800_000_000)]
Latitude = Annotated[int, Whole(-900_000_000, 900_000_000)]
Concentration = Annotated[int, Whole(minimum=1, maximum=10**12)]
OUTLETS_MAX: Final = 40
LIMITS_MAX: Final = 120


class Medium(StrEnum):
    """What a pollutant goes into."""

    WATER = "water"
    AIR = "air"


class PollutantClass(StrEnum):
    """How a pollutant is treated: heavy metals have their own replacement factor and are counted in grams."""

    CONVENTIONAL = "conventional"
    HEAVY_METAL = "heavy_metal"


class LedgerUnit(StrEnum):
    """The smallest unit of a pollutant in the ledger, a year."""

    KG = "kg"
    G = "g"


class Level(StrEnum):
    """What sort of area it is: two of administration, two of water."""

    PROVINCE = "province"
    CITY = "city"
    BASIN = "basin"
    CONTROL_UNIT = "control_unit"


class Management(StrEnum):
    """The class in which a holder is managed (CODE-2026 174)."""

    KEY = "key"
    SIMPLIFIED = "simplified"
    REGISTRATION = "registration"


class SourceSort(StrEnum):
    """The sort of source, as R3 and R5 tell them apart; captive power plants are thermal power, too."""

    THERMAL_POWER = "thermal_power"
    CHP_HEAT = "chp_heat"
    INDUSTRIAL = "industrial"
    AGRICULTURAL = "agricultural"
    FACILITY = "facility"


class DischargeMode(StrEnum):
    """How an outlet discharges."""

    CONTINUOUS = "continuous"
    INTERMITTENT = "intermittent"
    INDIRECT = "indirect"


class PermitStatus(StrEnum):
    """Whether a permit stands; that it has run out is told by its last day."""

    VALID = "valid"
    REVOKED = "revoked"


class RevocationGround(StrEnum):
    """Why a permit ends before its day."""

    CEASED = "ceased"
    MISTAKEN = "mistaken"
    UNLAWFUL = "unlawful"


Media = Annotated[tuple[Medium, ...], Items(1, 2)]


@record("discharge_pollutant", key=("code",), resident=True)
@dataclass(frozen=True, slots=True)
class Pollutant:
    """A pollutant that rights may be of; ``zone`` is the province that added it, None for the whole country."""

    code: PollutantCode
    name_zh: Name
    name_en: Name
    media: Media
    pollutant_class: PollutantClass
    unit: LedgerUnit
    zone: Zone | None
    article: Wording
    evidence: Evidence
    defined_index: Count


@record("discharge_area", key=("code",), indexes=(Index("level", ("level",), ("code",)),), resident=True)
@dataclass(frozen=True, slots=True)
class Area:
    """An area with limits of its own. ``zone`` is its province; None for water that crosses provinces.

    ``parent`` is the province of a city or the basin of a control unit. ``region`` is the key region of the air
    that R11 closes from outside.
    """

    code: AreaCode
    level: Level
    name_zh: Name
    name_en: Name
    parent: AreaCode | None
    zone: Zone | None
    region: Annotated[str, Pattern("[A-Z]{0,8}")]
    defined_index: Count


@dataclass(frozen=True, slots=True)
class Facility:
    """A treatment facility."""

    code: FacilityCode
    name: Name


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet: its second letter says whether into water or air; position in 1e-7 degree."""

    code: OutletCode
    name: Name
    lon: Longitude
    lat: Latitude
    mode: DischargeMode
    destination: Name


@dataclass(frozen=True, slots=True)
class Limit:
    """What an outlet may discharge of a pollutant: at most this concentration, and so many units a year."""

    outlet: OutletCode
    pollutant: PollutantCode
    concentration_ug: Concentration
    units: Units


Processes = Annotated[tuple[Name, ...], Items(1, 20)]
Facilities = Annotated[tuple[Facility, ...], Items(0, 40)]
Outlets = Annotated[tuple[Outlet, ...], Items(1, OUTLETS_MAX)]
Limits = Annotated[tuple[Limit, ...], Items(1, LIMITS_MAX)]


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """What a permit says beside its number, holder and dates (PERMIT-REG 13).

    ``area`` is the city; ``water_unit`` is the control unit, or the basin, of those who discharge into water. The
    document holds the whole permit with the legal representative.
    """

    area: AreaCode
    water_unit: AreaCode | None
    site: Name
    address: Name
    issuer: Name
    management: Management
    industry: IndustryCode
    source: SourceSort
    processes: Processes
    facilities: Facilities
    outlets: Outlets
    limits: Limits
    upkeep: Note
    special_periods: Note | None
    monitoring: Note
    reporting: Note
    disclosure: Note
    fugitive: Note | None
    document: Digest


@record(
    "discharge_permit",
    key=("number",),
    indexes=(Index("holder", ("holder",), ("number",)), Index("area", ("area",), ("number",))),
)
@dataclass(frozen=True, slots=True)
class Permit(PermitFacts):
    """A permit as it stands. Its first day is ``valid_from``, its last ``valid_until``."""

    number: PermitNo
    holder: ParticipantNo
    zone: Zone
    version: Units
    status: PermitStatus
    ground: RevocationGround | None
    issued_on: Day
    valid_from: Day
    valid_until: Day
    renewal_applied_on: Day | None
    issued_index: Count
    changed_index: Count

    def is_in_force(self, day: str) -> bool:
        """Return whether one may discharge under it on a day."""
        return self.status is PermitStatus.VALID and self.valid_from <= day <= self.valid_until

    def limit_of(self, pollutant: str) -> int:
        """Return the units a year that all outlets together may discharge of a pollutant, 0 for one not in it."""
        return sum(one.units for one in self.limits if one.pollutant == pollutant)


def medium_of(outlet: str) -> Medium:
    """Return what an outlet discharges into, by its code."""
    return Medium.WATER if outlet[1] == "W" else Medium.AIR


RECORDS = (Pollutant, Area, Permit)
