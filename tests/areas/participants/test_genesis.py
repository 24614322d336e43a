from dataclasses import replace

import pytest

from registry.areas.participants.rules.genesis import Founder, Genesis
from registry.ledger import note
from registry.ledger.decide import ACCEPTED
from registry.ledger.entry import compose, write
from registry.ledger.keys import Ed25519Signer
from registry.ledger.parties import Function, Participant, SigningKey
from registry.ledger.revisions import GENESIS, Activation
from tests.world import (
    AUTHORITY,
    OPERATORS,
    ORIGIN,
    REGISTRAR,
    START_MS,
    MemoryJournal,
    World,
    founder,
    genesis_body,
    seed_of,
)


def founded(*founders: Founder) -> str:
    world = World()
    body = replace(genesis_body(), founders=founders)
    journal = MemoryJournal(world.author)
    return journal.submit(world.author.envelope(GENESIS, body, *(one.representative for one in founders))).result


FIRST, SECOND, SUPERVISOR, WITNESS = genesis_body().founders


def test_two_operators_an_authority_and_a_registrar_found_a_registry() -> None:
    assert founded(FIRST, SECOND, SUPERVISOR, WITNESS) == ACCEPTED


@pytest.mark.parametrize("missing", range(4))
def test_without_one_of_them_none_begins(missing: int) -> None:
    bank = founder(9, Function.BANK, "R-00000009")
    founders = [FIRST, SECOND, SUPERVISOR, WITNESS]
    founders[missing] = bank
    assert founded(*founders) == "founders_incomplete"


def test_offices_are_separate_participants() -> None:
    inside = replace(WITNESS, participant=FIRST.participant)
    assert founded(FIRST, SECOND, SUPERVISOR, inside) == "founders_incomplete"


def test_every_founding_key_signs() -> None:
    world, body = World(), genesis_body()
    journal = MemoryJournal(world.author)
    with pytest.raises(Exception, match="possession_not_shown"):
        journal.submit(world.author.envelope(GENESIS, body, *OPERATORS, AUTHORITY))
    assert journal.replay.size == 0


def test_what_is_founded_is_there() -> None:
    world, body = World(), genesis_body()
    journal = MemoryJournal(world.author)
    journal.submit_all([world.author.envelope(GENESIS, body, *OPERATORS, AUTHORITY, REGISTRAR)])
    state = journal.replay.state
    assert len(state.records[Participant].by_key) == 3
    assert {key.representative for key in state.records[SigningKey].by_key.values()} == {
        *OPERATORS,
        AUTHORITY,
        REGISTRAR,
    }
    assert len(state.records[Activation].by_key) == len(body.kinds)
    assert isinstance(body, Genesis)


def test_a_number_is_founded_once() -> None:
    twice = replace(SECOND, representative=FIRST.representative, public_key=FIRST.public_key)
    world = World()
    body = replace(genesis_body(), founders=(FIRST, twice, SUPERVISOR, WITNESS))
    journal = MemoryJournal(world.author)
    envelope = world.author.envelope(GENESIS, body, OPERATORS[0], AUTHORITY, REGISTRAR)
    assert journal.submit(envelope).result == "number_taken"


def test_founders_keys_are_their_own_and_their_identities_hold() -> None:
    assert founded(FIRST, SECOND, SUPERVISOR, replace(WITNESS, identity="31")) == "identity_check"
    assert founded(FIRST, SECOND, SUPERVISOR, replace(WITNESS, roles=WITNESS.roles * 2)) == "roles_doubled"


def test_two_founders_do_not_share_a_key() -> None:
    world = World()
    shared = replace(SECOND, public_key=FIRST.public_key)
    body = replace(genesis_body(), founders=(FIRST, shared, SUPERVISOR, WITNESS))
    entry = compose(GENESIS, body, origin=ORIGIN, at_ms=START_MS, seconds=60, random=bytes(10))
    names = [(one.representative, one.representative) for one in (FIRST, SUPERVISOR, WITNESS)]
    signers = [Ed25519Signer(name, seed_of(key)) for name, key in [*names, (SECOND.representative, OPERATORS[0])]]
    assert MemoryJournal(world.author).submit(note.sign(write(entry), signers)).result == "key_taken"
