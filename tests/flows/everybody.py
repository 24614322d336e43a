"""A site with one person of every role, function and duty, in every state: whom the permission matrix asks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient

from registry.areas.participants.rules.duties import AssignDuty, DutyKind
from registry.areas.participants.rules.keys import AddRepresentative
from registry.areas.participants.rules.mandates import OFFICES, Mandate
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.areas.participants.rules.standing import ChangeParticipant, ChangeRepresentative
from registry.ledger.parties import Custody, Function, Role
from registry.signin import People, Person
from registry.signin.accounts import Origin
from registry.signin.sessions import IDLE
from registry.signin.tables import sessions
from registry.web.hooks import SESSION_COOKIE
from registry.web.seam import now
from tests.site import FIRST, OTHER, PASSWORD, PEOPLE, TOTP, Site, need_two, open_site
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, SYSTEM, public_key_of


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody by what the ledger says: the participant, its function, and the own roles and duty."""

    participant: int | None
    function: Function | None
    roles: tuple[str, ...]
    representative: str | None = None

    @property
    def may(self) -> frozenset[str]:
        """All that counts as a role in the permission table."""
        return frozenset((*(() if self.function is None else (str(self.function),)), *self.roles))


_ALL, _INITIATES, _APPROVES = (
    ("administrator", "approver"), ("initiator", "administrator"), ("approver", "administrator"),
)  # fmt: skip
_OF_SITE: Final = {
    "first": Cast(11, Function.ENTERPRISE, _INITIATES), "second": Cast(11, Function.ENTERPRISE, _APPROVES),
    "other": Cast(12, Function.ENTERPRISE, _INITIATES), "operator": Cast(1, Function.OPERATOR, _ALL),
    "operator2": Cast(1, Function.OPERATOR, _ALL), "authority": Cast(2, Function.AUTHORITY, _ALL),
    "registrar": Cast(3, Function.REGISTRAR, _ALL), "nobody": Cast(None, None, ()),
}  # fmt: skip
_MORE: Final = {
    "initiator": Cast(11, Function.ENTERPRISE, ("initiator",), "R-00000311"),
    "approver": Cast(11, Function.ENTERPRISE, ("approver",), "R-00000411"),
    "viewer": Cast(11, Function.ENTERPRISE, ("viewer",), "R-00000511"),
    "administrator": Cast(11, Function.ENTERPRISE, ("administrator",), "R-00000611"),
    "verifier": Cast(21, Function.VERIFIER, _INITIATES, "R-00000021"),
    "bank": Cast(22, Function.BANK, _INITIATES, "R-00000022"),
    "lender": Cast(25, Function.LENDER, _INITIATES, "R-00000025"),
    "auditor": Cast(23, Function.AUDITOR, _INITIATES, "R-00000023"),
    "system": Cast(5, Function.SYSTEM, _ALL, SYSTEM),
    "of_system": Cast(1, Function.OPERATOR, ("viewer", DutyKind.SYSTEM), "R-00000101"),
    "of_security": Cast(1, Function.OPERATOR, ("viewer", DutyKind.SECURITY), "R-00000201"),
    "of_audit": Cast(23, Function.AUDITOR, ("viewer", DutyKind.AUDIT), "R-00000123"),
}
# What the ledger has suspended may sign in and has no role.
SUSPENDED: Final = {
    "dismissed": Cast(11, None, (), "R-00000711"),
    "shut_down": Cast(24, None, (), "R-00000024"),
}
CAST: Final[Mapping[str, Cast]] = _OF_SITE | _MORE | SUSPENDED
_INVITED: Final = (
    ("initiator", FIRST), ("approver", FIRST), ("viewer", FIRST), ("administrator", FIRST), ("dismissed", FIRST),
    ("of_system", OPERATORS[0]), ("of_security", OPERATORS[0]), ("of_audit", "R-00000023"),
)  # fmt: skip


def site_number(login: str) -> str | None:
    """Return the representative of somebody."""
    return PEOPLE[login][0] if login in PEOPLE else CAST[login].representative


@contextmanager
def everybody(folder: Path) -> Iterator[Site]:
    """Open the site with all of them in it."""
    with open_site(folder, controls=True) as site:
        site.submit(*_joining(site))
        need_two(site)
        for login in (*_MORE, *SUSPENDED):
            people(site).create_person(
                login, name=login, password=PASSWORD, now=1, representative=site_number(login), totp_secret=TOTP
            )
        yield site


