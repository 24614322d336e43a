"""The permission table asked of every route, for everybody, in every state: allowed or refused exactly as it says.

What is expected follows from the table's row and from `everybody`; only what a relation means is said here once more,
and which routes may be open to all. A request that is let through is stopped before its page (`LET_THROUGH`); that
the pages stand is asked apart. Nothing is sent with a form's token: whom the table lets through, the token stops.
"""

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

import pytest
from flask import Response

from registry.areas.ecology.rules.books import BOOKS as ECOLOGICAL
from registry.areas.pledges.rules.records import Pledge, PledgeStatus
from registry.areas.supervision.rules.books import BOOKS as SUPERVISED
from registry.areas.trading.rules.orders import ListOrder
from registry.areas.trading.rules.records import Mode, Product, Side, Trade, Venue
from registry.areas.trading.rules.settlement import TRADES_PER_ENTRY
from registry.signin.accounts import Origin
from registry.signin.duties import EXCLUSIVE
from registry.signin.tokens import SCOPES
from registry.store.projection import mapper_of
from registry.web.permissions import JSON_SUFFIX, Access
from registry.web.seam import now
from tests.flows.everybody import CAST, SUSPENDED, person_of, signed_in, site_number, without_session
from tests.flows.routes import PLEDGE_ID, Route, ask, routes_of, things
from tests.site import FIRST, PASSWORD, Site, account, id_of, signed_by, text_on

