"""One-time links: an invitation opens an account once, and not for long."""

from collections.abc import Callable

import pyotp
import pytest

from registry.signin import People, Person
from registry.signin.links import FACTOR, INVITATION, LIFETIME, PASSWORD, make
from registry.signin.second import Proof
from tests.signin.conftest import HOME, LOGIN, SECOND, TOTP, Clock, code_of
from tests.signin.conftest import PASSWORD as OLD

NEW = "seven quiet harbour lamps"
SignIn = Callable[..., str]


@pytest.fixture
def invite(people: People, clock: Clock) -> Callable[..., str]:
    def invited(login: str = "new@example.com", representative: str | None = "R-00000777") -> str:
        return people.invite(login, name="新人", representative=representative, by="office", now=clock.now)

    return invited


def link_of(people: People, purpose: str, now: int) -> str:
    with people.engine.begin() as connection:
        return make(connection, 1, purpose, now=now)


def test_an_accepted_invitation_lets_the_person_in_to_enrol(
    people: People, invite: Callable[..., str], clock: Clock
) -> None:
    token = invite()
    assert people.accept(token, NEW, origin=HOME, now=clock.now).purpose == INVITATION
    session = people.sign_in("new@example.com", NEW, proof=Proof(), origin=HOME, now=clock.now)

    who, _ = people.present(session, clock.now) or pytest.fail("not signed in")
    assert (who.representative, who.enrolled, who.roles) == ("R-00000777", False, frozenset())


def test_nobody_signs_in_before_accepting(people: People, invite: Callable[..., str], clock: Clock) -> None:
    invite()

    for guess in ("", NEW):
        assert (
            code_of(lambda: people.sign_in("new@example.com", guess, proof=Proof(), origin=HOME, now=clock.now))  # noqa: B023
            == "wrong_credentials"
        )


def test_a_link_works_once(people: People, invite: Callable[..., str], clock: Clock) -> None:
    token = invite()
    people.accept(token, NEW, origin=HOME, now=clock.now)

    assert code_of(lambda: people.accept(token, NEW, origin=HOME, now=clock.now)) == "link_dead"


def test_a_link_ends_with_its_week(people: People, invite: Callable[..., str], clock: Clock) -> None:
    token, end = invite(), clock.now + LIFETIME[INVITATION]

    assert people.links.look(token, end - 1)
    assert people.links.look(token, end) is None
    assert code_of(lambda: people.accept(token, NEW, origin=HOME, now=end)) == "link_dead"


def test_a_weak_password_does_not_use_the_link_up(people: People, invite: Callable[..., str], clock: Clock) -> None:
    token = invite()

    assert code_of(lambda: people.accept(token, "short", origin=HOME, now=clock.now)) == "weak_password"
    assert code_of(lambda: people.accept(token, "password123456", origin=HOME, now=clock.now)) == "common_password"
    assert people.accept(token, NEW, origin=HOME, now=clock.now)


def test_inviting_again_kills_the_first_link(people: People, invite: Callable[..., str], clock: Clock) -> None:
    first, second = invite(), invite()

    assert people.links.look(first, clock.now) is None
    assert people.links.look(second, clock.now)


def test_whoever_has_an_account_is_not_invited(people: People, invite: Callable[..., str], clock: Clock) -> None:
    people.accept(invite(), NEW, origin=HOME, now=clock.now)

    assert code_of(invite) == "login_taken"
    assert code_of(lambda: invite(LOGIN)) == "login_taken"
    assert code_of(lambda: invite("another@example.com")) == "login_taken"  # the representative's number
    assert invite("another@example.com", representative="R-00000778")


def test_an_invitation_does_not_change_its_representative(invite: Callable[..., str]) -> None:
    invite()

    assert code_of(lambda: invite(representative="R-00000778")) == "login_taken"


def test_a_reset_password_still_asks_for_the_second_factor(people: People, sign_in: SignIn, clock: Clock) -> None:
    before = sign_in()
    people.accept(link_of(people, PASSWORD, clock.now), NEW, origin=HOME, now=clock.now)
    clock.wait(30)

    assert people.present(before, clock.now) is None
    assert code_of(lambda: sign_in(password=NEW, code="")) == "wrong_credentials"
    assert code_of(lambda: sign_in(password=OLD)) == "wrong_credentials"
    assert sign_in(password=NEW)
    assert "password_reset" in {one.kind for one in people.list_events(1)}


def test_a_factors_reset_asks_for_the_password_and_takes_all_away(
    people: People, sign_in: SignIn, clock: Clock
) -> None:
    session = sign_in()
    who: Person = (people.present(session, clock.now) or pytest.fail("not signed in"))[0]
    token = people.tokens.make(who, name="a", scopes=("read",), days=1, origin=HOME, now=clock.now)
    link = link_of(people, FACTOR, clock.now)
    assert code_of(lambda: people.links.clear_factors(link, NEW, origin=HOME, now=clock.now)) == "wrong_credentials"
    assert code_of(lambda: people.accept(link, NEW, origin=HOME, now=clock.now)) == "link_dead"

    people.links.clear_factors(link, OLD, origin=HOME, now=clock.now)

    assert people.present(session, clock.now) is None
    assert people.tokens.present(token, source="", now=clock.now) is None
    who, _ = people.present(sign_in(code=""), clock.now) or pytest.fail("not signed in")
    assert not who.enrolled
    assert pyotp.TOTP(TOTP).at(clock.now // SECOND)


def test_a_link_for_the_password_does_not_clear_factors(people: People, clock: Clock) -> None:
    link = link_of(people, PASSWORD, clock.now)

    assert code_of(lambda: people.links.clear_factors(link, OLD, origin=HOME, now=clock.now)) == "link_dead"
