"""Signing in. It must not do what others did: lock people out, take a code twice, outlive a logout."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
import sqlalchemy as sa

from registry.signin import People, Person, SigninError
from registry.signin.accounts import Origin
from registry.signin.sessions import IDLE, LIFETIME
from registry.signin.tables import attempts, recovery_codes, sessions
from registry.signin.tables import people as people_table
from tests.signin.conftest import ELSEWHERE, HOME, LOGIN, PASSWORD, SECOND, TOTP, Clock

SignIn = Callable[..., str]


def _code_of(attempt: Callable[[], object]) -> str:
    with pytest.raises(SigninError) as caught:
        attempt()
    return caught.value.code


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
    assert _code_of(lambda: sign_in(**wrong)) == "wrong_credentials"


def test_a_code_is_accepted_once(sign_in: SignIn) -> None:
    sign_in()

    assert _code_of(sign_in) == "wrong_credentials"


def test_an_older_code_is_refused_after_a_newer_one(sign_in: SignIn, clock: Clock) -> None:
    older = pyotp.TOTP(TOTP).at(clock.now // SECOND)
    clock.wait(30)
    sign_in()

    assert _code_of(lambda: sign_in(code=older)) == "wrong_credentials"


def test_the_next_code_is_accepted_after_the_last(sign_in: SignIn, clock: Clock) -> None:
    sign_in()
    clock.wait(30)

    assert sign_in()


def test_a_code_tried_with_a_wrong_password_is_not_used_up(sign_in: SignIn) -> None:
    _code_of(lambda: sign_in(password="wrong horse battery"))

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

    code = _code_of(
        lambda: people.change_password(who, old="guess", new="another good one", origin=HOME, now=clock.now)
    )

    assert code == "wrong_credentials"


def test_suspension_ends_sessions_and_refuses_new_ones(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    people.suspend(LOGIN, clock.now)
    clock.wait(30)

    assert people.present(token, clock.now) is None
    assert _code_of(sign_in) == "wrong_credentials"


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


def test_a_day_of_patient_guessing_is_some_three_hundred_guesses(people: People, clock: Clock) -> None:
    guesses, end = 0, clock.now + 24 * 3600 * SECOND
    while clock.now < end:
        with pytest.raises(SigninError) as caught:
            people.sign_in(LOGIN, "wrong horse battery", code="000000", origin=ELSEWHERE, now=clock.now)
        clock.wait(caught.value.wait_seconds)
        guesses += caught.value.code == "wrong_credentials"

    assert guesses < 310


def test_an_attempt_is_counted_before_the_password_is_read(people: People, clock: Clock) -> None:
    def attempt(number: int) -> str:
        return _code_of(
            lambda: people.sign_in(LOGIN, f"guess number {number}", code="", origin=ELSEWHERE, now=clock.now)
        )

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(attempt, range(64)))

    assert answers.count("wrong_credentials") <= 5


def test_guessing_elsewhere_locks_nobody_out(sign_in: SignIn, clock: Clock) -> None:
    for _ in range(200):
        _code_of(lambda: sign_in(password="wrong horse battery", origin=ELSEWHERE))
        clock.wait(1)

    assert sign_in(origin=HOME)


def test_a_known_browser_is_not_slowed_by_guessing_from_its_own_source(
    people: People, sign_in: SignIn, clock: Clock
) -> None:
    device = people.device_cookie(LOGIN)
    for number in range(200):
        _code_of(lambda: sign_in(login=f"guess{number % 7}", password="wrong horse battery"))  # noqa: B023

    assert _code_of(sign_in) == "slow_down"
    assert sign_in(device=device)


def test_a_device_cookie_helps_only_its_own_account(people: People, sign_in: SignIn) -> None:
    device = people.device_cookie("somebody else")
    for _ in range(10):
        _code_of(lambda: sign_in(password="wrong horse battery", device=device))

    assert _code_of(lambda: sign_in(device=device)) == "slow_down"


def test_a_typing_mistake_or_two_cost_no_wait(sign_in: SignIn) -> None:
    for _ in range(3):
        _code_of(lambda: sign_in(password="wrong horse battery"))

    assert sign_in()


def test_success_forgets_the_mistakes(sign_in: SignIn, clock: Clock) -> None:
    for _ in range(3):
        for _ in range(4):
            _code_of(lambda: sign_in(password="wrong horse battery"))
        clock.wait(30)
        sign_in()
    clock.wait(30)

    assert sign_in()


def test_one_source_trying_many_accounts_is_slowed(sign_in: SignIn) -> None:
    answers = [_code_of(lambda: sign_in(login=f"person{n}", origin=ELSEWHERE)) for n in range(80)]

    assert answers.count("wrong_credentials") <= 50


def test_attempts_do_not_name_accounts(people: People, sign_in: SignIn) -> None:
    _code_of(lambda: sign_in(login="typed-a-password-here"))

    with people.engine.connect() as connection:
        assert "typed-a-password-here" not in str(connection.execute(sa.select(attempts)).all())


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
            _code_of(lambda: people.sign_in(login, "wrong horse battery", code="000000", origin=where, now=clock.now))  # noqa: B023
            taken.append(time.perf_counter_ns() - before)

    assert len(calls) == 80
    known, unknown = (statistics.median(durations[login]) for login in (LOGIN, "nobody"))
    assert 0.5 < known / unknown < 2


def _new_person(people: People, clock: Clock) -> tuple[Person, str]:
    people.create_person("new@example.com", name="新人", password=PASSWORD, now=clock.now)
    token = people.sign_in("new@example.com", PASSWORD, code="", origin=HOME, now=clock.now)
    return _person(people, token, clock.now), token


def test_enrolment_gives_recovery_codes_that_work_once(people: People, clock: Clock) -> None:
    who, token = _new_person(people, clock)
    secret = pyotp.random_base32()
    codes = people.enrol(who, secret=secret, code=pyotp.TOTP(secret).at(clock.now // SECOND), now=clock.now)

    def attempt() -> str:
        return people.sign_in("new@example.com", PASSWORD, code=codes[3].lower(), origin=HOME, now=clock.now)

    assert attempt()
    assert _code_of(attempt) == "wrong_credentials"
    assert _person(people, token, clock.now).enrolled
    with people.engine.connect() as connection:
        assert len(connection.execute(sa.select(recovery_codes)).all()) == 9


def test_the_code_of_enrolment_does_not_sign_in_again(people: People, clock: Clock) -> None:
    who, _ = _new_person(people, clock)
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(clock.now // SECOND)
    people.enrol(who, secret=secret, code=code, now=clock.now)

    assert (
        _code_of(lambda: people.sign_in(who.login, PASSWORD, code=code, origin=HOME, now=clock.now))
        == "wrong_credentials"
    )


def test_enrolment_needs_a_right_code_and_happens_once(people: People, clock: Clock) -> None:
    who, _ = _new_person(people, clock)
    secret = pyotp.random_base32()
    assert _code_of(lambda: people.enrol(who, secret=secret, code="000000", now=clock.now)) == "wrong_code"
    right = pyotp.TOTP(secret).at(clock.now // SECOND)
    people.enrol(who, secret=secret, code=right, now=clock.now)

    assert _code_of(lambda: people.enrol(who, secret=secret, code=right, now=clock.now)) == "wrong_credentials"


def test_before_enrolment_nobody_has_a_role(people: People, clock: Clock) -> None:
    who, _ = _new_person(people, clock)

    assert not who.enrolled
    assert who.roles == frozenset()


def test_a_step_up_holds_for_one_digest_once_and_not_for_long(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    who, session = people.present(token, clock.now) or pytest.fail("not signed in")

    def step_up() -> None:
        clock.wait(30)
        code = pyotp.TOTP(TOTP).at(clock.now // SECOND)
        people.step_up(who, session, digest="ab" * 32, code=code, now=clock.now)

    step_up()
    assert not people.use_step_up(session, "cd" * 32, clock.now)
    assert people.use_step_up(session, "ab" * 32, clock.now)
    assert not people.use_step_up(session, "ab" * 32, clock.now)
    step_up()
    assert not people.use_step_up(session, "ab" * 32, clock.wait(301))


def test_a_step_up_does_not_take_the_code_of_the_sign_in(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    who, session = people.present(token, clock.now) or pytest.fail("not signed in")
    code = pyotp.TOTP(TOTP).at(clock.now // SECOND)

    assert _code_of(lambda: people.step_up(who, session, digest="ab" * 32, code=code, now=clock.now)) == "wrong_code"


@pytest.mark.parametrize("password", ["short", "x" * 201, "my r-00000318 password"])
def test_weak_passwords_are_refused(people: People, clock: Clock, password: str) -> None:
    code = _code_of(lambda: people.create_person("R-00000318", name="x", password=password, now=clock.now))

    assert code == "weak_password"


def test_a_login_is_unique_whatever_its_case(people: People, clock: Clock) -> None:
    assert (
        _code_of(lambda: people.create_person("r-00000318 ", name="x", password=PASSWORD, now=clock.now))
        == "login_taken"
    )
