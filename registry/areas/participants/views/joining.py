"""How a representative comes in: invited by its organisation, or for a new one by the operators; then a key and a form.

The link of an invitation is mailed, and shown once to whoever invites. It opens sign-in alone. What a representative
may sign begins with the entry that registers its key, which this leads to and others have to sign.
"""

from dataclasses import dataclass
from typing import Any, Final

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.areas.participants import queries
from registry.areas.participants.rules.keys import AddRepresentative
from registry.areas.participants.rules.parties import RegisterFirstKey
from registry.areas.participants.views.office import role_choices
from registry.areas.participants.views.pages import blueprint
from registry.areas.participants.views.party import role_names
from registry.catalog import CATALOGUE
from registry.ledger.codec import PublicKey, coder
from registry.ledger.errors import LedgerError, Malformed, Refusal
from registry.ledger.parties import Custody, Role
from registry.ledger.text import normalise
from registry.signin import SigninError
from registry.store import applications, documents, drafts, joining
from registry.store.joining import Joining
from registry.store.notices import Recipient, tell
from registry.web import own
from registry.web.entryform import new_draft
from registry.web.errors import status_of
from registry.web.forms import Field, Filled, Form, form_page, refused
from registry.web.hooks import is_api_request
from registry.web.language import language
from registry.web.messages import sentence, signin_sentence
from registry.web.seam import config, now, people, registry, require_person
from registry.web.signing import sign_page
from registry.web.views import view

INVITING: Final = ("participants.invite", "participants.uninvite")
JOINING: Final = ("participants.join", "participants.join_key")
_WEEK: Final = 7 * 86_400_000_000

