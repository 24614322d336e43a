"""The pages of credits: transfer, retire, the own retirements; the office's entries."""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.credits import queries
from registry.areas.credits.queries import RetirementLine
from registry.areas.credits.rules.retirement import RetirementPurpose, RetirementStatus
from registry.areas.credits.views.base import blueprint
from registry.areas.credits.views.measures import SUPERVISION
from registry.areas.credits.views.steps import OFFICE_STEPS
from registry.web import own
from registry.web.arrivals import waiting_asks
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.many import many_transfers
from registry.web.offices import OfficeForm, offered
from registry.web.seam import registry
from registry.web.signing import RECEIPT
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "credits.retire"
_MOVING: Final = {
    "source": Ask(choices=own.account_choices(*own.OPEN), start=own.first_account("HO")),
    "asset": Ask(choices=own.asset_choices(credits_=True)),
    "units": Ask(unit=lazy_gettext("吨")),
    "ranges": Ask(
        read=own.named_ranges,
        help=lazy_gettext("一般留空：系统从最早的批次取整段。指定时每行一个完整的序列区间，合计须等于数量。"),
    ),
}

_TRANSFER: Final = entry_page(
    blueprint, "/transfer", kind="credits.transfer", endpoint="transfer",
    asks=_MOVING
    | {"target": Ask(help=lazy_gettext("对方的持有或交易账户，例如 31-HO-00000011-82。"))}
    | waiting_asks("credits.transfer"),
    intro=lazy_gettext("转入受信任账户立即到账；转入其他账户须等待，其间可以撤回。签名前会告诉您何时到账。"),
    template="transfer.html",
)  # fmt: skip
entry_page(
    blueprint, "/retire", kind=_KIND, endpoint="retire",
    asks=_MOVING
    | {
        "pending": Ask(
            label=lazy_gettext("等待确认的账户"),
            choices=own.account_choices("PE"),
            help=lazy_gettext("权属在其他登记系统的碳信用须填写，等待其确认；权属在本登记簿的留空。"),
        ),
        "target": Ask(label=lazy_gettext("使用账户"), choices=own.account_choices("RT"), start=own.first_account("RT")),
        "beneficiary.participant": Ask(
            label=lazy_gettext("受益方：本登记簿的参与方"),
            help=lazy_gettext("受益方三种填法任选一种；例如 P-00000011。"),
        ),
        "beneficiary.name": Ask(label=lazy_gettext("受益方：机构名称")),
        "beneficiary.commitment": Ask(
            label=lazy_gettext("受益方：个人，附其信息的文件"),
            help=lazy_gettext("受益方是个人时附上。文件与姓名不进入日志，只有您与监管方可以下载。"),
        ),
    },
    intro=lazy_gettext("使用后的碳信用不能再转让。权属在本登记簿的即时完成，其余由权属登记系统确认。"),
    codes={"pending_required": "pending", "pending_not_used": "pending", "beneficiary_unclear": "beneficiary.name"},
)  # fmt: skip

UPLOADS: Final = (many_transfers(blueprint, _TRANSFER, example="FCS-2025"),)
OFFICE: Final[dict[str, dict[str, Ask]]] = {
    "credits.admit_class": {},
    "credits.issue": {},
    "credits.mirror_batch": {},
    "credits.confirm_retirement": {},
    "credits.return_pending": {},
    "credits.show_holder": {},
    "credits.withdraw_row": {},
    "credits.close_import": {},
}
NAMES: Final = {kind: "office_" + kind.partition(".")[2] for kind in OFFICE}
for _one, _asks in OFFICE.items():
    entry_page(
        blueprint, f"/office/{_one.partition('.')[2].replace('_', '-')}", kind=_one, endpoint=NAMES[_one], asks=_asks
    )


@dataclass(frozen=True, slots=True)
class OfficePage:
    """The office's forms."""

    forms: tuple[OfficeForm, ...]


@dataclass(frozen=True, slots=True)
class RetirementsPage:
    """The own retirements, the newest first."""

    rows: tuple[RetirementLine, ...]
    next_after: str | None


RETIREMENTS: Final = Table(
    name="retirements",
    caption=lazy_gettext("碳信用使用记录"),
    paged=True,
    columns=(
        Column(name="opened_at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(name="asset", label=lazy_gettext("标的"), sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=lazy_gettext("吨"), sortable=False),
        Column(name="beneficiary", label=lazy_gettext("受益方"), sortable=False),
        Column(
            name="purpose", label=lazy_gettext("用途"), kind="badge", sortable=False,
            badges={one.value: ("quiet", choice_of(one, _KIND)) for one in RetirementPurpose},
        ),
        Column(
            name="status", label=lazy_gettext("状态"), kind="badge", sortable=False,
            badges={
                "pending": ("wait", choice_of(RetirementStatus.PENDING, _KIND)),
                "final": ("good", choice_of(RetirementStatus.FINAL, _KIND)),
                "returned": ("bad", choice_of(RetirementStatus.RETURNED, _KIND)),
            },
        ),
        Column(
            name="id", label=lazy_gettext("证书"), kind="identifier", sortable=False,
            link=lambda row: url_for("auditing.certificate", entry_id=row.id),
        ),
        Column(
            name="opened_index", label=lazy_gettext("日志编号"), kind="figure", sortable=False,
            link=lambda row: RECEIPT.format(id=row.id),
        ),
    ),
    empty=lazy_gettext("还没有使用过碳信用。使用后，这里会列出受益方、用途与序列区间。"),
)  # fmt: skip


@view(blueprint, "/retirements", template="credits/retirements.html", table=RETIREMENTS)
def retirements(*, sort: str | None, after: str | None) -> RetirementsPage:
    """Return the own retirements."""
    del sort
    number = own.participant()
    if number is None:
        return RetirementsPage((), None)
    with registry().engine.connect() as connection:
        found = queries.retirements_of(connection, number, after=after)
    return RetirementsPage(found.rows, found.next_after)


@view(blueprint, "/office", template="credits/office.html")
def office() -> OfficePage:
    """Return the office's forms."""
    return OfficePage(offered({kind: f"credits.{name}" for kind, name in (NAMES | OFFICE_STEPS | SUPERVISION).items()}))
