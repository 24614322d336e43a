"""A representative's own later keys: registering one that an older key vouches for, and revoking one."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext

from registry.areas.participants import queries
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.views.pages import blueprint
from registry.ledger.parties import Custody, KeyStatus
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import registry, require_person

ENDPOINTS: Final = ("participants.register_key", "participants.rotate_key", "participants.revoke_key")
_GROUNDS: Final = (
    ("replaced", lazy_gettext("已换用新密钥")),
    ("device-lost", lazy_gettext("设备遗失")),
    ("compromised", lazy_gettext("可能已泄露")),
)


def _own_number(_body: Mapping[str, Any]) -> str:
    return require_person()[0].representative or ""


def _own_keys() -> list[tuple[str, object]]:
    participant, who = own.participant(), require_person()[0].representative
    if participant is None:
        return []
    with registry().engine.connect() as connection:
        found = queries.party_page(connection, participant).keys
    return [
        (one.public_key, one.public_key)
        for one in found
        if one.representative == who and one.status == KeyStatus.ACTIVE.value
    ]


_SELF: Final = {
    "representative": Ask(given=_own_number),
    "by": Ask(given=lambda _body: Mandate.SELF.value),
}

entry_page(
    blueprint,
    "/keys/register",
    kind="participants.add_key",
    endpoint="register_key",
    intro=lazy_gettext("新密钥与一把已登记的密钥都须签名：前者证明您持有它，后者为它作保。"),
    codes={"key_taken": "public_key", "weak_key": "public_key"},
    asks={
        **_SELF,
        "public_key": Ask(help=lazy_gettext("由“密钥”页带入；离线密钥的公钥用 registry keys show 查看。")),
        "custody": Ask(start=lambda: Custody.BROWSER.value),
    },
)
entry_page(
    blueprint,
    "/keys/revoke",
    kind="participants.revoke_key",
    endpoint="revoke_key",
    intro=lazy_gettext("撤销立即生效且不可恢复。此前用它签署的条目仍然有效。"),
    codes={"no_such_key": "public_key", "key_ended": "public_key"},
    asks={**_SELF, "public_key": Ask(choices=_own_keys), "ground": Ask(choices=lambda: _GROUNDS)},
)
entry_page(
    blueprint,
    "/keys/rotate",
    kind="participants.rotate_key",
    endpoint="rotate_key",
    intro=lazy_gettext("新密钥与一把已登记的密钥都须签名；条目记录后，被替换的密钥随即终止。"),
    codes={"key_taken": "public_key", "weak_key": "public_key", "no_such_key": "replaced", "key_ended": "replaced"},
    asks={
        "representative": _SELF["representative"],
        "replaced": Ask(choices=_own_keys),
        "public_key": Ask(help=lazy_gettext("由“密钥”页带入；离线密钥的公钥用 registry keys show 查看。")),
        "custody": Ask(start=lambda: Custody.BROWSER.value),
    },
)
