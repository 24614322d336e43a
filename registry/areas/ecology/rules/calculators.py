"""The calculators of ecosystem services, version GEP-1: integers in, every intermediate value out. Pure; no floats.

Formulas follow the national guide as recalled (soil: USLE family; water: water balance; carbon: 44/12 of NEP);
coefficients and prices are local and come in with their evidence. Physical amounts are thousandths of the unit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.ledger.errors import Refusal

VERSION: Final = "GEP-1"
MILLI: Final = 1_000
# A price in thousandths of a yuan times an amount in thousandths gives ten-thousandths of a fen.
TO_FEN: Final = 10_000


class Service(StrEnum):
    """The final products and services that count; supporting services do not."""

    CROPS = "crops"
    FORESTRY = "forestry"
    LIVESTOCK = "livestock"
    FISHERY = "fishery"
    WATER = "water"
    SOIL = "soil"
    SAND = "sand"
    COAST = "coast"
    FLOOD = "flood"
    AIR = "air"
    WATER_QUALITY = "water_quality"
    CARBON = "carbon"
    OXYGEN = "oxygen"
    CLIMATE = "climate"
    TOURISM = "tourism"
    RECREATION = "recreation"
    LANDSCAPE = "landscape"


MATERIAL: Final = frozenset({Service.CROPS, Service.FORESTRY, Service.LIVESTOCK, Service.FISHERY})
CULTURAL: Final = frozenset({Service.TOURISM, Service.RECREATION, Service.LANDSCAPE})


@dataclass(frozen=True, slots=True)
class Calculator:
    """The inputs of a service in order, the unit of its amount, and the steps from one to the other.

    The last step is the physical amount in thousandths of the unit; the others are shown as they are.
    """

    inputs: tuple[str, ...]
    unit: str
    steps: Callable[..., tuple[int, ...]]


def _quantity(quantity: int) -> tuple[int, ...]:
    return (quantity * MILLI,)


def _water(area_ha: int, rain_mm: int, runoff_mm: int, evapotranspiration_mm: int) -> tuple[int, ...]:
    left = rain_mm - runoff_mm - evapotranspiration_mm
    return left, area_ha * left * 10 * MILLI


def _soil(area_ha: int, erosion_milli: int, cover_permyriad: int, practice_permyriad: int) -> tuple[int, ...]:
    """Return what is kept of the potential R·K·L·S (thousandths of t/ha) by cover C and practice P."""
    potential = area_ha * erosion_milli
    kept = 10**8 - cover_permyriad * practice_permyriad
    return potential, kept, potential * kept // 10**8


def _difference(potential_t: int, actual_t: int) -> tuple[int, ...]:
    return ((potential_t - actual_t) * MILLI,)


def _purified(emission_t: int, capacity_t: int) -> tuple[int, ...]:
    return (min(emission_t, capacity_t) * MILLI,)


def _carbon(nep_tc: int) -> tuple[int, ...]:
    return (nep_tc * 44 * MILLI // 12,)


def _oxygen(nep_tc: int) -> tuple[int, ...]:
    dioxide = nep_tc * 44 * MILLI // 12
    return dioxide, dioxide * 32 // 44


def _plain(unit: str) -> Calculator:
    return Calculator(("quantity",), unit, _quantity)


CALCULATORS: Final[Mapping[Service, Calculator]] = {
    Service.CROPS: _plain("t"),
    Service.FORESTRY: _plain("m3"),
    Service.LIVESTOCK: _plain("t"),
    Service.FISHERY: _plain("t"),
    Service.WATER: Calculator(("area_ha", "rain_mm", "runoff_mm", "evapotranspiration_mm"), "m3", _water),
    Service.SOIL: Calculator(("area_ha", "erosion_milli", "cover_permyriad", "practice_permyriad"), "t", _soil),
    Service.SAND: Calculator(("potential_t", "actual_t"), "t", _difference),
    Service.COAST: _plain("km"),
    Service.FLOOD: _plain("m3"),
    Service.AIR: Calculator(("emission_t", "capacity_t"), "t", _purified),
    Service.WATER_QUALITY: Calculator(("emission_t", "capacity_t"), "t", _purified),
    Service.CARBON: Calculator(("nep_tc",), "tCO2", _carbon),
    Service.OXYGEN: Calculator(("nep_tc",), "t", _oxygen),
    Service.CLIMATE: _plain("kWh"),
    Service.TOURISM: _plain("visits"),
    Service.RECREATION: _plain("hours"),
    Service.LANDSCAPE: _plain("m2"),
}


def computed(service: Service, inputs: tuple[int, ...]) -> tuple[int, ...]:
    """Return the steps of a service, the physical amount last.

    Raises:
        Refusal: ``inputs_differ`` if they are not as many as the formula takes, ``negative_amount``.
    """
    calculator = CALCULATORS[service]
    if len(inputs) != len(calculator.inputs):
        raise Refusal("inputs_differ", service=service.value, inputs=", ".join(calculator.inputs))
    steps = calculator.steps(*inputs)
    if steps[-1] < 0:
        raise Refusal("negative_amount", service=service.value)
    return steps


def value_fen(physical_milli: int, price_milli: int) -> int:
    """Return what an amount (thousandths of its unit) is worth at a price (thousandths of a yuan), rounded down."""
    return physical_milli * price_milli // TO_FEN
