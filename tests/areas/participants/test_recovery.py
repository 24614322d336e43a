from dataclasses import replace

import pytest

from registry.areas.participants.rules.calendars import day_of, start_of, working_days_after
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parameters import Stricter
from registry.areas.participants.rules.recovery import DELAY
from registry.areas.participants.rules.standing import ChangeRepresentative
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import KeyStatus, Representative, Role, SigningKey, Status
from tests.areas.participants.factories import (
    OFFICIALS,
    OWNER,
    Scene,
    first_key,
    key_named,
    recovery,
    registration,
    revocation,
    stop,
)
from tests.world import OPERATORS

SECOND, NEW = f"{OWNER}/2", "R-00000090"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.allow_recovery(days=3)
    return scene


def test_refuses_a_recovery_as_long_as_its_delay_is_not_set() -> None:
    scene = Scene()
    scene.open_years()
    assert scene.send("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS) == "parameter_not_set"


def test_refuses_a_recovery_into_a_year_without_calendar() -> None:
    scene = Scene()
    scene.set_parameter(DELAY, 3, stricter=Stricter.HIGHER)
    assert scene.send("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS) == "calendar_missing"


def test_the_key_counts_from_the_end_of_the_last_working_day(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    key = scene.state.get(SigningKey, OWNER, key_named(SECOND))
    assert key.active_from == working_days_after(scene.state, scene.now, 3)
    scene.world.author.now_ms = key.active_from // 1000 - 1
    assert scene.transfer() == "recovery_pending"
    scene.wait(ms=1)
    assert scene.transfer() == ACCEPTED


def test_a_recovery_is_over_at_the_instant_its_key_counts(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    key = scene.state.get(SigningKey, OWNER, key_named(SECOND))
    scene.world.author.now_ms = key.active_from // 1000
    assert scene.send("participants.stop_recovery", stop(SECOND), OWNER) == "recovery_over"
    assert scene.send("participants.revoke_key", revocation(SECOND), OWNER) == ACCEPTED


def test_it_can_be_stopped_until_a_millisecond_before(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    key = scene.state.get(SigningKey, OWNER, key_named(SECOND))
    scene.world.author.now_ms = key.active_from // 1000 - 1
    assert scene.send("participants.stop_recovery", stop(SECOND), OWNER) == ACCEPTED
    assert scene.state.get(SigningKey, OWNER, key_named(SECOND)).status is KeyStatus.STOPPED


def test_refuses_to_stop_what_does_not_wait(scene: Scene) -> None:
    assert scene.send("participants.stop_recovery", stop(OWNER), OWNER) == "recovery_over"
    assert scene.send("participants.stop_recovery", stop(SECOND), OWNER) == "no_such_key"
    assert scene.send("participants.stop_recovery", stop(SECOND, by=Mandate.OPERATORS), *OPERATORS) == (
        "mandate_not_admitted"
    )


def test_refuses_a_second_recovery_while_one_waits(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(SECOND), SECOND, *OFFICIALS)
    third = f"{OWNER}/3"
    assert scene.send("participants.recover_key", recovery(third), third, *OFFICIALS) == "recovery_pending"


def test_refuses_a_recovery_where_there_was_never_a_key(scene: Scene) -> None:
    scene.must("participants.register", registration(13), *OPERATORS)
    body = replace(recovery(NEW), participant="P-00000013")
    assert scene.send("participants.recover_key", body, NEW, *OFFICIALS) == "no_key_yet"
    scene.must("participants.register_first_key", first_key(13, "R-00000093"), "R-00000093", *OFFICIALS)
    assert scene.send("participants.recover_key", body, NEW, *OFFICIALS) == ACCEPTED


def test_a_recovery_may_bring_a_new_representative_which_goes_when_it_is_stopped(scene: Scene) -> None:
    scene.must("participants.recover_key", recovery(NEW), NEW, *OFFICIALS)
    scene.must("participants.stop_recovery", stop(NEW), OWNER)
    assert scene.state.get(Representative, NEW).status is Status.CLOSED


def test_refuses_a_number_of_another_participant(scene: Scene) -> None:
    stranger = "R-00000012/2"
    assert scene.send("participants.recover_key", recovery(stranger), stranger, *OFFICIALS) == "number_taken"


def test_refuses_other_roles_than_those_registered(scene: Scene) -> None:
    body = recovery(SECOND, roles=(Role.APPROVER, Role.ADMINISTRATOR))
    assert scene.send("participants.recover_key", body, SECOND, *OFFICIALS) == "roles_differ"


def test_refuses_doubled_roles_of_a_new_representative(scene: Scene) -> None:
    body = recovery(NEW, roles=(Role.VIEWER, Role.VIEWER))
    assert scene.send("participants.recover_key", body, NEW, *OFFICIALS) == "roles_doubled"


def test_other_representatives_ask_for_a_recovery_but_nobody_for_its_own(scene: Scene) -> None:
    lost = "R-00000090/2"
    mine = recovery(SECOND, by=Mandate.PARTICIPANT)
    assert scene.send("participants.recover_key", mine, SECOND, OWNER) == "no_other_administrator"
    scene.add(NEW, Role.ADMINISTRATOR)
    assert scene.send("participants.recover_key", mine, SECOND, OWNER) == "own_recovery"
    body = recovery(lost, by=Mandate.PARTICIPANT, roles=(Role.ADMINISTRATOR,))
    assert scene.send("participants.recover_key", body, lost, OWNER) == ACCEPTED


def test_refuses_a_recovery_for_a_suspended_representative(scene: Scene) -> None:
    scene.add(NEW, Role.ADMINISTRATOR)
    gone = ChangeRepresentative(NEW, "LEFT", Mandate.PARTICIPANT)
    scene.must("participants.suspend_representative", gone, OWNER)
    lost = f"{NEW}/2"
    body = recovery(lost, roles=(Role.ADMINISTRATOR,))
    assert scene.send("participants.recover_key", body, lost, *OFFICIALS) == "signer_suspended"


def test_the_mandates_of_a_recovery(scene: Scene) -> None:
    for by in (Mandate.SELF, Mandate.OPERATORS, Mandate.AUTHORITY):
        body = recovery(SECOND, by=by)
        assert scene.send("participants.recover_key", body, SECOND, *OFFICIALS) == "mandate_not_admitted"


def test_working_days_pass_whole() -> None:
    scene = Scene()
    scene.open_years()
    friday = start_of(day_of(scene.now)) + 12 * 3600 * 1_000_000
    while day_of(friday).weekday() != 4:
        friday += 86_400 * 1_000_000
    end = working_days_after(scene.state, friday, 1)
    assert day_of(end - 1).weekday() == 0
    assert end == start_of(day_of(end))
