"""The pages of allowances: transfer, withdraw, cancel; what waits for the national register; the office's entries."""

from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import Blueprint, url_for
from flask_babel import gettext, lazy_gettext

from registry.areas.allowances import queries
from registry.areas.allowances.queries import PendingLine
from registry.areas.participants.rules.holdings import PendingStatus
from registry.ledger.text import normalise
from registry.web import own
from registry.web.arrivals import waiting_asks
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.many import many_transfers
from registry.web.navigation import Item
from registry.web.offices import OfficeForm, offered
from registry.web.permissions import SIGNED_IN, Access, roles
from registry.web.seam import registry
from registry.web.signing import RECEIPT
from registry.web.tables import Column, Table
from registry.web.uploading import of_kind
from registry.web.views import view
from registry.web.words import choice_of, kind_title

blueprint = Blueprint("allowances", __name__, url_prefix="/allowances")

_TONNES: Final = lazy_gettext("吨")
_RANGES: Final = Ask(
    read=own.named_ranges,
    help=lazy_gettext("一般留空：系统从最早的批次取整段。指定时每行一个完整的序列区间，合计须等于数量。"),
)
_SOURCE: Final = Ask(choices=own.account_choices(*own.OPEN), start=own.first_account("HO"))
_ASSET: Final = Ask(choices=own.asset_choices(credits_=False))
_UNITS: Final = Ask(unit=_TONNES)
_PENDING: Final = Ask(
    choices=own.account_choices("PE"),
    start=own.first_account("PE"),
    help=lazy_gettext("全国登记系统确认之前，单位存放在此。"),
)
_MOVING: Final = {"source": _SOURCE, "asset": _ASSET, "units": _UNITS, "ranges": _RANGES}

_TRANSFER: Final = entry_page(
    blueprint, "/transfer", kind="allowances.transfer", endpoint="transfer",
    asks=_MOVING
    | {"target": Ask(help=lazy_gettext("对方的持有或交易账户，例如 31-HO-00000011-82。"))}
    | waiting_asks("allowances.transfer"),
    intro=lazy_gettext("转入受信任账户立即到账；转入其他账户须等待，其间可以撤回。签名前会告诉您何时到账。"),
    template="transfer.html",
)  # fmt: skip
entry_page(
    blueprint, "/withdraw", kind="allowances.withdraw", endpoint="withdraw", asks=_MOVING | {"pending": _PENDING},
    intro=lazy_gettext("把配额撤出本登记簿，只保留在全国登记系统中。全国登记系统确认后完成，否则退回。"),
)  # fmt: skip
entry_page(
    blueprint, "/cancel", kind="allowances.cancel", endpoint="cancel",
    asks=_MOVING
    | {
        "pending": _PENDING,
        "target": Ask(label=lazy_gettext("注销账户"), choices=own.account_choices("CX"), start=own.first_account("CX")),
    },
    intro=lazy_gettext("自愿注销的配额永久退出流通，不能恢复。全国登记系统确认后完成，否则退回。"),
)  # fmt: skip


def _lines(text: str) -> list[dict[str, object]]:
    """Return the lines of a statement, `CEA-2025 12345` each; a `ValueError` says which one is wrong."""
    found: list[dict[str, object]] = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        asset, _, units = line.partition(" ")
        if not units.replace(",", "").isdecimal():
            raise ValueError(gettext("“%(line)s”应为“标的 数量”，例如 CEA-2025 12345。", line=line[:60]))
        found.append({"asset": asset, "units": int(units.replace(",", ""))})
    return found


_OFFICE: Final[dict[str, dict[str, Ask]]] = {
    "allowances.mirror_batch": {},
    "allowances.mirror_stated": {},
    "allowances.statement": {
        "lines": Ask(read=_lines, help=lazy_gettext("每行一个标的与数量，例如 CEA-2025 12345；为零也要写。")),
    },
    "allowances.confirm_withdrawal": {},
    "allowances.confirm_cancellation": {},
    "allowances.return_pending": {},
}
_NAMES: Final = {kind: "office_" + kind.partition(".")[2] for kind in _OFFICE}
_MADE: Final = {
    _kind: entry_page(
        blueprint,
        f"/office/{_kind.partition('.')[2].replace('_', '-')}",
        kind=_kind,
        endpoint=_NAMES[_kind],
        asks=_asks,
    )
    for _kind, _asks in _OFFICE.items()
}
UPLOADS: Final = (
    many_transfers(blueprint, _TRANSFER, example="CEA-2025"),
    of_kind(
        "allocations", _MADE["allowances.mirror_batch"], roles=frozenset({"authority", "operator"}),
        intro=lazy_gettext("主管部门的配额分配表：每行一个批次，登记到企业的账户。每行成为一条由主管部门与登记员签名的条目。"),
        examples={
            "text": "CEA-31-NAT-2025-1", "asset": "CEA-2025", "zone": "31", "issuer": "31-IS-00000001-60",
            "target": "31-HO-00000011-82", "first": "1", "last": "20000", "document": "0" * 64,
        },
    ),
    of_kind(
        "statements", _MADE["allowances.statement"], roles=frozenset({"operator"}),
        intro=lazy_gettext("全国登记系统的对账单：每行一个参与方，持有逐项写在同一格内。"),
        examples={
            "participant": "P-00000011", "as_of": "2026-03-02 09:30", "lines": "CEA-2025 20000", "document": "0" * 64,
        },
    ),
)  # fmt: skip
_CONFIRM: Final = {
    "allowances.withdraw": "allowances.office_confirm_withdrawal",
    "allowances.cancel": "allowances.office_confirm_cancellation",
    "compliance.surrender": "compliance.office_confirm_surrender",
    "compliance.offset": "compliance.office_confirm_surrender",
}
# Whatever waits for the national registers lies in one table.
WAITING: Final = (*_CONFIRM, "credits.retire")


