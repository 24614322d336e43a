"""Who may open which page: one table, and whatever does not stand in it is denied.

The shell's rows stand here, an area's beside its pages (`PERMISSIONS`); `create_app` makes them one, refusing doubles,
and a test compares the whole with the URL map.

An endpoint's JSON twin (`<endpoint>_json`) has the endpoint's row. A relation is a question about the person and the
page's path arguments, such as "is this account the person's own?"; the area that knows the answer registers it.
What a person may *change* is not decided here but by the rules of the ledger.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from registry.signin import Person, Token

JSON_SUFFIX: Final = "_json"


@dataclass(frozen=True, slots=True)
class Access:
    """One row: everybody, or everybody who is signed in, or those with one of the roles; and the relation, if any."""

    public: bool = False
    roles: frozenset[str] = frozenset()
    relation: str | None = None
    # An account without a second factor may open only the pages that lead to one, or out.
    before_enrolment: bool = False
    # What an API token must be made for to open it; sessions have no scopes.
    scope: str = "read"


PUBLIC: Final = Access(public=True)
SIGNED_IN: Final = Access()


def roles(*names: str, relation: str | None = None, scope: str = "read") -> Access:
    """Return a row for people with at least one of the roles; the relation is asked as well."""
    return Access(roles=frozenset(names), relation=relation, scope=scope)


def related(relation: str) -> Access:
    """Return a row for signed-in people of whom the relation holds."""
    return Access(relation=relation)


TABLE: Final[dict[str, Access]] = {
    "assets": Access(public=True, before_enrolment=True),
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "pages.home": PUBLIC,
    "account.sign_in": Access(public=True, before_enrolment=True),
    "account.sign_out": Access(before_enrolment=True),
    "account.second_factor": Access(before_enrolment=True),
    "account.security": SIGNED_IN,
    "account.end_others": SIGNED_IN,
    "account.end_session": SIGNED_IN,
    "account.presence": SIGNED_IN,
    "account.change_password": SIGNED_IN,
    "account.step_up": SIGNED_IN,
    "factors.add_passkey": Access(before_enrolment=True),
    "factors.ask_for_presence": SIGNED_IN,
    "factors.ask_for_sign_in": Access(public=True, before_enrolment=True),
    "factors.ask_to_enrol": Access(before_enrolment=True),
    "factors.remove_authenticator": SIGNED_IN,
    "factors.remove_passkey": SIGNED_IN,
    "factors.renew_codes": SIGNED_IN,
    "links.open_link": Access(public=True, before_enrolment=True),  # whoever has the one-time link
    "tokens.make": SIGNED_IN,
    "tokens.revoke": SIGNED_IN,
    "keys.this_browser": SIGNED_IN,
    "saved.save": SIGNED_IN,
    "saved.forget": SIGNED_IN,
    # The signatures in the envelope are the proof: the command line has no session and needs no token.
    "entries.submit": Access(public=True, scope="submit"),
    "entries.upload": SIGNED_IN,
    "entries.unsigned": SIGNED_IN,
    "demo.switch": PUBLIC,  # registered in the demo only
    "demo.key": SIGNED_IN,
    "demo.confirm": SIGNED_IN,
}

Relation = Callable[..., bool]


def one_table(*parts: Mapping[str, Access]) -> dict[str, Access]:
    """Return our rows and the areas' as the one table; no row may be given twice."""
    table: dict[str, Access] = {}
    for part in parts:
        twice = table.keys() & part.keys()
        if twice:
            raise KeyError(f"two rows: {sorted(twice)}")
        table |= part
    return table


class Permissions:
    """The table with the relations of the areas."""

    def __init__(self, table: dict[str, Access], relations: dict[str, Relation]) -> None:
        missing = {row.relation for row in table.values() if row.relation} - relations.keys()
        if missing:
            raise KeyError(f"no such relation: {sorted(missing)}")
        self.table = table
        self._relations = relations

    def row(self, endpoint: str) -> Access | None:
        """Return the row of an endpoint or of the page whose JSON twin it is; None means denied."""
        return self.table.get(endpoint) or self.table.get(endpoint.removesuffix(JSON_SUFFIX))

    def covers(self, endpoint: str, token: Token) -> bool:
        """Return if a token's scopes cover the endpoint; what everybody may read needs none."""
        row = self.row(endpoint)
        return row is not None and (row.scope in token.scopes or (row.public and row.scope == "read"))

    def allows(self, endpoint: str, person: Person | None, arguments: dict[str, object]) -> bool:
        """Return if the person may open the endpoint with these path arguments."""
        row = self.row(endpoint)
        if row is None:
            return False
        if row.public:
            return True
        if person is None or (row.roles and not row.roles & person.roles):
            return False
        return row.relation is None or self._relations[row.relation](person, **arguments)
