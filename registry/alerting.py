"""Telling a participant's people at once of entries that a thief would have to send: see `queries.alerts`.

What was refused counts as well: it is how most thefts show. What went to an own or a trusted account is daily work and
no news.
"""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.queries import Alert, alerts, representatives_of
from registry.areas.participants.rules.delays import DelayedTransfer
from registry.areas.participants.rules.many import line_id
from registry.areas.participants.rules.trusted import TrustedAccount
from registry.catalog import CATALOGUE
from registry.ledger.book import AssetClass, asset_class_of
from registry.ledger.entry import Entry, read_body
from registry.ledger.errors import Refusal
from registry.notice_wording import result_facts
from registry.store.log import entry_at
from registry.store.marks import follow
from registry.store.notices import Recipient, notify
from registry.store.preview import SqlView, foresee

NAME: Final = "alerts"
ACCEPTED: Final = "accepted"
Said = tuple[str, Mapping[str, str | int]]


def tell_alerts(engine: sa.Engine, now: int) -> int:
    """Tell the people concerned of what is new in the log; return the position that was reached."""

    def work(connection: sa.Connection, last: int) -> int:
        found = alerts(connection, after=last)
        for one in found:
            _tell(connection, one, now)
        return found[-1].index if found else last

    return follow(engine, NAME, work)


def _tell(connection: sa.Connection, alert: Alert, now: int) -> None:
    said = _said(connection, alert, now)
    if said is None:
        return
    event, facts = said
    to = [Recipient(representative=one.number) for one in representatives_of(connection, alert.participant)]
    notify(connection, event=event, to=to, facts=facts, now=now, link=f"/journal/{alert.index}")


def _said(connection: sa.Connection, alert: Alert, now: int) -> Said | None:
    """Return the event and its facts, or None for daily work."""
    facts: dict[str, str | int] = {"participant": alert.participant, "kind": alert.kind, "result": alert.result}
    entry, _ = entry_at(connection, alert.index)
    if alert.result != ACCEPTED:
        return "theft_suspected", facts | _reasons(connection, alert, entry)
    body = entry.body
    view = SqlView(connection, CATALOGUE, now)
    if alert.kind == "participants.trust_account":
        trusted = view.get(TrustedAccount, alert.participant, body["account"])
        return "trusted_account_added", facts | {
            "account": str(body["account"]),
            "effective_at": trusted.effective_from if trusted else alert.recorded_at,
        }
    if alert.kind in ("participants.add_key", "participants.add_representative"):
        number, key = str(body["representative"]), str(body["public_key"])
        return "key_registered", facts | {
            "representative": number, "fingerprint": key[:12], "vouched_by": alert.participant,
        }  # fmt: skip
    if alert.kind == "participants.freeze_now":
        return "frozen", facts | {"subject": str(body["participant"]), "order": str(body["ground"])}
    if alert.kind.endswith(".transfer_many"):
        return _of_many(entry, view, facts)
    delayed = view.get(DelayedTransfer, entry.id)
    return None if delayed is None else ("transfer_delayed", facts | _of_transfer(view, delayed))


def _reasons(connection: sa.Connection, alert: Alert, entry: Entry) -> dict[str, str | int]:
    """Return the facts of a refusal, which its leaf does not hold: what the rule says now, if it is the same."""
    kind, body = read_body(CATALOGUE, entry.kind, entry.body)
    try:
        refusal = foresee(
            connection, CATALOGUE, kind, body=body, signers=(), now=alert.recorded_at, entry_id=entry.id
        ).refusal
    except Refusal as found:
        refusal = found
    return result_facts(refusal.facts) if refusal is not None and refusal.code == alert.result else {}


def _of_many(entry: Entry, view: SqlView, facts: Mapping[str, str | int]) -> Said | None:
    ids = (line_id(entry.id, number) for number in range(1, len(entry.body["transfers"]) + 1))
    waiting = [one for one in (view.get(DelayedTransfer, transfer) for transfer in ids) if one is not None]
    if not waiting:
        return None
    return "transfers_delayed", {
        **facts,
        "count": len(waiting),
        "executes_at": min(one.due_at for one in waiting),
        "withdrawable_until_at": min(one.withdrawable_until for one in waiting),
    }


def _of_transfer(view: SqlView, delayed: DelayedTransfer) -> dict[str, str | int]:
    asset_class = view.get(AssetClass, asset_class_of(delayed.asset))
    return {
        "units": delayed.units,
        "unit": asset_class.unit if asset_class else delayed.asset,
        "target": delayed.target,
        "executes_at": delayed.due_at,
        "withdrawable_until_at": delayed.withdrawable_until,
    }
