"""People are told once, as they chose; security cannot be switched off; mail is neither lost nor doubled."""

import pytest
import sqlalchemy as sa

from registry import notice_wording
from registry.signin.tables import people
from registry.store import notices, outbox
from registry.store.events import EVENTS, GROUPS
from registry.store.notices import Choice, Recipient, notify, tell
from registry.store.outbox import BACKOFF_FIRST, BACKOFF_MAX, CLAIM, TRIES_MAX

NOW = 1_700_000_000_000_000
FACTS = {"by": "R-00000012", "comment": "请核对"}


@pytest.fixture
def engine(prepared_engine: sa.Engine) -> sa.Engine:
    """Return a registry with two people, of whom the first has an address."""
    with prepared_engine.begin() as connection:
        for number in (1, 2):
            connection.execute(
                people.insert().values(
                    id=number, login=f"p{number}", representative=f"R-0000001{number}", name="—", password_hash="—",
                    totp_step=0, created_at=NOW,
                )
            )  # fmt: skip
        notices.set_contact(connection, 1, address="one@example.com", language="en")
    return prepared_engine


def test_every_event_has_words_in_both_languages_and_every_word_an_event() -> None:
    assert EVENTS.keys() == notice_wording.TITLES.keys() == notice_wording.TEXTS.keys()
    assert set(GROUPS) == set(notice_wording.GROUPS)


def test_a_representative_is_told_in_the_page_and_by_mail_in_the_own_language(engine: sa.Engine) -> None:
    told = tell(engine, event="task_commented", to=[Recipient(representative="R-00000011")], facts=FACTS, now=NOW)

    assert told == 1
    assert [(one.event, one.facts, one.read_at) for one in notices.listed(engine, 1)] == [
        ("task_commented", FACTS, None)
    ]
    assert notices.listed(engine, 2) == ()
    (mail,) = outbox.claim(engine, NOW)
    assert (mail.address, mail.language) == ("one@example.com", "en")


def test_nobody_is_told_twice_by_one_call(engine: sa.Engine) -> None:
    twice = [Recipient(person=1), Recipient(representative="R-00000011")]

    assert tell(engine, event="task_commented", to=twice, facts=FACTS, now=NOW) == 1
    assert len(notices.listed(engine, 1)) == 1


def test_whoever_has_no_account_or_no_address_is_passed_over(engine: sa.Engine) -> None:
    unknown = [Recipient(representative="R-99999999"), Recipient(person=2)]

    assert tell(engine, event="task_commented", to=unknown, facts=FACTS, now=NOW) == 1
    assert outbox.claim(engine, NOW) == ()


def test_an_unknown_event_is_a_mistake_of_the_caller(engine: sa.Engine) -> None:
    with pytest.raises(KeyError):
        tell(engine, event="no_such_event", to=[Recipient(person=1)], facts={}, now=NOW)


