from base64 import b64encode

import pytest

from registry.areas.participants.rules.parties import RegisterFirstKey
from registry.catalog import CATALOGUE
from registry.ledger import note
from registry.ledger.entry import compose, write
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.keys import Ed25519Signer
from registry.ledger.parties import Custody, Role
from registry.store.journal import Journal, Quota
from tests.store.filled import Direct, Filled
from tests.world import DOCUMENT, ORIGIN

SECOND = 1_000_000


def limited(begun: Filled, quota: Quota) -> Journal:
    return Journal(begun.engine, Direct(begun.writer), origin=ORIGIN, catalogue=CATALOGUE, quota=quota)


def code_of(journal: Journal, envelope: bytes) -> str:
    try:
        return journal.submit(envelope).result
    except (Refusal, Malformed) as answer:
        return answer.code


def test_an_entry_that_stands_is_returned_with_its_place(begun: Filled) -> None:
    refused = begun.journal.submit_recorded(begun.world.transfer(11, 12, units=10**6))
    assert (refused.result, refused.index) == ("units_not_held", begun.writer.size - 1)
    assert len(refused.id) == 36


def test_an_unrecorded_answer_is_raised(begun: Filled) -> None:
    envelope = begun.world.transfer(11, 12, units=5)
    begun.world.author.now_ms += 7_200_000
    with pytest.raises(Refusal) as refused:
        begun.journal.submit_recorded(envelope)
    assert refused.value.code == "expired"


def test_what_is_malformed_does_not_stop_the_rest(begun: Filled) -> None:
    good = [begun.world.transfer(11, 12, units=5) for _ in range(2)]
    answers = begun.journal.submit_many([good[0], b"nonsense", good[0].replace(b'"units":5', b'"units":6'), good[1]])
    assert [one.result for one in answers] == ["accepted", "note_layout", "invalid_signature", "accepted"]
    assert [one.index is None for one in answers] == [False, True, True, False]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"registry.test/log/entry", b"registry.test/other/entry", "foreign_ledger"),
        (b"allowances.transfer", b"allowances.conjure", "unknown_kind"),
        (b'"ranges":[]', b'"ranges": []', "json_not_canonical"),
        (b'"ranges":[],', b'"ranges":[],"ranges":[],', "json_not_canonical"),
        (b"R-00000011 ", b"R-00000012 ", "unknown_key"),
        (b"R-00000011 ", b"R-99999999 ", "unknown_key"),
    ],
)
def test_an_altered_envelope_is_malformed(begun: Filled, old: bytes, new: bytes, code: str) -> None:
    envelope = begun.world.transfer(11, 12, units=5)
    size = begun.writer.size
    assert code_of(begun.journal, envelope.replace(old, new)) == code
    assert begun.writer.size == size


def test_a_later_registered_key_is_found(begun: Filled) -> None:
    world = begun.world
    envelope = world.transfer(20, 11, units=1)
    assert code_of(begun.journal, envelope) == "unknown_key"
    begun.submit([*world.enterprise(20)])
    assert code_of(begun.journal, envelope) == "units_not_held"


def test_a_quota_stands_before_the_writer(begun: Filled) -> None:
    journal = limited(begun, Quota(3, begun.clock))
    size = begun.writer.size
    envelopes = [begun.world.transfer(11, 12, units=1) for _ in range(4)]
    assert [code_of(journal, one) for one in envelopes] == ["accepted"] * 3 + ["quota_exceeded"]
    assert begun.writer.size == size + 3
    assert code_of(journal, begun.world.transfer(12, 11, units=1)) == "accepted"
    begun.world.author.now_ms += 59_999
    assert code_of(journal, envelopes[3]) == "quota_exceeded"
    begun.world.author.now_ms += 1
    assert code_of(journal, envelopes[3]) == "accepted"


def test_a_quota_says_how_long_to_wait(begun: Filled) -> None:
    journal = limited(begun, Quota(1, begun.clock))
    journal.submit(begun.world.transfer(11, 12, units=1))
    begun.world.author.now_ms += 10_000
    with pytest.raises(Refusal) as refused:
        journal.submit(begun.world.transfer(11, 12, units=1))
    assert refused.value.facts == {"limit": 1, "seconds": 51}


def test_a_participant_has_a_quota_of_its_own() -> None:
    quota = Quota(2, lambda: 0, per_participant=3)
    for representative in ("R-00000001", "R-00000001", "R-00000002"):
        quota.spend(representative, "P-00000001")
    with pytest.raises(Refusal):
        quota.spend("R-00000002", "P-00000001")
    quota.spend("R-00000003", "P-00000002")


def test_a_refused_envelope_uses_up_nothing() -> None:
    now = [0]
    quota = Quota(2, lambda: now[0], per_participant=2)
    quota.spend("R-00000001", "P-00000001")
    quota.spend("R-00000001", "P-00000001")
    for _ in range(5):
        with pytest.raises(Refusal):
            quota.spend("R-00000002", "P-00000001")
    now[0] = 60 * SECOND
    quota.spend("R-00000002", "P-00000001")
    quota.spend("R-00000002", "P-00000001")


def test_a_stranger_under_anothers_number_uses_up_nothing_of_it(begun: Filled) -> None:
    journal = limited(begun, Quota(2, begun.clock))
    stranger = Ed25519Signer("R-00000011", b"s" * 32)
    key = b64encode(stranger.public_key).decode()
    body = RegisterFirstKey("P-00000011", "R-00000011", (Role.INITIATOR,), key, Custody.BROWSER, DOCUMENT)
    codes = []
    for n in range(4):
        at_ms = begun.world.author.now_ms
        kind = "participants.register_first_key"
        entry = compose(kind, body, origin=ORIGIN, at_ms=at_ms, seconds=60, random=bytes([n]) * 10)
        codes.append(code_of(journal, note.sign(write(entry), [stranger])))
    assert codes[2:] == ["quota_exceeded"] * 2
    assert "quota_exceeded" not in codes[:2]
    assert code_of(journal, begun.world.transfer(11, 12, units=1)) == "accepted"
