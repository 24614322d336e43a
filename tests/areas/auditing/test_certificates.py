"""Certificates: final units have one, what waits or came back has none, and the file is the receipts of its entries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.areas.allowances.rules import Cancel, SettlePending
from registry.areas.credits.rules.retirement import Beneficiary, Retire, RetirementPurpose
from registry.ledger.proof import parse_proof
from tests.areas.trading.test_notes import keep_head
from tests.site import FIRST, Site, account, id_of, open_site
from tests.world import AUTHORITY, DOCUMENT, OPERATORS

UNKNOWN = "00000000-0000-7000-8000-000000000000"
OFFICE = (AUTHORITY, OPERATORS[0])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made


def said(site: Site, kind: str, body: object, *signers: str) -> str:
    envelope = site.world.author.envelope(kind, body, *signers)
    site.submit(envelope)
    return id_of(envelope)


def retired(site: Site) -> str:
    beneficiary = Beneficiary(participant=None, name="示例博览会", commitment=None)
    body = Retire(
        account(11), None, account(11, "RT"), "FCS-2025", 120, (), beneficiary, RetirementPurpose.EVENT, "开幕式"
    )
    return said(site, "credits.retire", body, FIRST)


def cancelled(site: Site) -> str:
    body = Cancel(account(11), account(11, "PE"), account(11, "CX"), "CEA-2025", 70, (), None)
    return said(site, "allowances.cancel", body, FIRST)


def read(site: Site, number: str) -> Any:
    return site.client().get(f"/api/v1/certificates/{number}").json


def test_an_own_title_that_was_retired_has_a_certificate_of_one_receipt(site: Site) -> None:
    number = retired(site)
    client = site.client()  # nobody need sign in
    page = client.get(f"/certificates/{number}?lang=en").text
    for shown in ("120", "FCS-2025", "示例博览会", "开幕式", "Enterprise 11"):
        assert shown in page
    assert read(site, number)["serials"][0].startswith("FCS-31-PUER01-2025-1:")
    assert client.get(f"/certificates/{number}.certificate").status_code == 409
    assert ".certificate" not in page

    keep_head(site)

    file = client.get(f"/certificates/{number}.certificate")
    assert file.status_code == 200
    assert parse_proof(file.data).index == read(site, number)["asked_index"]
    assert (read(site, number)["status"], read(site, number)["is_witnessed"]) == ("final", True)
    assert f"/certificates/{number}.certificate" in client.get(f"/certificates/{number}").text
    assert f"/certificates/{number}" in site.client("first").get("/credits/retirements").text


def test_a_cancellation_has_one_only_when_the_national_register_has_confirmed(site: Site) -> None:
    number = cancelled(site)
    keep_head(site)
    assert (read(site, number)["status"], read(site, number)["final_index"]) == ("pending", None)
    waiting = site.client().get(f"/certificates/{number}.certificate", headers={"Accept-Language": "en"})
    assert waiting.status_code == 409
    assert "not_final" in waiting.text

    said(site, "allowances.confirm_cancellation", SettlePending(number, "NAT-7", DOCUMENT), *OFFICE)
    keep_head(site)

    found = read(site, number)
    assert (found["status"], found["reference"], found["account"]) == ("final", "NAT-7", account(11, "CX"))
    data = site.client().get(f"/certificates/{number}.certificate").data
    first, second = (b"c2sp.org/tlog-proof@v1\n" + one for one in data.split(b"c2sp.org/tlog-proof@v1\n")[1:])
    assert [parse_proof(first).index, parse_proof(second).index] == [found["asked_index"], found["final_index"]]
    pending = site.client("first").get("/allowances/pending?status=confirmed").text
    assert f"/certificates/{number}" in pending


def test_what_came_back_has_none(site: Site) -> None:
    number = cancelled(site)
    said(site, "allowances.return_pending", SettlePending(number, "NAT-8", DOCUMENT), *OFFICE)
    keep_head(site)
    assert read(site, number)["status"] == "returned"
    assert site.client().get(f"/certificates/{number}.certificate").status_code == 409


@pytest.mark.parametrize("suffix", ["", ".certificate"])
def test_an_entry_that_used_nothing_has_none(site: Site, suffix: str) -> None:
    transfer = site.world.transfer(11, 12, units=5)
    site.submit(transfer)
    for number in (UNKNOWN, id_of(transfer)):
        assert site.client().get(f"/certificates/{number}{suffix}").status_code == 404
