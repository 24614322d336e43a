"""Telling people of what became of their affairs: transfers that arrived or did not, recoveries, keys, answers.

It follows the log, as `alerting` does for what a thief would have to send; here only what was accepted is news. A
recovery that takes effect leaves no entry, so that one follows the clock.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from registry.areas.participants.queries import (
    accepted_news,
    powers_ending,
    recovered_between,
    representatives_of,
    represented_by,
)
from registry.areas.participants.rules.calendars import DAY
from registry.areas.participants.rules.delays import DelayedTransfer, DelayStatus
from registry.areas.participants.rules.many import line_id
from registry.areas.trading.rules.objections import Objection
from registry.catalog import CATALOGUE
from registry.ledger.book import Account, AssetClass, asset_class_of
from registry.ledger.parties import Representative, SigningKey
from registry.store.log import entry_at
from registry.store.marks import follow
from registry.store.notices import Recipient, notify
from registry.store.preview import SqlView

NAME: Final = "news"
RECOVERED: Final = "recovered"
ENDING: Final = "ending"
# So long before its end a power of attorney is told of.
AHEAD: Final = 14 * DAY
# What took effect longer ago is no news, even to a registry that has just begun to tell.
RECENT: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class News:
    """An accepted entry as those who tell of it see it; ``by`` is who signed it first."""

    id: str
    index: int
    kind: str
    by: str
    body: Mapping[str, Any]
    view: SqlView


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell what: all people of a participant, and which page says more."""

    participant: str
    event: str
    facts: Mapping[str, str | int]
    link: str


def tell_news(engine: sa.Engine, now: int) -> int:
    """Tell the people concerned of what is new in the log; return the position that was reached."""

    def work(connection: sa.Connection, last: int) -> int:
        found = accepted_news(connection, tuple(_TOLD), after=last)
        for index in found:
            entry, by = entry_at(connection, index)
            one = News(entry.id, index, entry.kind, by, entry.body, SqlView(connection, CATALOGUE, now))
            for telling in _TOLD[entry.kind](one):
                _tell(connection, telling, now)
        return found[-1] if found else last

    return follow(engine, NAME, work)


def tell_recovered(engine: sa.Engine, now: int) -> int:
    """Tell of the recoveries that have taken effect since; return the instant that was reached."""

    def work(connection: sa.Connection, last: int) -> int:
        for key in recovered_between(connection, max(last, now - RECENT), now):
            facts = {"participant": key.participant, "representative": key.representative}
            _tell(connection, Telling(key.participant, "recovery_done", facts, _keys(key.participant)), now)
        return now

    return follow(engine, RECOVERED, work)


def tell_ending(engine: sa.Engine, now: int) -> int:
    """Tell both sides of the powers of attorney that end in a fortnight; return the instant that was reached."""

    def work(connection: sa.Connection, last: int) -> int:
        begin = max(last + AHEAD, now)
        for power in powers_ending(connection, begin, now + AHEAD):
            facts: dict[str, str | int] = {"representative": power.attorney, "ends_at": power.ends_at}
            of = represented_by(connection, power.attorney)
            for participant in dict.fromkeys(one for one in (power.principal, of) if one):
                link = f"/participants/{participant}"
                _tell(connection, Telling(participant, "mandate_ending", facts, link), now)
        return now

    return follow(engine, ENDING, work)


def _tell(connection: sa.Connection, one: Telling, now: int) -> None:
    to = [Recipient(representative=person.number) for person in representatives_of(connection, one.participant)]
    notify(connection, event=one.event, to=to, facts=one.facts, now=now, link=one.link)


def _keys(participant: str) -> str:
    return f"/participants/{participant}/keys"


def _recovery_begun(one: News) -> Iterator[Telling]:
    key = one.view.get(SigningKey, str(one.body["representative"]), str(one.body["public_key"]))
    if key is not None:
        facts: dict[str, str | int] = {"participant": key.participant, "effective_at": key.active_from}
        yield Telling(key.participant, "recovery_begun", facts, _keys(key.participant))


