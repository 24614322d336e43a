from dataclasses import replace
from itertools import pairwise

import pytest
import sqlalchemy as sa

from registry.ledger import note
from registry.ledger.checkpoint import open_checkpoint, parse_checkpoint
from registry.ledger.entry import Entry, write
from registry.ledger.errors import Refusal
from registry.ledger.merkle import Frontier, leaf_hash, verify_consistency
from registry.store.answers import NotWritten, RolledBack
from registry.store.log import consistency, read_head, receipt
from registry.store.writer import BATCH_MAX
from tests.store.checks import audit, leaves_of, results_of
from tests.store.faults import STUMBLES, UNWRITABLE, Heads, LostAnswers, faulty_catalogue
from tests.store.filled import LOG, Filled
from tests.world import ORIGIN, signer_of


def other_text(begun: Filled, envelope: bytes) -> bytes:
    """Return an envelope with the same id and another wish, signed by the same representative."""
    checked = begun.journal.check(envelope)
    entry: Entry = replace(checked.entry, body={**checked.entry.body, "units": checked.entry.body["units"] + 1})
    return note.sign(write(entry), [signer_of(one.representative) for one in checked.signers])


def test_signs_the_head_that_was_read_back(begun: Filled) -> None:
    begun.trade(3)
    with begun.engine.connect() as connection:
        head = read_head(connection)
    assert head is not None
    signed = open_checkpoint(begun.signed, note.key_of(LOG))
    assert (signed.size, signed.root) == (head.size, head.root)
    assert begun.place.last() == begun.signed
    audit(begun.engine, begun.signed)


def test_answers_the_same_entry_again_with_its_first_answer(begun: Filled) -> None:
    envelope = begun.world.transfer(11, 12, units=5)
    (first,) = begun.submit([envelope])
    signed = begun.signed
    (again,) = begun.submit([envelope])
    assert (again.index, again.result, again.recorded_at) == (first.index, "accepted", first.recorded_at)
    assert begun.signed == signed


def test_answers_the_same_refused_entry_again_with_its_first_answer(begun: Filled) -> None:
    envelope = begun.world.transfer(12, 11, units=10**6)
    (first,) = begun.submit([envelope])
    begun.submit([begun.world.mirrored(12, units=10**6, batch=9)])
    (again,) = begun.submit([envelope])
    assert (first.result, again.result, again.index) == ("units_not_held", "units_not_held", first.index)


def test_answers_the_same_entry_twice_in_one_batch_once(begun: Filled) -> None:
    envelope = begun.world.transfer(11, 12, units=5)
    first, again = begun.submit([envelope, envelope])
    assert first.index == again.index
    audit(begun.engine, begun.signed)


def test_refuses_another_text_under_a_known_id_and_does_not_record_it(begun: Filled) -> None:
    envelope = begun.world.transfer(11, 12, units=5)
    begun.submit([envelope])
    size = begun.writer.size
    assert begun.journal.submit(other_text(begun, envelope)).result == "id_taken"
    assert begun.journal.submit_many([other_text(begun, envelope)])[0].index is None
    assert begun.writer.size == size


def test_an_expired_entry_still_gets_its_first_answer(begun: Filled) -> None:
    envelope = begun.world.transfer(11, 12, units=5)
    (first,) = begun.submit([envelope])
    begun.world.author.now_ms += 2 * 3_600_000
    assert begun.journal.submit(envelope).index == first.index


def test_records_a_refusal_of_a_rule(begun: Filled) -> None:
    answer = begun.journal.submit(begun.world.transfer(11, 12, units=10**6))
    assert (answer.result, answer.index) == ("units_not_held", begun.writer.size - 1)
    assert results_of(begun.engine)[-1] == "units_not_held"


@pytest.mark.parametrize(
    ("signers", "code"),
    [(("R-00000012",), "not_enough_signatures"), (("R-00000011", "R-00000012"), "signer_not_concerned")],
)
def test_does_not_record_what_its_signers_do_not_carry(begun: Filled, signers: tuple[str, ...], code: str) -> None:
    checked = begun.journal.check(begun.world.transfer(11, 12, units=5))
    text = write(checked.entry)
    answer = begun.journal.submit(note.sign(text, [signer_of(one) for one in signers]))
    assert (answer.result, answer.index) == (code, None)
    # The subset that was sent first takes no id: the right signers get what they ask for.
    assert begun.journal.submit(note.sign(text, [signer_of("R-00000011")])).is_accepted


