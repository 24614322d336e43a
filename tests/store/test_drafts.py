"""Drafts keep an exact text with the signatures so far, for those whose signature would help, until it expires."""

import pytest
import sqlalchemy as sa

from registry.ledger import note
from registry.ledger.entry import Entry, compose, write
from registry.ledger.errors import Refusal
from registry.store import drafts
from registry.store.drafts import Waiting
from tests.world import ORIGIN, START_MS, signer_of

NOW = START_MS * 1000
FIRST, SECOND, THIRD = "R-00000011", "R-00000012", "R-00000013"


def an_entry(number: int = 1, *, seconds: int = 3600) -> Entry:
    from registry.areas.participants.rules.parties import OpenAccount

    body = OpenAccount("31-HO-00000011-82", "P-00000011", f"Account {number}")
    random = number.to_bytes(10, "big")
    return compose("participants.open_account", body, origin=ORIGIN, at_ms=START_MS, seconds=seconds, random=random)


def signed(entry: Entry, *signers: str) -> bytes:
    return note.sign(write(entry), [signer_of(one) for one in signers])


def keep(
    engine: sa.Engine, entry: Entry, envelope: bytes, *, missing: int = 1, who: tuple[str, ...] = (SECOND,)
) -> Waiting:
    return drafts.keep(engine, entry, envelope, participant="P-00000011", missing=missing, candidates=who, now=NOW)


def test_keeps_the_text_and_names_its_first_signer_as_author(prepared_engine: sa.Engine) -> None:
    entry = an_entry()

    kept = keep(prepared_engine, entry, signed(entry, FIRST))

    assert (kept.id, kept.author, kept.text, kept.state) == (entry.id, FIRST, write(entry), "open")
    assert kept.signers == (FIRST,)


def test_lists_a_draft_for_those_who_can_sign_it_alone(prepared_engine: sa.Engine) -> None:
    entry = an_entry()
    keep(prepared_engine, entry, signed(entry, FIRST))

    assert [one.id for one in drafts.waiting_for(prepared_engine, SECOND, NOW)] == [entry.id]
    assert drafts.waiting_for(prepared_engine, FIRST, NOW) == ()
    assert [one.id for one in drafts.begun_by(prepared_engine, FIRST, NOW)] == [entry.id]
    assert drafts.count_for(prepared_engine, SECOND, NOW) == 1


def test_lists_the_soonest_to_expire_first(prepared_engine: sa.Engine) -> None:
    later, sooner = an_entry(1, seconds=7200), an_entry(2, seconds=60)
    for entry in (later, sooner):
        keep(prepared_engine, entry, signed(entry, FIRST))

    assert [one.id for one in drafts.waiting_for(prepared_engine, SECOND, NOW)] == [sooner.id, later.id]


def test_merges_signatures_that_were_given_side_by_side(prepared_engine: sa.Engine) -> None:
    entry = an_entry()
    keep(prepared_engine, entry, signed(entry, FIRST), missing=2, who=(SECOND, THIRD))
    keep(prepared_engine, entry, signed(entry, FIRST, SECOND), who=(THIRD,))

    kept = keep(prepared_engine, entry, signed(entry, FIRST, THIRD), missing=0, who=())

    assert kept.signers == (FIRST, SECOND, THIRD)


def test_the_same_envelope_again_changes_nothing(prepared_engine: sa.Engine) -> None:
    entry = an_entry()
    first = keep(prepared_engine, entry, signed(entry, FIRST))

    assert keep(prepared_engine, entry, signed(entry, FIRST)) == first


def test_refuses_another_text_under_the_same_id(prepared_engine: sa.Engine) -> None:
    entry = an_entry()
    keep(prepared_engine, entry, signed(entry, FIRST))
    longer = Entry(entry.origin, entry.id, entry.at, entry.expires + 1_000_000, entry.kind, entry.body)

    with pytest.raises(Refusal) as refusal:
        keep(prepared_engine, longer, signed(longer, FIRST))

    assert refusal.value.code == "draft_differs"


def test_an_expired_draft_is_on_no_list_and_takes_no_signature(prepared_engine: sa.Engine) -> None:
    entry = an_entry(seconds=60)
    kept = keep(prepared_engine, entry, signed(entry, FIRST))
    drafts.check_open(kept, entry.expires - 1)

    assert drafts.waiting_for(prepared_engine, SECOND, entry.expires) == ()
    with pytest.raises(Refusal) as refusal:
        drafts.check_open(kept, entry.expires)
    assert refusal.value.code == "draft_expired"


def test_its_author_withdraws_a_draft_and_nobody_else(prepared_engine: sa.Engine) -> None:
    entry = an_entry()
    keep(prepared_engine, entry, signed(entry, FIRST))

    with pytest.raises(Refusal) as refusal:
        drafts.withdraw(prepared_engine, entry.id, SECOND, now=NOW)
    assert refusal.value.code == "not_the_author"

    drafts.withdraw(prepared_engine, entry.id, FIRST, now=NOW)
    drafts.withdraw(prepared_engine, entry.id, FIRST, now=NOW)
    assert drafts.waiting_for(prepared_engine, SECOND, NOW) == ()
    with pytest.raises(Refusal) as refusal:
        keep(prepared_engine, entry, signed(entry, FIRST, SECOND))
    assert refusal.value.code == "draft_withdrawn"


def test_a_draft_that_was_sent_is_done(prepared_engine: sa.Engine) -> None:
    entry = an_entry()
    keep(prepared_engine, entry, signed(entry, FIRST))

    drafts.close(prepared_engine, entry.id, who=SECOND, result="accepted", now=NOW)
    drafts.close(prepared_engine, entry.id, who=SECOND, result="accepted", now=NOW)

    assert drafts.get(prepared_engine, entry.id).state == "sent"
    assert drafts.candidates_of(prepared_engine, entry.id) == ()
    with pytest.raises(Refusal) as refusal:
        drafts.withdraw(prepared_engine, entry.id, FIRST, now=NOW)
    assert refusal.value.code == "draft_sent"


def test_refuses_a_draft_that_does_not_exist(prepared_engine: sa.Engine) -> None:
    with pytest.raises(Refusal) as refusal:
        drafts.withdraw(prepared_engine, an_entry(9).id, FIRST, now=NOW)

    assert refusal.value.code == "unknown_draft"
    assert drafts.find(prepared_engine, an_entry(9).id) is None


def test_forgets_what_was_kept_long_enough_after_it_expired(prepared_engine: sa.Engine) -> None:
    old, young = an_entry(1, seconds=60), an_entry(2)
    for entry in (old, young):
        keep(prepared_engine, entry, signed(entry, FIRST))

    assert drafts.forget_expired(prepared_engine, old.expires + drafts.KEPT + 1) == 1
    assert drafts.find(prepared_engine, old.id) is None
    assert drafts.find(prepared_engine, young.id) is not None
