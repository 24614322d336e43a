"""Pollutants as data: what rights may be of, in which unit they are counted, and who demands it by which article.

A province may add pollutants (CODE-2026 156); those hold in that province alone.
"""

from dataclasses import dataclass

from registry.areas.discharge.rules.records import LedgerUnit, Media, Pollutant, PollutantClass, PollutantCode
from registry.areas.participants.rules.parameters import Evidence, Wording
from registry.ledger.codec import Name, Zone
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import Context, Kind, Outcome, View, require


@dataclass(frozen=True, slots=True)
class DefinePollutant:
    """The body of `discharge.define_pollutant`."""

    code: PollutantCode
    name_zh: Name
    name_en: Name
    media: Media
    pollutant_class: PollutantClass
    unit: LedgerUnit
    zone: Zone | None
    article: Wording
    evidence: Evidence


def define_pollutant(body: DefinePollutant, context: Context, view: View) -> Outcome:
    """Add a pollutant. Its unit never changes: rights are counted in it.

    Raises:
        Refusal: ``pollutant_defined``, ``medium_twice``.
    """
    if view.get(Pollutant, body.code) is not None:
        raise Refusal("pollutant_defined", pollutant=body.code)
    if len(set(body.media)) != len(body.media):
        raise Refusal("medium_twice")
    new = Pollutant(
        code=body.code,
        name_zh=body.name_zh,
        name_en=body.name_en,
        media=body.media,
        pollutant_class=body.pollutant_class,
        unit=body.unit,
        zone=body.zone,
        article=body.article,
        evidence=body.evidence,
        defined_index=context.index,
    )
    return Outcome(records=(new,))


def pollutant_in(view: View, code: str, zone: str) -> Pollutant:
    """Return a pollutant that is controlled in a province.

    Raises:
        Refusal: ``unknown_pollutant``, ``pollutant_of_other_zone``.
    """
    found = require(view, Pollutant, code, "unknown_pollutant")
    if found.zone not in (None, zone):
        raise Refusal("pollutant_of_other_zone", pollutant=code, zone=found.zone)
    return found


KINDS = (
    Kind(
        "discharge.define_pollutant",
        DefinePollutant,
        lambda _body, _view: by_authority_and_operator(),
        define_pollutant,
    ),
)
