"""What a notice says, in both languages: its title, and its text with the facts. The page and the mail say the same.

Facts stand in braces by name; those named ``…_at`` are instants, shown in Beijing
time; `kind` is shown by its name, and `result` by its sentence, whose own facts stand in `result_facts`. The events
stand in `registry.store.events`. No web and no clock here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Final

from registry import wording
from registry.notice_text_wording import TEXTS
from registry.wording import Pair

__all__ = ["GROUPS", "TEXTS", "TITLES"]

_ACCEPTED: Final = ("登记簿已接受。", "Accepted by the registry.")
# Where nobody can say any more what a refusal's sentence needs, its code says it.
_CODE: Final = ("原因代码 {code}。", "Reason code {code}.")
_RESULT: Final = "result."
_BEIJING: Final = timezone(timedelta(hours=8))

GROUPS: Final[Mapping[str, Pair]] = {
    "security": ("账户与密钥安全", "Account and key security"),
    "recovery": ("密钥恢复", "Key recovery"),
    "organisation": ("机构与代表", "Organisation and representatives"),
    "tasks": ("待办", "Tasks"),
    "transfers": ("转让与到账", "Transfers"),
    "market": ("交易与清算", "Market and clearing"),
}

TITLES: Final[Mapping[str, Pair]] = {
    "signed_in": ("新的登录", "New sign-in"),
    "password_changed": ("密码已更改", "Password changed"),
    "second_factor_changed": ("第二因素已更改", "Second factor changed"),
    "recovery_code_used": ("恢复码已使用", "Recovery code used"),
    "account_suspended": ("账户已停用", "Account suspended"),
    "token_made": ("新的接口令牌", "New API token"),
    "address_changed": ("通知邮箱已更改", "Address for notices changed"),
    "confirm_address": ("请确认通知邮箱", "Confirm your address for notices"),
    "key_registered": ("新的签名密钥", "New signing key"),
    "key_revoked": ("签名密钥已撤销", "Signing key revoked"),
    "theft_suspected": ("疑似盗用：请立即核对", "Suspected theft: check now"),
    "frozen": ("已冻结", "Frozen"),
    "recovery_begun": ("密钥恢复已开始", "Key recovery begun"),
    "recovery_stopped": ("密钥恢复已叫停", "Key recovery stopped"),
    "recovery_done": ("密钥恢复已生效", "Key recovery in force"),
    "invited": ("邀请您成为代表", "You are invited as a representative"),
    "application_received": ("收到开户申请", "Application received"),
    "application_decided": ("开户申请已有结果", "Application decided"),
    "representative_changed": ("代表变更", "Change of representatives"),
    "mandate_ending": ("授权即将到期", "Power of attorney ending"),
    "task_waiting": ("有一项等您签名", "An entry waits for your signature"),
    "task_assigned": ("有一项待办转交给您", "A task was passed to you"),
    "task_commented": ("待办有新的留言", "A comment on a task"),
    "task_rejected": ("您发起的事项被退回", "An entry of yours was sent back"),
    "task_done": ("您发起的事项已写入日志", "An entry of yours was recorded"),
    "bond_report_due": ("债券年度报告即将到期", "A bond's yearly report is due"),
    "transfer_delayed": ("转让等待中", "Transfer waiting"),
    "transfers_delayed": ("多笔转让等待中", "Transfers waiting"),
    "transfer_executed": ("转让已到账", "Transfer executed"),
    "transfer_withdrawn": ("转让已撤回", "Transfer withdrawn"),
    "transfer_received": ("收到转让", "Transfer received"),
    "transfer_refused": ("对方拒收", "Transfer refused by the receiver"),
    "transfer_lapsed": ("对方未答复，转让已退回", "Transfer returned without an answer"),
    "trusted_account_added": ("可信账户变更", "Trusted account added"),
    "objection_answered": ("清算异议已答复", "Objection to clearing answered"),
}
_OUTCOMES: Final[Mapping[str, Pair]] = {"upheld": ("成立", "upheld"), "rejected": ("不成立", "rejected")}


def title(event: str, language: str) -> str:
    """Return the title of an event."""
    return TITLES[event][_at(language)]


def text(event: str, facts: Mapping[str, object], language: str) -> str:
    """Return what a notice says; a fact that is missing shows as a dash."""
    shown = _Dashes({name: _shown(name, value, language) for name, value in facts.items()})
    if "result" in facts:
        shown["result"] = _result(facts, language)
    return TEXTS[event][_at(language)].format_map(shown)


def result_facts(facts: Mapping[str, object]) -> dict[str, str | int]:
    """Return the facts of a refusal under names that keep them apart from the notice's own."""
    return {_RESULT + name: value if type(value) is int else str(value) for name, value in facts.items()}


def _result(facts: Mapping[str, object], language: str) -> str:
    code = str(facts["result"])
    if code == "accepted":
        return _ACCEPTED[_at(language)]
    known = {name.removeprefix(_RESULT): value for name, value in facts.items() if name.startswith(_RESULT)}
    kind = str(facts.get("kind", ""))
    if wording.refusal_needs(code, kind=kind) <= known.keys():
        return wording.refusal_text(code, known, language, kind=kind)
    return _CODE[_at(language)].format(code=code)


def group(name: str, language: str) -> str:
    """Return the name of a group of events."""
    return GROUPS[name][_at(language)]


def _shown(name: str, value: object, language: str) -> str:
    if name == "kind":
        return wording.kind_name(str(value), language)
    if name == "outcome":
        return _OUTCOMES[str(value)][_at(language)]
    if type(value) is not int:
        return str(value)
    if not name.endswith("_at"):
        return f"{value:,}"
    instant = datetime.fromtimestamp(value // 1_000_000, _BEIJING).strftime("%Y-%m-%d %H:%M")
    return f"北京时间 {instant}" if _at(language) == 0 else f"{instant} Beijing time"


def _at(language: str) -> int:
    return 1 if language == "en" else 0


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"
