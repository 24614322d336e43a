"""Tokens of the API: made, shown once, used within scope, ended."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from registry.signin import People, Person
from registry.signin.tables import tokens
from registry.signin.tokens import DAY, TOKENS_MAX, USED_INTERVAL
from tests.signin.conftest import ELSEWHERE, HOME, SECOND, Clock, code_of, guard

SignIn = Callable[..., str]


@pytest.fixture
def person(people: People, sign_in: SignIn, clock: Clock) -> Person:
    found = people.present(sign_in(), clock.now)
    assert found
    return found[0]


@pytest.fixture
def make(people: People, person: Person, clock: Clock) -> Callable[..., str]:
    def made(name: str = "month end", *, scopes: tuple[str, ...] = ("read",), days: int = 30) -> str:
        return people.tokens.make(person, name=name, scopes=scopes, days=days, origin=HOME, now=clock.now)

    return made


def present(people: People, token: str, now: int, source: str = "192.0.2.9") -> Person | None:
    found = people.tokens.present(token, source=source, now=now)
    return found and found[0]


def test_a_token_stands_for_its_person_with_the_ledgers_roles(
    people: People, person: Person, make: Callable[..., str], clock: Clock
) -> None:
    assert present(people, make(), clock.now) == person


def test_only_the_hash_of_a_token_is_stored(people: People, make: Callable[..., str]) -> None:
    token = make()

    with people.engine.connect() as connection:
        assert token not in str(connection.execute(sa.select(tokens)).all())


def test_an_unknown_token_is_nobody(people: People, clock: Clock) -> None:
    assert present(people, "rgs_unknown", clock.now) is None


def test_a_token_ends_at_its_day(people: People, make: Callable[..., str], clock: Clock) -> None:
    token = make(days=30)

    assert present(people, token, clock.now + 30 * DAY - 1)
    assert present(people, token, clock.now + 30 * DAY) is None


def test_a_revoked_token_is_dead_at_once(
    people: People, person: Person, make: Callable[..., str], clock: Clock
) -> None:
    token = make()
    (listed,) = people.tokens.of_person(person.id)

    assert not people.tokens.revoke(person.id + 1, listed.id, now=clock.now)
    assert present(people, token, clock.now)
    assert people.tokens.revoke(person.id, listed.id, now=clock.now)
    assert not people.tokens.revoke(person.id, listed.id, now=clock.now)
    assert present(people, token, clock.now) is None


def test_the_token_of_a_suspended_person_is_dead(
    people: People, person: Person, make: Callable[..., str], clock: Clock
) -> None:
    token = make()
    people.office.suspend(person.id, by=guard(), now=clock.now)

    assert present(people, token, clock.now) is None


def test_the_last_use_is_written_once_a_minute(
    people: People, person: Person, make: Callable[..., str], clock: Clock
) -> None:
    token, first = make(), clock.now
    present(people, token, first)
    present(people, token, first + USED_INTERVAL, source="198.51.100.1")
    (listed,) = people.tokens.of_person(person.id)
    assert (listed.used_at, listed.used_source) == (first, "192.0.2.9")

    present(people, token, first + USED_INTERVAL + 1, source="198.51.100.1")

    (listed,) = people.tokens.of_person(person.id)
    assert (listed.used_at, listed.used_source) == (first + USED_INTERVAL + 1, "198.51.100.1")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "token_name"),
        ({"name": "x" * 81}, "token_name"),
        ({"scopes": ()}, "token_scopes"),
        ({"scopes": ("read", "write")}, "token_scopes"),
        ({"days": 0}, "token_days"),
        ({"days": 367}, "token_days"),
    ],
)
def test_what_no_token_may_be_is_refused(make: Callable[..., str], wrong: dict[str, object], code: str) -> None:
    assert code_of(lambda: make(**wrong)) == code


@pytest.mark.parametrize("right", [{"name": "x" * 80}, {"scopes": ("read", "submit", "log")}, {"days": 366}])
def test_what_a_token_may_just_be_is_made(make: Callable[..., str], right: dict[str, object]) -> None:
    assert make(**right)


def test_a_name_is_taken_once_so_that_a_double_click_makes_one(make: Callable[..., str]) -> None:
    make()

    assert code_of(make) == "token_name_taken"


def test_nobody_has_more_than_a_few(people: People, person: Person, make: Callable[..., str], clock: Clock) -> None:
    for number in range(TOKENS_MAX):
        make(f"number {number}")

    assert code_of(lambda: make("one more")) == "too_many_tokens"
    people.tokens.revoke(person.id, people.tokens.of_person(person.id)[0].id, now=clock.now)
    assert make("one more")


def test_making_and_revoking_are_events(people: People, person: Person, make: Callable[..., str], clock: Clock) -> None:
    heard: list[str] = []
    people.listeners.append(lambda _, event: heard.append(event.kind))
    make()
    people.tokens.revoke(
        person.id, people.tokens.of_person(person.id)[0].id, now=clock.now, origin=ELSEWHERE, by="security"
    )

    newest, before = people.list_events(person.id)[:2]
    assert (newest.kind, newest.detail, newest.done_by, newest.source) == (
        "token_revoked", "month end", "security", ELSEWHERE.source,
    )  # fmt: skip
    assert (before.kind, before.done_by, before.at) == ("token_made", None, clock.now)
    assert heard == ["token_made", "token_revoked"]
    assert clock.now % SECOND == 0
