"""Contract notes: one trade for one of its sides, as a page that prints, as JSON, and as a PDF with the proof in it."""

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from flask import Response, abort
from flask_babel import gettext

from registry.areas.participants.queries import class_units
from registry.areas.trading import queries
from registry.areas.trading.queries import NoteFacts
from registry.areas.trading.rules.records import Mode
from registry.areas.trading.views.base import blueprint
from registry.ledger.book import asset_class_of
from registry.ledger.errors import Refusal
from registry.signin import Person
from registry.store.answers import NotWritten
from registry.web import own, papers
from registry.web.formats import beijing, figure, money, unit
from registry.web.papers import Paper, Section
from registry.web.seam import registry
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.list"


@dataclass(frozen=True, slots=True)
class NotePage:
    """A trade as its reader may see it: ``side`` is the reader's, empty for who oversees; its own fee alone.

    ``due_fen`` is what the side paid with its fee, or was paid without it. ``proof_digest`` is the SHA-256 of the
    receipt that the PDF carries, empty while no signed head covers the trade.
    """

    facts: NoteFacts
    unit: str
    side: str
    due_fen: int | None
    proof_digest: str
    is_witnessed: bool


def is_own_trade(who: Person, *, number: int) -> bool:
    """Return whether a person may see a trade's note: representatives of its two sides, and who oversees."""
    with registry().engine.connect() as connection:
        trade = queries.trade_of(connection, number)
    if trade is None:
        return False
    return bool(own.OVERSEERS & who.roles) or own.participant() in {trade.buyer, trade.seller}


@view(blueprint, "/trades/<int:number>", template="trading/note.html")
def note(*, number: int) -> NotePage:
    """Return the contract note of a trade, for its two sides and for who oversees the registry."""
    return _read(number)[0]


@blueprint.get("/trades/<int:number>.pdf")
def note_file(number: int) -> Response:
    """Return the contract note as PDF, with the receipt of its entry attached.

    Raises:
        Refusal: ``not_confirmed`` while no signed head covers the trade.
    """
    page, proof = _read(number)
    if not proof:
        raise Refusal("not_confirmed", index=page.facts.index)
    return papers.answer(_paper(page, proof))


def _read(number: int) -> tuple[NotePage, bytes]:
    with registry().engine.connect() as connection:
        trade = queries.trade_of(connection, number)
        if trade is None:
            abort(404)
        facts = queries.note_facts(connection, trade)
        data, is_witnessed = queries.receipt_in_print(connection, facts.index, _signed()) or (b"", False)
        units = class_units(connection)
    reader = own.participant()
    side = "buy" if reader == facts.buyer.number else "sell" if reader == facts.seller.number else ""
    page = NotePage(
        facts=_seen_by(facts, side),
        unit=units.get(asset_class_of(facts.asset), ("", ""))[1],
        side=side,
        due_fen=_due(facts, side),
        proof_digest=hashlib.sha256(data).hexdigest() if data else "",
        is_witnessed=is_witnessed,
    )
    return page, data


def _signed() -> bytes | None:
    try:
        return registry().signed() or None
    except NotWritten:  # the writer is away; what was kept remains
        return None


def _seen_by(facts: NoteFacts, side: str) -> NoteFacts:
    """Return the facts without the other side's fee and order, which are its own matter; overseers see both.

    Who accepted a block signed the offer's id, so it stays.
    """
    if own.oversees():
        return facts
    if facts.resting_side != side and facts.mode != Mode.BLOCK:
        facts = replace(facts, resting="")
    if side == "buy":
        return replace(facts, seller=replace(facts.seller, fee_fen=None))
    return replace(facts, buyer=replace(facts.buyer, fee_fen=None))


def _due(facts: NoteFacts, side: str) -> int | None:
    if side == "buy":
        return facts.turnover_fen + (facts.buyer.fee_fen or 0)
    return facts.turnover_fen - (facts.seller.fee_fen or 0) if side == "sell" else None


def _paper(page: NotePage, proof: bytes) -> Paper:
    facts = page.facts
    return Paper(
        name=f"note-{facts.number}",
        title=gettext("成交单"),
        lead=gettext("成交编号 %(number)s", number=facts.number),
        sections=(
            Section(gettext("成交"), _of_trade(page)),
            Section(gettext("双方"), _of_parties(page)),
            Section(gettext("交割"), _of_delivery(page)),
        ),
        entry=facts.entry,
        recorded_at=facts.at,
        proof=proof,
    )


def _of_trade(page: NotePage) -> list[tuple[str, str]]:
    facts = page.facts
    return [
        (gettext("产品"), f"{facts.product} · {facts.name} · {facts.asset}"),
        (gettext("方式"), str(choice_of(Mode(facts.mode), _KIND))),
        (gettext("成交时间"), beijing(facts.at)),
        (gettext("成交价"), money(facts.price_fen)),
        (gettext("数量"), f"{figure(facts.units)} {unit(page.unit)}"),
        (gettext("成交额"), money(facts.turnover_fen)),
    ]


def _of_parties(page: NotePage) -> list[tuple[str, str]]:
    facts = page.facts
    rows = []
    for label, party in ((gettext("买方"), facts.buyer), (gettext("卖方"), facts.seller)):
        rows.append((label, f"{party.name} · {party.number} · {party.account}"))
        if party.fee_fen is not None:
            rows.append((gettext("%(side)s手续费", side=label), money(party.fee_fen)))
    if page.due_fen is not None:
        label = gettext("本单位应付（含手续费）") if page.side == "buy" else gettext("本单位应收（已扣手续费）")
        rows.append((label, money(page.due_fen)))
    return rows


def _of_delivery(page: NotePage) -> list[tuple[str, str]]:
    facts = page.facts
    rows = [
        (gettext("货银对付"), gettext("单位与资金由同一条目同时交割，交割后不可撤销。")),
        (gettext("单位序列"), "\n".join(facts.serials)),
        (gettext("日志位置"), f"#{figure(facts.index)}"),
        (gettext("成交条目"), facts.entry),
    ]
    if facts.resting:
        rows.append((gettext("被摘取的申报"), facts.resting))
    return rows
