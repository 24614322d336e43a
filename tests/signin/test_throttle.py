"""Guessing gets slow, and nobody is locked out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import sqlalchemy as sa

from registry.signin import People, SigninError
from registry.signin.second import Proof
from registry.signin.tables import attempts
from tests.signin.conftest import ELSEWHERE, HOME, LOGIN, SECOND, Clock, code_of

SignIn = Callable[..., str]


def test_a_day_of_patient_guessing_is_some_three_hundred_guesses(people: People, clock: Clock) -> None:
    guesses, end = 0, clock.now + 24 * 3600 * SECOND
    while clock.now < end:
        with pytest.raises(SigninError) as caught:
            people.sign_in(LOGIN, "wrong horse battery", proof=Proof("000000"), origin=ELSEWHERE, now=clock.now)
        clock.wait(caught.value.wait_seconds)
        guesses += caught.value.code == "wrong_credentials"

    assert guesses < 310


def test_an_attempt_is_counted_before_the_password_is_read(people: People, clock: Clock) -> None:
    def attempt(number: int) -> str:
        return code_of(
            lambda: people.sign_in(LOGIN, f"guess number {number}", proof=Proof(), origin=ELSEWHERE, now=clock.now)
        )

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(attempt, range(64)))

    assert answers.count("wrong_credentials") <= 5


def test_guessing_elsewhere_locks_nobody_out(sign_in: SignIn, clock: Clock) -> None:
    for _ in range(200):
        code_of(lambda: sign_in(password="wrong horse battery", origin=ELSEWHERE))
        clock.wait(1)

    assert sign_in(origin=HOME)


def test_a_known_browser_is_not_slowed_by_guessing_from_its_own_source(
    people: People, sign_in: SignIn, clock: Clock
) -> None:
    device = people.device_cookie(LOGIN)
    for number in range(200):
        code_of(lambda: sign_in(login=f"guess{number % 7}", password="wrong horse battery"))  # noqa: B023

    assert code_of(sign_in) == "slow_down"
    assert sign_in(device=device)


def test_a_device_cookie_helps_only_its_own_account(people: People, sign_in: SignIn) -> None:
    device = people.device_cookie("somebody else")
    for _ in range(10):
        code_of(lambda: sign_in(password="wrong horse battery", device=device))

    assert code_of(lambda: sign_in(device=device)) == "slow_down"


def test_a_typing_mistake_or_two_cost_no_wait(sign_in: SignIn) -> None:
    for _ in range(3):
        code_of(lambda: sign_in(password="wrong horse battery"))

    assert sign_in()


def test_success_forgets_the_mistakes(sign_in: SignIn, clock: Clock) -> None:
    for _ in range(3):
        for _ in range(4):
            code_of(lambda: sign_in(password="wrong horse battery"))
        clock.wait(30)
        sign_in()
    clock.wait(30)

    assert sign_in()


def test_one_source_trying_many_accounts_is_slowed(sign_in: SignIn) -> None:
    answers = [code_of(partial(sign_in, login=f"person{number}", origin=ELSEWHERE)) for number in range(80)]

    assert answers.count("wrong_credentials") <= 50


def test_attempts_do_not_name_accounts(people: People, sign_in: SignIn) -> None:
    code_of(lambda: sign_in(login="typed-a-password-here"))

    with people.engine.connect() as connection:
        assert "typed-a-password-here" not in str(connection.execute(sa.select(attempts)).all())
