"""Who acts for a participant: representatives and roles, keys, powers of attorney, policies, accounts, and its history.

A participant's people see their own; whoever oversees the registry sees everybody's.
"""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext

from registry.areas.participants import queries
from registry.areas.participants.queries import AccountLine, KeyLine, RepresentativeLine
from registry.areas.participants.queries.acting import acting
from registry.areas.participants.views.lists import KEYS
from registry.areas.participants.views.pages import blueprint
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, PowerOfAttorney, Role, SigningPolicy
from registry.store import finding, joining
from registry.store.finding import Touch
from registry.web import own
from registry.web.navigation import may_open
from registry.web.seam import now, registry
from registry.web.views import view
from registry.web.words import Said, choice_of, kind_title

ENDPOINTS: Final = ("participants.party",)
OVERSEEING: Final = ("participants.any_party",)
HISTORY: Final = 12
_KIND: Final = "participants.register"
# What a participant's administration can do from its page.
_OWN_FORMS: Final = (
    ("participants.invite", "participants.add_representative"),
    ("participants.own_grant_power", "participants.grant_power"),
    ("participants.own_declare_relation", "participants.declare_relation"),
    ("participants.own_set_approvals", "participants.set_approvals"),
    ("participants.own_set_policy", "participants.set_policy"),
    ("participants.own_recover_key", "participants.recover_key"),
    ("participants.own_stop_recovery", "participants.stop_recovery"),
    ("participants.own_publish_staff_list", "participants.publish_staff_list"),
)


@dataclass(frozen=True, slots=True)
class PowerLine:
    """A power of attorney as a page shows it; `revoke` is where the reader can end it, or nothing."""

    id: str
    principal: str
    attorney: str
    role: str
    kinds: tuple[str, ...]
    accounts: tuple[str, ...]
    ends_at: int
    is_standing: bool
    granted_index: int


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A representative who is invited and has no key in the ledger yet."""

    representative: str
    login: str
    roles: tuple[str, ...]
    invited_at: int


@dataclass(frozen=True, slots=True)
class RelatedLine:
    """A participant that this one is related to, or was."""

    participant: str
    ground: str
    is_active: bool
    since_index: int


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """A succession of this participant or to it."""

    predecessor: str
    successor: str
    ground: str
    article: str
    id: str


@dataclass(frozen=True, slots=True)
class PartyPage:
    """A participant with everybody who acts for it and all keys that it ever had."""

    participant: Participant | None
    is_own: bool
    representatives: tuple[RepresentativeLine, ...]
    rows: tuple[KeyLine, ...]
    expected: tuple[ExpectedLine, ...] = ()
    given: tuple[PowerLine, ...] = ()
    held: tuple[PowerLine, ...] = ()
    policies: tuple[SigningPolicy, ...] = ()
    relations: tuple[RelatedLine, ...] = ()
    successions: tuple[SuccessionLine, ...] = ()
    accounts: tuple[AccountLine, ...] = ()
    checked: tuple[str, ...] = ()
    history: tuple[Touch, ...] = ()


@view(blueprint, "/participant", template="participants/party.html", table=KEYS)
def party() -> PartyPage:
    """Return who signs for the own participant, within what, under which keys, and who vouched for them."""
    number = own.participant()
    return PartyPage(None, True, (), ()) if number is None else _page(number, is_own=True)


@view(blueprint, "/office/participants/<number>", template="participants/party.html", table=KEYS)
def any_party(*, number: str) -> PartyPage:
    """Return the same of any participant, for whoever oversees the registry.

    Raises:
        Refusal: ``unknown_record``.
    """
    try:
        return _page(number, is_own=False)
    except Refusal:
        raise Refusal("unknown_record", number=number) from None


def _page(number: str, *, is_own: bool) -> PartyPage:
    with registry().engine.connect() as connection:
        found = queries.party_page(connection, number)
        acts = acting(connection, number, (one.number for one in found.representatives))
        return PartyPage(
            participant=found.participant,
            is_own=is_own,
            representatives=found.representatives,
            rows=found.keys,
            expected=tuple(
                ExpectedLine(one.representative, one.login, one.roles, one.invited_at)
                for one in joining.waiting(connection, number)
            ),
            given=tuple(_power(one) for one in acts.given),
            held=tuple(_power(one) for one in acts.held),
            policies=acts.policies,
            relations=tuple(
                RelatedLine(
                    one.second if one.first == number else one.first, one.ground, one.is_active, one.since_index
                )
                for one in acts.relations
            ),
            successions=tuple(
                SuccessionLine(one.predecessor, one.successor, one.ground.value, one.article, one.id)
                for one in acts.successions
            ),
            accounts=queries.accounts_of(connection, number),
            checked=tuple(acts.checked),
            history=finding.history(connection, "participant", number, limit=HISTORY).rows,
        )


def _power(one: PowerOfAttorney) -> PowerLine:
    standing = one.is_active and now() < one.ends_at
    return PowerLine(
        id=one.id,
        principal=one.principal,
        attorney=one.attorney,
        role=one.role.value,
        kinds=one.kinds,
        accounts=one.accounts,
        ends_at=one.ends_at,
        is_standing=standing,
        granted_index=one.granted_index,
    )


@blueprint.app_template_filter("power_scope")
def power_scope(one: PowerLine) -> str:
    """Return what a power of attorney reaches: its kinds, and its accounts or all."""
    kinds = gettext("、").join(str(kind_title(kind)) for kind in one.kinds)
    accounts = gettext("、").join(one.accounts) if one.accounts else gettext("全部账户")
    return f"{kinds} · {accounts}"


@blueprint.app_template_filter("kind_title")
def _kind_title(kind: str) -> Said:
    return kind_title(kind)


@blueprint.app_template_global("own_forms")
def own_forms() -> list[tuple[str, Said]]:
    """Return what the reader can begin for the own participant."""
    return [(url_for(endpoint), kind_title(kind)) for endpoint, kind in _OWN_FORMS if may_open(endpoint)]


@blueprint.app_template_filter("role_names")
def role_names(roles: tuple[str, ...]) -> list[str]:
    """Return what a representative may do, in the reader's language."""
    return [str(choice_of(Role(role), _KIND)) for role in roles]


@blueprint.app_template_filter("function_name")
def function_name(function: str) -> str:
    """Return what a participant is, in the reader's language."""
    return str(choice_of(Function(function), _KIND))