SAFE: Final = {"GET", "HEAD", "OPTIONS"}
LET_THROUGH: Final = 299
# Whose proof is the signature in what is sent, not the session.
BY_SIGNATURE: Final = {"discharge.take_hourly", "entries.submit"}
# What strangers may send.
PUBLIC_TO_SEND: Final = {
    "account.sign_in", "demo.switch", "discharge.take_hourly", "entries.submit",
    "factors.ask_for_sign_in", "links.open_link",
    "participants.apply", "participants.reply", "participants.withdraw",  # whoever applies has no account yet
}  # fmt: skip
# What everybody who is signed in may send; whether it counts is the ledger's answer.
OF_EVERYBODY: Final = {
    "saved.forget", "saved.save",
    "account.end_others", "account.presence", "demo.confirm", "factors.add_passkey", "factors.ask_for_presence",
    "factors.ask_to_enrol", "factors.remove_authenticator", "factors.remove_passkey", "factors.renew_codes",
    "account.change_password", "account.end_session", "account.second_factor", "account.sign_out", "account.step_up",
    "entries.unsigned", "entries.upload", "finance.register", "notices.address", "notices.confirm", "notices.read",
    "notices.settings", "participants.join_key",  # only who is expected gets further
    "participants.register_key", "participants.revoke_key", "participants.rotate_key",
    "uploads.carry_out", "uploads.new", "tasks.forget", "tasks.sign", "tasks.upload", "tokens.make", "tokens.revoke",
}  # fmt: skip
# What strangers may read: what the law publishes, the log's proofs, the ways in, and what describes the program.
PUBLIC_TO_READ: Final = {
    "account.sign_in", "links.open_link", "participants.apply", "participants.followed",
    "assets", "healthz", "metrics.read", "pages.home", "readyz", "search.find",
    "auditing.attestations", "auditing.certificate", "auditing.certificate_proof",
    "auditing.changes", "auditing.check", "auditing.checkpoint", "auditing.checkpoint_of",
    "auditing.checkpoint_sizes", "auditing.checkpoints", "auditing.conservation", "auditing.figures", "auditing.keys",
    "auditing.live_csv", "auditing.live_figures", "auditing.open_data", "auditing.policy", "auditing.proof",
    "auditing.receipt", "auditing.register", "auditing.snapshot", "auditing.snapshot_note", "auditing.tile",
    "developers.index", "developers.kind", "developers.kinds", "developers.openapi", "developers.problems",
    "compliance.deadlines", "compliance.enterprises", "compliance.feed",
    "discharge.permit", "discharge.permit_discharge", "discharge.permits", "discharge.pollutants",
    "discharge.indicators", "discharge.reserve", "discharge.trades",
    "finance.bond", "finance.bonds", "finance.catalogue", "finance.compare", "finance.project", "finance.projects",
    "credits.bans", "credits.double_claims", "credits.duties", "credits.project", "credits.projects",
    "credits.suspensions", "forestry.buffer", "forestry.calculation", "forestry.plots",
    *(f"supervision.{name}" for name in ("credit", "draws", "index", "lots", "missing", "record", "targets")),
    *(f"supervision.{book.name}" for book in SUPERVISED),
    *(f"ecology.{name}" for name in ("account", "accounts", "index", "record")),
    *(f"ecology.{book.name}" for book in ECOLOGICAL),
    "documents.salt", "documents.show",  # the entry that names a document says who may read it
    "trading.auction", "trading.auctions", "trading.book", "trading.fills", "trading.history", "trading.market",
    "trading.product",
}  # fmt: skip
# What everybody may read who is signed in: the own matters, and pages that ask about each thing by themselves.
OF_EVERYBODY_TO_READ: Final = {
    "account.second_factor", "account.security", "account.step_up", "allowances.pending", "auditing.entry",
    "auditing.journal", "auditing.trace", "compliance.cases", "credits.retirements", "discharge.discharges",
    "discharge.buyers", "discharge.rights", "demo.key", "factors.add_passkey",
    "finance.register", "keys.this_browser", "notices.confirm", "notices.index", "notices.settings",
    "participants.delayed", "participants.holdings", "participants.join", "participants.join_key",
    "participants.overview", "participants.party", "participants.register_key", "participants.revoke_key",
    "participants.rotate_key",
    "participants.trusted", "pledges.index", "tasks.index", "tokens.make", "trading.money", "trading.orders",
    "trading.own_trades",
    "trading.clearing", "trading.clearing_days", "trading.clearing_money", "trading.clearing_units",
    "trading.objections", "trading.own_bids", "trading.refused",
    "uploads.errors", "uploads.index", "uploads.new", "uploads.show", "uploads.sign", "uploads.template",
}  # fmt: skip
BEFORE_ENROLMENT: Final = {
    "assets", "account.second_factor", "account.sign_in", "account.sign_out", "factors.add_passkey",
    "factors.ask_for_sign_in", "factors.ask_to_enrol", "links.open_link",
}  # fmt: skip
# Pages that look at the thing before they answer: whose upload or entry it is, whether a key is expected.
ASKING_THEMSELVES: Final = {
    "auditing.entry", "discharge.buyers", "metrics.read", "participants.join", "participants.join_key",
    "trading.clearing", "trading.clearing_money", "trading.clearing_units", "uploads.new", "uploads.template",
}  # fmt: skip

# A pledge of enterprise 11 to the lender 25, as its tables would show it.
PLEDGE: Final = Pledge(
    id=PLEDGE_ID, owner="P-00000011", lender="P-00000025", source=account(11), escrow=account(11, "ES"),
    account=account(11, "PL"), lender_cash=None, asset="CEA-2025", units=1, ranges=(), loan_fen=1, outstanding_fen=0,
    due_on="2027-01-01", contract="0" * 64, registration=None, status=PledgeStatus.OFFERED, price_fen=0,
    price_day=None, call_until=None, calls=0, ground=None, offered_index=1, accepted_index=None, ended_index=None,
)  # fmt: skip


@pytest.fixture
def stopped(everyone: Site) -> Iterator[None]:
    """Stop every request that is let through before its page, with forms' tokens asked for."""

    def stop() -> Response:
        return Response(status=LET_THROUGH)

    hooks = everyone.app.before_request_funcs[None]
    hooks.append(stop)
    everyone.app.config["WTF_CSRF_ENABLED"] = True
    yield
    everyone.app.config["WTF_CSRF_ENABLED"] = False
    hooks.remove(stop)


