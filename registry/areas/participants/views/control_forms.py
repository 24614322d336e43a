"""The forms of transfers under controls: lists, limits, the emergency brake, and how a delayed transfer ends."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext

from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.settling import Concerned
from registry.areas.participants.views.pages import blueprint
from registry.ledger.errors import Refusal
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page

GROUNDS: Final = (
    ("key-stolen", lazy_gettext("密钥或设备被盗")),
    ("account-misused", lazy_gettext("发现并非本单位所为的操作")),
    ("precaution", lazy_gettext("预防")),
)
ALL_CLEAR: Final = (("all-clear", lazy_gettext("已核实，情况解除")), ("mistaken", lazy_gettext("误冻结")))


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
