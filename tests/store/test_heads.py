from dataclasses import replace

import pytest

from registry.ledger.checkpoint import Checkpoint, cosign, parse_checkpoint, sign_checkpoint
from registry.ledger.errors import Refusal
from registry.ledger.merkle import EMPTY_ROOT, verify_consistency
from registry.ledger.note import Signature, key_of
from registry.ledger.policy import Party, Policy
from registry.store.heads import Prove, Round, cosign_head, kept, newest, policy_of, policy_text, witnessed
from registry.store.log import receipt, witnessed_over
from tests.store.filled import LASTING, LOG, POLICY, WITNESSES, Filled
from tests.world import ORIGIN


class Witnesses:
    """Both witnesses of the policy; those in `asleep` do not answer."""

    def __init__(self, begun: Filled) -> None:
        self.begun = begun
        self.asleep: set[str] = set()
        self.asked: list[str] = []

    def __call__(self, signed: bytes, party: Party, _prove: Prove) -> tuple[Signature, ...]:
        (name,) = (name for name, signer in WITNESSES.items() if key_of(signer) == party.key)
        self.asked.append(name)
        if name in self.asleep:
            raise Refusal("witness_unreachable", url=name)
        return (cosign(signed, WITNESSES[name], self.begun.world.author.now_ms // 1000),)

    @property
    def policy(self) -> Policy:
        with self.begun.engine.connect() as connection:
            return policy_of(connection, ORIGIN)

    def round(self, *, since: int = 0) -> Round | None:
        return cosign_head(
            self.begun.engine, self.begun.signed, policy=self.policy, lasting=LASTING, ask=self,
            timestamp=self.begun.world.author.now_ms // 1000, since=since,
        )  # fmt: skip


@pytest.fixture
def witnesses(begun: Filled) -> Witnesses:
    return Witnesses(begun)


def test_the_policy_is_the_one_that_was_founded(begun: Filled) -> None:
    with begun.engine.connect() as connection:
        assert policy_text(connection, ORIGIN).decode().splitlines() == list(POLICY)


def test_a_head_is_kept_with_every_cosignature(begun: Filled, witnesses: Witnesses) -> None:
    done = witnesses.round()
    assert done is not None
    assert (done.size, done.is_witnessed, set(done.cosigned_by)) == (begun.writer.size, True, {"north", "south"})
    with begun.engine.connect() as connection:
        note = kept(connection, done.size)
        assert note == newest(connection) == witnessed(connection)
    assert note is not None
    names = [one.name for one in parse_checkpoint(note)[1].signatures]
    assert names == [ORIGIN, ORIGIN, "north.test", "south.test"]


def test_no_news_asks_nobody(witnesses: Witnesses) -> None:
    witnesses.round()
    witnesses.asked.clear()
    assert witnesses.round() is None
    assert witnesses.asked == []


def test_an_empty_log_has_no_head_to_keep(begun: Filled, witnesses: Witnesses) -> None:
    empty = sign_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT), LOG)
    with begun.engine.connect() as connection:
        policy = policy_of(connection, ORIGIN)
    assert cosign_head(begun.engine, empty, policy=policy, lasting=LASTING, ask=witnesses, timestamp=1) is None


def test_a_witness_that_fails_is_named_and_one_is_enough_for_any(witnesses: Witnesses) -> None:
    witnesses.asleep = {"north"}
    done = witnesses.round()
    assert done is not None
    assert (done.is_witnessed, done.cosigned_by) == (True, ("south",))
    assert [name for name, _ in done.failures] == ["north"]


def test_without_a_quorum_the_head_is_kept_and_asked_about_again(begun: Filled, witnesses: Witnesses) -> None:
    witnesses.asleep = {"north", "south"}
    for _ in range(3):
        done = witnesses.round()
        assert done is not None
        assert not done.is_witnessed
    with begun.engine.connect() as connection:
        assert witnessed(connection) is None
        note = newest(connection)
    assert note is not None
    assert len(parse_checkpoint(note)[1].signatures) == 2
    witnesses.asleep = {"south"}
    done = witnesses.round()
    assert done is not None
    assert done.is_witnessed


def test_cosignatures_of_several_rounds_add_up(begun: Filled, witnesses: Witnesses) -> None:
    with begun.engine.connect() as connection:
        policy = policy_of(connection, ORIGIN)
    both = replace(policy, groups={name: replace(group, threshold=2) for name, group in policy.groups.items()})
    for n, asleep in enumerate(({"north"}, {"south"}, set())):
        witnesses.asleep = asleep
        done = cosign_head(begun.engine, begun.signed, policy=both, lasting=LASTING, ask=witnesses, timestamp=100 + n)
        assert (done is None) == (n == 2)
    assert done is None
    with begun.engine.connect() as connection:
        assert witnessed(connection) is not None
    assert witnesses.asked == ["north", "south", "north"]


def test_a_receipt_is_under_the_smallest_witnessed_head(begun: Filled, witnesses: Witnesses) -> None:
    witnesses.round()
    first = begun.writer.size
    begun.trade(3)
    with begun.engine.connect() as connection:
        assert witnessed_over(connection, first) is None
        witnesses.round()
    begun.trade(2)
    witnesses.round()
    with begun.engine.connect() as connection:
        for index, size in ((0, first), (first - 1, first), (first, first + 3), (first + 3, first + 5)):
            note = witnessed_over(connection, index)
            assert note is not None
            assert parse_checkpoint(note)[0].size == size
            assert receipt(connection, index, note).startswith(b"c2sp.org/tlog-proof@v1\n")


def test_a_witness_is_given_a_proof_from_what_it_knows(begun: Filled) -> None:
    begun.trade(5)
    old, _ = parse_checkpoint(begun.signed)
    begun.trade(9)
    new, _ = parse_checkpoint(begun.signed)
    given: list[tuple[bytes, ...]] = []

    def ask(_signed: bytes, _party: Party, prove: Prove) -> tuple[Signature, ...]:
        given.append(tuple(prove(old.size)))
        raise Refusal("witness_unreachable")

    with begun.engine.connect() as connection:
        policy = policy_of(connection, ORIGIN)
    cosign_head(begun.engine, begun.signed, policy=policy, lasting=LASTING, ask=ask, timestamp=1)
    verify_consistency(given[0], old=old.size, old_root=old.root, size=new.size, root=new.root)
