"""Signing in. It must not do what others did: lock people out, take a code twice, outlive a logout."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pyotp
import pytest
import sqlalchemy as sa

from registry.signin import People, Person, SigninError
from registry.signin.accounts import Origin
from registry.signin.second import Proof
from registry.signin.sessions import IDLE, LIFETIME
from registry.signin.tables import people as people_table
from registry.signin.tables import recovery_codes, sessions
from tests.signin.conftest import ELSEWHERE, HOME, LOGIN, PASSWORD, SECOND, TOTP, Clock, code_of, guard

SignIn = Callable[..., str]


def _person(people: People, token: str, now: int) -> Person:
    found = people.present(token, now)
    assert found is not None
    return found[0]


def test_right_password_and_code_start_a_session_with_the_ledgers_roles(
    people: People, sign_in: SignIn, clock: Clock
) -> None:
    who = _person(people, sign_in(), clock.now)

    assert (who.login, who.representative, who.roles) == ("r-00000318", LOGIN, frozenset({"holder"}))


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong horse battery"}, {"code": "000000"}, {"code": ""}, {"login": "nobody"}]
)
def test_every_wrong_part_gets_the_same_answer(sign_in: SignIn, wrong: dict[str, str]) -> None:
    assert code_of(lambda: sign_in(**wrong)) == "wrong_credentials"


def test_a_code_is_accepted_once(sign_in: SignIn) -> None:
    sign_in()

    assert code_of(sign_in) == "wrong_credentials"


def test_an_older_code_is_refused_after_a_newer_one(sign_in: SignIn, clock: Clock) -> None:
    older = pyotp.TOTP(TOTP).at(clock.now // SECOND)
    clock.wait(30)
    sign_in()

    assert code_of(lambda: sign_in(code=older)) == "wrong_credentials"


def test_the_next_code_is_accepted_after_the_last(sign_in: SignIn, clock: Clock) -> None:
    sign_in()
    clock.wait(30)

    assert sign_in()


def test_a_code_tried_with_a_wrong_password_is_not_used_up(sign_in: SignIn) -> None:
    code_of(lambda: sign_in(password="wrong horse battery"))

    assert sign_in()


def test_one_code_sent_by_eight_at_once_starts_one_session(people: People, sign_in: SignIn) -> None:
    # Each from a browser of its own, so that only the code can stop the others.
    devices = [people.device_cookie(LOGIN) for _ in range(8)]

    def attempt(device: str) -> bool:
        try:
            return bool(sign_in(device=device))
        except SigninError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, devices)) == 1


def test_nothing_is_alive_after_logout(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    who, session = people.present(token, clock.now) or pytest.fail("not signed in")

    people.end_sessions(who.id, session.id)

    assert people.present(token, clock.now) is None


def test_a_password_change_ends_all_sessions(people: People, sign_in: SignIn, clock: Clock) -> None:
    first = sign_in()
    clock.wait(30)
    second = sign_in(origin=ELSEWHERE)

    people.change_password(
        _person(people, second, clock.now), old=PASSWORD, new="another good one", origin=HOME, now=clock.now
    )

    assert people.present(first, clock.now) is None
    assert people.present(second, clock.now) is None
    clock.wait(30)
    assert sign_in(password="another good one")


def test_a_password_change_asks_for_the_old_one(people: People, sign_in: SignIn, clock: Clock) -> None:
    who = _person(people, sign_in(), clock.now)

    code = code_of(lambda: people.change_password(who, old="guess", new="another good one", origin=HOME, now=clock.now))

    assert code == "wrong_credentials"


def test_suspension_ends_sessions_and_refuses_new_ones(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    people.office.suspend(1, by=guard(), now=clock.now)
    clock.wait(30)

    assert people.present(token, clock.now) is None
    assert code_of(sign_in) == "wrong_credentials"


def test_a_session_does_not_outlive_a_role_that_it_began_with(
    people: People, sign_in: SignIn, clock: Clock, roles: dict[str | None, tuple[str, ...]]
) -> None:
    roles[LOGIN] = ("initiator", "approver")
    token = sign_in()
    assert people.present(token, clock.now)

    roles[LOGIN] = ("initiator",)

    assert people.present(token, clock.now) is None
    roles[LOGIN] = ("initiator", "approver")
    assert people.present(token, clock.now) is None, "it must not come back with the role"


def test_a_session_goes_on_when_a_role_is_gained(
    people: People, sign_in: SignIn, clock: Clock, roles: dict[str | None, tuple[str, ...]]
) -> None:
    token = sign_in()
    roles[LOGIN] = ("holder", "approver")

    assert _person(people, token, clock.now).roles == {"holder", "approver"}


def test_idle_and_old_sessions_end(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    assert people.present(token, clock.now + IDLE - SECOND)
    assert people.present(token, clock.now + 2 * IDLE) is None
    assert people.present(token, clock.now + LIFETIME) is None


def test_only_hashes_of_tokens_and_passwords_are_stored(people: People, sign_in: SignIn) -> None:
    token = sign_in()

    with people.engine.connect() as connection:
        rows = [str(row) for table in (people_table, sessions) for row in connection.execute(sa.select(table))]
    stored = " ".join(rows)

    assert token not in stored
    assert PASSWORD not in stored
    assert TOTP not in stored


def test_a_person_ends_only_own_sessions(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    who, session = people.present(token, clock.now) or pytest.fail("not signed in")

    assert people.end_sessions(who.id + 1, session.id) == 0
    assert people.present(token, clock.now)


def test_unknown_accounts_cost_the_same_work(people: People, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str | None] = []
    original = people._passwords.matches

    def counting(password_hash: str | None, password: str) -> bool:
        calls.append(password_hash)
        return original(password_hash, password)

    monkeypatch.setattr(people._passwords, "matches", counting)
    durations: dict[str, list[int]] = {LOGIN: [], "nobody": []}
    for number in range(40):
        for login, taken in durations.items():
            before = time.perf_counter_ns()
            where = Origin(f"203.0.113.{number}")
            wrong = partial(people.sign_in, login, "wrong horse battery", proof=Proof("000000"), now=clock.now)
            code_of(partial(wrong, origin=where))
            taken.append(time.perf_counter_ns() - before)

    assert len(calls) == 80
    known, unknown = (statistics.median(durations[login]) for login in (LOGIN, "nobody"))
    assert 0.5 < known / unknown < 2


def _new_person(people: People, clock: Clock) -> tuple[Person, str]:
    people.create_person("new@example.com", name="新人", password=PASSWORD, now=clock.now)
    token = people.sign_in("new@example.com", PASSWORD, proof=Proof(), origin=HOME, now=clock.now)
    return _person(people, token, clock.now), token


def test_enrolment_gives_recovery_codes_that_work_once(people: People, clock: Clock) -> None:
    who, token = _new_person(people, clock)
    secret = pyotp.random_base32()
    codes = people.second.enrol_totp(
        who, secret=secret, code=pyotp.TOTP(secret).at(clock.now // SECOND), origin=HOME, now=clock.now
    )

    def attempt() -> str:
        return people.sign_in("new@example.com", PASSWORD, proof=Proof(codes[3].lower()), origin=HOME, now=clock.now)

    assert attempt()
    assert code_of(attempt) == "wrong_credentials"
    assert _person(people, token, clock.now).enrolled
    with people.engine.connect() as connection:
        assert len(connection.execute(sa.select(recovery_codes)).all()) == 9


def test_the_code_of_enrolment_does_not_sign_in_again(people: People, clock: Clock) -> None:
    who, _ = _new_person(people, clock)
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(clock.now // SECOND)
    people.second.enrol_totp(who, secret=secret, code=code, origin=HOME, now=clock.now)

    assert (
        code_of(lambda: people.sign_in(who.login, PASSWORD, proof=Proof(code), origin=HOME, now=clock.now))
        == "wrong_credentials"
    )


def test_enrolment_needs_a_right_code_and_happens_once(people: People, clock: Clock) -> None:
    who, _ = _new_person(people, clock)
    secret = pyotp.random_base32()
    assert (
        code_of(lambda: people.second.enrol_totp(who, secret=secret, code="000000", origin=HOME, now=clock.now))
        == "wrong_code"
    )
    right = pyotp.TOTP(secret).at(clock.now // SECOND)
    people.second.enrol_totp(who, secret=secret, code=right, origin=HOME, now=clock.now)

    assert (
        code_of(lambda: people.second.enrol_totp(who, secret=secret, code=right, origin=HOME, now=clock.now))
        == "wrong_credentials"
    )


def test_before_enrolment_nobody_has_a_role(people: People, clock: Clock) -> None:
    who, _ = _new_person(people, clock)

    assert not who.enrolled
    assert who.roles == frozenset()


def test_a_step_up_holds_for_one_digest_in_one_session_and_not_for_long(
    people: People, sign_in: SignIn, clock: Clock
) -> None:
    token = sign_in()
    who, session = people.present(token, clock.now) or pytest.fail("not signed in")

    def step_up() -> None:
        clock.wait(30)
        code = pyotp.TOTP(TOTP).at(clock.now // SECOND)
        people.step_up(who, session, digest="ab" * 32, proof=Proof(code), now=clock.now)

    clock.wait(30)
    other = people.present(sign_in(origin=ELSEWHERE), clock.now) or pytest.fail("not signed in")
    step_up()
    assert not people.is_present(session, "cd" * 32, clock.now)
    assert not people.is_present(other[1], "ab" * 32, clock.now)
    assert people.is_present(session, "ab" * 32, clock.wait(299))
    assert not people.is_present(session, "ab" * 32, clock.wait(1))


def test_a_step_up_does_not_take_the_code_of_the_sign_in(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    who, session = people.present(token, clock.now) or pytest.fail("not signed in")
    code = pyotp.TOTP(TOTP).at(clock.now // SECOND)

    assert (
        code_of(lambda: people.step_up(who, session, digest="ab" * 32, proof=Proof(code), now=clock.now))
        == "wrong_code"
    )


@pytest.mark.parametrize("password", ["short", "x" * 201, "my r-00000318 password"])
def test_weak_passwords_are_refused(people: People, clock: Clock, password: str) -> None:
    code = code_of(lambda: people.create_person("R-00000318", name="x", password=password, now=clock.now))

    assert code == "weak_password"


def test_a_login_is_unique_whatever_its_case(people: People, clock: Clock) -> None:
    assert (
        code_of(lambda: people.create_person("r-00000318 ", name="x", password=PASSWORD, now=clock.now))
        == "login_taken"
    )
