"""The books of ecology: products, compensation between areas, entrusted treatment, energy contracts, demonstrations.

Sources: guiding opinion of 2021, points 6, 10, 12, 19; CODE-2026 arts. 111-116; ECO-COMP 14-19.
Shares are contract data.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

from registry.areas.participants.rules.attested import (
    INDEXES,
    VERIFIERS,
    Attest,
    Attested,
    Book,
    Measure,
    Measured,
    MeasureRecord,
)
from registry.areas.participants.rules.attesting import kinds_of
from registry.ledger.codec import Code, Count, Name, Note, ParticipantNo, Units, Whole
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function
from registry.ledger.rules import Context, View, record

Fen = Annotated[int, Whole(minimum=1, unit="fen")]
Permille = Annotated[int, Whole(0, 1_000)]
_WHOLE: Final = 1_000
_PAYERS: Final = frozenset({Function.AUTHORITY, Function.BANK})
_PARTIES: Final = frozenset({Function.AUTHORITY, Function.ENTERPRISE})


@record("ecology_record", key=("number",), indexes=INDEXES)
@dataclass(frozen=True, slots=True)
class EcologyRecord(Attested):
    """A record of one of the books of ecology."""


@record("ecology_measure", key=("number", "n"))
@dataclass(frozen=True, slots=True)
class EcologyMeasure(Measured):
    """A measure or payment under a record of ecology."""


class Demonstration(StrEnum):
    """What a demonstration shows."""

    NEAR_ZERO = "near_zero"
    CCUS = "ccus"
    SHORE_POWER = "shore_power"
    CHARGING = "charging"
    FREIGHT = "freight"
    BUILDING = "building"
    COAL_SUBSTITUTION = "coal_substitution"


class EcologyMeasurable(StrEnum):
    """What is measured or paid under records of ecology."""

    REACHED = "reached"
    PAID = "paid"
    DISCHARGE_MOVED = "discharge_moved"
    ENERGY_MOVED = "energy_moved"
    ENERGY_SAVED = "energy_saved"
    CO2_CUT = "co2_cut"
    CO2_CAPTURED = "co2_captured"
    CO2_STORED = "co2_stored"
    POWER = "power"


@dataclass(frozen=True, slots=True)
class CertifyProduct(Attest):
    """The body of `ecology.certify_product`: who owns an ecological product, what it is, where, since when."""

    participant: ParticipantNo
    product: Name
    place: Name
    quantity: Units
    unit: Code


@dataclass(frozen=True, slots=True)
class AgreeCompensation(Attest):
    """The body of `ecology.agree_compensation`: the protecting area attests, the benefiting one signs as well."""

    participant: ParticipantNo
    scope: Note
    indicators: Note
    duties: Note
    breach: Note
    protecting_permille: Permille
    benefiting_permille: Permille
    promised_fen: Fen


@dataclass(frozen=True, slots=True)
class EntrustTreatment(Attest):
    """The body of `ecology.entrust_treatment`: the client attests, the one that treats signs as well."""

    participant: ParticipantNo
    scope: Note
    price_fen: Fen


@dataclass(frozen=True, slots=True)
class ContractEnergy(Attest):
    """The body of `ecology.contract_energy`: an energy-performance contract against a baseline."""

    participant: ParticipantNo
    measures_taken: Note
    baseline_tce: Units
    share_permille: Permille


@dataclass(frozen=True, slots=True)
class Demonstrate(Attest):
    """The body of `ecology.demonstrate`; ``about`` is the green project whose impact it feeds, where there is one."""

    participant: ParticipantNo
    about: Code | None
    sort: Demonstration
    target: Count


@dataclass(frozen=True, slots=True)
class MeasureEcology(MeasureRecord):
    """The body of `ecology.measure`."""

    what: EcologyMeasurable


def _check_agreement(body: AgreeCompensation, _context: Context, _view: View) -> None:
    if body.until_on is None:
        raise Refusal("term_missing")
    if body.protecting_permille + body.benefiting_permille != _WHOLE:
        raise Refusal("shares_do_not_sum", sum=body.protecting_permille + body.benefiting_permille)


def _fits_promise(found: Attested, body: MeasureEcology) -> None:
    left = found.figure("promised_fen") - found.total("paid")
    if body.what is EcologyMeasurable.PAID and body.value > left:
        raise Refusal("more_than_due", left=left)
    if body.what is EcologyMeasurable.REACHED and body.of is None:
        raise Refusal("part_missing")


def _fits_chain(found: Attested, body: Any) -> None:  # noqa: ANN401  as a book wants it
    left = found.total("co2_captured") - found.total("co2_stored")
    if body.what is EcologyMeasurable.CO2_STORED and body.value > left:
        raise Refusal("stored_exceeds_captured", left=left)


def _verified(unit: str) -> Measure:
    return Measure(unit, attesters=VERIFIERS)


BOOKS: Final = (
    Book("product", "ecology.certify_product", CertifyProduct, attesters=VERIFIERS),
    Book(
        "agreement",
        "ecology.agree_compensation",
        AgreeCompensation,
        attesters=_PARTIES,
        both=True,
        measures={
            "reached": Measure("permille", attesters=VERIFIERS, is_level=True),
            "paid": Measure("fen", attesters=_PAYERS),
            "discharge_moved": Measure("kg"),
            "energy_moved": Measure("tce"),
        },
        check=_check_agreement,
        fits=_fits_promise,
    ),
    Book(
        "entrusted",
        "ecology.entrust_treatment",
        EntrustTreatment,
        attesters=_PARTIES,
        both=True,
        measures={
            "reached": Measure("permille", attesters=VERIFIERS, is_level=True),
            "paid": Measure("fen", attesters=_PAYERS),
        },
    ),
    Book(
        "energy_contract",
        "ecology.contract_energy",
        ContractEnergy,
        attesters=_PARTIES,
        both=True,
        measures={"energy_saved": _verified("tce")},
    ),
    Book(
        "demonstration",
        "ecology.demonstrate",
        Demonstrate,
        attesters=VERIFIERS,
        measures={
            "co2_cut": _verified("tCO2"),
            "co2_captured": _verified("tCO2"),
            "co2_stored": _verified("tCO2"),
            "energy_saved": _verified("tce"),
            "power": _verified("kWh"),
        },
        fits=_fits_chain,
    ),
)
KINDS = kinds_of("ecology", BOOKS, record=EcologyRecord, line=EcologyMeasure, measure=MeasureEcology)
RECORDS = (EcologyRecord, EcologyMeasure)
