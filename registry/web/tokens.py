"""Pages of API tokens: make one, see it once, revoke it. What programs present instead of a session; see `hooks`."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from registry.signin import SigninError
from registry.signin.tokens import SCOPES
from registry.web.forms import Field, Filled, Form, form_page
from registry.web.hooks import DEVICE_COOKIE
from registry.web.messages import signin_sentence
from registry.web.presence import present_for_account
from registry.web.seam import now, origin_of_request, people, require_person

blueprint = Blueprint("tokens", __name__)

_DAYS: Final = (("30", lazy_gettext("30 天")), ("90", lazy_gettext("90 天")), ("366", lazy_gettext("一年")))
_ALLOWS: Final = {
    "read": lazy_gettext("读取您能打开的页面的 JSON"),
    "submit": lazy_gettext("提交已签名的条目"),
    "log": lazy_gettext("读取日志的条目文件（限审计机构）"),
}
_FORM: Final = Form(
    title=lazy_gettext("新建接口令牌"),
    intro=lazy_gettext("供您的程序调用接口。令牌不能打开页面，也不能超出您的权限；转移权利仍需密钥签名。"),
    button=lazy_gettext("生成令牌"),
    fields=(
        Field(name="name", label=lazy_gettext("名称"), help=lazy_gettext("例如“月末对账脚本”，便于日后辨认和撤销。")),
        *(
            Field(
                name=scope, label=_ALLOWS[scope], kind="radio", required=False,
                choices=lambda: [("yes", gettext("允许")), ("", gettext("不允许"))],
            )
            for scope in SCOPES
        ),
        Field(name="days", label=lazy_gettext("有效期"), kind="choice", choices=lambda: _DAYS),
    ),
)  # fmt: skip
_FIELDS_OF_CODES: Final = {
    "token_name": "name",
    "token_name_taken": "name",
    "token_scopes": SCOPES[0],
    "token_days": "days",
}


@blueprint.route("/account/tokens/new", methods=["GET", "POST"])
@present_for_account("tokens.make")
def make() -> Response:
    """Ask what a new token may do, and show it once."""
    who, _ = require_person()
    if request.method == "GET":
        return form_page(Filled(_FORM, {"days": "90", "read": "yes"}, {}, {}), "form.html")
    filled = _FORM.read(request.form)
    if filled.errors:
        return form_page(filled, "form.html", 422)
    values: dict[str, Any] = filled.values
    scopes = tuple(one for one in SCOPES if values[one] == "yes")
    origin = origin_of_request(DEVICE_COOKIE)
    try:
        secret = people().tokens.make(
            who, name=values["name"], scopes=scopes, days=int(values["days"]), origin=origin, now=now()
        )
    except SigninError as error:
        name = _FIELDS_OF_CODES.get(error.code)
        text = signin_sentence(error)
        wrong = replace(filled, errors={name: text}) if name else replace(filled, general=(text,))
        return form_page(wrong, "form.html", 422)
    return make_response(render_template("signin/token.html", secret=secret, name=values["name"], scopes=scopes))


@blueprint.post("/account/tokens/<int:token_id>/revoke")
def revoke(token_id: int) -> Response:
    """End one of the own tokens."""
    who, _ = require_person()
    if people().tokens.revoke(who.id, token_id, now=now(), origin=origin_of_request(DEVICE_COOKIE)):
        flash(gettext("令牌已撤销，立即失效。"), "good")
    return redirect(url_for("account.security"))