@pytest.fixture(scope="module")
def task(everyone: Site) -> str:
    """Return the number of a draft that waits for a second signature of enterprise 11."""
    client = signed_in(everyone, "first")
    form = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "10", "ranges": ""}
    page = client.post("/allowances/transfer", data=form).text
    assert client.post("/tasks/sign", data=signed_by(page, FIRST)).status_code == 202
    return id_of(text_on(page))


@pytest.fixture(scope="module")
def order(everyone: Site) -> str:
    """Return the entry of an order of enterprise 11 that was refused, for nothing is traded here."""
    body = ListOrder(
        product="CEA", side=Side.SELL, account=account(11), escrow=account(11, "ES"), cash=account(11, "CA"),
        price_fen=100, units=10, base_fen=None, ranges=(),
    )  # fmt: skip
    envelope = everyone.world.author.envelope("trading.list", body, FIRST, str(site_number("second")))
    assert everyone.registry.submit(envelope).result != "accepted"
    return id_of(envelope)


@pytest.fixture(scope="module")
def trade(everyone: Site) -> int:
    """Return the number of a trade of enterprises 11 and 12; the one after it is between others.

    Nothing is traded here, so what a trade would leave is put there by hand.
    """
    product = Product(
        code="CEA25", name="CEA", asset="CEA-2025", venue=Venue.OWN, approval="test", approval_document="0" * 64,
        opens_on="2026-01-01", closes_on=None, base_fen=1, fee_account=account(99, "CA"), is_open=False, opened_index=1,
    )  # fmt: skip
    number = TRADES_PER_ENTRY + 1
    trades = [
        Trade(
            number=made, product="CEA25", mode=Mode.LISTED, buyer=f"P-{buyer:08}", seller=f"P-{seller:08}",
            buyer_account=account(buyer, "TR"), seller_account=account(seller, "TR"), price_fen=1, units=1,
            turnover_fen=1, buyer_fee_fen=0, seller_fee_fen=0, resting=str(UUID(int=1)), taking=str(UUID(int=2)),
            is_buyer_taking=True, day="2026-03-02", at=now(),
        )
        for made, (buyer, seller) in enumerate(((11, 12), (97, 98)), number)
    ]  # fmt: skip
    with everyone.registry.engine.begin() as connection:
        connection.execute(mapper_of(Pledge).table.insert().values(mapper_of(Pledge).to_row(PLEDGE)))
        connection.execute(mapper_of(Product).table.insert().values(mapper_of(Product).to_row(product)))
        connection.execute(mapper_of(Trade).table.insert(), [mapper_of(Trade).to_row(one) for one in trades])
    return number


@pytest.fixture(scope="module")
def routes(everyone: Site, task: str, order: str, trade: int) -> tuple[Route, ...]:
    return routes_of(everyone, task=task, order=order, trade=trade)


def test_what_is_open_to_all_is_so_on_purpose(routes: tuple[Route, ...]) -> None:
    def open_to(test: Callable[[Access], bool], *methods: str) -> set[str]:
        found = {one.endpoint for one in routes if one.method in methods and test(one.row)}
        return {name.removesuffix(JSON_SUFFIX) for name in found}

    assert {one.method for one in routes} == {"GET", "POST"}
    assert open_to(lambda row: row.public, "POST") == PUBLIC_TO_SEND
    assert open_to(lambda row: row.public, "GET") == PUBLIC_TO_READ
    assert open_to(lambda row: not (row.public or row.roles or row.relation), "POST") == OF_EVERYBODY
    assert open_to(lambda row: not (row.public or row.roles or row.relation), "GET") == OF_EVERYBODY_TO_READ
    assert open_to(lambda row: row.before_enrolment, "GET", "POST") == BEFORE_ENROLMENT


