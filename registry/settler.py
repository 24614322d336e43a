"""Recording what time has decided, by the system's key: delayed transfers, orders of past days, ended auctions.

It decides nothing. Each is asked for in a preview first, so what a freeze holds up is left alone instead of being
refused again and again.
"""

import secrets
from collections.abc import Iterator

import sqlalchemy as sa
import structlog

from registry.areas.participants.queries import due_transfers
from registry.areas.participants.rules.settling import SETTLE, Concerned, SettleTransfer
from registry.areas.trading.queries import due_auctions, due_orders
from registry.areas.trading.rules.clearing import SettleAuction
from registry.areas.trading.rules.orders import LapseOrders
from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.entry import compose, write
from registry.ledger.instants import UUID7_RANDOM_BYTES
from registry.ledger.keys import Signer
from registry.ledger.rules import DAY_SECONDS
from registry.store.opening import OpenRegistry
from registry.store.preview import foresee

AT_ONCE = 200

log = structlog.get_logger("settler")


def settle_due(registry: OpenRegistry, system: Signer, now: int) -> int:
    """Record what is due, of each sort at most `AT_ONCE`; return how many entries were accepted.

    ``now`` in microseconds UTC.

    Raises:
        NotWritten: the next run goes on.
    """
    envelopes = []
    with registry.engine.connect() as connection:
        for name, body in _due(connection, now):
            kind = CATALOGUE.kinds[name][1]
            preview = foresee(connection, CATALOGUE, kind, body=body, signers=(), now=now, author=system.name)
            if preview.refusal is None and preview.is_concerned:
                entry = compose(
                    name, body, origin=registry.origin, at_ms=now // 1000, seconds=DAY_SECONDS,
                    random=secrets.token_bytes(UUID7_RANDOM_BYTES),
                )  # fmt: skip
                envelopes.append(note.sign(write(entry), [system]))
    answers = registry.submit_many(envelopes) if envelopes else []
    for answer in answers:
        if not answer.is_accepted:
            log.warning("not settled", result=answer.result, facts=answer.facts)
    return sum(answer.is_accepted for answer in answers)


def _due(connection: sa.Connection, now: int) -> Iterator[tuple[str, object]]:
    """Yield each due entry's kind and body; orders one by one, so that a frozen one holds up no other."""
    for transfer in due_transfers(connection, now, limit=AT_ONCE):
        yield SETTLE, SettleTransfer(transfer, Concerned.SYSTEM)
    for order in due_orders(connection, now, limit=AT_ONCE):
        yield "trading.lapse", LapseOrders(None, (order,))
    for auction in due_auctions(connection, now, limit=AT_ONCE):
        yield "trading.settle_auction", SettleAuction(None, auction)
