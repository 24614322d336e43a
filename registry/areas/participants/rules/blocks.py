"""How blocks of another register's serials come in and come back, and what a new batch of units is called.

Serials keep the numbers that their issuer gave them. No kinds here: each area declares its own.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from registry.areas.participants.rules.holdings import require_purpose
from registry.ledger.book import ISSUANCE, OPEN_PURPOSES, Account, Batch, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Digest, Pattern, Units, Zone
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.rules import FIND_MAX, Context, Outcome, Transfer, View, require
from registry.ledger.serials import SERIAL_LENGTH_MAX, Serial

BatchText = Annotated[str, Pattern("[A-Z0-9]+-[0-9]{2}-[A-Z0-9.]+-[A-Z0-9]+-[A-Z0-9]+")]


@dataclass(frozen=True, slots=True)
class MirrorBatch:
    """The body of every kind that brings in a block: serials that a participant holds in the register of title.

    ``text`` is `<class>-<zone>-<origin>-<vintage>-<batch>` of the block; it may come in parts, and what was withdrawn
    may come again. The serials keep the issuer's numbers. ``document`` is the decision or the statement.
    """

    text: BatchText
    asset: Asset
    zone: Zone
    issuer: AccountNo
    target: AccountNo
    first: Units
    last: Units
    document: Digest


@dataclass(frozen=True, slots=True)
class Block:
    """A block of another register's serials: its text, and the account that its units come out of here.

    ``first`` and ``last`` bound the batch that is opened if nothing of the block is here yet.
    """

    text: str
    asset: str
    zone: str
    issuer: str
    first: int
    last: int
    document: str


def bring_in_batch(body: MirrorBatch, context: Context, view: View) -> Outcome:
    """Bring in what the body names, as a batch of its own where nothing of it is here yet.

    Raises:
        Refusal: ``purpose_not_credited``, ``unknown_account``, and those of `bring_in`.
    """
    require_purpose(view, body.target, OPEN_PURPOSES)
    block = Block(
        text=body.text,
        asset=body.asset,
        zone=body.zone,
        issuer=body.issuer,
        first=body.first,
        last=body.last,
        document=body.document,
    )
    return bring_in(block, context, view, first=body.first, last=body.last, target=body.target)


def bring_in(block: Block, context: Context, view: View, *, first: int, last: int, target: str) -> Outcome:
    """Bring the serials from first to last of a block into an account: those that left come back, others are new.

    A block that comes in parts has one batch for each part, all with the same text and none overlapping another.

    Raises:
        Refusal: ``serials_reversed``, ``batch_text``, ``unknown_account``, ``purpose_not_debited`` for the issuer,
            ``batch_differs`` if the block is known under another asset, ``already_mirrored`` if a unit is here,
            ``too_many_parts``, ``too_many_batches``.
    """
    if last < first:
        raise Refusal("serials_reversed", first=first, last=last)
    check_batch_text(block.text, asset=block.asset, zone=block.zone, last=last)
    if require(view, Account, block.issuer, "unknown_account").purpose != ISSUANCE:
        raise Refusal("purpose_not_debited", account=block.issuer)
    parts = view.find(Batch, "text", block.text)
    if len(parts) == FIND_MAX:
        raise Refusal("too_many_parts", batch=block.text, limit=FIND_MAX)
    if not any(part.first <= block.last and block.first <= part.last for part in parts):
        new = new_batch(block, context.batch_number(0))
        moved = Transfer(new.issuer, target, block.asset, last - first + 1, new.number, first)
        return Outcome(records=(new,), transfers=(moved,))
    return _completed(block, context, view, wanted=(first, last), target=target, parts=parts)


def _completed(
    block: Block, context: Context, view: View, *, wanted: tuple[int, int], target: str, parts: tuple[Batch, ...]
) -> Outcome:
    at, last = wanted
    opened: list[Batch] = []
    moved: list[Transfer] = []

    def open_until(end: int) -> None:
        if at <= end:
            opened.append(new_batch(replace(block, first=at, last=end), context.batch_number(len(opened))))
            moved.append(Transfer(block.issuer, target, block.asset, end - at + 1, opened[-1].number, at))

    for part in sorted(parts, key=lambda part: part.first):
        if part.last < at or part.first > last:
            continue
        open_until(part.first - 1)
        start, at = max(at, part.first), min(last, part.last) + 1
        moved.extend(_again(part, view, block=block, first=start, last=at - 1, target=target))
    open_until(last)
    return Outcome(records=tuple(opened), transfers=tuple(moved))


def _again(part: Batch, view: View, *, block: Block, first: int, last: int, target: str) -> tuple[Transfer, ...]:
    if part.asset != block.asset:
        raise Refusal("batch_differs", batch=part.text, asset=part.asset)
    try:
        return view.pick(part.issuer, part.asset, last - first + 1, into=target, named=((part.number, first, last),))
    except Refusal:
        raise Refusal("already_mirrored", batch=part.text, first=first, last=last) from None


def new_batch(block: Block, number: int) -> Batch:
    """Return the batch that holds a whole block."""
    return Batch(
        number=number,
        text=block.text,
        asset=block.asset,
        zone=block.zone,
        issuer=block.issuer,
        first=block.first,
        last=block.last,
        document=block.document,
    )


def check_batch_text(text: str, *, asset: str, zone: str, last: int) -> None:
    """Return if a batch's text names this class and zone and can be printed with serials (see `serials.Serial`).

    Raises:
        Refusal: ``batch_text``.
    """
    asset_class, text_zone, origin, vintage, batch = text.split("-")
    is_number = batch.isdecimal() and len(text) <= SERIAL_LENGTH_MAX
    if asset_class != asset_class_of(asset) or text_zone != zone or not is_number:
        raise Refusal("batch_text", batch=text)
    try:
        printed = Serial(asset_class, zone, origin, vintage, int(batch), 1, last).render()
    except Malformed:
        raise Refusal("batch_text", batch=text) from None
    if not printed.startswith(f"{text}:"):
        raise Refusal("batch_text", batch=text)
