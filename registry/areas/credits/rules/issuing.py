"""The issue of registered reductions: as many units as were verified, once, each year's in a batch of its own.

What a methodology sets aside against reversals goes to the scheme's buffer account, rounded up. Instruments are told
apart by project and year (CCER-TRADE art. 10).
"""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from registry.areas.credits.rules.cases import case_of, live_project, methodology_of, require_stage, stepped
from registry.areas.credits.rules.duties import require_no_duty
from registry.areas.credits.rules.outside import check_outside
from registry.areas.credits.rules.records import CreditProject, ProjectNo, Scheme, Stage, Step, YearUnits
from registry.areas.credits.rules.suspensions import require_unsuspended
from registry.areas.credits.rules.titles import credit_class
from registry.areas.participants.rules.blocks import Block, check_batch_text, new_batch
from registry.areas.participants.rules.holdings import require_purpose
from registry.areas.participants.rules.parameters import in_force
from registry.ledger.book import ISSUANCE, OPEN_PURPOSES, Account, Batch, Title
from registry.ledger.codec import AccountNo, Count, Digest, Items, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_authority_and_operator
from registry.ledger.rules import DAY_SECONDS, Context, Kind, Outcome, Transfer, View, record, require
from registry.ledger.serials import Purpose

BUFFER_ACCOUNT: Final = "credit_buffer_account"
_BUFFER = frozenset({Purpose.BUFFER.value})


@dataclass(frozen=True, slots=True)
class IssueVerified:
    """The body of `credits.issue_verified`.

    ``first_serials`` holds each year's first serial where another register holds title, and is empty for own titles.
    """

    project: ProjectNo
    case: Units
    issuer: AccountNo
    target: AccountNo
    first_serials: Annotated[tuple[Units, ...], Items(0, 12)]
    document: Digest


@record("credit_buffer", key=("scheme",))
@dataclass(frozen=True, slots=True)
class BufferCount:
    """How many units a scheme's buffer was ever given, and how many it has used for losses."""

    scheme: Scheme
    contributed: Count
    used: Count


def issue_verified(body: IssueVerified, context: Context, view: View) -> Outcome:
    """Issue a period's registered reductions into an account of the project's owner, less the buffer's share.

    Raises:
        Refusal: ``serials_differ``, ``purpose_not_debited`` for the issuer, ``holder_differs``,
            ``purpose_not_credited``, ``batch_taken``, and those of `live_project`, `case_of`,
            `require_unsuspended`, `require_no_duty`, `check_outside`, `require_stage`, `blocks.check_batch_text` and
            `buffer_account`.
    """
    project = _free_project(body.project, context, view)
    case = require_stage(case_of(view, body.project, body.case), Stage.REGISTERED)
    if case.period_first is not None and case.period_last is not None:
        check_outside(view, project.claims, first=case.period_first, last=case.period_last)
    if require(view, Account, body.issuer, "unknown_account").purpose != ISSUANCE:
        raise Refusal("purpose_not_debited", account=body.issuer)
    if require_purpose(view, body.target, OPEN_PURPOSES).holder != project.owner:
        raise Refusal("holder_differs", account=body.target)
    is_mirror = credit_class(view, project.scheme).title is Title.MIRROR
    if len(body.first_serials) != (len(case.years) if is_mirror else 0):
        raise Refusal("serials_differ", years=len(case.years) if is_mirror else 0)
    batches: list[Batch] = []
    moved: list[Transfer] = []
    for ordinal, one in enumerate(case.years):
        first = body.first_serials[ordinal] if is_mirror else 1
        batch = new_batch(_block(body, project, one, first=first), context.batch_number(ordinal))
        if view.find(Batch, "text", batch.text, limit=1):
            raise Refusal("batch_taken", batch=batch.text)
        batches.append(batch)
        moved += _shared(batch, project, context, view, target=body.target)
    issued = replace(case, stage=Stage.ISSUED, batches=tuple(batch.number for batch in batches))
    counted = replace(project, issued_units=project.issued_units + (case.verified_units or 0))
    kept = stepped(counted, issued, Step.ISSUED, context, document=body.document)
    buffered = _buffered(project.scheme, moved, view)
    return replace(kept, records=(*kept.records, *batches, *buffered), transfers=tuple(moved))


def _free_project(number: str, context: Context, view: View) -> CreditProject:
    project = require_unsuspended(view, live_project(view, number), context.recorded_at)
    return require_no_duty(view, project)


def _buffered(scheme: str, moved: list[Transfer], view: View) -> tuple[BufferCount, ...]:
    units = sum(one.units for one in moved if one.target[3:5] == Purpose.BUFFER)
    if not units:
        return ()
    known = view.get(BufferCount, scheme) or BufferCount(scheme, contributed=0, used=0)
    return (replace(known, contributed=known.contributed + units),)


def _block(body: IssueVerified, project: CreditProject, one: YearUnits, *, first: int) -> Block:
    origin = f"{project.number.replace('-', '')}.{body.case}"
    block = Block(
        text=f"{project.scheme}-{project.zone}-{origin}-{one.year}-1",
        asset=f"{project.scheme}-{one.year}",
        zone=project.zone,
        issuer=body.issuer,
        first=first,
        last=first + one.units - 1,
        document=body.document,
    )
    check_batch_text(block.text, asset=block.asset, zone=block.zone, last=block.last)
    return block


def _shared(batch: Batch, project: CreditProject, context: Context, view: View, *, target: str) -> tuple[Transfer, ...]:
    """Return the batch's way to the buffer, first serials first, and to the owner."""
    units = batch.last - batch.first + 1
    share = -(-units * methodology_of(view, project.scheme, project.methodology).buffer_permille // 1000)
    moved = []
    if share:
        buffer = buffer_account(view, project.scheme, context.recorded_at)
        moved.append(Transfer(batch.issuer, buffer, batch.asset, share, batch.number, batch.first))
    if share < units:
        moved.append(Transfer(batch.issuer, target, batch.asset, units - share, batch.number, batch.first + share))
    return tuple(moved)


def buffer_account(view: View, scheme: str, now: int) -> str:
    """Return the account that holds a scheme's buffer.

    Raises:
        Refusal: ``buffer_not_set``, ``unknown_account``, ``purpose_not_credited``.
    """
    found = in_force(view, BUFFER_ACCOUNT, now, scope=scheme)
    if found is None or found.text is None:
        raise Refusal("buffer_not_set", scheme=scheme)
    return require_purpose(view, found.text, _BUFFER).number


KINDS = (
    Kind(
        "credits.issue_verified",
        IssueVerified,
        lambda _body, _view: by_authority_and_operator(),
        issue_verified,
        debits=frozenset({ISSUANCE}),
        lifetime_max=DAY_SECONDS,
    ),
)
RECORDS = (BufferCount,)
