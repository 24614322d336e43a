"""Inviting representatives in bulk: each row gets an account without a password, and a link by mail to set one."""

import re
from typing import Final

from flask import url_for
from flask_babel import gettext, lazy_gettext

from registry.areas.participants import queries
from registry.ledger.errors import Refusal
from registry.signin import SigninError
from registry.signin.links import INVITATION, LIFETIME
from registry.store.notices import ADDRESS_MAX, Recipient, tell
from registry.web.seam import now, people, registry, require_person
from registry.web.uploading import Adapter, Cells, UploadColumn

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}")
_ADDRESS: Final = re.compile(r"[^\s@<>\",;:\\()\[\]]{1,64}@[a-zA-Z0-9][a-zA-Z0-9.-]*\.[a-zA-Z0-9-]{2,63}")
_NUMBER: Final = re.compile(r"R-[0-9]{8}")
_LANGUAGES: Final = {"zh", "en"}
_NAME_MAX: Final = 60


def check(cells: Cells) -> dict[str, str]:
    """Return what is wrong with a row, by column."""
    wrong: dict[str, str] = {}
    if not _LOGIN.fullmatch(cells["login"].strip().casefold()):
        wrong["login"] = gettext("3 至 64 个字母、数字或 . _ @ -。")
    if not 1 <= len(cells["name"].strip()) <= _NAME_MAX:
        wrong["name"] = gettext("请填写姓名，最多 60 个字符。")
    if len(cells["address"]) > ADDRESS_MAX or not _ADDRESS.fullmatch(cells["address"].strip()):
        wrong["address"] = gettext("请填写一个邮箱地址，例如 name@example.com。")
    if cells["language"].strip() not in _LANGUAGES:
        wrong["language"] = gettext("请填写 zh 或 en。")
    number = cells["representative"].strip()
    if not _NUMBER.fullmatch(number) or _participant_of(number) is None:
        wrong["representative"] = gettext("登记簿中没有此代表编号。")
    return wrong


def carry_out(cells: Cells) -> None:
    """Make the account and send the link.

    Raises:
        Refusal: ``login_taken``.
    """
    login, number = cells["login"].strip().casefold(), cells["representative"].strip()
    by, instant = require_person()[0].login, now()
    try:
        token = people().links.invite(login, name=cells["name"].strip(), representative=number, by=by, now=instant)
    except SigninError as error:
        raise Refusal(error.code, login=login) from None
    facts: dict[str, str | int] = {
        "participant": _participant_of(number) or number,
        "roles": number,
        "expires_at": instant + LIFETIME[INVITATION],
    }
    to = [Recipient(address=cells["address"].strip(), language=cells["language"].strip())]
    link = url_for("links.open_link", token=token)
    tell(registry().engine, event="invited", to=to, facts=facts, now=instant, link=link)


def _participant_of(number: str) -> str | None:
    with registry().engine.connect() as connection:
        return queries.participant_of(connection, number)


UPLOADS: Final = (
    Adapter(
        name="representatives",
        title=lazy_gettext("邀请代表"),
        intro=lazy_gettext(
            "为已登记的代表开通网页登录：每行一人，系统向其邮箱发送一次性链接，用于设置密码与第二因素。"
        ),
        columns=(
            UploadColumn("login", lazy_gettext("登录名"), "r-00000318"),
            UploadColumn("name", lazy_gettext("姓名"), "张三"),
            UploadColumn("representative", lazy_gettext("代表编号"), "R-00000318"),
            UploadColumn("address", lazy_gettext("邮箱"), "name@example.com"),
            UploadColumn("language", lazy_gettext("语言"), "zh"),
        ),
        check=check,
        carry_out=carry_out,
        roles=frozenset({"operator"}),
    ),
)
