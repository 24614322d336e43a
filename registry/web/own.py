"""What belongs to the person at hand: the participant, its accounts, and what they hold, as forms offer them."""

from collections.abc import Callable, Sequence

from flask import g
from flask_babel import gettext

from registry.areas.participants import queries
from registry.areas.participants.queries import AccountLine, Holding
from registry.ledger.errors import Malformed
from registry.ledger.parties import Function
from registry.ledger.serials import Purpose, parse_serial
from registry.ledger.text import normalise
from registry.signin import Person
from registry.web.formats import figure, unit
from registry.web.seam import now, person, registry

OVERSEERS = frozenset({"operator", "authority", "auditor"})
OPEN = ("HO", "TR")

Choices = Callable[[], Sequence[tuple[str, object]]]


def participant() -> str | None:
    """Return the number of the person's participant, or None for a person without one, or no longer standing for it."""
    who = person()
    if who is None or who.representative is None:
        return None
    if "own_participant" not in g:
        with registry().engine.connect() as connection:
            g.own_participant = queries.represented_by(connection, who.representative)
    found: str | None = g.own_participant
    return found


def is_own_account(who: Person, *, number: str) -> bool:
    """Return whether a person may look into an account: its holder's representatives, and who oversees the registry."""
    if OVERSEERS & who.roles:
        return True
    with registry().engine.connect() as connection:
        holder = queries.account_holder(connection, number)
    return holder is not None and holder[0] == participant()


def accounts(*purposes: str) -> tuple[AccountLine, ...]:
    """Return the active accounts of the person's participant that have one of these purposes."""
    own = participant()
    if own is None:
        return ()
    if "own_accounts" not in g:  # the navigation asks for every item of it
        with registry().engine.connect() as connection:
            g.own_accounts = queries.accounts_of(connection, own)
    return tuple(one for one in g.own_accounts if one.purpose in purposes and one.status == "active")


def is_holder() -> bool:
    """Return whether the person's participant holds units here, or is there to: its pages are of no use to others."""
    who = person()
    return who is not None and (Function.ENTERPRISE in who.roles or bool(accounts(*OPEN)))


def oversees() -> bool:
    """Return whether the person oversees the registry, and so may look at everybody's matters."""
    who = person()
    return who is not None and bool(OVERSEERS & who.roles)


def has_accounts() -> bool:
    """Return whether there is an account to look at: to hold with, or the authority's for what it issued."""
    return is_holder() or bool(accounts(Purpose.ISSUANCE))


def holdings() -> tuple[Holding, ...]:
    """Return what the accounts of the person's participant hold."""
    own = participant()
    if own is None:
        return ()
    with registry().engine.connect() as connection:
        return queries.holdings_of(connection, own, now())


def account_choices(*purposes: str) -> Choices:
    """Return the choice of own accounts with these purposes."""
    return lambda: [(one.number, f"{one.number} · {one.label}") for one in accounts(*purposes)]


def first_account(purpose: str) -> Callable[[], str]:
    """Return a start for a field: the first own account of a purpose, or nothing."""
    return lambda: next((one.number for one in accounts(purpose)), "")


def asset_choices(*, credits_: bool) -> Choices:
    """Return the choice of what the person's participant can move now: credits, or allowances."""

    def choices() -> list[tuple[str, object]]:
        free: dict[str, int] = {}
        units: dict[str, str] = {}
        for one in holdings():
            if one.purpose in OPEN:
                free[one.asset] = free.get(one.asset, 0) + one.available
                units[one.asset] = one.unit
        with registry().engine.connect() as connection:
            of_credits = queries.credit_classes(connection)
        return [
            (
                asset,
                gettext(
                    "%(asset)s · 可用 %(units)s %(unit)s", asset=asset, units=figure(held), unit=unit(units[asset])
                ),
            )
            for asset, held in sorted(free.items())
            if (asset.partition("-")[0] in of_credits) == credits_
        ]

    return choices


def named_ranges(text: str) -> list[dict[str, int]]:
    """Return the ranges that serial texts name, one a line; a `ValueError` says which line is wrong."""
    found = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        try:
            serial = parse_serial(line)
        except Malformed:
            raise ValueError(gettext("“%(line)s”不是完整的序列区间，或校验位不符。", line=line[:60])) from None
        batch_text = line.partition(":")[0]
        with registry().engine.connect() as connection:
            batch = queries.batch_number(connection, batch_text, serial.first)
        if batch is None:
            raise ValueError(gettext("没有序列区间“%(line)s”。", line=line[:60]))
        found.append({"batch": batch, "first": serial.first, "last": serial.last})
    return found
