"""A release that brings a new revision of a kind reads what was written under the older one."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from registry.areas.allowances.rules import TransferUnits
from registry.catalog import CATALOGUE
from registry.ledger import leaf
from registry.ledger.codec import AccountNo, Asset, Code, Units
from registry.ledger.entry import check
from registry.ledger.errors import Malformed
from registry.ledger.handover import pack, unpack
from registry.ledger.merkle import leaf_hash
from registry.ledger.replay import Replay
from registry.ledger.rules import Catalogue, Context, Outcome, View
from registry.verify.tree import Bundle
from registry.verify.workers import KeyScan, batches
from tests.world import ORIGIN, MemoryJournal, World

NAME = "allowances.transfer"


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A later body, which none of the older entries has."""

    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    reason: Code


def newer() -> Catalogue:
    """Return the catalogue of a release whose transfers give a reason, not yet in force."""
    known = CATALOGUE.kinds[NAME]
    kind = known[1]

    def rule(body: Any, context: Context, view: View) -> Outcome:
        outcome: Outcome = kind.rule(TransferUnits(body.source, body.target, body.asset, body.units, ()), context, view)
        return outcome

    second = replace(kind, body=Reasoned, rule=rule, revision=max(known) + 1)
    revisions = {**known, second.revision: second}
    return Catalogue({**CATALOGUE.kinds, NAME: revisions}, CATALOGUE.record_types)


@pytest.fixture
def leaves() -> list[bytes]:
    world = World()
    journal = MemoryJournal(world.author)
    journal.submit_all([*world.founding(), *world.enterprise(11), *world.enterprise(12), world.mirrored(11, units=9)])
    journal.submit(world.transfer(11, 12, units=5))
    journal.submit(world.transfer(11, 12, units=5))
    return journal.leaves


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_history_replays_under_a_release_with_newer_bodies(leaves: list[bytes], jobs: int) -> None:
    catalogue = newer()
    replay = Replay(ORIGIN, catalogue)
    bundle = Bundle("tile/entries/000", 0, leaves, [leaf_hash(data) for data in leaves])
    for batch in batches(iter([bundle]), KeyScan(), origin=ORIGIN, catalogue=catalogue, jobs=jobs):
        assert batch.malformed is None
        for prepared in batch.prepared:
            replay.step(prepared)
    assert replay.size == len(leaves)


def test_an_older_body_passes_between_the_processes(leaves: list[bytes]) -> None:
    keyring = Replay(ORIGIN, CATALOGUE)
    for data in leaves:
        keyring.feed(data)
    envelope = leaf.parse(leaves[-1], ORIGIN).envelope
    checked = check(envelope, origin=ORIGIN, catalogue=newer(), find_key=keyring.keyring.find)
    assert (checked.revision, type(checked.body)) == (1, TransferUnits)
    assert unpack(pack(checked), envelope, newer()) == checked


def test_what_no_revision_reads_is_malformed_as_the_newest_says(leaves: list[bytes]) -> None:
    envelope = leaf.parse(leaves[-1], ORIGIN).envelope.replace(b'"units"', b'"unity"')
    with pytest.raises(Malformed) as caught:
        check(envelope, origin=ORIGIN, catalogue=newer(), find_key=lambda *_: ())
    assert (caught.value.code, caught.value.facts["path"]) == ("field", "reason")
