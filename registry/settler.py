"""Recording what time has decided: the system's key settles delayed transfers that are due. It decides nothing.

Each is asked for in a preview first, so what a freeze holds up is left alone instead of being refused again and again.
"""

import secrets

import structlog

from registry.areas.participants.queries import due_transfers
from registry.areas.participants.rules.settling import SETTLE, Concerned, SettleTransfer
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
    """Settle the delayed transfers that are due, at most `AT_ONCE`; return how many it settled.

    ``now`` in microseconds UTC.

    Raises:
        NotWritten: the next run goes on.
    """
    kind = CATALOGUE.kinds[SETTLE][1]
    envelopes = []
    with registry.engine.connect() as connection:
        for transfer in due_transfers(connection, now, limit=AT_ONCE):
            body = SettleTransfer(transfer, Concerned.SYSTEM)
            preview = foresee(connection, CATALOGUE, kind, body=body, signers=(), now=now, author=system.name)
            if preview.refusal is None and preview.is_concerned:
                entry = compose(
                    SETTLE, body, origin=registry.origin, at_ms=now // 1000, seconds=DAY_SECONDS,
                    random=secrets.token_bytes(UUID7_RANDOM_BYTES),
                )  # fmt: skip
                envelopes.append(note.sign(write(entry), [system]))
    answers = registry.submit_many(envelopes) if envelopes else []
    for answer in answers:
        if not answer.is_accepted:
            log.warning("not settled", result=answer.result, facts=answer.facts)
    return sum(answer.is_accepted for answer in answers)
