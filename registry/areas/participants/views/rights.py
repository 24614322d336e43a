"""Forms for powers of attorney, conflicts of interest, succession, reversal and the end of a participant.

A participant's administration begins what concerns itself; the office begins what an authority and operators sign.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext

from registry.areas.participants import queries
from registry.areas.participants.queries.acting import moved_by
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.succession import PASSING
from registry.areas.participants.views.pages import blueprint
from registry.ledger.canonical import dumps
from registry.ledger.parties import Role
from registry.ledger.text import normalise
from registry.store import documents
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import now, registry, require_person
from registry.web.words import choice_of, kind_title

OWN: Final = tuple(f"participants.own_{name}" for name in ("grant_power", "revoke_power", "declare_relation"))
OFFICE: Final = {
    "participants.close_participant": "office_close_participant",
    "participants.succeed": "office_succeed",
    "participants.reverse": "office_reverse",
    "participants.end_relation": "office_end_relation",
    "participants.assign_duty": "office_assign_duty",
    "participants.end_duty": "office_end_duty",
}
# What an owner signs, alone or together, as a power may name it.
_SCOPES: Final = (
    ("allowances.transfer",),
    ("credits.transfer",),
    ("allowances.transfer", "credits.transfer"),
    ("allowances.cancel",),
    ("credits.retire",),
    ("allowances.transfer", "credits.transfer", "allowances.cancel", "credits.retire"),
)
_PASSING_WORDS: Final = 4
# What is chosen comes back normalised, brackets of full width too.
_ARTICLES: Final = tuple(
    (normalise(text), text)
    for text in (
        "《碳排放权交易管理办法（试行）》第十八条",
        "《温室气体自愿减排注册登记规则（试行）》第十四条、第十六条",
    )
)


def _own_participant(_body: Mapping[str, Any]) -> str:
    return own.participant() or ""


def _stated(body: Mapping[str, Any]) -> str:
    """Keep what the form states as a document, and return its salted hash: the entry's signatures are on it."""
    written = documents.Upload("", dumps(dict(body)), "application/json")
    return documents.keep_new(registry().engine, written, by=require_person()[0].representative or "", now=now())


def _scope_choices() -> list[tuple[str, object]]:
    return [(",".join(kinds), gettext("、").join(str(kind_title(kind)) for kind in kinds)) for kinds in _SCOPES]


def _listed(text: str) -> list[str]:
    return [one for one in text.split(",") if one]


_ROLES: Final = tuple(
    (role.value, choice_of(role, "participants.register")) for role in (Role.INITIATOR, Role.APPROVER)
)
_GROUNDS: Final = (
    ("control", lazy_gettext("控股或受同一方控制")),
    ("shares", lazy_gettext("持股")),
    ("management", lazy_gettext("管理人员兼任")),
    ("other", lazy_gettext("其他")),
)
_ARTICLE: Final = Ask(choices=lambda: _ARTICLES)

entry_page(
    blueprint,
    "/participant/powers/grant",
    kind="participants.grant_power",
    endpoint="own_grant_power",
    intro=lazy_gettext("受托代表属于另一参与方。到期自动终止，也可随时撤销；代表、密钥与账户的管理不能委托。"),
    codes={"conflict_of_interest": "attorney", "own_attorney": "attorney", "ends_in_past": "ends_at"},
    asks={
        "principal": Ask(given=_own_participant),
        "attorney": Ask(help=lazy_gettext("对方代表的编号，例如 R-00000012。")),
        "role": Ask(choices=lambda: _ROLES),
        "kinds": Ask(label=lazy_gettext("可代签的事项"), choices=_scope_choices, read=_listed),
        "accounts": Ask(
            kind="choice",
            choices=lambda: [("*", gettext("全部账户")), *own.account_choices("HO", "TR")()],
            read=lambda text: [] if text in ("", "*") else [text],
            start=lambda: "*",
        ),
        "document": Ask(given=_stated),
    },
)
entry_page(
    blueprint,
    "/participant/powers/revoke",
    kind="participants.revoke_power",
    endpoint="own_revoke_power",
    intro=lazy_gettext("撤销立即生效。此前签署的事项不受影响。"),
    asks={
        "ground": Ask(start=lambda: "no-longer-needed"),
        "by": Ask(
            choices=lambda: [
                (one.value, choice_of(one, "participants.revoke_power")) for one in (Mandate.PARTICIPANT, Mandate.SELF)
            ]
        ),
    },
)
entry_page(
    blueprint,
    "/participant/relations/declare",
    kind="participants.declare_relation",
    endpoint="own_declare_relation",
    intro=lazy_gettext("存在关联关系的双方不得互相核查或评审。解除须由主管部门与登记员核实。"),
    asks={
        "participant": Ask(given=_own_participant),
        "ground": Ask(choices=lambda: _GROUNDS),
        "document": Ask(given=_stated),
    },
)


