"""Pages of the second factors: passkeys, the authenticator, recovery codes; and what browsers ask before a passkey."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.signin import SigninError
from registry.signin.accounts import step_up_purpose
from registry.signin.second import SIGN_IN
from registry.web.hooks import DEVICE_COOKIE
from registry.web.messages import signin_sentence
from registry.web.presence import present_for_account, site
from registry.web.seam import now, origin_of_request, people, require_person

blueprint = Blueprint("factors", __name__)
_SECURITY = "account.security"


@blueprint.post("/sign-in/passkey")
def ask_for_sign_in() -> Response:
    """Give the browser a challenge. It names no account, so it tells a stranger nothing."""
    return _json(people().second.ask(site(), purpose=SIGN_IN, now=now()))


@blueprint.post("/account/step-up/<digest>/passkey")
def ask_for_presence(digest: str) -> Response:
    """Give the browser a challenge that counts for this digest and this session only."""
    session = require_person()[1]
    return _json(people().second.ask(site(), purpose=step_up_purpose(session, digest), now=now()))


@blueprint.post("/account/passkeys/challenge")
@present_for_account(_SECURITY)
def ask_to_enrol() -> BaseResponse:
    """Give the browser what it needs to make a passkey."""
    who, session = require_person()
    return _json(people().second.ask_to_enrol(who, site(), session_id=session.id, now=now()))


@blueprint.route("/account/passkeys/new", methods=["GET", "POST"])
@present_for_account("factors.add_passkey")
def add_passkey() -> BaseResponse:
    """Add a passkey; with the first factor come the recovery codes."""
    who, session = require_person()
    if request.method == "GET":
        return make_response(render_template("signin/passkey.html", error=None, name=""))
    name = request.form.get("name", "")
    try:
        codes = people().second.enrol_passkey(
            who, answer=request.form.get("passkey", ""), name=name, site=site(), session_id=session.id,
            origin=origin_of_request(DEVICE_COOKIE), now=now(),
        )  # fmt: skip
    except SigninError as error:
        page = render_template("signin/passkey.html", error=signin_sentence(error), name=name)
        return make_response(page, 422)
    if codes:
        return make_response(render_template("signin/recovery_codes.html", codes=codes))
    flash(gettext("通行密钥已添加。"), "good")
    return redirect(url_for(_SECURITY))


@blueprint.post("/account/passkeys/<int:passkey_id>/remove")
@present_for_account(_SECURITY)
def remove_passkey(passkey_id: int) -> BaseResponse:
    """Take a passkey away."""
    return _removed(passkey_id)


@blueprint.post("/account/authenticator/remove")
@present_for_account(_SECURITY)
def remove_authenticator() -> BaseResponse:
    """Take the authenticator away."""
    return _removed(None)


@blueprint.post("/account/recovery-codes")
@present_for_account(_SECURITY)
def renew_codes() -> BaseResponse:
    """Make new recovery codes and show them once."""
    codes = people().second.renew_codes(require_person()[0], origin=origin_of_request(DEVICE_COOKIE), now=now())
    return make_response(render_template("signin/recovery_codes.html", codes=codes))


def _removed(passkey_id: int | None) -> BaseResponse:
    who = require_person()[0]
    try:
        people().second.remove(who, passkey_id, origin=origin_of_request(DEVICE_COOKIE), now=now())
    except SigninError as error:
        flash(signin_sentence(error), "bad")
    else:
        flash(gettext("已删除。"), "good")
    return redirect(url_for(_SECURITY))


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")