@pytest.mark.parametrize(("late", "code"), [(3_600_000, "accepted"), (3_600_001, "expired")])
def test_does_not_record_an_expired_entry(begun: Filled, late: int, code: str) -> None:
    envelope = begun.world.transfer(11, 12, units=5)
    begun.world.author.now_ms += late
    assert begun.journal.submit(envelope).result == code


@pytest.mark.parametrize(("ahead", "code"), [(300_000, "accepted"), (300_001, "not_yet_valid")])
def test_does_not_record_an_entry_from_the_future(begun: Filled, ahead: int, code: str) -> None:
    begun.world.author.now_ms += ahead
    envelope = begun.world.transfer(11, 12, units=5)
    begun.world.author.now_ms -= ahead
    assert begun.journal.submit(envelope).result == code


def test_reads_what_a_rule_lacks_after_a_long_rest(begun: Filled) -> None:
    begun.world.author.now_ms += 86_400_000
    envelopes = [begun.world.open_account(11, "HO", number) for number in (21, 22, 23)]
    assert [one.result for one in begun.journal.submit_many(envelopes)] == ["accepted"] * 3


def test_time_never_goes_back(begun: Filled) -> None:
    (first,) = begun.submit([begun.world.transfer(11, 12, units=5)])
    envelope = begun.world.transfer(11, 12, units=5)
    begun.world.author.now_ms -= 60_000
    second = begun.journal.submit(envelope)
    assert second.recorded_at == first.recorded_at
    audit(begun.engine, begun.signed)


def test_a_clock_that_refuses_stops_writing_but_not_known_answers(begun: Filled) -> None:
    known = begun.world.transfer(11, 12, units=5)
    (first,) = begun.submit([known])

    def clock() -> int:
        raise Refusal("clock_jumped", milliseconds=3000)

    begun.writer.clock = clock
    again, new = begun.journal.submit_many([known, begun.world.transfer(11, 12, units=5)])
    assert (again.index, again.result) == (first.index, "accepted")
    assert (new.index, new.result) == (None, "clock_jumped")


def test_a_batch_beyond_the_cap_is_cut(begun: Filled) -> None:
    envelopes = [begun.world.transfer(11, 12, units=1) for _ in range(BATCH_MAX + 3)]
    answers = begun.submit(envelopes, batch=len(envelopes))
    assert [one.index for one in answers] == list(range(answers[0].index or 0, begun.writer.size))
    audit(begun.engine, begun.signed)


@pytest.mark.parametrize("units", [STUMBLES, UNWRITABLE])
def test_one_bad_entry_does_not_sink_its_neighbours(begun: Filled, units: int) -> None:
    begun.writer.catalogue = faulty_catalogue()
    wanted = [5, units, 7, units, 9]
    envelopes = [begun.world.transfer(11, 12, units=one) for one in wanted]
    answers = begun.journal.submit_many(envelopes)
    assert [one.result for one in answers] == ["accepted", "not_decided", "accepted", "not_decided", "accepted"]
    assert [one.index is None for one in answers] == [False, True, False, True, False]
    audit(begun.engine, begun.signed)
    assert begun.journal.submit(envelopes[1]).result == "not_decided"


