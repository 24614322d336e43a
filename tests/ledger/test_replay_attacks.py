"""A dishonest operator records what an honest one would not: the auditor's replay must say so."""

from dataclasses import replace

import pytest

from registry.areas.allowances.rules import TransferUnits
from registry.catalog import CATALOGUE
from registry.ledger import leaf, note
from registry.ledger.entry import compose, write
from registry.ledger.errors import Tampering
from registry.ledger.leaf import Leaf
from registry.ledger.merkle import Frontier
from registry.ledger.replay import dump_replay, load_replay
from registry.ledger.rules import LIFETIME_MAX, Catalogue, Kind
from registry.ledger.serials import account_number
from tests.world import ORIGIN, Author, MemoryJournal, World, signer_of

MINUTE, DAY = 60, 86_400


def begun() -> MemoryJournal:
    journal = MemoryJournal(Author())
    world = World(journal.author)
    journal.submit_all([*world.founding(), *world.enterprise(11), *world.enterprise(12), world.mirrored(11, units=100)])
    return journal


def wish(journal: MemoryJournal, seconds: int) -> bytes:
    """Return a transfer under always the same id; only how long it lives differs."""
    body = TransferUnits(account_number("31", "HO", 11), account_number("31", "HO", 12), "CEA-2025", 1, ())
    at_ms = journal.author.now_ms
    entry = compose("allowances.transfer", body, origin=ORIGIN, at_ms=at_ms, seconds=seconds, random=b"x" * 10)
    return note.sign(write(entry), [signer_of("R-00000011")])


def recorded(journal: MemoryJournal, envelope: bytes) -> bytes:
    """Return the leaf that a dishonest operator makes of an envelope."""
    return leaf.write(Leaf(journal.replay.size, journal.author.now_ms * 1000, "accepted", envelope), ORIGIN)


@pytest.mark.parametrize("goes_on", [False, True])
def test_an_id_is_not_free_again_when_its_first_entry_has_expired(goes_on: bool) -> None:  # noqa: FBT001
    journal = begun()
    short, long = wish(journal, MINUTE), wish(journal, DAY)
    assert journal.submit(short).result == "accepted"
    journal.author.now_ms += 2 * MINUTE * 1000
    if goes_on:
        frontier = Frontier.from_bytes(journal.replay.frontier.to_bytes())
        journal.replay = load_replay(list(dump_replay(journal.replay)), frontier=frontier, catalogue=CATALOGUE)
    with pytest.raises(Tampering) as caught:
        journal.replay.feed(recorded(journal, long))
    assert (caught.value.code, caught.value.facts["reason"]) == ("not_recordable", "id_taken")


def test_no_kind_outlives_the_memory_of_ids() -> None:
    kinds = [kind for revisions in CATALOGUE.kinds.values() for kind in revisions.values()]
    assert max(kind.lifetime_max for kind in kinds) <= LIFETIME_MAX
    one: Kind = kinds[0]
    with pytest.raises(ValueError, match=one.name):
        Catalogue.of((replace(one, lifetime_max=LIFETIME_MAX + 1),), ())