def test_everybody_of_the_matrix_is_who_the_ledger_says(everyone: Site, routes: tuple[Route, ...]) -> None:
    assert {login: person_of(everyone, login).roles for login in CAST} == {
        login: one.may for login, one in CAST.items()
    }
    named = set().union(*(one.row.roles for one in routes))
    assert named | EXCLUSIVE <= set().union(*(one.may for one in CAST.values()))
    assert {one.row.relation for one in routes if one.row.relation} == things(
        everyone, str(UUID(int=1)), str(UUID(int=2)), 1
    ).keys()


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("login", CAST)
def test_the_table_says_who_gets_through_and_no_form_without_its_token(
    everyone: Site, routes: tuple[Route, ...], login: str
) -> None:
    client, wrong = signed_in(everyone, login), []
    for route in routes:
        status, passed = ask(client, route), LET_THROUGH
        if route.method not in SAFE and route.endpoint not in BY_SIGNATURE:
            passed = 400  # form_expired
        if status != (passed if route.is_open_to(login) else 403):
            wrong.append((route.endpoint, route.method, route.address, status))
    assert not wrong
    assert client.post("/saved-views", content_type="text/plain").json["code"] == "form_expired"  # type: ignore[index]


@pytest.mark.usefixtures("stopped")
def test_a_session_that_is_over_opens_what_a_stranger_may_open(everyone: Site, routes: tuple[Route, ...]) -> None:
    for why, client in without_session(everyone).items():
        for route in routes:
            answer = client.open(route.address, method=route.method, content_type="text/plain")
            if route.row.public:
                expected = {LET_THROUGH} if route.method in SAFE or route.endpoint in BY_SIGNATURE else {400}
            elif route.method in SAFE and not route.is_for_programs:
                expected = {302}
                assert answer.location.startswith("/sign-in?next="), (why, route)
            else:
                expected = {401}
            assert answer.status_code in expected, (why, route, answer.status_code)


@pytest.mark.usefixtures("stopped")
def test_an_account_without_second_factor_is_led_to_one(everyone: Site, routes: tuple[Route, ...]) -> None:
    accounts = everyone.app.extensions["people"]
    accounts.create_person("bare", name="bare", password=PASSWORD, now=1, representative=None)
    client = signed_in(everyone, "bare")
    for route in routes:
        answer = client.open(route.address, method=route.method, content_type="text/plain")
        if route.row.before_enrolment:
            assert answer.status_code in (LET_THROUGH, 400), route
        else:
            assert (answer.status_code, answer.location) == (302, "/account/second-factor"), route


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("login", ["auditor", "first", "dismissed"])
def test_a_token_opens_what_its_scope_and_its_person_may(
    everyone: Site, routes: tuple[Route, ...], login: str, scope: str
) -> None:
    secret = everyone.app.extensions["people"].tokens.make(
        person_of(everyone, login), name=scope, scopes=(scope,), days=1, origin=Origin("127.0.0.1"), now=now()
    )
    client = everyone.app.test_client()
    for route in routes:
        status = ask(client, route, Authorization=f"Bearer {secret}")
        if not route.is_for_programs:  # a page looks at no token
            expected = ask(client, route)
        elif route.row.scope == scope or (route.row.public and route.row.scope == "read"):
            expected = LET_THROUGH if route.is_open_to(login) else 403
        else:
            expected = 403
        assert status == expected, (route, status)


@pytest.mark.parametrize("login", ["", "first", "viewer", "operator", "auditor", "of_security", "bank", *SUSPENDED])
def test_every_page_that_is_let_through_stands(everyone: Site, routes: tuple[Route, ...], login: str) -> None:
    client, answers = signed_in(everyone, login) if login else everyone.app.test_client(), {}
    for route in routes:
        if route.method == "GET" and (route.row.public if not login else route.is_open_to(login)):
            answer = client.get(route.address)
            answers[route.endpoint, route.address] = answer.status_code
            assert "/sign-in" not in (answer.location or ""), route

    refused = {name for (name, _), status in answers.items() if status not in (200, 302, 303, 404)}
    assert len(answers) > 50
    assert {name.removesuffix(JSON_SUFFIX) for name in refused} <= ASKING_THEMSELVES, answers
