"""What opens a record of each book of supervision: the fields of its own, beside those that all have."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.attested import Attest, MeasureRecord
from registry.ledger.codec import Code, Count, Day, Items, Name, Note, ParticipantNo, Units, Whole, Year

Fen = Annotated[int, Whole(minimum=1, unit="fen")]


class Scheme(StrEnum):
    """What a certificate or rating is of."""

    GREEN_PRODUCT = "green_product"
    GREEN_FACTORY = "green_factory"
    GREEN_PARK = "green_park"
    GREEN_SUPPLY_CHAIN = "green_supply_chain"
    ENVIRONMENTAL_LABEL = "environmental_label"
    CLEAN_PRODUCTION = "clean_production"
    GREEN_BUILDING = "green_building"


class UnitClass(StrEnum):
    """The class of a control unit."""

    PRIORITY = "priority"
    KEY = "key"
    GENERAL = "general"


class Intensity(StrEnum):
    """What a zone's target is about."""

    ENERGY = "energy"
    CO2 = "co2"


class Measurable(StrEnum):
    """What is measured, paid or reported under records of supervision."""

    REPORT = "report"
    PAID = "paid"
    INTENSITY = "intensity"
    COPIED = "copied"
    DISCHARGED = "discharged"


@dataclass(frozen=True, slots=True)
class EnterList(Attest):
    """The body that enters a list. ``about`` is a green project, a matter or a class of rights, as the list says."""

    participant: ParticipantNo | None
    about: Code | None
    reason: Note


@dataclass(frozen=True, slots=True)
class Certify(Attest):
    """The body of `supervision.certify`."""

    participant: ParticipantNo
    scheme: Scheme
    scope: Note
    grade: Code | None


@dataclass(frozen=True, slots=True)
class LinkSupply(Attest):
    """The body of `supervision.link_supply`: whoever buys attests, the supplier signs as well."""

    participant: ParticipantNo
    product: Name


@dataclass(frozen=True, slots=True)
class ObligeDisclosure(Attest):
    """The body of `supervision.oblige_disclosure`."""

    participant: ParticipantNo
    year: Year
    due_on: Day


@dataclass(frozen=True, slots=True)
class OpenDamage(Attest):
    """The body of `supervision.open_damage`."""

    participant: ParticipantNo
    damage: Note
    due_fen: Fen
    due_on: Day


@dataclass(frozen=True, slots=True)
class ObligeInsurance(Attest):
    """The body of `supervision.oblige_insurance`."""

    participant: ParticipantNo
    cover_min_fen: Fen


@dataclass(frozen=True, slots=True)
class Insure(Attest):
    """The body of `supervision.insure`: the holder or the authority states the policy."""

    participant: ParticipantNo
    insurer: Name
    policy: Code
    cover_fen: Fen


@dataclass(frozen=True, slots=True)
class DrawUnit(Attest):
    """The body of `supervision.draw_unit`. ``barred`` are entries of the catalogue and classes of rights."""

    unit_class: UnitClass
    barred: Annotated[tuple[Code, ...], Items(0, 40)]


@dataclass(frozen=True, slots=True)
class PlaceSite(Attest):
    """The body of `supervision.place_site`: in which unit a participant's site, and perhaps a green project, lies."""

    participant: ParticipantNo
    about: Code | None
    unit: Code


@dataclass(frozen=True, slots=True)
class SetTarget(Attest):
    """The body of `supervision.set_target`, in thousandths of the intensity's unit."""

    intensity: Intensity
    base_year: Year
    base_milli: Units
    target_year: Year
    target_milli: Count


@dataclass(frozen=True, slots=True)
class PublishCase(Attest):
    """The body of `supervision.publish_case`."""

    theme: Note


@dataclass(frozen=True, slots=True)
class RecordClause(Attest):
    """The body of `supervision.record_clause`; ``practice`` is what the zone does under it."""

    agreement: Name
    clause: Name
    practice: Note


@dataclass(frozen=True, slots=True)
class OpenIsland(Attest):
    """The body of `supervision.open_island`: a shared facility, its operator and whoever discharges through it."""

    participant: ParticipantNo
    members: Annotated[tuple[ParticipantNo, ...], Items(2, 40)]
    limit_kg: Units


@dataclass(frozen=True, slots=True)
class MeasureSupervised(MeasureRecord):
    """The body of `supervision.measure`."""

    what: Measurable
