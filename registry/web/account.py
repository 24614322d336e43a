"""Pages of sign-in: in, out, second factor, sessions, password, and the proof of presence for one entry."""

from urllib.parse import urlsplit

import segno
from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from registry.signin import SigninError, factors
from registry.signin.second import Proof
from registry.web.errors import problem
from registry.web.hooks import DEVICE_COOKIE, SECURITY_LOG, set_device_cookie, set_session_cookie
from registry.web.keeping import after_sign_in
from registry.web.messages import event_words, signin_sentence
from registry.web.presence import ACCOUNT, present_for_account, proof_of_form, site
from registry.web.seam import config, now, origin_of_request, people, person, require_person

blueprint = Blueprint("account", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response:
    """Show the form, or start a session."""
    target = local_path(request.values.get("next", ""))
    if request.method == "GET":
        if person() is not None:
            return redirect(target)
        return make_response(render_template("signin/sign_in.html", next=target, login="", error=None, kept=""))
    login = request.form.get("login", "")
    origin = origin_of_request(DEVICE_COOKIE)
    try:
        token = people().sign_in(
            login, request.form.get("password", ""), proof=proof_of_form(), origin=origin, now=now()
        )
    except SigninError as error:
        SECURITY_LOG.warning("sign-in failed code=%s source=%s", error.code, origin.source)
        page = render_template(
            "signin/sign_in.html", next=target, login=login, error=signin_sentence(error),
            kept=request.form.get("kept", ""),
        )  # fmt: skip
        return _failed(page, error)
    response = redirect(after_sign_in(token, target))
    set_session_cookie(response, token)
    set_device_cookie(response, people().device_cookie(login))
    return response


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this session; its token is dead from now on, wherever a copy of the cookie lies."""
    who, current = require_person()
    people().end_sessions(who.id, current.id)
    response = redirect(url_for("account.sign_in"))
    set_session_cookie(response, None)
    # Not the storage: the keys that sign live there, and they are the device's, not the session's.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@present_for_account("account.second_factor")
def second_factor() -> Response:
    """Enrol an authenticator; with the first factor the recovery codes are shown, once."""
    who, _ = require_person()
    if people().second.held(who.id).totp:
        return redirect(url_for("account.security"))
    error = None
    if request.method == "POST":
        try:
            codes = people().second.enrol_totp(
                who, secret=session["totp"], code=request.form.get("code", ""),
                origin=origin_of_request(DEVICE_COOKIE), now=now(),
            )  # fmt: skip
        except (SigninError, KeyError) as failure:
            error = signin_sentence(failure if isinstance(failure, SigninError) else SigninError("wrong_code"))
        else:
            session.pop("totp", None)
            if not codes:
                return redirect(url_for("account.security"))
            return make_response(render_template("signin/recovery_codes.html", codes=codes))
    # The flask session is signed, not encrypted; until it is confirmed the secret protects nothing.
    secret = session.setdefault("totp", factors.new_secret())
    uri = factors.provisioning_uri(secret, who.login, issuer=config().origin)
    drawn = segno.make(uri, error="m").svg_inline(omitsize=True, border=2, dark="#17211d", light="#ffffff")
    code = Markup(drawn)  # noqa: S704  drawn here, from our own address
    page = render_template("signin/second_factor.html", secret=secret, qr=code, error=error)
    return make_response(page, 422 if error else 200)


@blueprint.get("/account")
def security() -> Response:
    """Show the own sessions and the form for a new password."""
    return make_response(_security_page())


@blueprint.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Response:
    """End one of the own sessions."""
    who, current = require_person()
    people().end_sessions(who.id, session_id)
    if session_id == current.id:
        response = redirect(url_for("account.sign_in"))
        set_session_cookie(response, None)
        return response
    flash(gettext("该会话已结束。"), "good")
    return redirect(url_for("account.security"))


@blueprint.post("/account/sessions/end-others")
def end_others() -> Response:
    """End all own sessions but this one."""
    who, current = require_person()
    people().end_sessions(who.id, but=current.id)
    flash(gettext("其他会话已全部结束。"), "good")
    return redirect(url_for("account.security"))


@blueprint.post("/account/presence/<digest>")
def presence(digest: str) -> Response:
    """Take a code or a passkey's answer from the signing page, which stays open meanwhile."""
    who, current = require_person()
    sent = request.get_data(cache=False, as_text=True)
    proof = Proof(answer=sent, site=site()) if sent.startswith("{") else Proof(sent)
    try:
        people().step_up(who, current, digest=digest, proof=proof, now=now())
    except SigninError as error:
        return problem(429 if error.code == "slow_down" else 422, error.code, detail=signin_sentence(error))
    return Response(status=204)


@blueprint.post("/account/password")
def change_password() -> Response:
    """Set a new password; all sessions end and the person signs in anew."""
    who, _ = require_person()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    try:
        people().change_password(who, old=old, new=new, origin=origin_of_request(DEVICE_COOKIE), now=now())
    except SigninError as error:
        return _failed(_security_page(signin_sentence(error)), error)
    response = redirect(url_for("account.sign_in"))
    set_session_cookie(response, None)
    flash(gettext("密码已更改，所有会话已结束。请用新密码登录。"), "good")
    return response


@blueprint.route("/account/step-up/<digest>", methods=["GET", "POST"])
def step_up(digest: str) -> Response:
    """Ask for a fresh code before something grave, for the one entry that the digest names."""
    who, current = require_person()
    target = local_path(request.values.get("next", ""))
    error = None
    if request.method == "POST":
        try:
            people().step_up(who, current, digest=digest, proof=proof_of_form(), now=now())
        except SigninError as failure:
            error = failure
        else:
            return redirect(target)
    text = signin_sentence(error) if error else None
    page = render_template("signin/step_up.html", digest=digest, next=target, error=text, account_digest=ACCOUNT)
    return _failed(page, error) if error else make_response(page)


def local_path(target: str) -> str:
    """Return the target if it stays on this site, else the start page."""
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and "\\" not in target
    return target if safe and target.isprintable() else "/"


def _security_page(error: str | None = None) -> str:
    who, current = require_person()
    return render_template(
        "signin/security.html",
        sessions=people().list_sessions(who.id, now()),
        tokens=people().tokens.of_person(who.id),
        held=people().second.held(who.id),
        events=people().list_events(who.id),
        event_words=event_words,
        current=current,
        now=now(),
        error=error,
    )


def _failed(page: str, error: SigninError) -> Response:
    response = make_response(page, 429 if error.code == "slow_down" else 422)
    if error.wait_seconds:
        response.headers["Retry-After"] = str(error.wait_seconds)
    return response
