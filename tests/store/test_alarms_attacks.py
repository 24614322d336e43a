"""An author who was shown another log: answered, not recorded, and kept as evidence with both checkpoints."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.checkpoint import open_checkpoint
from registry.ledger.entry import Seen, compose, write
from registry.ledger.merkle import EMPTY_ROOT, root_at
from registry.ledger.revisions import GENESIS
from registry.store import alarms
from registry.store.log import SqlHashes
from registry.store.rebuild import rebuild
from registry.store.tables_alarms import alarm
from tests.store.checks import audit, results_of
from tests.store.filled import LOG, Filled
from tests.world import ORIGIN, genesis_body, public_key_of, signer_of

OTHER = b"\x07" * 32


def shown(begun: Filled, seen: Seen) -> bytes:
    """Return a good transfer whose author names this size and root."""
    checked = begun.journal.check(begun.world.transfer(11, 12, units=5))
    return note.sign(write(replace(checked.entry, seen=seen)), [signer_of("R-00000011")])


def own(begun: Filled, size: int) -> Seen:
    with begun.engine.connect() as connection:
        return Seen(size, root_at(SqlHashes(connection, begun.writer.size), size) if size else EMPTY_ROOT)


def rows(begun: Filled) -> list[sa.Row[tuple[object, ...]]]:
    with begun.engine.connect() as connection:
        return list(connection.execute(sa.select(alarm).order_by(alarm.c.seen_size)))


@pytest.mark.parametrize("back", [0, 1, 4])
def test_records_what_was_written_before_this_log(begun: Filled, back: int) -> None:
    begun.trade(3)
    assert begun.journal.submit(shown(begun, own(begun, begun.writer.size - back))).is_accepted
    assert begun.journal.submit(shown(begun, own(begun, 0))).is_accepted
    assert rows(begun) == []
    audit(begun.engine, begun.signed)


def test_reads_the_roots_that_it_no_longer_remembers(begun: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarms, "ROOTS_KEPT", 1)
    begun.trade(300)
    for size in (1, 2, 100, 255, 256, 257, begun.writer.size):
        assert begun.journal.submit(shown(begun, own(begun, size))).is_accepted
        assert begun.journal.submit(shown(begun, Seen(size, OTHER))).result == "other_view"
    assert len(rows(begun)) == 7


def test_keeps_both_checkpoints_of_another_view_and_records_nothing(begun: Filled) -> None:
    begun.trade(2)
    size, signed, before = begun.writer.size, begun.signed, results_of(begun.engine)
    true = own(begun, size - 1)
    envelopes = [shown(begun, Seen(size - 1, OTHER)), shown(begun, Seen(size + 1, OTHER))]
    good = begun.world.transfer(11, 12, units=5)
    answers = begun.journal.submit_many([envelopes[0], good, envelopes[1]])
    assert [(one.result, one.index) for one in answers] == [
        ("other_view", None),
        ("accepted", size),
        ("other_view", None),
    ]
    earlier, later = rows(begun)
    assert (earlier.envelope, later.envelope) == tuple(envelopes)
    assert (earlier.seen_size, earlier.seen_root, earlier.own_root) == (size - 1, OTHER, true.root)
    assert (later.seen_size, later.seen_root, later.own_root) == (size + 1, OTHER, None)
    assert earlier.checkpoint == signed
    assert open_checkpoint(later.checkpoint, note.key_of(LOG)).size == size
    assert results_of(begun.engine) == [*before, "accepted"]
    audit(begun.engine, begun.signed)


def test_sent_again_it_is_answered_again_and_kept_once(begun: Filled) -> None:
    envelope = shown(begun, Seen(1, OTHER))
    assert [begun.journal.submit(envelope).result for _ in range(3)] == ["other_view"] * 3
    assert len(rows(begun)) == 1


def test_takes_no_id(begun: Filled) -> None:
    lying = shown(begun, Seen(1, OTHER))
    assert begun.journal.submit(lying).result == "other_view"
    entry = replace(begun.journal.check(lying).entry, seen=None)
    assert begun.journal.submit(note.sign(write(entry), [signer_of("R-00000011")])).is_accepted


def test_a_stranger_raises_no_alarm(begun: Filled) -> None:
    strangers = tuple(f"R-9000000{n}" for n in range(4))
    body = genesis_body()
    founders = tuple(
        replace(founder, representative=one, public_key=public_key_of(one))
        for founder, one in zip(body.founders, strangers, strict=True)
    )
    entry = compose(
        GENESIS,
        replace(body, founders=founders),
        origin=ORIGIN,
        at_ms=begun.world.author.now_ms,
        seconds=60,
        random=bytes(10),
        seen=Seen(1, OTHER),
    )
    answer = begun.journal.submit(note.sign(write(entry), [signer_of(one) for one in strangers]))
    assert (answer.result, answer.index) == ("other_view", None)
    assert rows(begun) == []


def test_a_rebuilt_database_keeps_its_alarms(begun: Filled, second: sa.Engine) -> None:
    begun.journal.submit(shown(begun, Seen(1, OTHER)))
    rebuild(begun.engine, second, CATALOGUE)
    with second.connect() as connection:
        assert [tuple(row) for row in connection.execute(sa.select(alarm))] == [tuple(row) for row in rows(begun)]
