"""A registry is founded once, and strangers cannot fill its journal by asking for it again."""

from dataclasses import replace
from typing import Any

import pytest

from registry.ledger.decide import ACCEPTED, Unrecorded
from registry.ledger.parties import Function
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


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"identity": "XX-FOUNDER1"}, "identity_taken"),
        ({"participant": "P-00000002", "function": Function.REGISTRAR}, "founders_incomplete"),
    ],
)
def test_a_registrar_is_another_organisation_than_the_operator(changes: dict[str, Any], result: str) -> None:
    body = genesis_body()
    founders = (*body.founders[:3], replace(body.founders[3], **changes))
    author = Author()
    envelope = author.envelope(GENESIS, replace(body, founders=founders), *(one.representative for one in founders))
    assert MemoryJournal(author).submit(envelope).result == result


def test_one_participant_is_stated_in_one_way() -> None:
    body = genesis_body()
    founders = (body.founders[0], replace(body.founders[1], name="Another"), *body.founders[2:])
    author = Author()
    envelope = author.envelope(GENESIS, replace(body, founders=founders), *(one.representative for one in founders))
    assert MemoryJournal(author).submit(envelope).result == "identity_taken"
