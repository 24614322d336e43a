"""When the units of a transfer arrive, and which limit is nearest: what forms fill in and pages to sign show.

Both ask the rules themselves, over what the database holds now.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from markupsafe import Markup

from registry.areas.participants import queries
from registry.areas.participants.rules.delays import DelayedTransfer, OrderTransfer
from registry.areas.participants.rules.limits import Limit, limits
from registry.areas.participants.rules.many import ManyTransfers
from registry.catalog import CATALOGUE
from registry.ledger.book import Account, asset_class_of
from registry.ledger.codec import decode
from registry.ledger.errors import LedgerError
from registry.ledger.instants import format_instant
from registry.store.preview import Preview, SqlView, foresee
from registry.web import own
from registry.web.bodies import Ask
from registry.web.formats import beijing_minute, figure, identifier
from registry.web.seam import now, registry, require_person
from registry.web.words import choice_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


def arrival_of(kind: str, body: Mapping[str, Any]) -> str | None:
    """Return the arrival that an author is to sign, as an entry writes it; None if the units arrive at once.

    What the rules refuse is left to the form, which asks them again.
    """
    known = CATALOGUE.latest(kind)
    if known is None:
        return None
    try:
        order: object = decode(known.body, dict(body) | {"not_before": None})
        with registry().engine.connect() as connection:
            author = require_person()[0].representative
            preview = foresee(connection, CATALOGUE, known, body=order, signers=(), now=now(), author=author)
    except LedgerError:
        return None
    waiting = _waiting(preview)
    return format_instant(waiting.due_at, 0) if waiting else None


def waiting_asks(kind: str) -> dict[str, Ask]:
    """Return how a transfer's form answers for the person: where units wait, and when they arrive."""
    return {
        "escrow": Ask(given=lambda _body: own.first_account("ES")() or None),
        "not_before": Ask(given=lambda body: arrival_of(kind, body)),
    }


def arrival_facts(connection: "Connection", body: object, preview: Preview) -> Iterator[tuple[object, object]]:
    """Yield when the units arrive, until when they can be called back, and the nearest limit."""
    if isinstance(body, ManyTransfers):
        yield from _many_facts(connection, body, preview)
    if not isinstance(body, OrderTransfer):
        return
    waiting = _waiting(preview)
    if waiting is not None:
        why = choice_of(waiting.reason, "participants.settle_transfer")
        yield (
            gettext("到账"),
            gettext("%(when)s（%(why)s）", when=beijing_minute(waiting.due_at), why=why),
        )
        yield gettext("可撤回至"), beijing_minute(waiting.withdrawable_until)
        if waiting.needs_word:
            yield gettext("转入方"), gettext("须在 %(when)s 前同意接收", when=beijing_minute(waiting.lapses_at))
    elif preview.refusal is None:
        yield gettext("到账"), gettext("写入日志后立即到账")
    view = SqlView(connection, CATALOGUE, now())
    source, target = view.get(Account, body.source), view.get(Account, body.target)
    if source is None or target is None or source.holder == target.holder:
        return
    nearest = limits(
        view,
        participant=source.holder,
        zone=body.source[:2],
        asset_class=asset_class_of(body.asset),
        now=view.now,
        asked=body.units,
    )
    if nearest:
        yield gettext("最近的限额"), _said(nearest[0])


def _many_facts(connection: "Connection", body: ManyTransfers, preview: Preview) -> Iterator[tuple[object, object]]:
    """Yield what the lines add up to, and of each line whom it reaches and when."""
    totals: dict[str, int] = {}
    for one in body.transfers:
        totals[one.asset] = totals.get(one.asset, 0) + one.units
    sums = gettext("、").join(f"{asset} {figure(units)}" for asset, units in totals.items())
    yield gettext("合计"), gettext("%(count)s 笔：%(sums)s", count=len(body.transfers), sums=sums)
    waiting = {(one.target, one.asset): one for one in preview.outcome.records if isinstance(one, DelayedTransfer)}
    lines = Markup()
    for one in body.transfers:
        holder = queries.account_holder(connection, one.target)
        delayed = waiting.get((one.target, one.asset))
        lines += Markup('<li>{} {} → {} <span class="holder">{}</span> <small>{}</small></li>').format(
            figure(one.units),
            one.asset,
            identifier(one.target),
            holder[1] if holder else "",
            _arrives(delayed, preview),
        )
    yield gettext("逐笔"), Markup('<ol class="lines">{}</ol>').format(lines)


def _arrives(delayed: DelayedTransfer | None, preview: Preview) -> str:
    if delayed is None:
        return "" if preview.refusal else str(gettext("写入日志后立即到账"))
    when, until = beijing_minute(delayed.due_at), beijing_minute(delayed.withdrawable_until)
    if delayed.needs_word:
        return str(gettext("%(when)s 到账，须对方同意；可撤回至 %(until)s", when=when, until=until))
    return str(gettext("%(when)s 到账；可撤回至 %(until)s", when=when, until=until))


def _waiting(preview: Preview) -> DelayedTransfer | None:
    return next((one for one in preview.outcome.records if isinstance(one, DelayedTransfer)), None)


def _said(limit: Limit) -> str:
    of = choice_of(limit.of, "participants.set_own_limit")
    units, left = figure(limit.units), figure(limit.left)
    if limit.is_daily:
        return str(gettext("单日（%(of)s）%(units)s，此笔之后今日还剩 %(left)s", of=of, units=units, left=left))
    return str(gettext("单笔（%(of)s）%(units)s", of=of, units=units))
