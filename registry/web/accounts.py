"""People's accounts as their administrators see them: list, suspend, reinstate, end sessions, and resets by two.

The security administrator sees all accounts; a participant's administrator those of its own representatives, and may
ask for a reset or agree to one. Nobody acts on the own account here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from registry.areas.participants import queries
from registry.signin import Person, SigninError
from registry.signin.duties import ADMINISTRATOR, SECURITY
from registry.signin.office import PAGE, PURPOSES, Account
from registry.web.messages import event_words, signin_sentence
from registry.web.navigation import Item
from registry.web.permissions import Access, Relation, related, roles
from registry.web.presence import present_for_account
from registry.web.seam import now, people, registry, require_person

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts-of-people")
_SHOW: Final = "accounts.show"


@blueprint.get("")
def index() -> Response:
    """List accounts, by number, found by login, name or representative."""
    who, _ = require_person()
    like, after = request.args.get("q", "").strip()[:80], request.args.get("after", 0, type=int)
    only = None if SECURITY in who.roles else _own_representatives(who)
    found = people().office.accounts(like=like, after=after, representatives=only)
    more = found[-1].id if len(found) == PAGE else None
    return make_response(render_template("signin/accounts.html", accounts=found, q=like, more=more))


@blueprint.get("/<int:person_id>")
@present_for_account(_SHOW)
def show(person_id: int) -> Response:
    """Show one account with what may be done about it."""
    return make_response(_page(person_id))


@blueprint.post("/<int:person_id>/suspend")
@present_for_account(_SHOW)
def suspend(person_id: int) -> Response:
    """Shut an account."""
    return _done(person_id, lambda by: people().office.suspend(person_id, by=by, now=now()))


@blueprint.post("/<int:person_id>/reinstate")
@present_for_account(_SHOW)
def reinstate(person_id: int) -> Response:
    """Open an account again."""
    return _done(person_id, lambda by: people().office.reinstate(person_id, by=by, now=now()))


@blueprint.post("/<int:person_id>/sessions/end")
@present_for_account(_SHOW)
def end_sessions(person_id: int) -> Response:
    """End all sessions of somebody."""
    return _done(person_id, lambda by: people().office.end_sessions(person_id, by=by, now=now()))


@blueprint.post("/<int:person_id>/tokens/<int:token_id>/revoke")
@present_for_account(_SHOW)
def revoke_token(person_id: int, token_id: int) -> Response:
    """End somebody's token."""
    return _done(person_id, lambda by: people().tokens.revoke(person_id, token_id, now=now(), by=by.login))


@blueprint.post("/<int:person_id>/reset/<purpose>")
@present_for_account(_SHOW)
def ask_reset(person_id: int, purpose: str) -> Response:
    """Ask for a reset."""
    if purpose not in PURPOSES:
        abort(404)
    return _done(person_id, lambda by: people().office.ask_reset(person_id, purpose, by=by, now=now()))


@blueprint.post("/<int:person_id>/reset/<purpose>/agree")
@present_for_account(_SHOW)
def agree_reset(person_id: int, purpose: str) -> Response:
    """Agree to a reset, and show the link once."""
    try:
        token = people().office.agree_reset(person_id, purpose, by=require_person()[0], now=now())
    except SigninError as error:
        return make_response(_page(person_id, signin_sentence(error)), 422)
    address = url_for("links.open_link", token=token, _external=True)
    account = _found(person_id)
    return make_response(render_template("signin/reset_link.html", address=address, account=account, purpose=purpose))


def manages_people(who: Person) -> bool:
    """Return whether somebody looks after others' accounts."""
    return bool(who.roles & {SECURITY, ADMINISTRATOR})


def manages_person(who: Person, *, person_id: int, **_: object) -> bool:
    """Return whether somebody looks after this account: the security administrator, or its participant's."""
    if SECURITY in who.roles:
        return True
    account = people().office.account(person_id)
    own = _own_representatives(who) if ADMINISTRATOR in who.roles else ()
    return account is not None and account.representative is not None and account.representative in own


def _own_representatives(who: Person) -> tuple[str, ...]:
    with registry().engine.connect() as connection:
        participant = queries.participant_of(connection, who.representative or "")
        found = queries.representatives_of(connection, participant) if participant else ()
    return tuple(one.number for one in found)


def _done(person_id: int, work: Callable[[Person], object]) -> Response:
    try:
        work(require_person()[0])
    except SigninError as error:
        return make_response(_page(person_id, signin_sentence(error)), 422)
    flash(gettext("已办理。"), "good")
    return redirect(url_for(_SHOW, person_id=person_id))


def _found(person_id: int) -> Account:
    return people().office.account(person_id) or abort(404)


def _page(person_id: int, error: str | None = None) -> str:
    who, account = require_person()[0], _found(person_id)
    return render_template(
        "signin/account.html",
        account=account,
        held=people().second.held(person_id),
        sessions=people().list_sessions(person_id, now()),
        tokens=people().tokens.of_person(person_id),
        events=people().list_events(person_id),
        resets={one.purpose: one for one in people().office.resets(person_id, now())},
        event_words=event_words,
        is_security=SECURITY in who.roles,
        is_own=who.id == person_id,
        error=error,
    )


PERMISSIONS: Final[dict[str, Access]] = {
    "accounts.index": related("manages_people"),
    "accounts.show": related("manages_person"),
    "accounts.suspend": roles(SECURITY),
    "accounts.reinstate": roles(SECURITY),
    "accounts.end_sessions": roles(SECURITY),
    "accounts.revoke_token": roles(SECURITY),
    "accounts.ask_reset": related("manages_person"),
    "accounts.agree_reset": related("manages_person"),
}
NAVIGATION: Final[Mapping[str, tuple[Item, ...]]] = {
    "operation": (Item("accounts.index", lazy_gettext("人员账户"), "users-round", ("accounts.",)),)
}
RELATIONS: Final[dict[str, Relation]] = {"manages_people": manages_people, "manages_person": manages_person}
