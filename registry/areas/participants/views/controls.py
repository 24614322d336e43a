"""The pages of transfers under controls: what waits, with its clock; trusted list and limits. Forms are beside."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import marshmallow as ma
from flask import url_for
from flask_babel import gettext, lazy_gettext

from registry.areas.participants import queries
from registry.areas.participants.queries import Barriers, TrustedLine
from registry.areas.participants.rules.delays import DelayedTransfer, DelayReason, DelayStatus, due_of
from registry.areas.participants.rules.limits import OwnLimit
from registry.areas.participants.views.pages import blueprint
from registry.catalog import CATALOGUE
from registry.store.preview import SqlView
from registry.web import own
from registry.web.seam import now, registry
from registry.web.signing import RECEIPT
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "participants.settle_transfer"
PAGES: Final = ("participants.delayed", "participants.trusted")
MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000


class Side(StrEnum):
    """Which side of a delayed transfer the reader is on; who oversees the registry sees all of them."""

    SENT = "sent"
    RECEIVED = "received"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class DelayedLine:
    """A delayed transfer as its page shows it; ``due_at`` counts in what held it up."""

    id: str
    asset: str
    units: int
    source: str
    target: str
    reason: str
    state: str
    left: str
    due_at: int
    withdrawable_until: int
    may_withdraw: bool
    needs_answer: bool
    link: str


@dataclass(frozen=True, slots=True)
class DelayedPage:
    """Delayed transfers of one side in one state, the next due first."""

    rows: tuple[DelayedLine, ...]
    next_after: str | None
    side: str
    status: str
    oversees: bool


class DelayedQuery(ma.Schema):
    """Which side, and which state."""

    side = ma.fields.Enum(Side, by_value=True, load_default=Side.SENT)
    status = ma.fields.Enum(DelayStatus, by_value=True, load_default=DelayStatus.WAITING)


def _withdrawal(row: DelayedLine) -> str | None:
    return url_for("participants.withdraw_transfer", transfer=row.id) if row.may_withdraw else None


DELAYED: Final = Table(
    name="delayed-transfers",
    caption=lazy_gettext("延时转让"),
    paged=True,
    columns=(
        Column(name="due_at", label=lazy_gettext("到账时间"), kind="time", sortable=False),
        Column(name="left", label=lazy_gettext("还有"), sortable=False),
        Column(name="asset", label=lazy_gettext("标的"), sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", sortable=False),
        Column(name="source", label=lazy_gettext("转出账户"), kind="identifier", sortable=False),
        Column(name="target", label=lazy_gettext("转入账户"), kind="identifier", sortable=False),
        Column(
            name="state", label=lazy_gettext("状态"), kind="badge", sortable=False,
            badges={
                "waiting": ("wait", choice_of(DelayStatus.WAITING, _KIND)),
                "frozen": ("bad", lazy_gettext("被冻结停住")),
                "asked": ("wait", lazy_gettext("待转入方同意")),
                "executed": ("good", choice_of(DelayStatus.EXECUTED, _KIND)),
                "withdrawn": ("quiet", choice_of(DelayStatus.WITHDRAWN, _KIND)),
                "refused": ("bad", choice_of(DelayStatus.REFUSED, _KIND)),
                "lapsed": ("quiet", choice_of(DelayStatus.LAPSED, _KIND)),
            },
        ),
        Column(
            name="reason", label=lazy_gettext("等待原因"), kind="badge", sortable=False,
            badges={reason.value: ("quiet", choice_of(reason, _KIND)) for reason in DelayReason},
        ),
        Column(
            name="withdrawable_until", label=lazy_gettext("可撤回至"), kind="time", sortable=False, link=_withdrawal
        ),
        Column(
            name="id", label=lazy_gettext("条目"), kind="identifier", sortable=False, link=lambda row: row.link or None
        ),
    ),
    empty=lazy_gettext("没有这样的转让。转入不受信任的账户、或在登记业务时间之外提出的转让，会在此等待。"),
)  # fmt: skip


@view(blueprint, "/delayed", template="participants/delayed.html", table=DELAYED, query=DelayedQuery)
def delayed(*, side: Side, status: DelayStatus, sort: str | None, after: str | None) -> DelayedPage:
    """Return the delayed transfers of the own participant on one side; all of them to who oversees the registry."""
    del sort
    oversees = own.oversees()
    number = own.participant()
    if side is Side.ALL and not oversees:
        side = Side.SENT
    if side is not Side.ALL and number is None:
        return DelayedPage((), None, side.value, status.value, oversees)
    with registry().engine.connect() as connection:
        found = queries.delayed_transfers(
            connection, status=status, after=after,
            sender=number if side is Side.SENT else None, receiver=number if side is Side.RECEIVED else None,
        )  # fmt: skip
        barriers = queries.barriers(connection)
        state = SqlView(connection, CATALOGUE, now())
        rows = tuple(_line(one, side, barriers, state) for one in found.rows)
    return DelayedPage(rows, found.next_after, side.value, status.value, oversees)


def _line(one: DelayedTransfer, side: Side, barriers: Barriers, state: SqlView) -> DelayedLine:
    instant, waits = state.now, one.status is DelayStatus.WAITING
    due = due_of(state, one, instant) if waits and barriers.touched(one) else one.due_at
    until = one.withdrawable_until + due - one.due_at
    unanswered = waits and one.needs_word and not one.is_accepted
    barred = waits and barriers.bar(one, instant)
    return DelayedLine(
        id=one.id,
        asset=one.asset,
        units=one.units,
        source=one.source,
        target=one.target,
        reason=one.reason.value,
        state="frozen" if barred else "asked" if unanswered else one.status.value,
        left=_left(one.lapses_at if unanswered else due, instant) if waits else "",
        due_at=due,
        withdrawable_until=until,
        may_withdraw=waits and side is Side.SENT and not barred and (unanswered or instant <= until),
        needs_answer=unanswered and side is Side.RECEIVED,
        link=_entry_of(one, side),
    )


def _entry_of(one: DelayedTransfer, side: Side) -> str:
    """Return where the entry stands; of one among many, which name others too, its receiver sees the line alone."""
    if not one.kind.endswith(".transfer_many"):
        return RECEIPT.format(id=one.id)
    return "" if side is Side.RECEIVED else url_for("auditing.entry", index=one.opened_index)


def _left(until: int, instant: int) -> str:
    """Return the time left in words."""
    left = until - instant
    if left <= 0:
        return str(gettext("已到期"))
    if left < DAY:
        hours, minutes = divmod(left // MINUTE, 60)
        return str(gettext("%(hours)s 小时 %(minutes)s 分", hours=hours, minutes=minutes))
    return str(gettext("%(days)s 天 %(hours)s 小时", days=left // DAY, hours=left % DAY // HOUR))


@dataclass(frozen=True, slots=True)
class TrustedRow:
    """An account on the list."""

    account: str
    holder: str
    name: str
    state: str
    added_at: int | None
    effective_from: int
    action: str


@dataclass(frozen=True, slots=True)
class TrustedPage:
    """Whom the own participant trusts, what it allows itself, and whether it is frozen."""

    rows: tuple[TrustedRow, ...]
    limits: tuple[OwnLimit, ...]
    asking: tuple[str, ...]
    frozen: tuple[str, ...]
    as_of: int


TRUSTED: Final = Table(
    name="trusted-accounts",
    caption=lazy_gettext("受信任账户"),
    columns=(
        Column(name="account", label=lazy_gettext("账户"), kind="identifier"),
        Column(name="name", label=lazy_gettext("持有人")),
        Column(
            name="state", label=lazy_gettext("状态"), kind="badge",
            badges={"counts": ("good", lazy_gettext("已生效")), "waits": ("wait", lazy_gettext("等待生效"))},
        ),
        Column(name="effective_from", label=lazy_gettext("生效时间"), kind="time"),
        Column(name="added_at", label=lazy_gettext("列入时间"), kind="time"),
        Column(
            name="action", label=lazy_gettext("移除"), sortable=False,
            link=lambda row: url_for("participants.distrust_account", account=row.account),
        ),
    ),
    empty=lazy_gettext("名单还是空的。转入名单之外的账户须等待规定的工作日；常用的交易对方可以列入。"),
)  # fmt: skip


@view(blueprint, "/trusted", template="participants/trusted.html", table=TRUSTED)
def trusted() -> TrustedPage:
    """Return the own list, limits and brakes."""
    number, instant = own.participant(), now()
    if number is None:
        return TrustedPage((), (), (), (), instant)
    with registry().engine.connect() as connection:
        lines = queries.trusted_accounts(connection, number)
        freezes = queries.barriers(connection).freezes
        limits = queries.own_limits(connection, number)
        asking = queries.asking_accounts(connection, number)
    frozen = tuple(one.id for one in freezes if one.participant == number and one.holds(instant))
    return TrustedPage(tuple(_trusted(line, instant) for line in lines), limits, tuple(sorted(asking)), frozen, instant)


def _trusted(line: TrustedLine, instant: int) -> TrustedRow:
    return TrustedRow(
        account=line.account,
        holder=line.holder,
        name=line.name,
        state="counts" if line.effective_from <= instant else "waits",
        added_at=line.added_at,
        effective_from=line.effective_from,
        action=str(gettext("移除")),
    )