def _joining(site: Site) -> Iterator[bytes]:
    author = site.world.author
    functions = {
        21: Function.VERIFIER,
        22: Function.BANK,
        23: Function.AUDITOR,
        24: Function.ENTERPRISE,
        25: Function.LENDER,
    }
    for number, function in functions.items():
        register = RegisterParticipant(
            participant=f"P-{number:08}", function=function, scheme="foreign", identity=f"XX-TEST{number}",
            name=f"Body {number}", zone="31", approvals=1, offline_required=False, document=DOCUMENT,
        )  # fmt: skip
        name = f"R-{number:08}"
        key = RegisterFirstKey(
            participant=register.participant, representative=name, roles=(Role.INITIATOR, Role.ADMINISTRATOR),
            public_key=public_key_of(name), custody=Custody.BROWSER, document=DOCUMENT,
        )  # fmt: skip
        admitted_by = (AUTHORITY, OPERATORS[0]) if function in OFFICES else OPERATORS
        yield author.envelope("participants.register", register, *admitted_by)
        yield author.envelope("participants.register_first_key", key, name, *OPERATORS, REGISTRAR)
    for login, by in _INVITED:
        one = CAST[login]
        name = str(one.representative)
        roles = tuple(Role(role) for role in one.roles if role in set(Role)) or (Role.VIEWER,)
        added = AddRepresentative(f"P-{one.participant:08}", name, roles, public_key_of(name), Custody.BROWSER)
        signers = OPERATORS if by in OPERATORS else (by,)
        yield author.envelope("participants.add_representative", added, name, *signers)
    for login in ("of_system", "of_security", "of_audit"):
        duty = AssignDuty(str(CAST[login].representative), DutyKind(CAST[login].roles[-1]), DOCUMENT)
        yield author.envelope("participants.assign_duty", duty, AUTHORITY, OPERATORS[0])
    gone = ChangeRepresentative(str(CAST["dismissed"].representative), "OFFICE_LEFT", Mandate.AUTHORITY)
    yield author.envelope("participants.suspend_representative", gone, AUTHORITY)
    shut = ChangeParticipant("P-00000024", "LICENCE_LOST", Mandate.AUTHORITY)
    yield author.envelope("participants.suspend_participant", shut, AUTHORITY)


def people(site: Site) -> People:
    """Return the accounts of a site."""
    found: People = site.app.extensions["people"]
    return found


def token_of(site: Site, login: str) -> str:
    """Return the token of a new session of somebody."""
    return people(site).start_session(login, origin=Origin("127.0.0.1"), now=now())


def signed_in(site: Site, login: str) -> FlaskClient:
    """Return a browser with a session of somebody."""
    return _with(site, token_of(site, login))


def person_of(site: Site, login: str) -> Person:
    """Return somebody as the application sees the person now."""
    found = people(site).present(token_of(site, login), now())
    assert found is not None
    return found[0]


def without_session(site: Site) -> dict[str, FlaskClient]:
    """Return browsers of people who could open much, and whose sessions are over, each for another reason."""
    accounts, instant = people(site), now()
    security = person_of(site, "of_security")
    tokens = {why: token_of(site, "of_security") for why in ("signed out", "expired", "idle")}
    kept = {why: accounts.present(token, instant) for why, token in tokens.items()}
    ids = {why: found[1].id for why, found in kept.items() if found}
    accounts.end_sessions(security.id, ids["signed out"])
    with accounts.engine.begin() as connection:
        expired, idle = {"expires_at": instant - 1}, {"seen_at": instant - IDLE}
        connection.execute(sessions.update().where(sessions.c.id == ids["expired"]).values(expired))
        connection.execute(sessions.update().where(sessions.c.id == ids["idle"]).values(idle))
    # What was suspended and is no longer: a session from before does not come back.
    tokens["account suspended"] = token_of(site, "operator2")
    shut = person_of(site, "operator2").id
    accounts.office.suspend(shut, by=security, now=instant)
    accounts.office.reinstate(shut, by=security, now=instant)
    tokens["role lost"] = token_of(site, "other")
    change = ChangeRepresentative(OTHER, "HEARING", Mandate.AUTHORITY)
    site.submit(site.world.author.envelope("participants.suspend_representative", change, AUTHORITY))
    assert accounts.present(tokens["role lost"], instant) is None
    site.submit(site.world.author.envelope("participants.reinstate_representative", change, AUTHORITY))
    return {"stranger": site.app.test_client()} | {why: _with(site, token) for why, token in tokens.items()}


def _with(site: Site, token: str) -> FlaskClient:
    client = site.app.test_client()
    client.set_cookie(SESSION_COOKIE, token)
    return client
