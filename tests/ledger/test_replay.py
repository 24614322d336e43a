from dataclasses import replace
from typing import Any

import pytest

from registry.catalog import CATALOGUE
from registry.ledger import canonical, leaf
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.instants import uuid7
from registry.ledger.merkle import Frontier, leaf_hash, node_hash
from registry.ledger.replay import LiveIds, Replay, dump_replay, load_replay
from registry.ledger.rules import LIFETIME_MAX
from tests.areas.participants.factories import OWNER, Scene, key, representative
from tests.world import ORIGIN, START_MS, MemoryJournal, World


def world() -> tuple[World, MemoryJournal]:
    made = World()
    journal = MemoryJournal(made.author)
    journal.submit_all([*made.founding(), *made.enterprise(11), *made.enterprise(12), made.mirrored(11, units=100)])
    return made, journal


def replayed(leaves: list[bytes]) -> Replay:
    replay = Replay(ORIGIN, CATALOGUE)
    for data in leaves:
        replay.feed(data)
    return replay


def tampered(leaves: list[bytes], at: int, **changes: Any) -> tuple[str, dict[str, object]]:
    changed = leaf.write(replace(leaf.parse(leaves[at], ORIGIN), **changes), ORIGIN)
    with pytest.raises(Tampering) as raised:
        replayed([*leaves[:at], changed, *leaves[at + 1 :]])
    return raised.value.code, raised.value.facts


def test_a_replay_finds_the_same_state_and_root() -> None:
    _, journal = world()
    found = replayed(journal.leaves)
    assert list(dump_replay(found)) == list(dump_replay(journal.replay))
    assert found.frontier.root() == journal.replay.frontier.root()


def test_a_refusal_takes_a_position_and_changes_neither_records_nor_holdings() -> None:
    made, journal = world()

    def rows() -> list[bytes]:
        return [line for line in dump_replay(journal.replay) if line.startswith((b'{"record"', b'{"account"'))]

    before, size = rows(), journal.replay.size
    assert journal.submit(made.transfer(11, 12, units=101)).result == "units_not_held"
    assert (rows(), journal.replay.size) == (before, size + 1)
    replayed(journal.leaves)


def test_names_a_leaf_at_another_position() -> None:
    _, journal = world()
    assert tampered(journal.leaves, 4, index=5) == ("leaf_index", {"index": 4, "found": 5})


def test_names_a_time_that_goes_back_but_not_one_that_stands_still() -> None:
    _, journal = world()
    recorded = leaf.parse(journal.leaves[4], ORIGIN).recorded_at
    assert tampered(journal.leaves, 4, recorded_at=recorded - 1) == ("time_goes_back", {"index": 4})
    replayed(journal.leaves)


def test_names_a_result_that_the_rules_do_not_give() -> None:
    made, journal = world()
    code, facts = tampered(journal.leaves, 4, result="number_taken")
    assert (code, facts["recorded"], facts["replayed"]) == ("result_differs", "number_taken", ACCEPTED)
    journal.submit(made.transfer(11, 12, units=101))
    code, facts = tampered(journal.leaves, len(journal.leaves) - 1, result=ACCEPTED)
    assert (code, facts["replayed"]) == ("result_differs", "units_not_held")


def test_names_an_entry_that_an_honest_server_does_not_record() -> None:
    _, journal = world()
    recorded = leaf.parse(journal.leaves[4], ORIGIN)
    later = recorded.recorded_at + 2 * 3_600_000_000
    assert tampered(journal.leaves, len(journal.leaves) - 1, recorded_at=later) == (
        "not_recordable",
        {"index": len(journal.leaves) - 1, "reason": "expired"},
    )
    code, facts = tampered(journal.leaves, 4, envelope=recorded.envelope.replace(b"browser", b"offline"))
    assert (code, facts["index"]) == ("not_recordable", 4)