def test_nothing_is_told_of_what_was_rolled_back(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        notify(connection, event="task_commented", to=[Recipient(person=1)], facts=FACTS, now=NOW)
        connection.rollback()

    assert notices.unread(engine, 1) == 0
    assert outbox.claim(engine, NOW) == ()


def test_an_event_that_was_switched_off_is_not_told(engine: sa.Engine) -> None:
    notices.choose(engine, 1, {"task_commented": Choice(in_page=False, by_mail=False)})

    tell(engine, event="task_commented", to=[Recipient(person=1)], facts=FACTS, now=NOW)

    assert notices.unread(engine, 1) == 0
    assert outbox.claim(engine, NOW) == ()


def test_mail_alone_can_be_switched_off(engine: sa.Engine) -> None:
    notices.choose(engine, 1, {"task_commented": Choice(in_page=True, by_mail=False)})

    tell(engine, event="task_commented", to=[Recipient(person=1)], facts=FACTS, now=NOW)

    assert notices.unread(engine, 1) == 1
    assert outbox.claim(engine, NOW) == ()


@pytest.mark.parametrize("event", [name for name, one in EVENTS.items() if one.group in ("security", "recovery")])
def test_security_and_recovery_cannot_be_switched_off(engine: sa.Engine, event: str) -> None:
    notices.choose(engine, 1, {event: Choice(in_page=False, by_mail=False)})

    tell(engine, event=event, to=[Recipient(person=1)], facts={}, now=NOW)

    assert notices.unread(engine, 1) == 1
    assert len(outbox.claim(engine, NOW)) == 1


def test_reading_one_leaves_the_others_and_those_of_others(engine: sa.Engine) -> None:
    for person in (1, 1, 2):
        tell(engine, event="task_commented", to=[Recipient(person=person)], facts=FACTS, now=NOW)
    newest = notices.listed(engine, 1)[0]

    assert notices.mark_read(engine, 2, now=NOW, number=newest.id) == 0
    assert notices.mark_read(engine, 1, now=NOW, number=newest.id) == 1
    assert (notices.unread(engine, 1), notices.unread(engine, 2)) == (1, 1)
    assert notices.mark_read(engine, 1, now=NOW) == 1


def test_a_new_address_counts_once_its_owner_has_confirmed_it_and_the_old_one_is_told(engine: sa.Engine) -> None:
    notices.ask_address(engine, 1, "new@example.com", token_hash="h", link="/notices/confirm/t", now=NOW)

    assert notices.contact_of(engine, 1).address == "one@example.com"
    assert not notices.confirm_address(engine, 2, token_hash="h", now=NOW)
    assert notices.confirm_address(engine, 1, token_hash="h", now=NOW)
    assert not notices.confirm_address(engine, 1, token_hash="h", now=NOW)
    assert notices.contact_of(engine, 1).address == "new@example.com"
    assert [(one.event, one.address) for one in outbox.claim(engine, NOW)] == [
        ("confirm_address", "new@example.com"),
        ("address_changed", "one@example.com"),
    ]


def test_a_link_to_confirm_an_address_ends(engine: sa.Engine) -> None:
    notices.ask_address(engine, 1, "new@example.com", token_hash="h", link="/x", now=NOW)

    assert not notices.confirm_address(engine, 1, token_hash="h", now=NOW + notices.ASKED_LIFETIME)


def _post_one(engine: sa.Engine) -> None:
    tell(engine, event="task_commented", to=[Recipient(address="a@example.com")], facts=FACTS, now=NOW)


def test_a_claimed_mail_is_nobody_elses_until_the_claim_lapses(engine: sa.Engine) -> None:
    _post_one(engine)

    assert len(outbox.claim(engine, NOW)) == 1
    assert outbox.claim(engine, NOW + CLAIM - 1) == ()
    assert len(outbox.claim(engine, NOW + CLAIM)) == 1


def test_a_sent_mail_is_never_claimed_again_and_keeps_no_facts(engine: sa.Engine) -> None:
    _post_one(engine)
    (mail,) = outbox.claim(engine, NOW)
    outbox.note_sent(engine, mail, NOW)

    assert outbox.claim(engine, NOW + 10 * CLAIM) == ()
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT facts, link FROM outbox")).all() == [("{}", "")]


def test_a_failed_mail_waits_twice_as_long_each_time_and_is_given_up_at_last(engine: sa.Engine) -> None:
    _post_one(engine)
    at, waits = NOW, []
    for _ in range(TRIES_MAX):
        (mail,) = outbox.claim(engine, at)
        outbox.note_failed(engine, mail, "refused", at)
        with engine.connect() as connection:
            due = connection.scalar(sa.text("SELECT due_at FROM outbox"))
        if due is not None:
            waits.append(due - at)
            at = due

    assert waits[:3] == [BACKOFF_FIRST, 2 * BACKOFF_FIRST, 4 * BACKOFF_FIRST]
    assert max(waits) == waits[-1] == BACKOFF_MAX
    found = outbox.backlog(engine)
    assert (found.waiting, found.given_up) == (0, 1)


def test_what_is_old_and_waits_for_nothing_is_forgotten(engine: sa.Engine) -> None:
    _post_one(engine)
    _post_one(engine)
    first, _second = outbox.claim(engine, NOW)
    outbox.note_sent(engine, first, NOW)

    assert outbox.forget_sent(engine, NOW + outbox.KEPT) == 0
    assert outbox.forget_sent(engine, NOW + outbox.KEPT + 1) == 1


def test_workers_at_once_share_the_mail_and_none_goes_out_twice(engine: sa.Engine) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for _ in range(60):
        _post_one(engine)

    def work(_: int) -> list[int]:
        found = []
        while batch := outbox.claim(engine, NOW):
            for mail in batch:
                outbox.note_sent(engine, mail, NOW)
                found.append(mail.id)
        return found

    with ThreadPoolExecutor(4) as pool:
        sent = [number for found in pool.map(work, range(4)) for number in found]
    sent += work(0)  # another worker's lock may have hidden some from all of them at their last look

    assert sorted(sent) == sorted(set(sent))
    assert len(sent) == 60