@pytest.mark.parametrize("fault", ["before", "after"])
def test_a_lost_commit_resolves_by_sending_again(begun: Filled, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    commits, heads = LostAnswers(monkeypatch), Heads(begun.place, monkeypatch)
    size = begun.writer.size
    envelopes = [begun.world.transfer(11, 12, units=5), begun.world.transfer(12, 11, units=10**7)]
    commits.plan = [fault]
    with pytest.raises(NotWritten):
        begun.journal.submit_many(envelopes)
    answers = begun.journal.submit_many(envelopes)
    assert [(one.index, one.result) for one in answers] == [(size, "accepted"), (size + 1, "units_not_held")]
    begun.trade(4)
    audit(begun.engine, begun.signed)
    heads.assert_one_root_a_size()


@pytest.mark.parametrize("fault", ["before", "after"])
def test_a_fault_at_the_second_place_withholds_the_answer_only(
    begun: Filled, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads, envelope, signed = Heads(begun.place, monkeypatch), begun.world.transfer(11, 12, units=5), begun.signed
    heads.plan = [fault]
    with pytest.raises(NotWritten):
        begun.journal.submit(envelope)
    assert begun.signed == signed
    assert begun.journal.submit(envelope).is_accepted
    audit(begun.engine, begun.signed)
    heads.assert_one_root_a_size()


def test_many_faults_in_a_row_leave_one_root_a_size(begun: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    commits, heads = LostAnswers(monkeypatch), Heads(begun.place, monkeypatch)
    for n in range(24):
        envelope = begun.world.transfer(11, 12, units=1)
        commits.plan, heads.plan = [("", "before", "after")[n % 3]], ["", *("before", "after")[n % 2 :]]
        for _ in range(6):
            try:
                answer = begun.journal.submit(envelope)
            except NotWritten:
                continue
            break
        assert answer.is_accepted
    audit(begun.engine, begun.signed)
    heads.assert_one_root_a_size()


def test_refuses_to_start_over_a_database_that_was_rolled_back(begun: Filled) -> None:
    begun.trade(2)
    later = begun.signed
    _forget_last_leaf(begun.engine)
    with pytest.raises(RolledBack):
        Filled(begun.engine, begun.folder, world=begun.world, is_founded=True)
    assert begun.place.last() == later


def test_stops_when_the_database_is_rolled_back_under_it(begun: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = LostAnswers(monkeypatch)
    begun.trade(2)
    envelope = begun.world.transfer(11, 12, units=5)
    commits.plan = ["before"]
    with pytest.raises(NotWritten):
        begun.journal.submit(envelope)
    _forget_last_leaf(begun.engine)
    for _ in range(2):
        with pytest.raises(RolledBack):
            begun.journal.submit(envelope)


def test_refuses_to_start_without_the_heads_that_were_signed(begun: Filled) -> None:
    (begun.folder / "heads").unlink()
    with pytest.raises(RolledBack):
        Filled(begun.engine, begun.folder, world=begun.world, is_founded=True)


def test_starts_again_where_it_stopped(begun: Filled) -> None:
    begun.trade(5)
    again = Filled(begun.engine, begun.folder, world=begun.world, is_founded=True)
    assert again.signed == begun.signed
    again.trade(5)
    audit(begun.engine, again.signed)
    again.close()


def test_a_second_writer_on_the_same_log_makes_no_fork(begun: Filled) -> None:
    other = Filled(begun.engine, begun.folder, world=begun.world, is_founded=True)
    other.trade(1)
    envelope = begun.world.transfer(11, 12, units=5)
    # Its size is stale: the database refuses the index, it reads the head anew, and goes on behind the other.
    assert begun.journal.submit(envelope).is_accepted
    audit(begun.engine, begun.signed)
    other.close()


def test_each_head_continues_the_one_before(begun: Filled) -> None:
    heads = [parse_checkpoint(begun.signed)[0]]
    for _ in range(4):
        begun.trade(70)
        heads.append(parse_checkpoint(begun.signed)[0])
    with begun.engine.connect() as connection:
        for old, new in pairwise(heads):
            proof = consistency(connection, old.size, new.size)
            verify_consistency(proof, old=old.size, old_root=old.root, size=new.size, root=new.root)
        assert receipt(connection, 0, begun.signed)


def test_a_leaf_is_bound_to_its_position(begun: Filled) -> None:
    leaf = leaves_of(begun.engine)[3]
    assert b'"index":3,' in leaf.split(b"\n")[1]
    assert leaf.startswith(ORIGIN.encode() + b"/leaf/v1\n")


def _forget_last_leaf(engine: sa.Engine) -> None:
    """Put the head back by one leaf, as an older backup would."""
    kept = leaves_of(engine)[:-1]
    frontier = Frontier()
    for data in kept:
        frontier.append(leaf_hash(data))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE head SET frontier = :f").bindparams(f=frontier.to_bytes()))
