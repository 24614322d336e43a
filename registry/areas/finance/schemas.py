"""What the pages of finance may be asked for: the filters of the list and the place in the catalogue."""

from typing import Any

import marshmallow as ma

from registry.areas.finance.queries import ProjectFilter
from registry.areas.finance.rules.choices import Eligibility, Instrument, Stage

FEN_IN_10000_YUAN = 1_000_000
TEXT_MAX = 60
_is_category = ma.validate.Regexp(r"[1-9][0-9]?(\.[1-9][0-9]?){0,4}\Z")
_is_version = ma.validate.Regexp(r"[0-9]{4}[a-z]?\Z")
_amount = ma.validate.Range(0, 9_000_000_000)


class ProjectsWanted(ma.Schema):
    """The filters of the list; amounts in 10 000 yuan."""

    catalogue = ma.fields.String(validate=_is_version)
    category = ma.fields.String(validate=_is_category)
    zone = ma.fields.String(validate=ma.validate.Regexp(r"[0-9]{2}\Z"))
    owner = ma.fields.String(validate=ma.validate.Regexp(r"P-[0-9]{8}\Z"))
    stage = ma.fields.Enum(Stage, by_value=True)
    instrument = ma.fields.Enum(Instrument, by_value=True)
    eligibility = ma.fields.Enum(Eligibility, by_value=True)
    reason = ma.fields.String(validate=ma.validate.Regexp(r"[a-z_]{1,40}\Z"))
    finance_min = ma.fields.Integer(validate=_amount)
    finance_max = ma.fields.Integer(validate=_amount)
    text = ma.fields.String(validate=ma.validate.Length(1, TEXT_MAX))


class CatalogueWanted(ma.Schema):
    """A place in the catalogue: a version, the entry whose parts are shown, or a text to search for."""

    version = ma.fields.String(validate=_is_version, load_default=None)
    under = ma.fields.String(validate=_is_category, load_default="")
    text = ma.fields.String(validate=ma.validate.Length(1, TEXT_MAX), load_default=None)


def filter_of(given: dict[str, Any]) -> ProjectFilter:
    """Return the query's filter for what `ProjectsWanted` has loaded."""
    amounts = {name: given.pop(name, None) for name in ("finance_min", "finance_max")}
    in_fen = {f"{name}_fen": value * FEN_IN_10000_YUAN for name, value in amounts.items() if value is not None}
    return ProjectFilter(**given, **in_fen)
