"""Work on tasks: taken on, passed on, talked about, sent back with a reason; and forms left half-way."""

import re

import pytest
from flask.testing import FlaskClient

from registry.store import drafts, notices, saved_forms
from registry.store.draft_history import history
from registry.web.seam import now
from tests.site import FIRST, PASSWORD, SECOND, Site, account, id_of, signed_by, text_on

FORM = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "10", "ranges": ""}


@pytest.fixture
def task(site: Site) -> str:
    """Return a draft that waits for the second representative."""
    page = site.client("first").post("/allowances/transfer", data=FORM).text
    assert site.client("first").post("/tasks/sign", data=signed_by(page, FIRST)).status_code == 202
    return id_of(text_on(page))


def person_of(site: Site, login: str) -> int:
    row = site.app.extensions["people"].engine
    import sqlalchemy as sa

    with row.connect() as connection:
        return int(connection.scalar(sa.text("SELECT id FROM signin_person WHERE login = :login"), {"login": login}))


def told(site: Site, login: str) -> list[str]:
    return [one.event for one in notices.listed(site.registry.engine, person_of(site, login))]


def act(client: FlaskClient, task: str, action: str, **form: str) -> int:
    return client.post(f"/tasks/{task}/{action}", data=form).status_code


def test_who_can_sign_is_told_of_a_new_task(site: Site, task: str) -> None:
    assert told(site, "second") == ["task_waiting"]
    assert told(site, "first") == told(site, "other") == []


def test_the_author_is_told_why_a_task_was_sent_back_and_nobody_can_sign_it(site: Site, task: str) -> None:
    page = site.client("second").get(f"/tasks/{task}").text

    assert act(site.client("second"), task, "reject", reason="数量不符") == 302
    (one,) = notices.listed(site.registry.engine, person_of(site, "first"))
    assert (one.event, one.facts["reason"], one.facts["by"]) == ("task_rejected", "数量不符", SECOND)
    answer = site.client("second").post("/tasks/sign", data=signed_by(page, SECOND), content_type="text/plain")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "draft_rejected")
    assert "数量不符" in site.client("first").get(f"/tasks/{task}").text
    assert drafts.count_for(site.registry.engine, SECOND, now()) == 0


def test_sending_back_needs_a_reason_and_a_signature_that_would_help(site: Site, task: str) -> None:
    assert act(site.client("second"), task, "reject", reason="  ") == 400
    assert act(site.client("first"), task, "reject", reason="不想了") == 409
    assert act(site.client("other"), task, "reject", reason="不是我的") == 403
    assert drafts.get(site.registry.engine, task).state == drafts.OPEN


def test_whoever_takes_a_task_on_is_named_and_can_let_go(site: Site, task: str) -> None:
    second = site.client("second")

    assert act(second, task, "claim") == 302
    assert drafts.get(site.registry.engine, task).assignee == SECOND
    assert SECOND in site.client("first").get("/tasks?scope=organisation").text
    assert act(second, task, "claim") == 302
    assert drafts.get(site.registry.engine, task).assignee == ""


def test_a_task_is_passed_only_to_somebody_who_can_sign(site: Site, task: str) -> None:
    assert act(site.client("first"), task, "assign", to=SECOND) == 302
    assert drafts.get(site.registry.engine, task).assignee == SECOND
    assert told(site, "second")[0] == "task_assigned"
    assert act(site.client("first"), task, "assign", to="R-00000012") == 409


def test_a_comment_reaches_the_others_once_however_often_it_is_sent(site: Site, task: str) -> None:
    second = site.client("second")
    for _ in range(2):
        assert act(second, task, "comment", said="请补充合同号", once="abc") == 302

    assert told(site, "first") == ["task_commented"]
    assert [one.said for one in history(site.registry.engine, task)].count("请补充合同号") == 1
    assert "请补充合同号" in site.client("first").get(f"/tasks/{task}").text


def test_the_page_of_a_task_keeps_its_history_after_the_entry_was_recorded(site: Site, task: str) -> None:
    page = site.client("second").get(f"/tasks/{task}").text
    assert site.client("second").post("/tasks/sign", data=signed_by(page, SECOND)).status_code == 201

    happened = [(one.who, one.action) for one in history(site.registry.engine, task)]
    assert happened[0] == (FIRST, "signed")
    assert {(SECOND, "signed"), (SECOND, "sent")} <= set(happened)
    assert told(site, "first") == ["task_done"]
    assert site.client("first").get(f"/tasks/{task}").status_code == 200


