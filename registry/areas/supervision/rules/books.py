"""The books of supervision, as data: whose word counts, what is measured, and what else must hold.

Sources: the guiding opinion of 2021, points 4, 5, 8, 15, 16, 18, 21 and 25; CODE-2026 arts. 140, 158, 169.
"""

from typing import Any, Final

from registry.areas.finance.rules.records import Project
from registry.areas.participants.rules.attested import VERIFIERS, Attested, Book, Measure
from registry.areas.participants.rules.attesting import kinds_of, today_of
from registry.areas.supervision.rules import bodies
from registry.areas.supervision.rules.lists import (
    LIST_BOOKS,
    rescreened,
)
from registry.areas.supervision.rules.records import SupervisionMeasure, SupervisionRecord
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function
from registry.ledger.rules import Context, View, require

_PAYERS: Final = frozenset({Function.AUTHORITY, Function.BANK})
_BUYERS: Final = frozenset({Function.ENTERPRISE})


def _check_term(body: Any, _context: Context, _view: View) -> None:  # noqa: ANN401  several books' bodies
    if body.until_on is None:
        raise Refusal("term_missing")


def _fits_debt(found: Attested, body: bodies.MeasureSupervised) -> None:
    left = found.figure("due_fen") - found.total("paid")
    if body.value > left:
        raise Refusal("more_than_due", left=left)


def _check_site(body: bodies.PlaceSite, context: Context, view: View) -> None:
    unit = view.get(SupervisionRecord, body.unit)
    if unit is None or unit.book != "unit" or not unit.holds_on(today_of(context.recorded_at)):
        raise Refusal("unknown_unit", unit=body.unit)
    if unit.zone != body.zone:
        raise Refusal("unit_of_other_zone", zone=unit.zone)
    if body.about is not None:
        require(view, Project, body.about, "unknown_project")


def _check_target(body: bodies.SetTarget, _context: Context, _view: View) -> None:
    if body.target_year <= body.base_year:
        raise Refusal("target_before_base", year=str(body.base_year))


def _fits_zone(_found: Attested, body: bodies.MeasureSupervised) -> None:
    if body.of is None:
        raise Refusal("part_missing")


def _fits_member(found: Attested, body: bodies.MeasureSupervised) -> None:
    if body.of not in found.values("members"):
        raise Refusal("not_a_member", member=body.of or "—")


def _check_members(body: bodies.OpenIsland, _context: Context, _view: View) -> None:
    if len(set(body.members)) != len(body.members):
        raise Refusal("member_twice")


BOOKS: Final = (
    *LIST_BOOKS,
    Book("certificate", "supervision.certify", bodies.Certify, attesters=VERIFIERS),
    Book("supply_link", "supervision.link_supply", bodies.LinkSupply, attesters=_BUYERS, both=True),
    Book(
        "disclosure",
        "supervision.oblige_disclosure",
        bodies.ObligeDisclosure,
        measures={"report": Measure("count", is_own=True)},
        due="due_on",
    ),
    Book(
        "damage",
        "supervision.open_damage",
        bodies.OpenDamage,
        measures={"paid": Measure("fen", attesters=_PAYERS)},
        fits=_fits_debt,
    ),
    Book("insurance_duty", "supervision.oblige_insurance", bodies.ObligeInsurance),
    Book("insurance", "supervision.insure", bodies.Insure, is_own=True, check=_check_term),
    Book("unit", "supervision.draw_unit", bodies.DrawUnit),
    Book("site", "supervision.place_site", bodies.PlaceSite, check=_check_site, after=rescreened),
    Book(
        "target",
        "supervision.set_target",
        bodies.SetTarget,
        measures={"intensity": Measure("milli", is_level=True)},
        check=_check_target,
        fits=_fits_zone,
    ),
    Book(
        "case",
        "supervision.publish_case",
        bodies.PublishCase,
        measures={"copied": Measure("count")},
        fits=_fits_zone,
    ),
    Book("clause", "supervision.record_clause", bodies.RecordClause),
    Book(
        "island",
        "supervision.open_island",
        bodies.OpenIsland,
        measures={"discharged": Measure("kg", attesters=VERIFIERS, is_own=True)},
        check=_check_members,
        fits=_fits_member,
    ),
)
KINDS = kinds_of(
    "supervision", BOOKS, record=SupervisionRecord, line=SupervisionMeasure, measure=bodies.MeasureSupervised
)
