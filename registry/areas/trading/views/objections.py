"""Objections to a day's clearing: the form, the list, the operator's task and answer."""

from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext, lazy_gettext

from registry.areas.trading import queries
from registry.areas.trading.queries import ObjectionLine
from registry.areas.trading.rules.objections import ObjectionStatus
from registry.areas.trading.views.base import blueprint, product_choices
from registry.ledger.parties import Function
from registry.signin import Person
from registry.web import own
from registry.web.bodies import Ask
from registry.web.documents import Reader
from registry.web.entryform import entry_page
from registry.web.navigation import may_open
from registry.web.seam import registry
from registry.web.signing import RECEIPT
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of, kind_title
from registry.web.worklist import LISTED_MAX, Scope, Source, Work

_KIND: Final = "trading.object"
ANSWER: Final = "trading.answer_objection"

entry_page(
    blueprint, "/objections/new", kind=_KIND, endpoint="object",
    asks={
        "participant": Ask(given=lambda _body: own.participant() or ""),
        "product": Ask(choices=product_choices),
        "trade": Ask(help=lazy_gettext("只针对一笔成交时填写其编号，针对该产品全日则留空。")),
        "reason": Ask(help=lazy_gettext("原因代码，例如 fee_wrong。公开、永久。")),
    },
    intro=lazy_gettext("收市后至下一次开市前提出。书面异议以加盐摘要写入，运营机构会收到待办并答复。"),
)  # fmt: skip
entry_page(
    blueprint, "/office/answer-objection", kind=ANSWER, endpoint="answer_objection",
    asks={
        "reason": Ask(help=lazy_gettext("答复依据的代码，例如 checked。公开、永久。")),
    },
    intro=lazy_gettext("异议只答复一次。成立时，应更正的记账由更正类条目另行办理。"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ObjectionsPage:
    """Objections: the own participant's, or everybody's for who oversees the registry."""

    rows: tuple[ObjectionLine, ...]
    next_after: str | None


def _entry_link(row: Any) -> str:  # noqa: ANN401  a row of the table
    """Return where an objection leads: to the form that answers it, else to its receipt."""
    is_to_answer = may_open(ANSWER) and row.status == ObjectionStatus.OPEN
    return url_for(ANSWER, objection=row.id) if is_to_answer else RECEIPT.format(id=row.id)


OBJECTIONS: Final = Table(
    name="objections",
    caption=lazy_gettext("清算异议"),
    paged=True,
    columns=(
        Column(name="filed_at", label=lazy_gettext("提出时间"), kind="time", sortable=False, link=_entry_link),
        Column(
            name="day", label=lazy_gettext("交易日"), kind="identifier", sortable=False,
            link=lambda row: url_for("trading.clearing", day=row.day, participant=row.participant),
        ),
        Column(name="product", label=lazy_gettext("产品"), kind="identifier", sortable=False),
        Column(name="participant", label=lazy_gettext("参与方"), kind="identifier", sortable=False),
        Column(
            name="trade", label=lazy_gettext("成交"), kind="identifier", sortable=False, write=str,
            link=lambda row: url_for("trading.note", number=row.trade) if row.trade else None,
        ),
        Column(name="reason", label=lazy_gettext("原因"), kind="identifier", sortable=False),
        Column(
            name="status", label=lazy_gettext("状态"), kind="badge", sortable=False,
            badges={
                "open": ("wait", choice_of(ObjectionStatus.OPEN, _KIND)),
                "upheld": ("good", choice_of(ObjectionStatus.UPHELD, _KIND)),
                "rejected": ("bad", choice_of(ObjectionStatus.REJECTED, _KIND)),
            },
        ),
        Column(name="due_at", label=lazy_gettext("下一次开市"), kind="time", sortable=False),
        Column(
            name="answer", label=lazy_gettext("答复依据"), kind="identifier", sortable=False,
            link=lambda row: url_for("documents.show", digest=row.answer_document) if row.answer_document else None,
        ),
        Column(name="answered_at", label=lazy_gettext("答复时间"), kind="time", sortable=False),
    ),
    empty=lazy_gettext("没有异议。收市后至下一次开市前，可以在清算单上提出。"),
)  # fmt: skip


@view(blueprint, "/objections", template="trading/objections.html", table=OBJECTIONS)
def objections(*, sort: str | None, after: str | None) -> ObjectionsPage:
    """Return the own objections, or all of them for who oversees the registry, the newest first."""
    del sort
    mine = own.participant()
    if not own.oversees() and mine is None:
        return ObjectionsPage((), None)
    with registry().engine.connect() as connection:
        found = queries.objections_of(connection, None if own.oversees() else mine, after=after)
    return ObjectionsPage(found.rows, found.next_after)


def _listed(who: Person, scope: Scope, now_us: int) -> tuple[Work, ...]:
    """Return what waits for the operators: all of it in their own list, what the opening overtook also as overdue."""
    if Function.OPERATOR not in who.roles:
        return ()
    with registry().engine.connect() as connection:
        found = queries.open_objections(connection, limit=LISTED_MAX)
    wanted = (one for one in found if scope != "overdue" or (one.due_at is not None and one.due_at <= now_us))
    return tuple(_work(one) for one in wanted)


def _count(who: Person, now_us: int) -> int:
    return len(_listed(who, "mine", now_us))


def _work(one: ObjectionLine) -> Work:
    about = (
        gettext("成交 %(trade)s", trade=one.trade)
        if one.trade
        else gettext("产品 %(product)s 全日", product=one.product)
    )
    return Work(
        id=one.id,
        href=url_for(ANSWER, objection=one.id),
        title=kind_title(ANSWER),
        sentence=gettext(
            "%(who)s 对 %(day)s 的清算提出异议（%(about)s）：%(reason)s",
            who=one.participant, day=one.day, about=about, reason=one.reason,
        ),
        author=one.participant,
        created_at=one.filed_at,
        due_at=one.due_at or one.filed_at,
        state=choice_of(ObjectionStatus.OPEN, _KIND),
        action=gettext("答复"),
    )  # fmt: skip


def _concerns(connection: Any, body: Any, participant: str) -> bool:  # noqa: ANN401  SQL's types stay in queries
    return queries.is_objector(connection, body["objection"], participant)


WORK: Final = (Source("objections", _listed, _count),)
# Whoever objected reads the answer.
READERS: Final[dict[str, Reader]] = {ANSWER: _concerns}
