"""The operator's pages: the state is read as it is, every alarm has a cause, and a class is switched by an entry."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry import jobstate, logs
from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.participants.rules.classes import SwitchClass
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.participants.rules.standing import ChangeAccount
from registry.jobstate import JobState
from registry.web.operation.alarms import AUDIT_OLD_DAYS, WITNESS_LATE, WORKER_LATE, alarms
from registry.web.operation.state import State
from tests.site import Site, account, open_site
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

PAGES = ("", "/parameters", "/calendars", "/classes", "/suspensions")
DAY = 86_400_000_000
NOW = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp()) * 1_000_000
GOOD = State(
    read_at=NOW, release="1", database="sqlite", not_ready="", schema_behind=False, size=10, recorded_at=NOW,
    signed_size=10, kept_size=10, witnessed_size=10, unwitnessed_since=None, has_witnesses=True, drafts_open=0,
    other_views=0, other_view_at=None, mails_waiting=0, mails_since=None, worker_at=NOW,
    jobs=(JobState("send mail", ""),),
    audited_at=NOW, audited_size=10, disk_free=50, disk_total=100, calendar_years=(2026,), closed_classes=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(Path(tmp_path_factory.mktemp("operation"))) as made:
        yield made


@pytest.fixture
def speaking(site: Site) -> Iterator[Flask]:
    """Give a request in whose language alarms speak."""
    with site.app.test_request_context("/"):
        yield site.app


def codes(state: State, *, at: int = NOW) -> set[str]:
    return {one.code for one in alarms(state, now=at)}


def test_a_registry_in_order_has_no_alarm(speaking: Flask) -> None:
    assert codes(GOOD) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"not_ready": "NotWritten"}, "not_ready"),
        ({"not_ready": "RolledBack"}, "rolled_back"),
        ({"other_views": 1, "other_view_at": NOW}, "other_view"),
        ({"schema_behind": True}, "schema"),
        ({"has_witnesses": False}, "no_witness"),
        ({"unwitnessed_since": NOW - WITNESS_LATE - 1}, "witness_late"),
        ({"worker_at": None}, "worker_never"),
        ({"worker_at": NOW - WORKER_LATE - 1}, "worker_late"),
        ({"jobs": (JobState("send mail", "OSError"),)}, "job_failed"),
        ({"disk_free": 9}, "disk"),
        ({"mails_since": NOW - DAY, "mails_waiting": 3}, "mail_late"),
        ({"audited_at": None}, "audit_never"),
        ({"audited_at": NOW - AUDIT_OLD_DAYS * DAY - 1}, "audit_old"),
        ({"calendar_years": (2025,)}, "calendar_missing"),
        ({"closed_classes": ("CEA",)}, "class_closed"),
    ],
)
def test_each_cause_raises_its_alarm_and_no_other(speaking: Flask, change: dict[str, Any], code: str) -> None:
    assert codes(replace(GOOD, **change)) == {code}


@pytest.mark.parametrize(
    "change",
    [
        {"unwitnessed_since": NOW - WITNESS_LATE},
        {"worker_at": NOW - WORKER_LATE},
        {"disk_free": 10},
        {"audited_at": NOW - AUDIT_OLD_DAYS * DAY},
    ],
)
def test_one_step_inside_a_limit_there_is_no_alarm(speaking: Flask, change: dict[str, Any]) -> None:
    assert codes(replace(GOOD, **change)) == set()


def test_the_next_years_calendar_is_missed_from_november_on(speaking: Flask) -> None:
    october, november = (int(datetime(2026, month, 15, tzinfo=UTC).timestamp()) * 1_000_000 for month in (10, 11))
    fresh: dict[str, Any] = {"worker_at": november, "audited_at": november}
    assert "calendar_next" not in codes(replace(GOOD, **fresh), at=october)
    assert "calendar_next" in codes(replace(GOOD, **fresh), at=november)
    assert "calendar_next" not in codes(replace(GOOD, calendar_years=(2026, 2027), **fresh), at=november)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("login", "status"), [("operator", 200), ("authority", 200), ("first", 403), ("", 302)])
def test_the_pages_are_for_those_who_oversee(site: Site, page: str, login: str, status: int) -> None:
    assert site.client(login).get(f"/operation{page}").status_code == status
    assert site.client(login).get(f"/api/v1/operation{page}").status_code == (401 if status == 302 else status)


def test_the_state_is_the_logs(site: Site) -> None:
    jobstate.save(site.app.extensions["config"].directory, NOW, {"send mail": "OSError"})
    found = site.client("operator").get("/api/v1/operation").get_json()

    assert found["state"]["size"] == found["state"]["signed_size"] == site.head()
    assert found["state"]["jobs"] == [{"name": "send mail", "error": "OSError"}]
    assert {"job_failed", "no_witness", "audit_never"} <= {one["code"] for one in found["alarms"]}


def test_a_class_is_closed_and_reopened_with_its_history(site: Site) -> None:
    office = site.client("operator")
    for kind, is_open in (("close_class", False), ("reopen_class", True)):
        body = SwitchClass("FCS", "ORDER-1", "a fault in the serials")
        site.submit(site.world.author.envelope(f"participants.{kind}", body, AUTHORITY, OPERATORS[0]))
        found = office.get("/api/v1/operation/classes").get_json()
        assert {one["code"]: one["is_open"] for one in found["classes"]}["FCS"] is is_open
        closed = [one["code"] for one in office.get("/api/v1/operation").get_json()["alarms"]]
        assert ("class_closed" in closed) is not is_open
    assert len(found["switches"]) == 2


def test_the_form_offers_only_classes_that_can_be_switched(site: Site) -> None:
    page = site.client("operator").get("/operation/classes/close").text
    assert 'value="CEA"' in page
    assert 'value="CEA"' not in site.client("operator").get("/operation/classes/reopen").text


def test_parameters_show_what_is_in_force_and_what_was(site: Site) -> None:
    author, signers = site.world.author, (AUTHORITY, OPERATORS[0])
    define = DefineParameter("cap", Nature.HOUSE, Stricter.LOWER, False, 0, 100, "unit")
    site.submit(author.envelope("participants.define_parameter", define, *signers))
    for value in (50, 40):
        body = SetParameter("cap", "", None, value, None, "Measures art. 1", Evidence.SOURCE)
        site.submit(author.envelope("participants.set_parameter", body, *OPERATORS))
    found = site.client("operator").get("/api/v1/operation/parameters?name=cap").get_json()["parameters"]

    assert [(one["value"], one["state"]) for one in found] == [("40", "in_force"), ("50", "past")]
    assert found[0]["article"] == "Measures art. 1"


def test_a_calendar_ends_the_alarm_of_its_year(site: Site) -> None:
    year = datetime.now(UTC).year
    before = {one["code"] for one in site.client("operator").get("/api/v1/operation/calendars").get_json()["alarms"]}
    body = SetCalendar(year, (), (), "N-1", DOCUMENT)
    site.submit(site.world.author.envelope("participants.set_calendar", body, AUTHORITY, OPERATORS[0]))
    found = site.client("operator").get("/api/v1/operation/calendars").get_json()

    assert "calendar_missing" in before
    assert "calendar_missing" not in {one["code"] for one in found["alarms"]}
    assert [one["year"] for one in found["calendars"]] == [year]


def test_a_suspension_stands_in_the_list(site: Site) -> None:
    body = ChangeAccount(account(11, "PE"), "LOST", Mandate.OPERATORS)
    site.submit(site.world.author.envelope("participants.suspend_account", body, *OPERATORS))
    found = site.client("operator").get("/api/v1/operation/suspensions").get_json()["suspensions"]

    assert [(one["subject"], one["by"]) for one in found] == [(account(11, "PE"), "operators")]


def test_a_log_line_masks_secrets_and_keeps_the_rest() -> None:
    event = {"password": "x", "api_token": "y", "Authorization": "z", "size": 3}
    assert logs.mask(logging.getLogger(), "info", event) == {
        "password": logs.MASK, "api_token": logs.MASK, "Authorization": logs.MASK, "size": 3,
    }  # fmt: skip
