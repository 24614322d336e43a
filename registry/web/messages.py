"""From a code to a sentence that says what to do. The words of the ledger and the areas stand in `registry.wording`."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from flask import current_app
from flask_babel import gettext, lazy_gettext

from registry.signin import SigninError
from registry.wording import refusal_text

Sentences = Mapping[str, tuple[str, str]]

# What the pages refuse themselves, before any rule is asked.
OWN: Final[Sentences] = {
    "not_permitted": ("您没有办理此事项的权限。", "You do not have permission to do this."),
}

_SIGNIN: Final = {
    "wrong_credentials": lazy_gettext("登录名、密码或验证码不正确。每个验证码只能使用一次，请等待下一个。"),
    "slow_down": lazy_gettext("尝试过于频繁，请在 %(seconds)s 秒后再试。账户没有被锁定。"),
    "weak_password": lazy_gettext("密码至少 12 个字符，且不得包含登录名。"),
    "wrong_code": lazy_gettext("验证码不正确或已使用，请等待下一个。"),
    "login_taken": lazy_gettext("此登录名已被使用。"),
}


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
