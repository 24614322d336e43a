"""Accounts on a fresh SQLite file, with cheap password hashes and a clock that tests turn."""

from collections.abc import Callable, Iterator
from pathlib import Path

import argon2
import pyotp
import pytest

from registry.signin import Passwords, People, Person, SigninError, duties
from registry.signin.accounts import Origin
from registry.signin.second import Proof
from registry.store.database import connect, metadata

SECOND = 1_000_000
START = 1_764_748_800 * SECOND
PASSWORD = "correct horse battery"
TOTP = pyotp.random_base32()
LOGIN = "R-00000318"
HOME = Origin("192.0.2.1", "Firefox")
ELSEWHERE = Origin("198.51.100.7", "curl")


class Clock:
    """The time of a test, in microseconds."""

    def __init__(self) -> None:
        self.now = START

    def wait(self, seconds: int) -> int:
        self.now += seconds * SECOND
        return self.now


def guard(number: int = 99, *roles: str) -> Person:
    """Return a security administrator, or somebody with other roles."""
    return Person(
        number, f"guard{number}", None, "安全管理员", enrolled=True, roles=frozenset(roles or (duties.SECURITY,))
    )


def code_of(attempt: Callable[[], object]) -> str:
    """Return the code with which an attempt fails."""
    with pytest.raises(SigninError) as caught:
        attempt()
    return caught.value.code


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def roles() -> dict[str | None, tuple[str, ...]]:
    """Return what the ledger says of each representative; tests change it."""
    return {LOGIN: ("holder",)}


@pytest.fixture
def people(tmp_path: Path, roles: dict[str | None, tuple[str, ...]]) -> Iterator[People]:
    engine = connect(f"sqlite:///{tmp_path / 'people.sqlite'}")
    metadata.create_all(engine)
    cheap = Passwords(argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made = People(engine, secret="k" * 40, passwords=cheap, roles=lambda number: roles.get(number, ()))
    made.create_person(LOGIN, name="经办人甲", password=PASSWORD, now=START, representative=LOGIN, totp_secret=TOTP)
    yield made
    engine.dispose()


@pytest.fixture
def sign_in(people: People, clock: Clock) -> Callable[..., str]:
    """Sign in with the right password and a fresh code, or with what a test says instead."""

    def attempt(
        login: str = LOGIN,
        password: str = PASSWORD,
        *,
        code: str | None = None,
        origin: Origin = HOME,
        device: str = "",
    ) -> str:
        fresh = pyotp.TOTP(TOTP).at(clock.now // SECOND) if code is None else code
        where = Origin(origin.source, origin.agent, device or origin.device)
        return people.sign_in(login, password, proof=Proof(fresh), origin=where, now=clock.now)

    return attempt
