"""Notices in the pages: the bell, the list, and how somebody wants to be told of what."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

import marshmallow as ma
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from registry import notice_wording
from registry.signin import SigninError
from registry.store import notices
from registry.store.events import EVENTS, GROUPS
from registry.store.notices import ADDRESS_MAX, PAGE, Choice, Contact, Told
from registry.web.language import LANGUAGES, language
from registry.web.messages import signin_sentence
from registry.web.permissions import SIGNED_IN, Access
from registry.web.presence import proof_of_form
from registry.web.seam import now, people, person, registry, require_person
from registry.web.views import view
from registry.web.words import Said

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
PERMISSIONS: Final[dict[str, Access]] = {
    "notices.index": SIGNED_IN,
    "notices.read": SIGNED_IN,
    "notices.settings": SIGNED_IN,
    "notices.address": SIGNED_IN,
    "notices.confirm": SIGNED_IN,
}
# What a mail server takes apart is its own matter; this keeps out what could become two addresses or a header.
_ADDRESS: Final = re.compile(r"[^\s@<>\",;:\\()\[\]]{1,64}@[a-zA-Z0-9][a-zA-Z0-9.-]*\.[a-zA-Z0-9-]{2,63}")


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as a list shows it."""

    id: int
    event: str
    title: Said
    text: Said
    link: str
    at: int
    read_at: int | None


@dataclass(frozen=True, slots=True)
class Notices:
    """A page of a person's notices."""

    notices: tuple[Line, ...]
    before: int | None
    next_before: int | None


class NoticesQuery(ma.Schema):
    """From which notice the page goes on."""

    before = ma.fields.Integer(load_default=None, validate=ma.validate.Range(min=1, max=2**53))


@view(blueprint, "", template="notices/index.html", query=NoticesQuery)
def index(*, before: int | None) -> Notices:
    """Show the own notices, the newest first."""
    found = notices.listed(registry().engine, require_person()[0].id, before=before)
    return Notices(tuple(map(_line, found)), before, found[-1].id if len(found) == PAGE else None)


@blueprint.post("/read")
def read() -> BaseResponse:
    """Mark one notice as read, or all."""
    number = request.form.get("notice", type=int)
    notices.mark_read(registry().engine, require_person()[0].id, now=now(), number=number)
    return redirect(url_for("notices.index", before=request.form.get("before") or None))


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> BaseResponse:
    """Show and keep what somebody wants to be told of, how, and in which language."""
    engine, who = registry().engine, require_person()[0]
    if request.method == "GET":
        return _settings_page()
    wanted = {
        name: Choice(in_page=f"page-{name}" in request.form, by_mail=f"mail-{name}" in request.form)
        for name, event in EVENTS.items()
        if not event.fixed
    }
    notices.choose(engine, who.id, wanted)
    if request.form.get("language") in LANGUAGES:
        notices.set_language(engine, who.id, request.form["language"])
    flash(gettext("通知设置已保存。"), "good")
    return redirect(url_for("notices.settings"))


@blueprint.post("/address")
def address() -> BaseResponse:
    """Write to a new address; only whoever reads there and is signed in here can put it in force."""
    who, session = require_person()
    wanted = request.form.get("address", "").strip()
    if len(wanted) > ADDRESS_MAX or not _ADDRESS.fullmatch(wanted):
        return _settings_page(gettext("请填写一个邮箱地址，例如 name@example.com。"), "address")
    digest = hashlib.sha256(f"address {wanted}".encode()).hexdigest()
    try:
        people().step_up(who, session, digest=digest, proof=proof_of_form(), now=now())
    except SigninError as error:
        return _settings_page(signin_sentence(error), "code")
    token = secrets.token_urlsafe(24)
    notices.ask_address(
        registry().engine, who.id, wanted, token_hash=_hash(token), link=url_for("notices.confirm", token=token),
        now=now(),
    )  # fmt: skip
    flash(gettext("已向 %(address)s 发送确认邮件，请在 24 小时内打开其中的链接。", address=wanted), "wait")
    return redirect(url_for("notices.settings"))


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> BaseResponse:
    """Put a new address in force."""
    if request.method == "GET":  # mail programs open links by themselves
        return make_response(render_template("notices/confirm.html", token=token))
    who = require_person()[0]
    if notices.confirm_address(registry().engine, who.id, token_hash=_hash(token), now=now()):
        flash(gettext("通知邮箱已确认。"), "good")
    else:
        flash(gettext("此链接已失效，或属于另一个账户。请重新填写邮箱。"), "bad")
    return redirect(url_for("notices.settings"))


def unread() -> int:
    """Return how many notices the person at hand has not read, at most a hundred."""
    who = person()
    return notices.unread(registry().engine, who.id) if who and who.enrolled else 0


def _line(told: Told) -> Line:
    return Line(
        id=told.id,
        event=told.event,
        title=Said(lambda code: notice_wording.title(told.event, code)),
        text=Said(lambda code: notice_wording.text(told.event, told.facts, code)),
        link=told.link,
        at=told.at,
        read_at=told.read_at,
    )


def _settings_page(error: str = "", field: str = "") -> Response:
    engine, who = registry().engine, require_person()[0]
    chosen = notices.choices(engine, who.id)
    contact: Contact = notices.contact_of(engine, who.id)
    groups = [
        (
            notice_wording.group(group, language()),
            [
                (one, notice_wording.title(one.name, language()), chosen[one.name])
                for one in EVENTS.values()
                if one.group == group and one.name not in ("invited", "confirm_address")
            ],
        )
        for group in GROUPS
    ]
    page = render_template(
        "notices/settings.html", groups=groups, contact=contact, languages=LANGUAGES, error=error, field=field,
        typed=request.form.get("address", ""),
    )  # fmt: skip
    return make_response(page, 422 if error else 200)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
