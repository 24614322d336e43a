"""A registry is founded once, and strangers cannot fill its journal by asking for it again."""

from dataclasses import replace

import pytest

from registry.ledger.decide import Unrecorded
from registry.ledger.revisions import GENESIS
from tests.world import Author, MemoryJournal, World, genesis_body, public_key_of

STRANGERS = tuple(f"R-9000000{n}" for n in range(4))


def test_a_stranger_who_founds_again_leaves_no_trace() -> None:
    journal = MemoryJournal(Author())
    journal.submit_all(World(journal.author).founding())
    size = len(journal.leaves)
    body = genesis_body()
    founders = tuple(
        replace(founder, representative=number, public_key=public_key_of(number))
        for founder, number in zip(body.founders, STRANGERS, strict=True)
    )
    with pytest.raises(Unrecorded) as caught:
        journal.submit(journal.author.envelope(GENESIS, replace(body, founders=founders), *STRANGERS))
    assert caught.value.reason.code == "already_founded"
    assert len(journal.leaves) == size
