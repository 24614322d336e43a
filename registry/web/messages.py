"""From a code to a sentence that says what to do. The words of the ledger and the areas stand in `registry.wording`."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from flask import current_app
from flask_babel import gettext, lazy_gettext

from registry.signin import SigninError
from registry.signin.events import Event
from registry.web.page_wording import OWN, Sentences
from registry.wording import refusal_text

__all__ = ["OWN", "Sentences"]

_SIGNIN: Final = {
    "wrong_credentials": lazy_gettext("登录名、密码或验证码不正确。每个验证码只能使用一次，请等待下一个。"),
    "slow_down": lazy_gettext("尝试过于频繁，请在 %(seconds)s 秒后再试。账户没有被锁定。"),
    "weak_password": lazy_gettext("密码须为 12 至 200 个字符，且不得包含登录名。"),
    "common_password": lazy_gettext("此密码太常见或太容易猜到。请用几个不相干的词，或一句只有您知道的话。"),
    "wrong_code": lazy_gettext("验证码不正确或已使用，请等待下一个。"),
    "login_taken": lazy_gettext("此登录名或代表编号已有账户。"),
    "link_dead": lazy_gettext("链接已使用或已过期，请索取新的链接。"),
    "wrong_passkey": lazy_gettext("通行密钥的答复无效或已过时，请重试。"),
    "passkey_name": lazy_gettext("请填写名称，最多 80 个字符。"),
    "too_many_passkeys": lazy_gettext("最多 10 个通行密钥，请先删除不用的。"),
    "last_factor": lazy_gettext("这是最后一种第二重验证，不能删除。请先添加另一种。"),
    "own_account": lazy_gettext("不能对自己的账户做此操作，请由另一位管理员办理。"),
    "not_your_office": lazy_gettext("此事须由安全管理员或该参与方的管理员办理。"),
    "no_such_reset": lazy_gettext("没有待同意的重置申请，可能已办理或已过期。"),
    "four_eyes": lazy_gettext("须由另一人同意，且两人中至少一位是安全管理员。"),
    "token_name": lazy_gettext("请填写名称，最多 80 个字符。"),
    "token_name_taken": lazy_gettext("您已有同名令牌。若刚才重复点击，请先撤销它再新建。"),
    "token_scopes": lazy_gettext("请至少允许一项。"),
    "token_days": lazy_gettext("有效期为 1 至 366 天。"),
    "too_many_tokens": lazy_gettext("最多 20 个令牌，请先撤销不用的。"),
}


_EVENTS: Final = {
    "factor_added": lazy_gettext("增加了第二重验证：%(detail)s"),
    "factor_removed": lazy_gettext("删除了第二重验证：%(detail)s"),
    "factors_reset": lazy_gettext("清除了全部第二重验证与令牌"),
    "invitation_accepted": lazy_gettext("接受邀请并设置密码"),
    "invited": lazy_gettext("收到邀请"),
    "new_device": lazy_gettext("从新的浏览器登录"),
    "password_changed": lazy_gettext("更改了密码"),
    "password_reset": lazy_gettext("用重置链接设置了新密码"),
    "recovery_code_used": lazy_gettext("使用了一个恢复码"),
    "recovery_codes_renewed": lazy_gettext("重新生成了恢复码"),
    "reinstated": lazy_gettext("账户恢复使用"),
    "reset_agreed": lazy_gettext("重置经第二人同意：%(detail)s"),
    "reset_asked": lazy_gettext("有人申请重置：%(detail)s"),
    "sessions_ended": lazy_gettext("会话被结束"),
    "suspended": lazy_gettext("账户暂停使用"),
    "token_made": lazy_gettext("新建了接口令牌：%(detail)s"),
    "token_revoked": lazy_gettext("撤销了接口令牌：%(detail)s"),
}


def event_words(event: Event) -> str:
    """Return what happened to an account in the reader's language."""
    text = str(_EVENTS[event.kind])
    return text % {"detail": event.detail} if "%(" in text else text


def sentence(code: str, facts: Mapping[str, object], language: str) -> str:
    """Return the sentence of a code; for a code without one, the code itself, so that nothing is hidden."""
    sentences: Sentences = current_app.extensions["sentences"]
    if code in sentences:
        shown = {name: f"{value:,}" if type(value) is int else value for name, value in facts.items()}
        return sentences[code][1 if language == "en" else 0].format_map(defaultdict(lambda: "—", shown))
    text = refusal_text(code, facts, language)
    return text if text != code else str(gettext("请求未被接受（代码 %(code)s）。", code=code))


def signin_sentence(error: SigninError) -> str:
    """Return the sentence of a sign-in that failed."""
    text = str(_SIGNIN[error.code])
    return text % {"seconds": error.wait_seconds} if error.code == "slow_down" else text
