"""What administrators do with others' accounts: never to themselves, and resets only by two."""

from collections.abc import Callable

import pytest

from registry.signin import People, duties
from registry.signin.links import FACTOR, PASSWORD
from registry.signin.office import RESET_LIFETIME
from tests.signin.conftest import LOGIN, Clock, code_of, guard

SignIn = Callable[..., str]
ADMINISTRATOR = duties.ADMINISTRATOR


@pytest.fixture
def guards(people: People, clock: Clock) -> tuple[int, int, int]:
    """Return the numbers of three accounts that administrators have."""
    made = [
        people.create_person(f"guard {n}", name="管理员", password="correct horse battery", now=clock.now)
        for n in range(3)
    ]
    return made[0], made[1], made[2]


def test_a_suspended_account_opens_again_without_its_sessions(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()
    people.office.suspend(1, by=guard(), now=clock.now)
    people.office.suspend(1, by=guard(), now=clock.now)
    clock.wait(30)
    assert code_of(sign_in) == "wrong_credentials"

    people.office.reinstate(1, by=guard(), now=clock.now)

    assert people.present(token, clock.now) is None
    clock.wait(30)
    assert sign_in()
    assert [one.kind for one in people.list_events(1)][1:3] == ["reinstated", "suspended"]


@pytest.mark.parametrize("act", ["suspend", "reinstate"])
def test_nobody_acts_on_the_own_account(people: People, clock: Clock, act: str) -> None:
    assert code_of(lambda: getattr(people.office, act)(1, by=guard(1), now=clock.now)) == "own_account"


def test_nobody_asks_for_the_own_reset_nor_agrees_to_it(
    people: People, guards: tuple[int, int, int], clock: Clock
) -> None:
    assert code_of(lambda: people.office.ask_reset(1, FACTOR, by=guard(1), now=clock.now)) == "own_account"
    people.office.ask_reset(1, FACTOR, by=guard(guards[0]), now=clock.now)
    assert code_of(lambda: people.office.agree_reset(1, FACTOR, by=guard(1), now=clock.now)) == "own_account"


def test_all_sessions_of_somebody_end_by_name(people: People, sign_in: SignIn, clock: Clock) -> None:
    token = sign_in()

    assert people.office.end_sessions(1, by=guard(), now=clock.now) == 1

    assert people.present(token, clock.now) is None
    newest = people.list_events(1)[0]
    assert (newest.kind, newest.done_by) == ("sessions_ended", "guard99")


@pytest.mark.parametrize(
    ("first", "second"), [(duties.SECURITY, ADMINISTRATOR), (ADMINISTRATOR, duties.SECURITY), (duties.SECURITY,) * 2]
)
def test_two_reset_what_one_person_lost(
    people: People, guards: tuple[int, int, int], clock: Clock, first: str, second: str
) -> None:
    people.office.ask_reset(1, PASSWORD, by=guard(guards[0], first), now=clock.now)

    token = people.office.agree_reset(1, PASSWORD, by=guard(guards[1], second), now=clock.now)

    link = people.links.look(token, clock.now)
    assert link
    assert (link.login, link.purpose) == (LOGIN.casefold(), PASSWORD)
    assert people.office.resets(1, clock.now) == ()


def test_the_same_person_does_not_agree_to_the_own_request(
    people: People, guards: tuple[int, int, int], clock: Clock
) -> None:
    one = guard(guards[0])
    people.office.ask_reset(1, FACTOR, by=one, now=clock.now)

    assert code_of(lambda: people.office.agree_reset(1, FACTOR, by=one, now=clock.now)) == "four_eyes"


def test_two_administrators_of_a_participant_are_not_enough(
    people: People, guards: tuple[int, int, int], clock: Clock
) -> None:
    people.office.ask_reset(1, FACTOR, by=guard(guards[0], ADMINISTRATOR), now=clock.now)
    other = guard(guards[1], ADMINISTRATOR)

    assert code_of(lambda: people.office.agree_reset(1, FACTOR, by=other, now=clock.now)) == "four_eyes"


def test_whoever_holds_no_office_asks_for_nothing(people: People, guards: tuple[int, int, int], clock: Clock) -> None:
    nobody = guard(guards[0], "initiator")

    assert code_of(lambda: people.office.ask_reset(1, FACTOR, by=nobody, now=clock.now)) == "not_your_office"
    assert code_of(lambda: people.office.agree_reset(1, FACTOR, by=nobody, now=clock.now)) == "not_your_office"


def test_a_reset_that_nobody_asked_for_is_not_agreed_to(people: People, clock: Clock) -> None:
    assert code_of(lambda: people.office.agree_reset(1, FACTOR, by=guard(), now=clock.now)) == "no_such_reset"


def test_a_reset_is_agreed_to_once_and_asked_for_once(
    people: People, guards: tuple[int, int, int], clock: Clock
) -> None:
    first, second, third = (guard(number) for number in guards)
    people.office.ask_reset(1, FACTOR, by=first, now=clock.now)
    people.office.ask_reset(1, FACTOR, by=third, now=clock.now)
    assert [one.asked_by for one in people.office.resets(1, clock.now)] == [first.id]
    people.office.agree_reset(1, FACTOR, by=second, now=clock.now)

    assert code_of(lambda: people.office.agree_reset(1, FACTOR, by=second, now=clock.now)) == "no_such_reset"


def test_a_request_ends_with_its_week(people: People, guards: tuple[int, int, int], clock: Clock) -> None:
    people.office.ask_reset(1, FACTOR, by=guard(guards[0]), now=clock.now)
    by, end = guard(guards[1]), clock.now + RESET_LIFETIME
    assert people.office.resets(1, end - 1)

    assert code_of(lambda: people.office.agree_reset(1, FACTOR, by=by, now=end)) == "no_such_reset"


def test_accounts_are_found_and_kept_to_a_participant(people: People, clock: Clock) -> None:
    people.invite("new@example.com", name="新人", representative="R-00000777", by="x", now=clock.now)

    assert [one.login for one in people.office.accounts(like="EXAMPLE")] == ["new@example.com"]
    assert [one.login for one in people.office.accounts(representatives=(LOGIN,))] == [LOGIN.casefold()]
    assert people.office.accounts(representatives=()) == []
    assert [one.invited for one in people.office.accounts()] == [False, True]


def test_duties_that_exclude_each_other_count_for_nothing_together() -> None:
    both = frozenset({duties.SECURITY, duties.AUDIT, "operator"})

    assert duties.counted(both) == {"operator"}
    assert duties.counted(frozenset({duties.SECURITY, "operator"})) == {duties.SECURITY, "operator"}
