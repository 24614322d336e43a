"""The controls of transfers in the demonstration: parameters, trusted lists, transfers that wait, came back or went.

Between trading companies that know each other the lists are filled in the first days; what goes elsewhere waits.
"""

from registry.areas.allowances.rules import OrderTransfer
from registry.areas.participants.calendar_data import PUBLISHED
from registry.areas.participants.control_data import FOUNDING
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.limits import SetOwnLimit
from registry.areas.participants.rules.parameters import Nature
from registry.areas.participants.rules.settling import Concerned, EndTransfer, SettleTransfer
from registry.areas.participants.rules.trusted import AskFirst, TrustAccount
from registry.demo.author import DAY, MINUTE, Author
from registry.demo.cast import ENTERPRISES, SYSTEM, Organisation
from registry.ledger.serials import account_number

TRADERS = ENTERPRISES[:6]
_WEEKDAYS = 5


def account(organisation: Organisation, purpose: str = "HO") -> str:
    """Return an organisation's account of one purpose."""
    return account_number(organisation.zone, purpose, organisation.number)


def hands(organisation: Organisation) -> tuple[str, ...]:
    """Return the representatives who together may move an organisation's units."""
    return tuple(person.representative for person in organisation.people[: organisation.approvals])


def set_controls(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Define and set the parameters, each with its source and evidence mark."""
    for one in FOUNDING:
        author.write("participants.define_parameter", one.definition, *office)
    author.send()
    for one in FOUNDING:
        signers = office if one.definition.nature is Nature.LAW else operators
        author.write("participants.set_parameter", one.value, *signers)
    author.send()


def trust_each_other(author: Author) -> None:
    """Let the trading companies list each other's holding accounts; the waiting time passes afterwards."""
    for organisation in TRADERS:
        for other in TRADERS:
            if other is not organisation:
                body = TrustAccount(organisation.participant, account(other))
                author.write("participants.trust_account", body, *hands(organisation))
    own = SetOwnLimit(TRADERS[0].participant, "CEA", 60_000, 100_000)
    author.write("participants.set_own_limit", own, TRADERS[0].people[0].representative)
    author.send()
    author.clock.to_morning(9)


def order(source: Organisation, target: Organisation, asset: str, units: int) -> OrderTransfer:
    """Return a transfer between holding accounts, with the source's escrow account should it have to wait."""
    return OrderTransfer(account(source), account(target), asset, units, (), account(source, "ES"), None)


def is_working(now: int) -> bool:
    """Return whether an instant of the story lies on a working day; years without a notice have no holidays."""
    day, year = day_of(now), PUBLISHED.get(day_of(now).year)
    text = day.isoformat()
    if year is None:
        return day.weekday() < _WEEKDAYS
    return text in year.workdays or (day.weekday() < _WEEKDAYS and text not in year.holidays)


def to_working_morning(author: Author) -> None:
    """Go on to the next working day's half past nine."""
    for _ in range(30):
        author.clock.to_morning()
        if is_working(author.clock.now):
            return


def leave_delayed(author: Author) -> None:
    """Let transfers to a company outside the lists arrive, be withdrawn and be refused, and three wait at the end."""
    cement, forest = TRADERS[3], ENTERPRISES[6]
    asks = AskFirst(account(forest), asks_first=True)
    ends = (("settle", cement), ("withdraw", cement), ("refuse", forest))
    begun = []
    for n, _ in enumerate(ends):
        body = order(cement, forest, "CEA-2025", 300 + 100 * n)
        begun.append(author.write("allowances.transfer", body, *hands(cement)))
    author.send()
    author.clock.forward(95 * MINUTE)
    for (end, who), transfer in zip(ends[1:], begun[1:], strict=True):
        author.write(f"participants.{end}_transfer", EndTransfer(transfer), who.people[0].representative)
    author.send()
    for _ in range(4):
        to_working_morning(author)
    settle = SettleTransfer(begun[0], Concerned.SYSTEM)
    author.write("participants.settle_transfer", settle, SYSTEM.people[0].representative)
    author.write("participants.ask_first", asks, forest.people[0].representative)
    author.send()


def leave_waiting(author: Author) -> None:
    """Begin transfers on the visitor's day, so that they still wait, and one that is refused: people are told of it."""
    author.clock.forward(365 * DAY)
    chemical, cement, forest, wind = TRADERS[1], TRADERS[3], ENTERPRISES[6], ENTERPRISES[7]
    for source, target, units in ((cement, forest, 640), (cement, wind, 1_250), (chemical, wind, 900)):
        author.write("allowances.transfer", order(source, target, "CEA-2025", units), *hands(source))
    over_limit = order(chemical, wind, "CEA-2025", 90_000_000)
    author.write("allowances.transfer", over_limit, *hands(chemical), may_fail=True)
    author.send()