def test_names_an_entry_that_stands_twice() -> None:
    _, journal = world()
    last = leaf.parse(journal.leaves[-1], ORIGIN)
    again = leaf.write(replace(last, index=last.index + 1), ORIGIN)
    with pytest.raises(Tampering) as raised:
        replayed([*journal.leaves, again])
    assert (raised.value.code, raised.value.facts["reason"]) == ("not_recordable", "id_taken")


def test_an_entry_left_out_is_noticed_at_the_next_position() -> None:
    _, journal = world()
    with pytest.raises(Tampering) as raised:
        replayed([*journal.leaves[:5], *journal.leaves[6:]])
    assert (raised.value.code, raised.value.facts["index"]) == ("leaf_index", 5)


def resumed(lines: list[bytes], journal: MemoryJournal) -> Replay:
    return load_replay(lines, frontier=journal.replay.frontier.copy(), catalogue=CATALOGUE)


def test_goes_on_from_a_dump_as_if_it_had_never_stopped() -> None:
    scene = Scene()
    scene.allow_recovery()
    lines = list(dump_replay(scene.journal.replay))
    loaded = resumed(lines, scene.journal)
    assert list(dump_replay(loaded)) == lines
    start = len(scene.journal.leaves)
    scene.must("participants.add_representative", representative("R-00000090"), "R-00000090", OWNER)
    scene.must("participants.add_key", key("R-00000090/2"), "R-00000090/2", "R-00000090")
    assert scene.transfer(units=7) == ACCEPTED
    for data in scene.journal.leaves[start:]:
        loaded.feed(data)
    assert list(dump_replay(loaded)) == list(dump_replay(scene.journal.replay))


def test_a_used_id_stays_used_across_a_dump() -> None:
    _, journal = world()
    loaded = resumed(list(dump_replay(journal.replay)), journal)
    last = leaf.parse(journal.leaves[-1], ORIGIN)
    with pytest.raises(Tampering) as raised:
        loaded.feed(leaf.write(replace(last, index=last.index + 1), ORIGIN))
    assert raised.value.facts["reason"] == "id_taken"


def test_a_dump_belongs_to_its_frontier() -> None:
    _, journal = world()
    lines = list(dump_replay(journal.replay))
    with pytest.raises(Tampering) as raised:
        load_replay(lines, frontier=Frontier(), catalogue=CATALOGUE)
    assert raised.value.code == "state_root"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b"[]\n"],
        [b'{"format":"state/v2"}\n'],
        [b'{"format":"state/v1"}\n'],
        [..., b'{"record":"dream","value":{}}\n'],
        [..., b'{"account":"x"}\n'],
        [..., b'{"id":"x"}\n'],
    ],
)
def test_refuses_what_is_no_dump(lines: list[Any]) -> None:
    _, journal = world()
    head = next(dump_replay(journal.replay))
    with pytest.raises(Malformed) as raised:
        resumed([head if line is ... else line for line in lines], journal)
    assert raised.value.code == "state_format"


def test_a_dump_is_canonical_lines() -> None:
    _, journal = world()
    for line in dump_replay(journal.replay):
        assert canonical.dumps(canonical.loads(line[:-1])) + b"\n" == line


def test_ids_are_remembered_as_long_as_an_entry_under_them_could_live_and_not_longer() -> None:
    ids = LiveIds()
    a, b, c = (uuid7(START_MS + ms, bytes([n] * 10)) for n, ms in enumerate((0, 1, 1)))
    for name in (b, a, c):
        ids.add(name)
    last = START_MS * 1000 + LIFETIME_MAX * 1_000_000
    ids.forget(last)
    assert list(ids) == [a, b, c]
    ids.forget(last + 1)
    assert list(ids) == [b, c]
    assert a not in ids
    ids.forget(last + 1000)
    assert list(ids) == [b, c]
    ids.forget(last + 1001)
    assert list(ids) == []


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root_of(leaves[:half]), root_of(leaves[half:]))


def test_the_root_is_that_of_rfc_6962() -> None:
    _, journal = world()
    assert journal.replay.frontier.root() == root_of(journal.leaves)
