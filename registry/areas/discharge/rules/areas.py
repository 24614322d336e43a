"""Areas: provinces and cities, basins and control units, each below the one that holds it."""

from dataclasses import dataclass
from typing import Annotated, Final

from registry.areas.discharge.rules.records import Area, AreaCode, Level
from registry.ledger.codec import Name, Pattern, Zone
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View, require

ABOVE: Final = {Level.CITY: Level.PROVINCE, Level.CONTROL_UNIT: Level.BASIN}
_LENGTH: Final = 6


@dataclass(frozen=True, slots=True)
class DefineArea:
    """The body of `discharge.define_area`; again for a code it changes names and region alone."""

    code: AreaCode
    level: Level
    name_zh: Name
    name_en: Name
    parent: AreaCode | None
    zone: Zone | None
    region: Annotated[str, Pattern("[A-Z]{0,8}")]


def define_area(body: DefineArea, context: Context, view: View) -> Outcome:
    """Add an area, or name it anew.

    Raises:
        Refusal: ``area_code`` for a code that is not of the level's form or province, ``area_parent`` for a parent of
            another level, ``unknown_area`` for the parent, ``area_differs`` for a known one under another parent.
    """
    _check_form(body)
    if body.level in ABOVE:
        parent = require(view, Area, body.parent or "", "unknown_area")
        if parent.level is not ABOVE[body.level] or (body.level is Level.CITY and parent.zone != body.zone):
            raise Refusal("area_parent", level=ABOVE[body.level].value)
    elif body.parent is not None:
        raise Refusal("area_parent", level="")
    known = view.get(Area, body.code)
    if known is not None and (known.level, known.parent, known.zone) != (body.level, body.parent, body.zone):
        raise Refusal("area_differs", area=body.code)
    new = Area(
        code=body.code,
        level=body.level,
        name_zh=body.name_zh,
        name_en=body.name_en,
        parent=body.parent,
        zone=body.zone,
        region=body.region,
        defined_index=context.index if known is None else known.defined_index,
    )
    return Outcome(records=(new,))


def _check_form(body: DefineArea) -> None:
    code = body.code
    if body.level is Level.PROVINCE:
        is_right = code == f"{body.zone}0000"
    elif body.level is Level.CITY:
        is_right = len(code) == _LENGTH and code.isdigit() and code[:2] == body.zone and not code.endswith("0000")
    elif body.level is Level.BASIN:
        is_right = code.isalpha()
    else:
        is_right = code[:1].isalpha() and not code.isalpha() and code.rstrip("0123456789") == body.parent
    if not is_right:
        raise Refusal("area_code", area=code)


def chain_of(view: View, code: str) -> tuple[Area, ...]:
    """Return an area and the one that holds it, the smaller first.

    Raises:
        Refusal: ``unknown_area``.
    """
    area = require(view, Area, code, "unknown_area")
    return (area,) if area.parent is None else (area, require(view, Area, area.parent, "unknown_area"))


KINDS = (Kind("discharge.define_area", DefineArea, lambda _body, _view: by_authority_and_operator(), define_area),)
