"""From a code to a sentence that says what to do. Each area hands over the sentences of its own codes."""

from collections.abc import Mapping
from typing import Final

from flask import current_app
from flask_babel import gettext, lazy_gettext

from registry.signin import SigninError

# Codes of what cannot be read at all; the codes of rules stand in the areas.
CORE: Final[dict[str, tuple[str, str]]] = {
    "json_syntax": ("这不是有效的 JSON。", "This is not valid JSON."),
    "json_not_canonical": (
        "文本不是规范形式，请重新导出后再签名。",
        "The text is not canonical. Export it again, then sign.",
    ),
    "json_integer": ("整数超出范围。", "An integer is out of range."),
    "json_type": ("文本含有不允许的类型(例如小数)。", "The text holds a type that is not allowed, such as a decimal."),
    "json_key": ("字段名只能用 ASCII 字符。", "Field names must be ASCII."),
    "json_depth": ("文本嵌套过深。", "The text is nested too deeply."),
    "json_text": ("文本含有无效字符。", "The text holds an invalid character."),
    "not_permitted": ("您没有办理此事项的权限。", "You do not have permission to do this."),
    "not_ready": ("登记簿暂停写入，仍可查询。请稍后再试。", "The registry does not accept entries now. Reading works."),
    "envelope_missing": ("请选择已签名的文件。", "Choose the signed file."),
    "envelope_long": ("文件过大，不是一份签名条目。", "The file is too large to be a signed entry."),
}

Sentences = Mapping[str, tuple[str, str]]

_SIGNIN: Final = {
    "wrong_credentials": lazy_gettext("登录名、密码或验证码不正确。每个验证码只能使用一次，请等待下一个。"),
    "slow_down": lazy_gettext("尝试过于频繁，请在 %(seconds)s 秒后再试。账户没有被锁定。"),
    "weak_password": lazy_gettext("密码至少 12 个字符，且不得包含登录名。"),
    "wrong_code": lazy_gettext("验证码不正确或已使用，请等待下一个。"),
    "login_taken": lazy_gettext("此登录名已被使用。"),
}


class _Facts(dict[str, object]):
    """Facts that a sentence may name; one that is missing shows as a dash rather than as an error."""

    def __missing__(self, key: str) -> str:
        return "—"


def sentence(code: str, facts: Mapping[str, object], language: str) -> str:
    """Return the sentence of a code; for a code without one, the code itself, so that nothing is hidden."""
    sentences: Sentences = current_app.extensions["sentences"]
    pair = sentences.get(code)
    if pair is None:
        return str(gettext("请求未被接受（代码 %(code)s）。", code=code))
    shown = {name: f"{value:,}" if type(value) is int else value for name, value in facts.items()}
    text = pair[1] if language == "en" else pair[0]
    return text.format_map(_Facts(shown))


def signin_sentence(error: SigninError) -> str:
    """Return the sentence of a sign-in that failed."""
    text = str(_SIGNIN[error.code])
    return text % {"seconds": error.wait_seconds} if error.code == "slow_down" else text
