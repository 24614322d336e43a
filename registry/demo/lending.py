"""The loans of the demonstration: two secured by allowances, one partly repaid, and an offer that waits for the bank.

All of it is invented.
"""

from datetime import timedelta
from typing import Final

from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parties import OpenAccount
from registry.areas.pledges.founding import FOUNDING, REFERENCE, SCOPED
from registry.areas.pledges.rules.keeping import NoteRepayment
from registry.areas.pledges.rules.offering import AcceptPledge, OfferPledge
from registry.areas.pledges.rules.valuation import Price, lendable, price_of, worth
from registry.catalog import CATALOGUE, PLEDGE_SEAMS
from registry.demo.author import DOCUMENT, Author
from registry.demo.cast import ENTERPRISES, LENDER, Organisation
from registry.demo.controls import account, hands
from registry.store.preview import SqlView

OWNERS: Final = (ENTERPRISES[0], ENTERPRISES[1], ENTERPRISES[5])
_ASSET: Final = "CEA-2025"
_BANK: Final = LENDER.people[0].representative


def open_lending(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Define and set the parameters of pledges, and open the accounts that pledges need."""
    for definition in (*(one.definition for one in FOUNDING), REFERENCE):
        author.write("participants.define_parameter", definition, *office)
    author.send()
    for value in (*(one.value for one in FOUNDING), *SCOPED):
        author.write("participants.set_parameter", value, *operators)
    cash = OpenAccount(account(LENDER, "CA"), LENDER.participant, f"{LENDER.name} 资金账户")
    author.write("participants.open_account", cash, *operators)
    for owner in OWNERS:
        body = OpenAccount(account(owner, "PL"), owner.participant, f"{owner.name} 质押账户")
        author.write("participants.open_account", body, *operators)
    author.send()


def lend(author: Author) -> None:
    """Let two companies pledge allowances for as much as the bank may lend, and one of them repay a third."""
    _, chemical, carbon = OWNERS
    _pledged(author, chemical, 8_000, percent=100, days=240)
    part = _pledged(author, carbon, 6_000, percent=80, days=120)
    _, loan = _terms(author, 6_000, 80)
    author.write("pledges.note_repayment", NoteRepayment(part, loan // 3, "DEMO-RP-0001"), _BANK)
    author.send()


def leave_waiting(author: Author) -> None:
    """Leave an offer that the bank has not answered."""
    energy = OWNERS[0]
    _offer(author, energy, 5_000, percent=60, days=180)
    author.send()


def _pledged(author: Author, owner: Organisation, units: int, *, percent: int, days: int) -> str:
    pledge = _offer(author, owner, units, percent=percent, days=days)
    author.send()
    price, loan = _terms(author, units, percent)
    body = AcceptPledge(pledge, loan, price.price_fen, price.day, account(LENDER, "CA"), f"DEMO-ZY-{units:06}")
    author.write("pledges.accept", body, _BANK)
    author.send()
    return pledge


def _offer(author: Author, owner: Organisation, units: int, *, percent: int, days: int) -> str:
    _, loan = _terms(author, units, percent)
    due = day_of(author.clock.now) + timedelta(days=days)
    accounts = account(owner), account(owner, "ES"), account(owner, "PL")
    body = OfferPledge(*accounts, LENDER.participant, _ASSET, units, (), loan, due.isoformat(), DOCUMENT)
    return author.write("pledges.offer", body, *hands(owner))


def _terms(author: Author, units: int, percent: int) -> tuple[Price, int]:
    """Return the price that counts now, and so many percent of what may be lent against the units, in fen."""
    now = author.clock.now
    with author.journal.engine.connect() as connection:
        view = SqlView(connection, CATALOGUE, now)
        price = price_of(view, PLEDGE_SEAMS.closes, _ASSET, now)
        most = lendable(view, _ASSET, worth(price.price_fen, units), now)
    return price, most * percent // 100
