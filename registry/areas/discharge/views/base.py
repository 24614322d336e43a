"""What the pages of discharge rights share: the blueprint, names of areas and pollutants, and words of choices."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final, cast

from flask import Blueprint, g

from registry.areas.discharge.queries import permits as queries
from registry.areas.discharge.rules.allotting import Acquired
from registry.areas.discharge.rules.indicators import IndicatorState
from registry.areas.discharge.rules.records import (
    Area,
    DischargeMode,
    Level,
    Management,
    Medium,
    PermitStatus,
    Pollutant,
    PollutantClass,
    RevocationGround,
    SourceSort,
)
from registry.areas.discharge.rules.reserve import ReserveMoveKind, TakeBackGround
from registry.areas.discharge.rules.trade_records import SurplusGround, TradeUse
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parameters import Evidence
from registry.web.language import language
from registry.web.seam import now, registry
from registry.web.words import Said, choice_of, label_of

blueprint = Blueprint("discharge", __name__, url_prefix="/discharge")

_KIND: Final = "discharge.issue_permit"
_CHOICES: Final[tuple[type[StrEnum], ...]] = (
    Acquired, DischargeMode, Evidence, IndicatorState,
    Level, Management, Medium, PermitStatus, PollutantClass, RevocationGround, SourceSort, SurplusGround,
    ReserveMoveKind, TakeBackGround, TradeUse,
)  # fmt: skip


def said(value: StrEnum) -> Said:
    """Return the name of a choice in the reader's language."""
    return choice_of(value, _KIND)


def label(name: str) -> Said:
    """Return the label of a field in the words of this area."""
    return label_of(name, _KIND)


def writer(of: type[StrEnum]) -> Callable[[str], str]:
    """Return what writes the codes of a choice in words."""
    return lambda code: str(said(of(code)))


def choices(of: type[StrEnum]) -> Callable[[], Sequence[tuple[str, object]]]:
    """Return a function that gives all choices with their names."""
    return lambda: [(one.value, said(one)) for one in of]


def today() -> str:
    """Return the day in Beijing."""
    return day_of(now()).isoformat()


def known_areas() -> dict[str, Area]:
    """Return all areas by code, read once a request."""
    if "discharge_areas" not in g:
        with registry().engine.connect() as connection:
            g.discharge_areas = {one.code: one for one in queries.areas(connection)}
    return cast("dict[str, Area]", g.discharge_areas)


def known_pollutants() -> dict[str, Pollutant]:
    """Return all pollutants by code, read once a request."""
    if "discharge_pollutants" not in g:
        with registry().engine.connect() as connection:
            g.discharge_pollutants = {one.code: one for one in queries.pollutants(connection)}
    return cast("dict[str, Pollutant]", g.discharge_pollutants)


def area_name(code: str | None) -> str:
    """Return an area's name in the reader's language; its code where none is known."""
    found = known_areas().get(code or "")
    return (code or "") if found is None else found.name_en if language() == "en" else found.name_zh


def pollutant_name(code: str) -> str:
    """Return a pollutant's name in the reader's language."""
    found = known_pollutants().get(code)
    return code if found is None else found.name_en if language() == "en" else found.name_zh


def unit_of(code: str) -> str:
    """Return the unit, a year, in which a pollutant is counted."""
    found = known_pollutants().get(code)
    return "" if found is None else f"{found.unit.value}/a"


def area_choices() -> list[tuple[str, object]]:
    """Return all areas with code and name."""
    return [(code, f"{area_name(code)} {code}") for code in known_areas()]


def pollutant_choices() -> list[tuple[str, object]]:
    """Return all pollutants with code and name."""
    return [(code, f"{pollutant_name(code)} {code}") for code in known_pollutants()]


def milligrams(micrograms: int) -> str:
    """Return a concentration in milligrams, exactly."""
    whole, rest = divmod(micrograms, 1_000)
    return f"{whole:,}" + (f".{rest:03d}".rstrip("0") if rest else "")


blueprint.context_processor(
    lambda: {
        "area_name": area_name,
        "choice": {of.__name__: writer(of) for of in _CHOICES},
        "label": label,
        "milligrams": milligrams,
        "pollutant_name": pollutant_name,
        "unit_of": unit_of,
    }
)
