"""The operator's and the authority's entries: who comes in, which accounts are opened, what is held back.

Each kind has one form made from its body; what is shown first is what stands in the way of others: freezes.
"""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.participants import queries
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.views.pages import blueprint
from registry.areas.participants.views.rights import OFFICE
from registry.ledger.parties import Role
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.offices import OfficeForm, offered
from registry.web.seam import registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_ROLE_SETS: Final = (
    ("initiator",),
    ("approver",),
    ("initiator", "administrator"),
    ("approver", "administrator"),
    ("initiator", "approver", "administrator"),
    ("viewer",),
)


def role_choices() -> list[tuple[str, object]]:
    """Return the sets of roles that a representative may be given."""
    return [
        (",".join(names), " · ".join(str(choice_of(Role(name), "participants.register")) for name in names))
        for names in _ROLE_SETS
    ]


_ACCOUNT_HELP: Final = Ask(help=lazy_gettext("例如 31-HO-00000011-82，末两位为校验码。"))
_ASKS: Final[dict[str, dict[str, Ask]]] = {
    "participants.register": {"approvals": Ask(start=lambda: "2")},
    "participants.register_first_key": {
        "roles": Ask(choices=role_choices, read=lambda text: [one for one in text.split(",") if one]),
    },
    "participants.open_account": {"account": _ACCOUNT_HELP},
    "participants.close_account": {"account": _ACCOUNT_HELP},
    "participants.suspend_account": {"account": _ACCOUNT_HELP},
    "participants.reinstate_account": {"account": _ACCOUNT_HELP},
    "participants.place_freeze": {
        "participant": Ask(help=lazy_gettext("参与方、账户、批次三者只填一项。")),
        "first": Ask(start=lambda: "0", help=lazy_gettext("冻结批次时填写；否则为 0。")),
        "last": Ask(start=lambda: "0", help=lazy_gettext("冻结批次时填写；否则为 0。")),
        "priority": Ask(start=lambda: "50", help=lazy_gettext("0 最先，99 最后。")),
    },
    "participants.lift_freeze": {},
    "participants.freeze_now": {
        "by": Ask(given=lambda _body: Mandate.OPERATORS.value),
        "ground": Ask(
            start=lambda: "reported", help=lazy_gettext("一名登记员签名即生效，到期自动解除；期间由主管部门决定。")
        ),
    },
}
RECOVERY: Final = {
    "roles": Ask(choices=role_choices, read=lambda text: [one for one in text.split(",") if one]),
    "public_key": Ask(help=lazy_gettext("新公钥。它的持有人也须在签名页签名，以证明持有。")),
}
_ASKS["participants.recover_key"] = {**RECOVERY, "by": Ask(given=lambda _body: Mandate.REGISTRAR.value)}
_ASKS["participants.stop_recovery"] = {"by": Ask(given=lambda _body: Mandate.AUTHORITY.value)}
KINDS: Final = (
    "participants.register",
    "participants.register_first_key",
    "participants.open_account",
    "participants.close_account",
    "participants.define_class",
    "participants.freeze_now",
    "participants.place_freeze",
    "participants.lift_freeze",
    "participants.suspend_participant",
    "participants.reinstate_participant",
    "participants.suspend_account",
    "participants.reinstate_account",
    "participants.suspend_representative",
    "participants.reinstate_representative",
    "participants.recover_key",
    "participants.stop_recovery",
)
_NAMES: Final = {kind: "office_" + kind.partition(".")[2] for kind in KINDS}
ENDPOINTS: Final = tuple(f"participants.{name}" for name in _NAMES.values())

for _kind, _name in _NAMES.items():
    entry_page(
        blueprint,
        f"/office/participants/{_kind.partition('.')[2].replace('_', '-')}",
        kind=_kind,
        endpoint=_name,
        asks=_ASKS.get(_kind),
    )


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """A freeze that nobody has lifted."""

    id: str
    subject: str
    order: str
    purpose: str
    priority: int
    ends_at: int | None
    placed_index: int


@dataclass(frozen=True, slots=True)
class OfficePage:
    """What the office can do for participants, and the freezes that stand."""

    forms: tuple[OfficeForm, ...]
    rows: tuple[FreezeLine, ...]


FREEZES: Final = Table(
    name="freezes",
    caption=lazy_gettext("有效的冻结"),
    columns=(
        Column(name="subject", label=lazy_gettext("冻结对象"), kind="identifier"),
        Column(name="order", label=lazy_gettext("文书号")),
        Column(name="purpose", label=lazy_gettext("事由")),
        Column(name="priority", label=lazy_gettext("顺位"), kind="figure"),
        Column(name="ends_at", label=lazy_gettext("截止"), kind="time"),
        Column(
            name="id", label=lazy_gettext("冻结编号"), kind="identifier", sortable=False,
            link=lambda row: url_for("participants.office_lift_freeze", freeze=row.id),
        ),
    ),
    empty=lazy_gettext("没有有效的冻结。"),
)  # fmt: skip


@view(blueprint, "/office/participants", template="participants/office.html", table=FREEZES)
def office() -> OfficePage:
    """Return the office's forms and the freezes that stand."""
    with registry().engine.connect() as connection:
        found = queries.active_freezes(connection)
    rows = tuple(
        FreezeLine(
            id=one.id,
            subject=one.participant or one.account or f"{one.batch}: {one.first:,}–{one.last:,}",
            order=one.order,
            purpose=one.purpose,
            priority=one.priority,
            ends_at=one.ends_at or None,
            placed_index=one.placed_index,
        )
        for one in found
    )
    named = {**_NAMES, **OFFICE}
    forms = offered({kind: f"participants.{name}" for kind, name in named.items()})
    return OfficePage(forms, rows)
