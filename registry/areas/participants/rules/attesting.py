"""The rules of every book: how a record is opened, renewed, ended and measured. See `attested` for what they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar, cast

from registry.areas.participants.rules.attested import (
    Attest,
    Attested,
    Book,
    EndRecord,
    Fact,
    Measure,
    Measured,
    MeasureRecord,
    RecordState,
    RenewRecord,
    Total,
)
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.conflicts import are_related
from registry.areas.participants.rules.parties import standing_participant
from registry.ledger.codec import encode, fields
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, by_owner
from registry.ledger.rules import (
    FIND_MAX,
    Context,
    Kind,
    Outcome,
    Requirement,
    View,
    record_type,
    require,
    values_of,
)

R = TypeVar("R", bound=Attested)
T = TypeVar("T")
Books = Mapping[str, Book]

COMMON: Final = frozenset({spec.name for spec in fields(Attest)} | {"participant", "about"})


def today_of(instant: int) -> str:
    """Return the day in Beijing of microseconds since the epoch."""
    return day_of(instant).isoformat()


def own_fields(book: Book) -> tuple[str, ...]:
    """Return the fields of a book's body that are its own, in order."""
    return tuple(spec.name for spec in fields(book.body) if spec.name not in COMMON)


def standing(view: View, cls: type[R], index: str, *by: str, today: str) -> tuple[R, ...]:
    """Return the records of a book that stand on a day for a ``participant``, ``zone`` or what they are ``about``."""
    found = view.find(cls, index, *by, RecordState.STANDING.value, limit=FIND_MAX)
    return tuple(one for one in found if one.holds_on(today))


def open_record(body: Any, context: Context, view: View, *, book: Book, cls: type[Attested]) -> Outcome:  # noqa: ANN401
    """Open a record of a book.

    Raises:
        Refusal: ``article_missing``, ``number_taken``, ``term_reversed``, ``unknown_participant``,
            ``participant_closed``, ``not_an_attester``, and what the book's own check refuses.
    """
    if body.article is None:
        raise Refusal("article_missing")
    if view.get(cls, body.number) is not None:
        raise Refusal("number_taken", number=body.number)
    if body.until_on is not None and body.until_on < body.from_on:
        raise Refusal("term_reversed", from_on=body.from_on)
    participant = getattr(body, "participant", None)
    if participant is not None:
        standing_participant(view, participant)
    _check_attester(view, body.by, participant, book.attesters, is_own=book.is_own)
    if book.check is not None:
        book.check(body, context, view)
    new = cls(
        number=body.number,
        book=book.name,
        participant=participant,
        about=getattr(body, "about", None),
        zone=body.zone,
        name=body.name,
        article=body.article,
        from_on=body.from_on,
        until_on=body.until_on,
        state=RecordState.STANDING,
        facts=_facts(book, body),
        totals=(),
        measures=0,
        attested_by=body.by,
        document=body.document,
        opened_at=context.recorded_at,
        opened_index=context.index,
        changed_at=context.recorded_at,
        ended_on=None,
        ended_reason=None,
    )
    return Outcome(records=(new, *_after(book, new, context, view)))


def _after(book: Book, changed: Attested, context: Context, view: View) -> tuple[object, ...]:
    return () if book.after is None else book.after(changed, context, Overlaid(view, changed))


class Overlaid:
    """A view in which one record stands already, so that what follows from it can be decided with it."""

    def __init__(self, view: View, record: Attested) -> None:
        self._view = view
        self._record = record
        self.now = view.now
        self.get, self.balance, self.assets, self.pick = view.get, view.balance, view.assets, view.pick

    def find(
        self, cls: type[T], index: str, *by: object, after: tuple[object, ...] | None = None, limit: int = FIND_MAX
    ) -> tuple[T, ...]:
        """Return what the view finds, with the record as it is now; it comes last, whatever the order."""
        found = self._view.find(cls, index, *by, after=after, limit=limit)
        record = self._record
        if cls is not type(record):
            return found
        others = tuple(one for one in found if cast("Attested", one).number != record.number)
        names = record_type(cls).indexes[index].by
        is_found = values_of(names)(record) == by
        return (*others, cast("T", record)) if is_found else others


def _facts(book: Book, body: object) -> tuple[Fact, ...]:
    given = encode(body)
    return tuple(Fact(name, _texts(given[name])) for name in own_fields(book))


