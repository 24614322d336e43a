"""Bans: who may take no step of a project any more, for a time or for ever; the list is public.

Banned is a participant (an owner, a body) or one representative, by number: whose number it is stands outside the log.
Sources: CCER-MEAS art. 43 (three years after forgery; for good after false units), 44 (bodies).
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.participants.rules.calendars import day_of
from registry.ledger.codec import Count, Day, Digest, EntryId, Name, Pattern
from registry.ledger.errors import Refusal
from registry.ledger.parties import Participant, Representative, by_authority_and_operator
from registry.ledger.rules import Context, Index, Kind, Outcome, View, record, require

Banned = Annotated[str, Pattern("[PR]-[0-9]{8}")]


@record("credit_ban", key=("id",), indexes=(Index("subject", ("subject", "is_active"), ("placed_index",)),))
@dataclass(frozen=True, slots=True)
class Ban:
    """That somebody takes no step up to and on a day; without one, for good."""

    id: EntryId
    subject: Banned
    ground: Name
    article: Name
    until: Day | None
    is_active: bool
    document: Digest
    placed_at: Count
    placed_index: Count

    def holds(self, today: str) -> bool:
        """Return whether the ban is in force on a day."""
        return self.is_active and (self.until is None or today <= self.until)


@dataclass(frozen=True, slots=True)
class PlaceBan:
    """The body of `credits.ban`."""

    subject: Banned
    ground: Name
    article: Name
    until: Day | None
    document: Digest


def ban(body: PlaceBan, context: Context, view: View) -> Outcome:
    """Bar a participant or a representative from every step of a project.

    Raises:
        Refusal: ``unknown_participant``, ``unknown_representative``, ``ban_past``, ``banned_already``.
    """
    if body.subject.startswith("P"):
        require(view, Participant, body.subject, "unknown_participant")
    else:
        require(view, Representative, body.subject, "unknown_representative")
    today = day_of(context.recorded_at).isoformat()
    if body.until is not None and body.until < today:
        raise Refusal("ban_past", until=body.until)
    for known in view.find(Ban, "subject", body.subject, True):
        if known.holds(today) and (known.until is None or (body.until is not None and body.until <= known.until)):
            raise Refusal("banned_already", subject=body.subject, ban=known.id)
    placed = Ban(
        id=context.entry_id,
        subject=body.subject,
        ground=body.ground,
        article=body.article,
        until=body.until,
        is_active=True,
        document=body.document,
        placed_at=context.recorded_at,
        placed_index=context.index,
    )
    return Outcome(records=(placed,))


@dataclass(frozen=True, slots=True)
class LiftBan:
    """The body of `credits.lift_ban`."""

    ban: EntryId
    document: Digest


def lift_ban(body: LiftBan, context: Context, view: View) -> Outcome:
    """Lift a ban before its end.

    Raises:
        Refusal: ``unknown_ban``, ``ban_over``.
    """
    found = require(view, Ban, body.ban, "unknown_ban")
    if not found.holds(day_of(context.recorded_at).isoformat()):
        raise Refusal("ban_over", ban=body.ban)
    return Outcome(records=(replace(found, is_active=False),))


def require_unbanned(view: View, context: Context, *subjects: str) -> None:
    """Return if neither these participants nor anybody who signed is banned.

    Raises:
        Refusal: ``banned`` with who it is and until when, an empty text for good.
    """
    today = day_of(context.recorded_at).isoformat()
    for subject in (*subjects, *(one.representative for one in context.signatories)):
        for known in view.find(Ban, "subject", subject, True):
            if known.holds(today):
                raise Refusal("banned", subject=subject, until=known.until or "")


KINDS = (
    Kind("credits.ban", PlaceBan, lambda _body, _view: by_authority_and_operator(), ban, overtakes=True),
    Kind("credits.lift_ban", LiftBan, lambda _body, _view: by_authority_and_operator(), lift_ban),
)
RECORDS = (Ban,)
