"""A draft in the demonstration: a transfer that one has signed and that waits for the second signature."""

import hashlib

import sqlalchemy as sa

from registry.demo.cast import ENTERPRISES, ORIGIN, signer_for
from registry.demo.controls import order
from registry.ledger import note
from registry.ledger.entry import compose, write
from registry.ledger.rules import DAY_SECONDS
from registry.store import draft_work, drafts


def leave_draft(engine: sa.Engine, now: int) -> None:
    """Let the first of the first enterprise begin a transfer, unless one waits, and the second ask about it.

    Drafts live a day, so each day anew.
    """
    energy, chemical = ENTERPRISES[0], ENTERPRISES[1]
    first, second = (person.representative for person in energy.people)
    if drafts.begun_by(engine, first, now):
        return
    body = order(energy, chemical, "CEA-2025", 1_200)
    chance = hashlib.sha256(f"draft {now}".encode()).digest()[:10]
    entry = compose("allowances.transfer", body, origin=ORIGIN, at_ms=now // 1000, seconds=DAY_SECONDS, random=chance)
    envelope = note.sign(write(entry), [signer_for(first)])
    drafts.keep(engine, entry, envelope, participant=energy.participant, missing=1, candidates=[second], now=now)
    said = "数量与合同一致吗？合同写的是 1,200 吨。"
    draft_work.comment(engine, entry.id, second, said=said, once=entry.id, now=now)