def _texts(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return (("0", "1")[value] if isinstance(value, bool) else str(value),)


def _check_attester(
    view: View, by: str, participant: str | None, admitted: frozenset[Function], *, is_own: bool
) -> None:
    """Return if somebody's word counts: by function and without a tie to the participant, or as the participant."""
    if is_own and by == participant:
        return
    attester = require(view, Participant, by, "unknown_participant")
    if attester.function not in admitted:
        raise Refusal("not_an_attester", function=attester.function.value)
    if participant is not None and (by == participant or are_related(view, by, participant)):
        raise Refusal("attester_not_independent", participant=by)


def renew_record(body: RenewRecord, context: Context, view: View, *, books: Books, cls: type[Attested]) -> Outcome:
    """Give a record a later last day.

    Raises:
        Refusal: ``unknown_record``, ``renewed_after_end`` (what was revoked is applied for anew), ``article_missing``,
            ``until_not_later``, ``not_an_attester``.
    """
    found = require(view, cls, body.number, "unknown_record")
    if found.state is RecordState.ENDED:
        raise Refusal("renewed_after_end", number=body.number, ended_on=found.ended_on)
    if body.article is None:
        raise Refusal("article_missing")
    if found.until_on is None or body.until_on <= found.until_on:
        raise Refusal("until_not_later", until_on=found.until_on or "—")
    book = books[found.book]
    _check_attester(view, body.by, found.participant, book.attesters, is_own=book.is_own)
    renewed = replace(
        found, until_on=body.until_on, article=body.article, attested_by=body.by, document=body.document,
        changed_at=context.recorded_at,
    )  # fmt: skip
    return Outcome(records=(renewed,))


def end_record(body: EndRecord, context: Context, view: View, *, books: Books, cls: type[Attested]) -> Outcome:
    """End a record for good.

    Raises:
        Refusal: ``unknown_record``, ``record_ended``, ``article_missing``, ``ends_before_it_begins``, ``in_future``,
            ``not_an_attester``.
    """
    found = require(view, cls, body.number, "unknown_record")
    if found.state is RecordState.ENDED:
        raise Refusal("record_ended", number=body.number)
    if body.article is None:
        raise Refusal("article_missing")
    if body.on < found.from_on:
        raise Refusal("ends_before_it_begins", from_on=found.from_on)
    _check_past(body.on, context)
    book = books[found.book]
    _check_attester(view, body.by, found.participant, book.attesters, is_own=book.is_own)
    ended = replace(
        found, state=RecordState.ENDED, ended_on=body.on, ended_reason=body.reason, changed_at=context.recorded_at
    )
    return Outcome(records=(ended, *_after(book, ended, context, view)))


def measure_record(
    body: Any, context: Context, view: View, *, books: Books, cls: type[Attested], line: type[Measured]  # noqa: ANN401
) -> Outcome:  # fmt: skip
    """Note a measure, a payment or a report under a record.

    Raises:
        Refusal: ``unknown_record``, ``record_ended``, ``not_measured`` (not in this book), ``in_future``,
            ``not_an_attester``, and what does not fit the record.
    """
    found = require(view, cls, body.number, "unknown_record")
    if found.state is RecordState.ENDED:
        raise Refusal("record_ended", number=body.number)
    book = books[found.book]
    measure = book.measures.get(body.what.value)
    if measure is None:
        raise Refusal("not_measured", what=body.what.value)
    _check_past(body.on, context)
    _check_attester(view, body.by, found.participant, measure.attesters, is_own=measure.is_own)
    if book.fits is not None:
        book.fits(found, body)
    today = today_of(context.recorded_at)
    noted = line(
        number=found.number,
        n=found.measures + 1,
        what=body.what.value,
        of=body.of,
        on=body.on,
        value=body.value,
        unit=measure.unit,
        by=body.by,
        document=body.document,
        is_late=bool(book.due) and today > found.fact(book.due),
        measured_at=context.recorded_at,
        measured_index=context.index,
    )
    totals = _added(found.totals, noted, is_level=measure.is_level)
    grown = replace(found, totals=totals, measures=noted.n, changed_at=context.recorded_at)
    return Outcome(records=(grown, noted))


def _added(totals: tuple[Total, ...], noted: Measured, *, is_level: bool) -> tuple[Total, ...]:
    before = {one.what: one.value for one in totals}
    before[noted.what] = noted.value + (0 if is_level else before.get(noted.what, 0))
    return tuple(Total(what, value) for what, value in sorted(before.items()))


def _check_past(day: str, context: Context) -> None:
    if day > today_of(context.recorded_at):
        raise Refusal("in_future", day=day)


def _by_attester(body: Any, view: View, *, kind: str) -> Requirement:  # noqa: ANN401  any book's body
    return by_owner(view, participant=body.by, kind=kind)


def _by_both(body: Any, view: View, *, kind: str) -> Requirement:  # noqa: ANN401
    parties = dict.fromkeys((body.by, body.participant))
    return tuple(demand for one in parties for demand in by_owner(view, participant=one, kind=kind))


Rule = Callable[[Any, Context, View], Outcome]


def kinds_of(
    area: str, books: Sequence[Book], *, record: type[Attested], line: type[Measured], measure: type[MeasureRecord]
) -> tuple[Kind, ...]:
    """Return the kinds of an area's books: one that opens each, and three for all of them."""
    by_name = {book.name: book for book in books}
    opening = tuple(
        Kind(
            book.kind,
            book.body,
            partial(_by_both if book.both else _by_attester, kind=book.kind),
            partial(open_record, book=book, cls=record),
        )
        for book in books
    )
    shared: tuple[tuple[str, type, Rule], ...] = (
        ("renew", RenewRecord, partial(renew_record, books=by_name, cls=record)),
        ("end", EndRecord, partial(end_record, books=by_name, cls=record)),
        ("measure", measure, partial(measure_record, books=by_name, cls=record, line=line)),
    )
    made = tuple(
        Kind(f"{area}.{name}", body, partial(_by_attester, kind=f"{area}.{name}"), rule) for name, body, rule in shared
    )
    return (*opening, *made)


def measured_in(books: Sequence[Book]) -> dict[str, Measure]:
    """Return everything that is measured in some book, by name."""
    return {name: one for book in books for name, one in book.measures.items()}