def _office(kind: str, **given: Any) -> None:  # noqa: ANN401  handed to `entry_page`
    path = kind.partition(".")[2].replace("_", "-")
    entry_page(blueprint, f"/office/participants/{path}", kind=kind, endpoint=OFFICE[kind], **given)


def _argument(name: str) -> Callable[[], str]:
    return lambda: request.args.get(name, "")


def _estate() -> str:
    """Return what a predecessor holds, a line each, with the successor's account of the same purpose."""
    predecessor, successor = request.args.get("predecessor", ""), request.args.get("successor", "")
    with registry().engine.connect() as connection:
        held = queries.holdings_of(connection, predecessor, now()) if predecessor else ()
        targets = queries.accounts_of(connection, successor) if successor else ()
    by_purpose = {one.purpose: one.number for one in reversed(targets) if one.status == "active"}
    return "\n".join(
        f"{one.account} {by_purpose.get(one.purpose, '?')} {one.asset} {one.units}"
        for one in held
        if one.purpose in PASSING and one.units
    )


def _passing(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        words = line.split()
        if len(words) < _PASSING_WORDS or not words[3].replace(",", "").isdecimal():
            raise ValueError(gettext("每行须为：来源账户 目标账户 资产 数量，必要时再写序列区间。"))
        source, target, asset, units = words[:_PASSING_WORDS]
        ranges = own.named_ranges("\n".join(words[_PASSING_WORDS:]))
        found.append(
            {"source": source, "target": target, "asset": asset, "units": int(units.replace(",", "")), "ranges": ranges}
        )
    return found


def _moved(name: str) -> Callable[[], str]:
    """Return a start that reads from the entry to be reversed, turned round."""

    def start() -> str:
        entry = request.args.get("entry", "")
        try:
            key = str(UUID(entry))
        except ValueError:
            return ""
        with registry().engine.connect() as connection:
            moved = moved_by(connection, key)
        if not moved:
            return ""
        first = moved[0]
        same = [
            one for one in moved if (one.source, one.target, one.asset) == (first.source, first.target, first.asset)
        ]
        return {
            "entry": key,
            "source": first.target,
            "target": first.source,
            "asset": first.asset,
            "units": str(sum(one.units for one in same)),
            "ranges": "\n".join(one.serial for one in same),
        }[name]

    return start


def _reversible(text: str) -> str:
    """Return the id of an entry that moved something."""
    entry = normalise(text).lower()
    try:
        with registry().engine.connect() as connection:
            moved = moved_by(connection, str(UUID(entry)))
    except ValueError:
        moved = ()
    if not moved:
        raise ValueError(gettext("没有转移过单位的条目使用此编号。"))
    return entry


_office(
    "participants.close_participant",
    intro=lazy_gettext("先转出全部单位并注销各账户。已清缴、注销单位的账户保留。"),
    asks={
        "by": Ask(
            choices=lambda: [
                (one.value, choice_of(one, "participants.revoke_power"))
                for one in (Mandate.PARTICIPANT, Mandate.REGISTRAR)
            ]
        ),
        "ground": Ask(start=lambda: "deregistered"),
    },
)
_office(
    "participants.succeed",
    intro=lazy_gettext("列出全部承继的单位；冻结与待确认事项随账户转移，已清缴、注销的单位留在原账户。"),
    codes={"account_passes_whole": "passing", "estate_left": "passing", "account_left_out": "passing"},
    asks={
        "article": _ARTICLE,
        "passing": Ask(
            kind="long",
            read=_passing,
            start=_estate,
            help=lazy_gettext("每行：来源账户 目标账户 资产 数量；被冻结的区间在行末写明序列区间。"),
        ),
    },
)
_office(
    "participants.reverse",
    intro=lazy_gettext("只能退回所指条目转移的单位；同一条目只能冲正一次。"),
    codes={"already_reversed": "entry"},
    asks={
        "entry": Ask(start=_moved("entry"), read=_reversible),
        "article": _ARTICLE,
        **{name: Ask(start=_moved(name)) for name in ("source", "target", "asset", "units")},
        "ranges": Ask(start=_moved("ranges"), read=own.named_ranges),
    },
)
_office("participants.end_relation", asks={"ground": Ask(start=lambda: "ended")})


_office("participants.assign_duty", asks={})
_office("participants.end_duty", asks={"ground": Ask(start=lambda: "ended")})
