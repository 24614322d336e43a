"""Forms by which a participant's people say how many must sign, and bring back or stop the recovery of a key."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext

from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.views.office import RECOVERY
from registry.areas.participants.views.pages import blueprint
from registry.ledger.parties import Custody
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.words import kind_choices

ADMINISTRATION: Final = ("set_approvals", "set_policy", "recover_key")
STOPPING: Final = ("stop_recovery",)


def _own_participant(_body: Mapping[str, Any]) -> str:
    return own.participant() or ""


_OWN: Final = {"participant": Ask(given=_own_participant)}
_MANDATE: Final = {"by": Ask(given=lambda _body: Mandate.PARTICIPANT.value)}
_LOOSER: Final = lazy_gettext("收紧由一名管理员签名即可；放宽须原定人数签名，人数不足时加上身份核验机构。")
_HANDS: Final = {
    "approvals": Ask(help=lazy_gettext("转移单位等事项须几人签名，1 至 8。")),
    "offline_required": Ask(start=lambda: "0"),
}
_FORMS: Final[dict[str, tuple[dict[str, Ask], object]]] = {
    "set_approvals": (_OWN | _HANDS, _LOOSER),
    "set_policy": (_OWN | _HANDS | {"kind": Ask(choices=kind_choices)}, _LOOSER),
    "recover_key": (
        _OWN | RECOVERY | _MANDATE | {"custody": Ask(start=lambda: Custody.BROWSER.value)},
        lazy_gettext(
            "由本单位其他管理员为丢失密钥的代表登记新密钥。须等待若干工作日，其间单位不能转出，任何在用密钥都可制止。"
        ),
    ),
    "stop_recovery": (_MANDATE, lazy_gettext("本单位任何一把在用的密钥都可以制止等待中的恢复，立即生效。")),
}

for _name, (_asks, _intro) in _FORMS.items():
    entry_page(
        blueprint, f"/participant/{_name.replace('_', '-')}", kind=f"participants.{_name}", endpoint=f"own_{_name}",
        asks=_asks, intro=_intro,
    )  # fmt: skip