INVITE: Final = Form(
    title=lazy_gettext("邀请代表"),
    intro=lazy_gettext("对方设置密码、第二重验证并生成密钥后，增加代表的条目会出现在您的待办中，由本单位签名。"),
    button=lazy_gettext("发出邀请"),
    fields=(
        Field(name="name", label=lazy_gettext("姓名"), help=lazy_gettext("只用于登录，不进入日志。")),
        Field(name="login", label=lazy_gettext("邮箱"), help=lazy_gettext("也是对方的登录名。"), autocomplete="off"),
        Field(name="roles", label=lazy_gettext("角色"), kind="choice", choices=role_choices),
    ),
    fields_of_codes={"login_expected_elsewhere": "login", "too_many_invitations": "login"},
)
_PUBLIC_KEY: Final = Field(
    name="public_key",
    label=lazy_gettext("公钥"),
    help=lazy_gettext("由上一页带入；离线密钥的公钥用 registry keys show 查看。"),
)
_CUSTODY: Final = Field(
    name="custody",
    label=lazy_gettext("保管方式"),
    kind="choice",
    choices=lambda: ((Custody.BROWSER.value, gettext("浏览器")), (Custody.OFFLINE.value, gettext("离线设备"))),
)
_IDENTITY: Final = Field(
    name="identity",
    label=lazy_gettext("您的证件号码"),
    help=lazy_gettext("只用于核对您不属于不得参与交易的人员，仅保存带密钥的哈希，不进入日志。"),
)
KEY: Final = Form(
    title=lazy_gettext("登记密钥"),
    fields=(_PUBLIC_KEY, _CUSTODY, _IDENTITY),
    fields_of_codes={
        "key_taken": "public_key", "weak_key": "public_key", "conflict_of_interest": "identity",
        "document_kind": "document", "document_empty": "document", "document_size": "document",
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JoinPage:
    """What a representative who is expected still has to do."""

    representative: str
    participant: str
    name: str
    roles: tuple[Role, ...]
    is_first: bool
    task: str | None


@blueprint.route("/participant/invite", methods=["GET", "POST"])
def invite() -> BaseResponse:
    """Invite a representative of the own participant."""
    if request.method == "GET":
        return form_page(Filled(INVITE, dict(request.args), {}, {}), "form.html")
    filled = INVITE.read(request.form)
    if filled.errors:
        return form_page(filled, "form.html", 422)
    participant = own.participant()
    if participant is None:
        raise Refusal("not_permitted")
    roles = tuple(Role(one) for one in filled.values["roles"].split(","))
    try:
        return send(participant, roles, login=filled.values["login"], name=normalise(filled.values["name"]))
    except LedgerError as error:
        return refused(filled, error, "form.html")
    except SigninError as error:
        return form_page(Filled(INVITE, filled.raw, {}, {"login": signin_sentence(error)}), "form.html", 422)


@blueprint.post("/participant/invitations/<representative>/take-back")
def uninvite(representative: str) -> BaseResponse:
    """Take an invitation back: its link is dead at once."""
    participant = own.participant() or ""
    with registry().engine.connect() as connection:
        found = joining.expected(connection, representative)
    if found is not None and joining.forget(registry().engine, representative, participant):
        who = require_person()[0]
        people().invite(found.login, name=found.login, representative=representative, by=who.login, now=now())
        flash(gettext("邀请已撤回。"), "good")
    return redirect(url_for("participants.party"))


@blueprint.post("/office/applications/<number>/invite")
def invite_applicant(number: str) -> BaseResponse:
    """Invite the first representative of a participant that has just been registered: the contact who applied."""
    with registry().engine.connect() as connection:
        found = applications.get(connection, number)
    if found.state != applications.REGISTERED or found.participant is None:
        raise Refusal("application_closed", number=number)
    both = (Role.INITIATOR, Role.APPROVER, Role.ADMINISTRATOR)
    roles = both if found.approvals == 1 else (Role.INITIATOR, Role.ADMINISTRATOR)
    return send(found.participant, roles, login=found.email, name=found.contact, locale=found.language)


def send(participant: str, roles: tuple[Role, ...], *, login: str, name: str, locale: str = "") -> Response:
    """Invite somebody, mail the link, and show it once.

    Raises:
        Refusal: those of `joining.expect`. SigninError: ``login_taken``.
    """
    who, engine, instant = require_person()[0], registry().engine, now()
    login = login.strip().casefold()
    expected = joining.expect(engine, participant, roles, login=login, by=who.login, now=instant)
    try:
        token = people().invite(login, name=name, representative=expected.representative, by=who.login, now=instant)
    except SigninError:
        joining.forget(engine, expected.representative, participant)
        raise
    link = url_for("links.open_link", token=token)
    with engine.connect() as connection:
        its = queries.get_participant(connection, participant).name
    facts: dict[str, str | int] = {
        "participant": its, "roles": gettext("、").join(role_names(roles)), "expires_at": instant + _WEEK,
    }  # fmt: skip
    to = [Recipient(address=login, language=locale or language())]
    tell(engine, event="invited", to=to, facts=facts, now=instant, link=link)
    page = render_template("participants/invited.html", expected=expected, link=link, name=name, ends=instant + _WEEK)
    return make_response(page)


@view(blueprint, "/join", template="participants/join.html")
def join() -> JoinPage | BaseResponse:
    """Return what is left to do for a representative who is expected; others are led to their overview.

    Raises:
        Refusal: ``not_expected``, as JSON.
    """
    found = _expected()
    if found is None:
        if is_api_request():
            raise Refusal("not_expected")
        return redirect(url_for("participants.overview"))
    with registry().engine.connect() as connection:
        party = queries.party_page(connection, found.participant)
    begun = drafts.begun_by(registry().engine, found.representative, now())
    return JoinPage(
        representative=found.representative,
        participant=found.participant,
        name=party.participant.name,
        roles=found.roles,
        is_first=not party.keys,
        task=begun[0].id if begun else None,
    )


@blueprint.route("/join/key", methods=["GET", "POST"])
def join_key() -> BaseResponse:
    """Ask for what the registration of the key needs, and lead to the entry to sign."""
    found = _expected()
    if found is None:
        raise Refusal("not_expected")
    with registry().engine.connect() as connection:
        is_first = not queries.party_page(connection, found.participant).keys
    if request.method == "GET":
        started = {"custody": Custody.BROWSER.value} | request.args.to_dict()
        return _key_form(Filled(KEY, started, {}, {}), is_first=is_first)
    filled = KEY.read(request.form)
    errors = dict(filled.errors)
    try:
        coder(PublicKey).decode(filled.raw["public_key"])
    except Malformed:
        errors.setdefault("public_key", gettext("含有不允许的字符，或格式不符。"))
    if errors:
        return _key_form(Filled(KEY, filled.raw, {}, errors), is_first=is_first, status=422)
    try:
        return _registration(found, filled.values, is_first=is_first)
    except LedgerError as error:
        text, field = sentence(error.code, error.facts, language()), KEY.fields_of_codes.get(error.code)
        said = Filled(KEY, filled.raw, {}, {field: text} if field else {}, () if field else (text,))
        return _key_form(said, is_first=is_first, status=status_of(error))


def _registration(found: Joining, values: dict[str, Any], *, is_first: bool) -> BaseResponse:
    tag = joining.tag_of(config().secret, values["identity"])
    joining.declare(registry().engine, found.representative, tag=tag, now=now())
    custody = Custody(values["custody"])
    if not is_first:
        body: object = AddRepresentative(
            found.participant, found.representative, found.roles, values["public_key"], custody
        )
        return sign_page(new_draft(CATALOGUE.kinds["participants.add_representative"][1], body))
    body = RegisterFirstKey(
        participant=found.participant,
        representative=found.representative,
        roles=found.roles,
        public_key=values["public_key"],
        custody=custody,
        document=_paper(),
    )
    return sign_page(new_draft(CATALOGUE.kinds["participants.register_first_key"][1], body))


def _paper() -> str:
    """Keep the signed paper that prints the key's fingerprint, and return its salted hash."""
    file = request.files.get("document")
    data = file.read(documents.BYTES_MAX + 1) if file else b""
    upload = documents.read_upload((file and file.filename) or "", data)
    return documents.keep_new(registry().engine, upload, by=require_person()[0].representative or "", now=now())


def _expected() -> Joining | None:
    number = require_person()[0].representative
    with registry().engine.connect() as connection:
        return joining.expected(connection, number) if number else None


def _key_form(filled: Filled, *, is_first: bool, status: int = 200) -> Response:
    page = render_template("participants/join_key.html", form=KEY, filled=filled, is_first=is_first)
    return make_response(page, status)
