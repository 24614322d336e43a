"""The forms of supervision: of the office that holds, bans and orders, and of the owner that replaces units."""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.credits.views.base import blueprint
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page

_UNITS: Final = lazy_gettext("吨")
_RANGES: Final = Ask(read=own.named_ranges, help=lazy_gettext("每行一个完整的序列区间，合计须等于数量。"))
_CODES: Final = {
    "banned_already": "subject",
    "ban_past": "until",
    "duty_above_issued": "units",
    "duty_exceeded": "units",
    "period_reversed": "period_last",
}
# Each kind's address and how its fields are asked for.
OF_OFFICES: Final[dict[str, dict[str, Ask]]] = {
    "credits.suspend_project": {},
    "credits.lift_suspension": {},
    "credits.ban": {
        "subject": Ask(help=lazy_gettext("参与方如 P-00000011，个人为其代表编号，如 R-00000011。")),
        "until": Ask(help=lazy_gettext("含当日；长期的留空。")),
    },
    "credits.lift_ban": {},
    "credits.order_replacement": {"units": Ask(unit=_UNITS)},
    "credits.force_cancel": {"units": Ask(unit=_UNITS), "ranges": _RANGES},
    "credits.record_outside_claim": {},
    "credits.settle_outside_claim": {},
}
SUPERVISION: Final = {kind: kind.partition(".")[2] for kind in OF_OFFICES}
for _one, _asks in OF_OFFICES.items():
    _name = _one.partition(".")[2]
    entry_page(
        blueprint, f"/office/{_name.replace('_', '-')}", kind=_one, endpoint=_name, asks=_asks,
        codes=_CODES,
    )  # fmt: skip
entry_page(
    blueprint, "/replace", kind="credits.replace_units", endpoint="replace_units",
    asks={
        "source": Ask(choices=own.account_choices(*own.OPEN), start=own.first_account("HO")),
        "target": Ask(choices=own.account_choices("CX"), start=own.first_account("CX")),
        "asset": Ask(choices=own.asset_choices(credits_=True)),
        "units": Ask(unit=_UNITS),
        "ranges": Ask(
            read=own.named_ranges, help=lazy_gettext("一般留空：系统从最早的批次取整段。")
        ),
    },
    intro=lazy_gettext("所注销的单位须与义务同属一个机制，注销后不可恢复。"),
    codes={"duty_exceeded": "units", "duty_class_differs": "asset", "duty_met": "duty"},
)  # fmt: skip
