"""The pages of transfers under controls: what waits, with its clock; trusted list and limits; the emergency brake."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import marshmallow as ma
from flask import url_for
from flask_babel import gettext, lazy_gettext

from registry.areas.participants import queries
from registry.areas.participants.queries import Barriers, TrustedLine
from registry.areas.participants.rules.delays import DelayedTransfer, DelayReason, DelayStatus, due_of
from registry.areas.participants.rules.limits import OwnLimit
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.settling import Concerned
from registry.areas.participants.views.pages import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.errors import Refusal
from registry.store.preview import SqlView
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import now, registry
from registry.web.signing import RECEIPT
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "participants.settle_transfer"
MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000
GROUNDS: Final = (
    ("key-stolen", lazy_gettext("密钥或设备被盗")),
    ("account-misused", lazy_gettext("发现并非本单位所为的操作")),
    ("precaution", lazy_gettext("预防")),
)
ALL_CLEAR: Final = (("all-clear", lazy_gettext("已核实，情况解除")), ("mistaken", lazy_gettext("误冻结")))


class Side(StrEnum):
    """Which side of a delayed transfer the reader is on; who oversees the registry sees all of them."""

    SENT = "sent"
    RECEIVED = "received"
    ALL = "all"


def _own_number(_body: Mapping[str, Any]) -> str:
    number = own.participant()
    if number is None:
        raise Refusal("signer_not_concerned", signer="—")
    return number


_OWN: Final = {"participant": Ask(given=_own_number)}
_ACCOUNT: Final = Ask(help=lazy_gettext("对方的持有或交易账户，例如 31-HO-00000011-82。"))
_TRANSFER: Final = {"transfer": Ask(label=lazy_gettext("延时转让编号"))}

entry_page(
    blueprint, "/trusted/add", kind="participants.trust_account", endpoint="trust_account",
    asks=_OWN | {"account": _ACCOUNT},
    intro=lazy_gettext("自第四个工作日起生效（以参数为准）；生效前转入该账户仍须等待。本单位自己的账户无需列入。"),
)  # fmt: skip
entry_page(
    blueprint, "/trusted/remove", kind="participants.distrust_account", endpoint="distrust_account",
    asks=_OWN | {"account": _ACCOUNT}, intro=lazy_gettext("移除立即生效，一人签名即可。"),
)  # fmt: skip
entry_page(
    blueprint, "/trusted/ask-first", kind="participants.ask_first", endpoint="ask_first",
    asks={"account": Ask(choices=own.account_choices(*own.OPEN), start=own.first_account("HO"))},
    intro=lazy_gettext("选“是”后，他人转入该账户的单位先在托管中等待本单位同意；逾期未答复即退回。"),
)  # fmt: skip
entry_page(
    blueprint, "/trusted/limits", kind="participants.set_own_limit", endpoint="set_own_limit",
    asks=_OWN | {"asset_class": Ask(start=lambda: "CEA", help=lazy_gettext("例如 CEA。"))},
    intro=lazy_gettext("在全市场与地区限额之内再收紧。收紧立即生效；放宽须全体管理人签名，并等待规定的工作日。留空即不设限。"),
)  # fmt: skip
entry_page(
    blueprint, "/freeze", kind="participants.freeze_now", endpoint="freeze_now",
    asks=_OWN | {"by": Ask(given=lambda _body: Mandate.PARTICIPANT.value), "ground": Ask(choices=lambda: GROUNDS)},
    intro=lazy_gettext("立即冻结本单位的全部账户，并停住所有在途转让。一名管理人签名即可；解除须全体管理人与登记机构共同签名。"),
)  # fmt: skip
entry_page(
    blueprint, "/freeze/lift", kind="participants.lift_emergency", endpoint="lift_emergency",
    asks={"ground": Ask(choices=lambda: ALL_CLEAR)},
    intro=lazy_gettext("停住的转让不会立刻到账：自解除时起重新等待规定的工作日，其间仍可撤回。"),
)  # fmt: skip
entry_page(
    blueprint, "/delayed/withdraw", kind="participants.withdraw_transfer", endpoint="withdraw_transfer", asks=_TRANSFER,
    intro=lazy_gettext("单位退回转出账户。一人签名即可。"),
)  # fmt: skip
entry_page(
    blueprint, "/delayed/refuse", kind="participants.refuse_transfer", endpoint="refuse_transfer", asks=_TRANSFER,
    intro=lazy_gettext("单位退回对方的转出账户。"),
)  # fmt: skip
entry_page(
    blueprint, "/delayed/accept", kind="participants.accept_transfer", endpoint="accept_transfer", asks=_TRANSFER,
    intro=lazy_gettext("同意后，到期即到账。"),
)  # fmt: skip
entry_page(
    blueprint, "/delayed/settle", kind="participants.settle_transfer", endpoint="settle_transfer",
    asks=_TRANSFER | {"by": Ask(start=lambda: Concerned.SENDER.value)},
    intro=lazy_gettext("时间已经决定了结果，此条目只作记录；通常由系统提交。"),
)  # fmt: skip
FORMS: Final = (
    "trust_account", "distrust_account", "ask_first", "set_own_limit", "freeze_now", "lift_emergency",
    "withdraw_transfer", "refuse_transfer", "accept_transfer", "settle_transfer",
)  # fmt: skip


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
            name="id", label=lazy_gettext("条目"), kind="identifier", sortable=False,
            link=lambda row: RECEIPT.format(id=row.id),
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
    )


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
