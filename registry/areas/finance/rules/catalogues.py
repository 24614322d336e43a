"""Catalogues as entries: announced with the hashes of their parts, loaded part by part, extended when texts come later.

A version too large for one entry is announced by the authority and an operator, who sign the SHA-256 of each part;
one operator then loads the parts in order. So a replay knows every code without reading a file. A version is in force
from its day until the next one's; versions come in the order of their days, so what was in force never changes.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.finance.rules.choices import Instrument
from registry.areas.finance.rules.records import (
    CatalogueVersion,
    CategoryCode,
    FinanceCatalogue,
    FinanceCategory,
    Sha256,
    parent_of,
    sort_key_of,
)
from registry.ledger import canonical
from registry.ledger.codec import Day, Items, Name, Note, Whole, encode
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator, by_operators
from registry.ledger.rules import Context, Kind, Outcome, View, require

PARTS_MAX = 200


@dataclass(frozen=True, slots=True)
class Category:
    """One entry of a part; parent and level follow from the code."""

    code: CategoryCode
    title_zh: Name
    title_en: Name | None
    condition: Note | None
    evidence: Name


@dataclass(frozen=True, slots=True)
class AnnounceCatalogue:
    """The body of `finance.announce_catalogue`. ``out_of_scope`` are instruments that the catalogue does not cover."""

    version: CatalogueVersion
    title_zh: Name
    title_en: Name
    source: Name
    effective_from: Day
    depth: Annotated[int, Whole(1, 5)]
    out_of_scope: Annotated[tuple[Instrument, ...], Items(0, 10)]
    parts: Annotated[tuple[Sha256, ...], Items(1, 100)]


@dataclass(frozen=True, slots=True)
class ExtendCatalogue:
    """The body of `finance.extend_catalogue`: entries of a version whose text came later."""

    version: CatalogueVersion
    source: Name
    parts: Annotated[tuple[Sha256, ...], Items(1, 100)]


@dataclass(frozen=True, slots=True)
class LoadCatalogue:
    """The body of `finance.load_catalogue`: part ``part`` of a version, counted from one over all its lists."""

    version: CatalogueVersion
    part: Annotated[int, Whole(1, PARTS_MAX)]
    categories: Annotated[tuple[Category, ...], Items(1, 100)]


def part_hash(categories: tuple[Category, ...]) -> str:
    """Return the SHA-256 in hex of a part's entries as canonical JSON."""
    return hashlib.sha256(canonical.dumps([encode(category) for category in categories])).hexdigest()


def announce_catalogue(body: AnnounceCatalogue, context: Context, view: View) -> Outcome:
    """Announce a version with the hashes of its parts; it is used once all of them are loaded.

    Raises:
        Refusal: ``catalogue_known``, ``catalogue_incomplete`` if an earlier one still is, ``catalogue_not_later``.
    """
    if view.get(FinanceCatalogue, body.version) is not None:
        raise Refusal("catalogue_known", version=body.version)
    waiting = view.find(FinanceCatalogue, "used", False, limit=1)
    if waiting:
        raise Refusal("catalogue_incomplete", version=waiting[0].version)
    for known in view.find(FinanceCatalogue, "used", True):
        if body.effective_from <= known.effective_from:
            raise Refusal("catalogue_not_later", version=known.version, day=known.effective_from)
    new = FinanceCatalogue(
        version=body.version,
        title_zh=body.title_zh,
        title_en=body.title_en,
        source=body.source,
        effective_from=body.effective_from,
        depth=body.depth,
        out_of_scope=body.out_of_scope,
        parts=body.parts,
        parts_loaded=0,
        entries=0,
        is_used=False,
        announced_index=context.index,
    )
    return Outcome(records=(new,))


def extend_catalogue(body: ExtendCatalogue, _context: Context, view: View) -> Outcome:
    """Announce further parts of a version; what is there stays in use meanwhile.

    Raises:
        Refusal: ``unknown_catalogue``, ``catalogue_incomplete``, ``too_many_parts``.
    """
    catalogue = require(view, FinanceCatalogue, body.version, "unknown_catalogue")
    if catalogue.parts_loaded < len(catalogue.parts):
        raise Refusal("catalogue_incomplete", version=body.version)
    parts = catalogue.parts + body.parts
    if len(parts) > PARTS_MAX:
        raise Refusal("too_many_parts", limit=PARTS_MAX)
    return Outcome(records=(replace(catalogue, parts=parts),))


def load_catalogue(body: LoadCatalogue, _context: Context, view: View) -> Outcome:
    """Load the next part of a version, if it is what was announced.

    Raises:
        Refusal: ``unknown_catalogue``, ``part_out_of_order``, ``part_differs``, ``too_deep``, ``category_taken``,
            ``parent_missing``.
    """
    catalogue = require(view, FinanceCatalogue, body.version, "unknown_catalogue")
    if body.part != catalogue.parts_loaded + 1 or body.part > len(catalogue.parts):
        raise Refusal("part_out_of_order", loaded=catalogue.parts_loaded, parts=len(catalogue.parts))
    if part_hash(body.categories) != catalogue.parts[body.part - 1]:
        raise Refusal("part_differs", part=body.part)
    loaded: dict[str, FinanceCategory] = {}
    for category in body.categories:
        _check_category(category, catalogue, loaded, view)
        loaded[category.code] = _category(category, catalogue.version)
    grown = replace(
        catalogue,
        parts_loaded=body.part,
        entries=catalogue.entries + len(loaded),
        is_used=catalogue.is_used or body.part == len(catalogue.parts),
    )
    return Outcome(records=(grown, *loaded.values()))


def _check_category(
    category: Category, catalogue: FinanceCatalogue, loaded: dict[str, FinanceCategory], view: View
) -> None:
    code, parent = category.code, parent_of(category.code)
    if code.count(".") + 1 > catalogue.depth:
        raise Refusal("too_deep", category=code, depth=catalogue.depth)
    if code in loaded or view.get(FinanceCategory, catalogue.version, code) is not None:
        raise Refusal("category_taken", category=code)
    if parent and parent not in loaded and view.get(FinanceCategory, catalogue.version, parent) is None:
        raise Refusal("parent_missing", category=code, parent=parent)


def _category(category: Category, version: str) -> FinanceCategory:
    return FinanceCategory(
        version=version,
        code=category.code,
        parent=parent_of(category.code),
        sort_key=sort_key_of(category.code),
        level=category.code.count(".") + 1,
        title_zh=category.title_zh,
        title_en=category.title_en,
        condition=category.condition,
        evidence=category.evidence,
    )


def in_force(view: View, day: str) -> FinanceCatalogue | None:
    """Return the catalogue in force on a day, or None before the first."""
    begun = [known for known in view.find(FinanceCatalogue, "used", True) if known.effective_from <= day]
    return begun[-1] if begun else None


KINDS = (
    Kind(
        "finance.announce_catalogue",
        AnnounceCatalogue,
        lambda _body, _view: by_authority_and_operator(),
        announce_catalogue,
    ),
    Kind(
        "finance.extend_catalogue", ExtendCatalogue, lambda _body, _view: by_authority_and_operator(), extend_catalogue
    ),
    Kind("finance.load_catalogue", LoadCatalogue, lambda _body, _view: by_operators(1), load_catalogue),
)
