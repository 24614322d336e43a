"""Around each deadline the newest head is cosigned again, news or not, and an entry that came later is found out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa

from registry import deadlines
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.instants import SECOND
from registry.store.heads import kept, once
from registry.verify.signed import COSIGNED_WITHIN, Bound, Clockwork
from tests.store.filled import Filled
from tests.store.test_heads import Witnesses

MINUTE = 60 * SECOND
MIDNIGHT = int(datetime.fromisoformat("2026-03-03T00:00+08:00").timestamp()) * SECOND


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (MIDNIGHT - MINUTE - 1, 0),
        (MIDNIGHT - MINUTE, MIDNIGHT - MINUTE),
        (MIDNIGHT - 1, MIDNIGHT - MINUTE),
        (MIDNIGHT, MIDNIGHT),
        (MIDNIGHT + MINUTE - 1, MIDNIGHT),
        (MIDNIGHT + MINUTE, 0),
    ],
)
def test_the_minutes_before_and_after_a_days_end_ask_for_a_cosignature(begun: Filled, now: int, since: int) -> None:
    with begun.engine.connect() as connection:
        assert deadlines.cosigned_since(connection, now) == since


def test_what_areas_name_counts_as_well(begun: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(_connection: sa.Connection, begin: int, end: int) -> Iterator[int]:
        return (at for at in (MIDNIGHT + 10 * MINUTE,) if begin < at <= end)

    monkeypatch.setattr(deadlines, "SOURCES", (*deadlines.SOURCES, ends))
    with begun.engine.connect() as connection:
        assert deadlines.cosigned_since(connection, MIDNIGHT + 9 * MINUTE) == MIDNIGHT + 9 * MINUTE
        assert deadlines.cosigned_since(connection, MIDNIGHT + 11 * MINUTE) == 0


def test_a_quiet_head_keeps_its_first_and_its_newest_cosignature(begun: Filled) -> None:
    witnesses = Witnesses(begun)
    first = begun.world.author.now_ms // 1000
    assert witnesses.round() is not None
    for later in (3_600, 3_660):
        begun.world.author.now_ms = (first + later) * 1000
        assert witnesses.round() is None
        done = witnesses.round(since=first + later)
        assert done is not None
        assert done.is_witnessed
        assert witnesses.round(since=first + later) is None

    with begun.engine.connect() as connection:
        note = kept(connection, begun.writer.size)
    assert note is not None
    names = [one.name for one in parse_checkpoint(note)[1].signatures]
    assert [names.count(name) for name in ("north.test", "south.test")] == [2, 2]
    bound = Bound.of(note, witnesses.policy, witnesses.policy.check(note))
    assert (bound.cosigned_at, bound.again_at) == (first * SECOND, (first + 3_660) * SECOND)
    early = Bound.of(once(note), witnesses.policy, witnesses.policy.check(once(note)))
    assert (early.cosigned_at, early.again_at) == (first * SECOND, first * SECOND)


def test_a_witness_that_slept_is_asked_again_and_the_others_word_stays(begun: Filled) -> None:
    witnesses = Witnesses(begun)
    first = begun.world.author.now_ms // 1000
    witnesses.round()
    begun.world.author.now_ms = (first + 60) * 1000
    witnesses.asleep = {"south"}
    witnesses.round(since=first + 60)
    witnesses.asleep, witnesses.asked = set(), []
    begun.world.author.now_ms = (first + 70) * 1000
    done = witnesses.round(since=first + 60)
    assert done is None or done.is_witnessed
    with begun.engine.connect() as connection:
        note = kept(connection, begun.writer.size)
    assert note is not None
    assert witnesses.policy.check(note).cosigned_by["north"] == first + 60


def test_an_entry_brought_in_after_the_deadline_with_a_time_before_it_is_outside(begun: Filled) -> None:
    witnesses = Witnesses(begun)
    witnesses.round()
    with begun.engine.connect() as connection:
        note = kept(connection, begun.writer.size)
    assert note is not None
    alone = Bound.of(note, witnesses.policy, witnesses.policy.check(note))
    again = replace(alone, again_at=alone.cosigned_at + 3_600 * SECOND)
    for late, is_outside in ((COSIGNED_WITHIN, False), (COSIGNED_WITHIN + 1, True)):
        assert Clockwork([again]).is_outside(again.size, again.again_at - late) is is_outside
        assert not Clockwork([alone]).is_outside(again.size, again.again_at - late)