def _recovery_stopped(one: News) -> Iterator[Telling]:
    for owner in _owners(one):
        yield Telling(owner, "recovery_stopped", {"participant": owner, "stopped_by": one.by}, _keys(owner))


def _key_revoked(one: News) -> Iterator[Telling]:
    facts = {"representative": str(one.body["representative"]), "fingerprint": str(one.body["public_key"])[:12]}
    for owner in _owners(one):
        yield Telling(owner, "key_revoked", facts, _keys(owner))


def _representative_changed(one: News) -> Iterator[Telling]:
    facts = {"representative": str(one.body["representative"]), "kind": one.kind}
    for owner in _owners(one):
        yield Telling(owner, "representative_changed", {**facts, "participant": owner}, f"/journal/{one.index}")


def _owners(one: News) -> Iterator[str]:
    found = one.view.get(Representative, str(one.body["representative"]))
    if found is not None:
        yield found.participant


def _transferred(one: News) -> Iterator[Telling]:
    """Tell the receiver of what arrived at once; what waits is told when it arrives."""
    if one.view.get(DelayedTransfer, one.id) is None:
        yield from _received(one, one.body)


def _transferred_many(one: News) -> Iterator[Telling]:
    for number, line in enumerate(one.body["transfers"], 1):
        if one.view.get(DelayedTransfer, line_id(one.id, number)) is None:
            yield from _received(one, {**line, "source": one.body["source"]})


def _received(one: News, body: Mapping[str, Any]) -> Iterator[Telling]:
    source, target = (one.view.get(Account, str(body[name])) for name in ("source", "target"))
    if source is None or target is None or source.holder == target.holder:
        return
    facts = _of_units(one.view, str(body["asset"]), int(body["units"]))
    facts |= {"source": source.number, "target": target.number}
    yield Telling(target.holder, "transfer_received", facts, f"/journal/{one.index}")


def _ended(one: News) -> Iterator[Telling]:
    """Tell both sides of a transfer that waited: the sender how it ended, the receiver that it arrived."""
    delayed = one.view.get(DelayedTransfer, str(one.body["transfer"]))
    if delayed is None:
        return
    facts = _of_units(one.view, delayed.asset, delayed.units)
    facts |= {"source": delayed.source, "target": delayed.target, "by": one.by, "reason": delayed.status.value}
    event, link = _ENDS.get(delayed.status), f"/journal/{one.index}"
    if event is not None:
        yield Telling(delayed.participant, event, facts, link)
    if delayed.status is DelayStatus.EXECUTED and delayed.receiver != delayed.participant:
        yield Telling(delayed.receiver, "transfer_received", facts, link)


def _of_units(view: SqlView, asset: str, units: int) -> dict[str, str | int]:
    found = view.get(AssetClass, asset_class_of(asset))
    return {"units": units, "unit": found.unit if found else asset}


def _objection_answered(one: News) -> Iterator[Telling]:
    found = one.view.get(Objection, str(one.body["objection"]))
    if found is not None:
        facts = {
            "day": found.day,
            "product": found.product,
            "outcome": found.status.value,
            "reason": found.answer or "",
        }
        yield Telling(found.participant, "objection_answered", facts, "/market/objections")


_ENDS: Final = {
    DelayStatus.EXECUTED: "transfer_executed",
    DelayStatus.WITHDRAWN: "transfer_withdrawn",
    DelayStatus.REFUSED: "transfer_refused",
    DelayStatus.LAPSED: "transfer_lapsed",
}
_TOLD: Final[Mapping[str, Callable[[News], Iterator[Telling]]]] = {
    "allowances.transfer": _transferred,
    "allowances.transfer_many": _transferred_many,
    "credits.transfer": _transferred,
    "credits.transfer_many": _transferred_many,
    "participants.recover_key": _recovery_begun,
    "participants.refuse_transfer": _ended,
    "participants.reinstate_representative": _representative_changed,
    "participants.revoke_key": _key_revoked,
    "participants.settle_transfer": _ended,
    "participants.stop_recovery": _recovery_stopped,
    "participants.suspend_representative": _representative_changed,
    "participants.withdraw_transfer": _ended,
    "trading.answer_objection": _objection_answered,
}
