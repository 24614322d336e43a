"""Forms for powers of attorney, succession, reversal, duties and lists of staff, and the page of a party."""

import re

import pytest

from registry.store import joining
from tests.site import FIRST, OTHER, Site, account, signed_by
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

POWER = {
    "attorney": OTHER,
    "role": "initiator",
    "kinds": "credits.transfer",
    "accounts": "*",
    "ends_at": "2099-01-01 09:00",
}
SUCCESSION = {
    "predecessor": "P-00000012", "successor": "P-00000011", "ground": "merger", "is_last": "1", "document": DOCUMENT,
    "article": "《碳排放权交易管理办法（试行）》第十八条",
    "passing": f"{account(12)} {account(11)} CEA-2025 1,500",
}  # fmt: skip


def sign(site: Site, login: str, representative: str, page: str) -> tuple[int, str]:
    sent = site.client(login).post("/tasks/sign", data=signed_by(page, representative), content_type="text/plain")
    return sent.status_code, str((sent.json or {}).get("next"))


def test_a_power_is_given_by_its_form_shown_on_both_pages_and_revoked(site: Site) -> None:
    form = site.client("first").post("/participant/powers/grant", data=POWER)
    assert sign(site, "first", FIRST, form.text)[0] == 201
    given = (site.client("first").get("/api/v1/participant").json or {})["given"]
    held = (site.client("other").get("/api/v1/participant").json or {})["held"]
    assert given[0]["is_standing"]
    assert held == given
    for login in ("first", "other"):
        assert f"power={given[0]['id']}" in site.client(login).get("/participant").text
    ending = {"power": given[0]["id"], "ground": "done", "by": "self"}
    page = site.client("other").post("/participant/powers/revoke", data=ending)
    assert sign(site, "other", OTHER, page.text)[0] == 201
    assert not (site.client("first").get("/api/v1/participant").json or {})["given"][0]["is_standing"]


def test_a_power_for_an_officials_representative_is_refused_at_its_field(site: Site) -> None:
    refused = site.client("first").post("/participant/powers/grant", data=POWER | {"attorney": OPERATORS[0]})
    assert refused.status_code == 409
    assert 'href="#field-attorney"' in refused.text


def test_overseers_see_any_party_and_others_their_own_alone(site: Site) -> None:
    path = "/office/participants/P-00000011"
    for login in ("operator", "authority", "registrar"):
        assert site.client(login).get(path).status_code == 200
    assert site.client("first").get(path).status_code == 403
    assert site.client("operator").get("/office/participants/P-99999999").status_code == 404


def test_a_succession_starts_from_what_the_predecessor_holds_and_waits_for_the_successor(site: Site) -> None:
    path = "/office/participants/succeed"
    started = site.client("operator").get(f"{path}?predecessor=P-00000012&successor=P-00000011").text
    assert f"{account(12)} {account(11)} CEA-2025 1500" in started
    assert site.client("operator").post(path, data=SUCCESSION | {"passing": "x y"}).status_code == 422
    page = site.client("operator").post(path, data=SUCCESSION).text
    status, task = sign(site, "operator", OPERATORS[0], page)
    assert status == 202
    for login, number in (("operator2", OPERATORS[1]), ("authority", AUTHORITY), ("first", FIRST)):
        status, _ = sign(site, login, number, site.client(login).get(task).text)
    assert status == 201
    shown = (site.client("first").get("/api/v1/participant").json or {})["successions"]
    assert [one["predecessor"] for one in shown] == ["P-00000012"]


def test_a_reversal_starts_from_the_entry_that_it_names_turned_round(site: Site) -> None:
    client = site.client("operator")
    statement = (client.get(f"/api/v1/accounts/{account(12)}").json or {})["rows"]
    entry = statement[0]["entry"]
    started = client.get(f"/office/participants/reverse?entry={entry}").text
    assert f'value="{account(12)}"' in started
    assert re.search(r"CEA-31-NAT-2025-1:\d+-\d+", started)
    nothing = {"entry": "00000000-0000-7000-8000-000000000001", "case": "ruling"}
    refused = client.post("/office/participants/reverse", data=nothing)
    assert refused.status_code == 422
    assert 'href="#field-entry"' in refused.text


def test_a_body_publishes_its_staff_and_holds_no_number(site: Site) -> None:
    page = site.client("operator").post("/participant/staff-list", data={"people": "11010119900307000X\n\n42"})
    assert page.status_code == 200
    assert "11010119900307000X" not in page.text
    with site.registry.engine.connect() as connection:
        assert joining.is_listed(connection, joining.tag_of("s" * 40, "42"))
    assert site.client("operator").post("/participant/staff-list", data={"people": ""}).status_code == 409
    assert site.client("first").get("/participant/staff-list").status_code == 403


def test_a_duty_is_a_role_in_the_pages(site: Site) -> None:
    assert "system_administrator" not in site.registry.roles(OPERATORS[1])
    body = {"representative": OPERATORS[1], "duty": "system_administrator", "document": DOCUMENT}
    page = site.client("operator").post("/office/participants/assign-duty", data=body).text
    _, task = sign(site, "operator", OPERATORS[0], page)
    assert sign(site, "authority", AUTHORITY, site.client("authority").get(task).text)[0] == 201
    assert "system_administrator" in site.registry.roles(OPERATORS[1])


@pytest.mark.parametrize(
    "path",
    ["close-participant", "succeed", "reverse", "end-relation", "assign-duty", "end-duty", "attest-staff-check"],
)
def test_the_offices_forms_are_closed_to_enterprises(site: Site, path: str) -> None:
    login = "registrar" if path == "attest-staff-check" else "authority"
    assert site.client(login).get(f"/office/participants/{path}").status_code == 200
    assert site.client("first").get(f"/office/participants/{path}").status_code == 403
