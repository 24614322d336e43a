"""A market with yesterday's close, a lender, and pledge accounts; and the bodies that owner, lender and buyer send."""

from dataclasses import replace
from typing import Any, cast

from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.areas.pledges.founding import FOUNDING
from registry.areas.pledges.rules.enforcing import EnforcePledge, SellPledged
from registry.areas.pledges.rules.keeping import CallMargin, NoteRepayment, ReleaseUnits, TopUp
from registry.areas.pledges.rules.offering import AcceptPledge, OfferPledge
from registry.areas.pledges.rules.records import Ground, Pledge, PledgeSale
from registry.areas.trading.rules.pledged import SellPledgedListed
from registry.areas.trading.rules.records import Side
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody, Function, Role
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.trading.factories import (
    ASSET,
    BASE,
    CAROL,
    PRODUCT,
    SIGNERS,
    Market,
    listing,
    market,
)
from tests.world import DOCUMENT, OPERATORS, REGISTRAR, public_key_of

LENDER = 31
BY_LENDER = (f"R-{LENDER:08}",)
BY_ALICE, BY_BOB = SIGNERS[ALICE], SIGNERS[BOB]
# Friday: yesterday closed at the base price.
DAY, YESTERDAY, DUE = "2026-03-06", "2026-03-05", "2026-06-30"
UNITS, LOAN = 500, 2_400_000
SOURCE, ESCROW, PLEDGED = (account(purpose, ALICE) for purpose in ("TR", "ES", "PL"))
CASH, RESERVE = account("CA", LENDER), account("RS", 2)
OFFER = OfferPledge(SOURCE, ESCROW, PLEDGED, f"P-{LENDER:08}", ASSET, UNITS, (), LOAN, DUE, DOCUMENT)
PARAMETERS = {one.definition.name: cast("int", one.value.integer) for one in FOUNDING} | {"pledge_of_owed_allowed": 0}


class Pledging(Market):
    """A market in which pledges are given."""

    def offered(self, **changes: Any) -> str:
        return self.entry_id("pledges.offer", replace(OFFER, **changes), *BY_ALICE)

    def offer_result(self, **changes: Any) -> str:
        return self.result("pledges.offer", replace(OFFER, **changes), *BY_ALICE)

    def accepted(self, **changes: Any) -> str:
        """Return the id of a pledge in force."""
        pledge = self.offered(**changes)
        assert self.result("pledges.accept", accepting(pledge, **_loan(changes)), *BY_LENDER) == ACCEPTED
        return pledge

    def called(self, until: str = "2026-03-11") -> str:
        """Return the id of a pledge whose margin was called, because the margin was raised."""
        pledge = self.accepted()
        self.set_parameter("pledge_margin_permyriad", 15_000)
        assert self.result("pledges.call", calling(pledge, until=until), *BY_LENDER) == ACCEPTED
        return pledge

    def enforcing(self, **changes: Any) -> str:
        """Return the id of a pledge that is enforced the day after its loan was due, with a fresh close."""
        pledge = self.accepted(**changes)
        self.dealt_on("2026-06-30")
        self.at("2026-07-01", "10:00")
        assert self.result("pledges.enforce", EnforcePledge(pledge, Ground.DEFAULT, DOCUMENT), *BY_LENDER) == ACCEPTED
        return pledge

    def dealt_on(self, day: str, price_fen: int = BASE) -> None:
        """Let Bob sell one unit to Carol."""
        self.at(day, "10:00")
        found = self.listed(BOB, price_fen=price_fen, units=1)
        assert found == ACCEPTED
        assert self.taken(CAROL, price_fen=price_fen, units=1) == ACCEPTED

    def pledge(self, number: str) -> Pledge:
        found = self.state.get(Pledge, number)
        assert isinstance(found, Pledge)
        return found

    def sales(self, number: str) -> tuple[PledgeSale, ...]:
        found: tuple[PledgeSale, ...] = self.state.find(PledgeSale, "pledge", number)
        return found

    def bids(self, who: int, price_fen: int, units: int, base_fen: int = BASE) -> None:
        """List an order to buy."""
        body = listing(who, Side.BUY, price_fen=price_fen, units=units, base_fen=base_fen)
        assert self.result("trading.list", body, *SIGNERS[who]) == ACCEPTED


def _loan(changes: dict[str, Any]) -> dict[str, Any]:
    return {"loan_fen": changes["loan_fen"]} if "loan_fen" in changes else {}


def pledging(*, without: str = "") -> Pledging:
    """Return a Friday at ten: Alice has 1 000 units in her trading account; without one parameter, if it is named."""
    made = market()
    made.__class__ = Pledging
    found = cast("Pledging", made)
    found.accept(*lender(found))
    found.open(LENDER, "CA")
    found.open(2, "RS", 2)
    for who in (ALICE, BOB):
        found.open(who, "PL")
    for name, value in PARAMETERS.items():
        if name != without:
            found.define(name, value)
    found.dealt_on(YESTERDAY)
    found.at(DAY, "10:00")
    return found


def lender(made: Market) -> list[bytes]:
    """Return what brings in the lender."""
    number, who = f"P-{LENDER:08}", BY_LENDER[0]
    register = RegisterParticipant(number, Function.LENDER, "foreign", "XX-LENDER", "Lender", "31", 1, False, DOCUMENT)
    roles = (Role.INITIATOR, Role.ADMINISTRATOR)
    key = RegisterFirstKey(number, who, roles, public_key_of(who), Custody.BROWSER, DOCUMENT)
    return [
        made.author.envelope("participants.register", register, *OPERATORS),
        made.author.envelope("participants.register_first_key", key, who, *OPERATORS, REGISTRAR),
    ]


def accepting(pledge: str, **changes: Any) -> AcceptPledge:
    return replace(AcceptPledge(pledge, LOAN, BASE, YESTERDAY, CASH, None), **changes)


def calling(pledge: str, **changes: Any) -> CallMargin:
    return replace(CallMargin(pledge, BASE, YESTERDAY, "2026-03-11"), **changes)


def topping(pledge: str, **changes: Any) -> TopUp:
    return replace(TopUp(pledge, SOURCE, ASSET, 100, ()), **changes)


def repaying(pledge: str, fen: int = LOAN) -> NoteRepayment:
    return NoteRepayment(pledge, fen, "PAY-1")


def releasing(pledge: str, units: int = UNITS, target: str | None = None) -> ReleaseUnits:
    return ReleaseUnits(pledge, units, target)


def selling(pledge: str, **changes: Any) -> SellPledged:
    body = SellPledged(
        pledge=pledge,
        target=account("TR", CAROL),
        units=100,
        price_fen=BASE,
        cash=account("CA", CAROL),
        owner_cash=account("CA", ALICE),
        payment=None,
    )
    return replace(body, **changes)


def listed_sale(pledge: str, **changes: Any) -> SellPledgedListed:
    return replace(SellPledgedListed(PRODUCT, pledge, BASE, 100, account("CA", ALICE)), **changes)