@dataclass(frozen=True, slots=True)
class PendingPage:
    """Steps that wait, oldest first."""

    rows: tuple[PendingLine, ...]
    next_after: str | None
    status: str


@dataclass(frozen=True, slots=True)
class OfficePage:
    """The office's forms and what waits for its word."""

    forms: tuple[OfficeForm, ...]
    rows: tuple[PendingLine, ...]
    next_after: str | None


class StatusQuery(ma.Schema):
    """The state of the steps that are wanted."""

    status = ma.fields.Enum(PendingStatus, by_value=True, load_default=PendingStatus.OPEN)


_COLUMNS: Final = (
    Column(name="opened_at", label=lazy_gettext("提出时间"), kind="time", sortable=False),
    Column(
        name="kind", label=lazy_gettext("事项"), sortable=False, kind="badge",
        badges={
            kind: ("wait", kind_title(kind)) for kind in WAITING
        },
    ),
    Column(name="asset", label=lazy_gettext("标的"), sortable=False),
    Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES, sortable=False),
    Column(name="source", label=lazy_gettext("转出账户"), kind="identifier", sortable=False),
)  # fmt: skip


def _proof_of(row: PendingLine) -> str:
    """Return the certificate of what was cancelled, else the receipt of the request."""
    is_cancelled = row.kind == "allowances.cancel" and row.status == PendingStatus.CONFIRMED.value
    return url_for("auditing.certificate", entry_id=row.id) if is_cancelled else RECEIPT.format(id=row.id)


PENDING: Final = Table(
    name="pending",
    caption=lazy_gettext("待确认的业务"),
    paged=True,
    columns=(
        *_COLUMNS,
        Column(
            name="status", label=lazy_gettext("状态"), kind="badge", sortable=False,
            badges={
                "open": ("wait", choice_of(PendingStatus.OPEN, "allowances.cancel")),
                "confirmed": ("good", choice_of(PendingStatus.CONFIRMED, "allowances.cancel")),
                "returned": ("bad", choice_of(PendingStatus.RETURNED, "allowances.cancel")),
            },
        ),
        Column(name="reference", label=lazy_gettext("业务编号"), kind="identifier", sortable=False),
        Column(
            name="id", label=lazy_gettext("条目"), kind="identifier", sortable=False, link=_proof_of,
        ),
    ),
    empty=lazy_gettext("没有待确认的业务。撤出或注销申请提交后，会显示在这里，直到全国登记系统答复。"),
)  # fmt: skip
OFFICE: Final = Table(
    name="pending-office",
    caption=lazy_gettext("待确认的业务"),
    paged=True,
    columns=(
        *_COLUMNS,
        Column(name="participant", label=lazy_gettext("参与方"), kind="identifier", sortable=False),
        Column(
            name="id", label=lazy_gettext("确认"), kind="identifier", sortable=False,
            link=lambda row: url_for(_CONFIRM[row.kind], pending=row.id) if row.kind in _CONFIRM else None,
        ),
    ),
    empty=lazy_gettext("没有待确认的业务。"),
)  # fmt: skip


@view(blueprint, "/pending", template="allowances/pending.html", table=PENDING, query=StatusQuery)
def pending(*, status: PendingStatus, sort: str | None, after: str | None) -> PendingPage:
    """Return the own steps in one state."""
    del sort
    number = own.participant()
    if number is None:
        return PendingPage((), None, status.value)
    with registry().engine.connect() as connection:
        found = queries.pending_steps(connection, participant=number, status=status, after=after)
    return PendingPage(found.rows, found.next_after, status.value)


@view(blueprint, "/office", template="allowances/office.html", table=OFFICE)
def office(*, sort: str | None, after: str | None) -> OfficePage:
    """Return the office's forms and all steps that wait."""
    del sort
    with registry().engine.connect() as connection:
        found = queries.pending_steps(connection, after=after)
    forms = offered({kind: f"allowances.{name}" for kind, name in _NAMES.items()})
    return OfficePage(forms, found.rows, found.next_after)


NAVIGATION: Final = {
    "overview": (
        Item(
            "allowances.transfer",
            lazy_gettext("转让配额"),
            "arrow-right-left",
            ("allowances.transfer_many",),
            useful=own.is_holder,
        ),
        Item(
            "allowances.pending",
            lazy_gettext("待确认"),
            "hourglass",
            ("allowances.withdraw", "allowances.cancel"),
            useful=own.is_holder,
        ),
    ),
    "operation": (Item("allowances.office", lazy_gettext("配额登记"), "landmark", ("allowances.office",)),),
}
PERMISSIONS: Final[dict[str, Access]] = {
    "allowances.transfer": roles("initiator", "approver"),
    "allowances.transfer_many": roles("initiator", "approver"),
    "allowances.withdraw": roles("initiator", "approver"),
    "allowances.cancel": roles("initiator", "approver"),
    "allowances.pending": SIGNED_IN,
    "allowances.office": roles("operator", "authority"),
    **dict.fromkeys((f"allowances.{name}" for name in _NAMES.values()), roles("operator", "authority", "registrar")),
}