def test_what_was_not_signed_in_time_is_overdue(site: Site, task: str) -> None:
    engine, participant = site.registry.engine, "P-00000011"
    later = drafts.get(engine, task).expires_at + 1
    drafts.forget_expired(engine, later)

    assert [one.id for one in drafts.overdue_of(engine, participant, later)] == [task]
    assert drafts.open_of(engine, participant, later) == ()
    assert drafts.forget_expired(engine, later + drafts.KEPT) == 1
    assert history(engine, task) == ()


@pytest.mark.parametrize("scope", ["mine", "organisation", "overdue"])
def test_the_inbox_answers_as_page_and_as_json(site: Site, task: str, scope: str) -> None:
    second = site.client("second")

    assert second.get(f"/tasks?scope={scope}").status_code == 200
    found = second.get(f"/api/v1/tasks?scope={scope}").get_json()
    assert [one["id"] for one in found["tasks"]] == ([] if scope == "overdue" else [task])
    assert second.get("/tasks?scope=all").status_code == 422


def saved_keys(client: FlaskClient) -> list[str]:
    return re.findall(r'href="/allowances/transfer\?saved=(\w+)"', client.get("/tasks").text)


def test_a_form_left_half_way_is_found_again_and_goes_with_its_signature(site: Site) -> None:
    first = site.client("first")
    assert first.post("/allowances/transfer", data=FORM | {"units": "12", "_save": "1"}).status_code == 302
    key = saved_keys(first)[0]
    page = first.get(f"/allowances/transfer?saved={key}").text
    assert 'value="12"' in page
    assert saved_keys(site.client("second")) == []
    assert 'value="12"' not in site.client("second").get(f"/allowances/transfer?saved={key}").text

    page = first.post("/allowances/transfer", data=FORM | {"_saved": key}).text
    assert f"/tasks/sign?saved={key}" in page
    assert first.post(f"/tasks/sign?saved={key}", data=signed_by(page, FIRST)).status_code == 202
    assert saved_keys(first) == []


def test_a_form_saved_twice_is_kept_once_and_can_be_deleted(site: Site) -> None:
    first = site.client("first")
    first.post("/allowances/transfer", data=FORM | {"_save": "1"})
    key = saved_keys(first)[0]
    first.post("/allowances/transfer", data=FORM | {"units": "99", "_save": "1", "_saved": key})
    assert set(saved_keys(first)) == {key}

    site.client("second").post("/tasks/forms/forget", data={"saved": key})
    assert set(saved_keys(first)) == {key}
    first.post("/tasks/forms/forget", data={"saved": key})
    assert saved_keys(first) == []


def test_no_more_than_fifty_forms_are_kept(site: Site) -> None:
    first = site.client("first")
    for number in range(saved_forms.FORMS_MAX):
        saved_forms.save(
            site.registry.engine, person_of(site, "first"), key=str(number), path="/x", title="x", answers={}, now=1
        )

    assert first.post("/allowances/transfer", data=FORM | {"_save": "1"}).status_code == 409
    assert saved_forms.forget_old(site.registry.engine, saved_forms.KEPT + 2) == saved_forms.FORMS_MAX


def test_what_was_typed_survives_a_session_that_ran_out(site: Site) -> None:
    stranger = site.client()
    page = stranger.post("/allowances/transfer", data=FORM | {"units": "17"})
    assert page.status_code == 401
    import html

    found = re.search(r'name="kept" value="([^"]*)"', page.text)
    assert found
    kept = html.unescape(found[1])
    import pyotp

    from tests.site import TOTP

    form = {"login": "first", "password": PASSWORD, "code": pyotp.TOTP(TOTP).now(), "next": "/allowances/transfer"}
    answer = stranger.post("/sign-in", data=form | {"kept": kept})
    assert answer.location.startswith("/allowances/transfer?saved=")
    assert 'value="17"' in stranger.get(answer.location).text


def test_nothing_is_kept_for_strangers_and_a_forged_keep_leads_nowhere(site: Site) -> None:
    stranger = site.client()
    stranger.post("/allowances/transfer", data=FORM)
    form = {"login": "first", "next": "/allowances/transfer", "kept": '{"path": "//evil.example", "answers": {}}'}

    assert stranger.post("/demo/switch", data=form).location == "/allowances/transfer"
    assert saved_forms.of_person(site.registry.engine, person_of(site, "first")) == ()
