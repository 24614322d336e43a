"""Whatever a person may sign has a form in the pages, or stands here with the reason why not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask

from registry.catalog import CATALOGUE
from tests.site import FIRST, Site, need_two, open_site, signed_by, text_on
from tests.world import DOCUMENT

WITHOUT: Final = {
    "participants.genesis": "signed once by the founders, offline, before there are pages: `registry init`",
    "participants.rotate_log_key": "signed by two keys of the log, which no browser has: `registry rotate-log-key`",
    "participants.add_representative": "the page of whoever was invited makes it (`participants.join_key`)",
    "participants.publish_staff_list": "the page that takes the list makes it (`participants.own_publish_staff_list`)",
    "finance.register_project": "has its own page (`finance.register`), which gives the number",
    "finance.announce_catalogue": "names the hashes of hundreds of entries: a program writes it from the file",
    "finance.extend_catalogue": "as announcing one",
    "finance.load_catalogue": "the entries themselves, a hundred at a time",
    "credits.import_manifest": "the root over all rows of a file: `registry import`",
    "trading.import_fills": "its rows come from the exchange's file, as a bulk upload (`uploads.new`)",
    "discharge.report_month": "computed from the outlet's documents, on the page of its month (`discharge.month`)",
    "credits.import_row": "one of thousands with its proof: `registry import`",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("forms"), controls=True) as made:
        yield made


def served(app: Flask) -> set[str]:
    return {one.of_kind for one in app.view_functions.values() if hasattr(one, "of_kind")}


def test_every_kind_has_a_form_or_a_reason_why_it_has_none(site: Site) -> None:
    without = CATALOGUE.kinds.keys() - served(site.app)
    assert without == WITHOUT.keys()


def send(site: Site, login: str, path: str, **form: str) -> str:
    """Return the text that a form leads to."""
    page = site.client(login).post(path, data=form)
    assert page.status_code == 200, page.text
    return text_on(page.text).decode()


def test_a_parameter_is_set_for_all_or_for_a_scope(site: Site) -> None:
    form = {"name": "transfer_delay_working_days", "integer": "5", "text": "", "article": "X", "evidence": "decided"}
    now = send(site, "operator", "/operation/governing/set-parameter", **form, scope="", effective_from="")
    assert '"effective_from":null,"evidence":"decided","integer":5' in now
    assert '"scope":"","text":null' in now
    scoped = send(site, "operator", "/operation/governing/set-parameter", **form, scope="CEA", effective_from="")
    assert '"scope":"CEA"' in scoped
    page = site.client("operator").post(
        "/operation/governing/set-parameter", data=form | {"scope": "", "effective_from": "", "integer": "-1"}
    )
    assert page.status_code in (409, 422)
    assert 'id="field-integer-error"' in page.text


def test_a_calendar_is_published_with_its_notice(site: Site) -> None:
    form = {"year": "2031", "holidays": "2031-10-01\n2031-10-02", "workdays": "", "article": "N-2031"}
    text = send(site, "authority", "/operation/governing/set-calendar", **form, document=DOCUMENT)
    assert '"holidays":["2031-10-01","2031-10-02"]' in text
    assert '"workdays":[]' in text


def test_a_release_begins_with_the_files_that_this_server_gives(site: Site) -> None:
    operator = site.client("operator")
    page = operator.get("/operation/governing/record-release").text
    assert "signing-page.js " in page
    assert "sign.js " in page
    text = send(site, "operator", "/operation/governing/record-release", release="9", modules=f"sign.js {'AB' * 32}")
    assert f'"modules":[{{"name":"sign.js","sha256":"{"ab" * 32}"}}]' in text
    wrong = operator.post("/operation/governing/record-release", data={"release": "9", "modules": "sign.js"})
    assert wrong.status_code == 422


def test_a_revision_is_activated_only_as_the_next_one(site: Site) -> None:
    form = {"kind": "participants.set_calendar", "revision": "7", "release": "9", "document": DOCUMENT}
    page = site.client("operator").post("/operation/governing/activate", data=form)
    assert (page.status_code, 'id="field-revision-error"' in page.text) == (409, True)


def test_a_parameter_is_defined_with_its_bounds(site: Site) -> None:
    form = {
        "name": "new_limit",
        "nature": "house",
        "stricter": "lower",
        "is_text": "0",
        "minimum": "-5",
        "maximum": "5",
    }
    assert '"minimum":-5' in send(site, "operator", "/operation/governing/define-parameter", **form, unit="units")


def test_an_administrator_says_how_many_sign_which_kind(site: Site) -> None:
    first = {"approvals": "2", "offline_required": "0"}
    assert '"approvals":2,"offline_required":false,"participant":"P-00000011"' in send(
        site, "first", "/participant/set-approvals", **first
    )
    text = send(site, "first", "/participant/set-policy", **first, kind="credits.retire")
    assert '"kind":"credits.retire"' in text
    assert site.client("first").post("/participant/set-approvals", data=first | {"approvals": "8"}).status_code == 409


def test_a_lost_key_is_brought_back_and_stopped(site: Site) -> None:
    key = "A" * 43 + "="
    form = {
        "participant": "P-00000011",
        "representative": FIRST,
        "public_key": key,
        "custody": "browser",
        "document": DOCUMENT,
    }
    page = site.client("second").post(
        "/participant/recover-key", data=form | {"roles": "initiator,approver,administrator"}
    )
    assert page.status_code == 409  # the zero key is no key that could sign
    unknown = site.client("first").post("/participant/stop-recovery", data={"representative": FIRST, "public_key": key})
    assert unknown.status_code == 409


def test_a_key_takes_the_place_of_an_older_one(site: Site) -> None:
    page = site.client("first").get("/keys/rotate").text
    assert page.count("<option") >= 2
    assert site.client("nobody").get("/keys/rotate").status_code == 200


def test_a_flag_of_the_authority_goes_to_the_journal(site: Site) -> None:
    unknown = site.client("authority").post(
        "/finance/projects/flag",
        data={"project": "G-00000099", "kind": "penalty", "reference": "2026-1", "document": DOCUMENT},
    )
    assert (unknown.status_code, 'id="field-project-error"' in unknown.text) == (409, True)
    assert site.client("operator").get("/finance/projects/flag").status_code == 403


def test_a_policy_that_one_may_set_is_signed_by_one(tmp_path: Path) -> None:
    with open_site(tmp_path) as made:
        need_two(made)
        first = made.client("first")
        page = first.post(
            "/participant/set-policy", data={"kind": "credits.retire", "approvals": "2", "offline_required": "0"}
        )
        assert first.post("/tasks/sign", data=signed_by(page.text, FIRST)).status_code == 201
