"""Contract notes: who may read one, what it says, and that the PDF carries its proof and never changes."""

import hashlib
import re
import zlib
from typing import Any

import pytest

from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.policy import parse_policy
from registry.ledger.proof import parse_proof, verify_receipt
from registry.store import heads
from tests.areas.trading.factories import listing
from tests.areas.trading.test_why import BUYER, SELLER, offered, said, taken
from tests.site import FIRST, Site

PRICE, UNITS, FEE = 7_000, 120, 120 * 7_000 * 30 // 10_000


def dealt(site: Site) -> str:
    """Return the number of a trade: twelve sells to eleven's neighbour."""
    offered(site, units=200)
    assert taken(site, units=UNITS)[1] == "accepted"
    (row,) = read(site, "/market/trades")["rows"]
    return str(row["number"])


def read(site: Site, address: str, login: str = "first") -> dict[str, Any]:
    found = site.client(login).get(f"/api/v1{address}")
    assert found.status_code == 200, found.text
    page = found.get_json()
    assert isinstance(page, dict)
    return page


def printed(site: Site, number: str, login: str = "first", language: str = "zh") -> bytes:
    found = site.client(login).get(f"/market/trades/{number}.pdf?lang={language}")
    assert (found.status_code, found.mimetype) == (200, "application/pdf"), found.text
    return bytes(found.data)


def parts(pdf: bytes) -> list[bytes]:
    """Return what stands in the streams of a PDF, unpacked."""
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def keep_head(site: Site) -> None:
    """Keep the newest head as one that witnesses vouch for."""
    signed = site.registry.signed()
    heads._keep(site.registry.engine, parse_checkpoint(signed)[0].size, signed, is_witnessed=True)


def test_each_side_reads_what_it_pays_or_is_paid(site: Site) -> None:
    number = dealt(site)
    seller, buyer = (read(site, f"/market/trades/{number}", login) for login in ("first", "other"))

    assert (seller["side"], seller["due_fen"]) == ("sell", UNITS * PRICE - FEE)
    assert (buyer["side"], buyer["due_fen"]) == ("buy", UNITS * PRICE + FEE)
    assert (seller["facts"]["buyer"]["fee_fen"], seller["facts"]["seller"]["fee_fen"]) == (None, FEE)
    assert (buyer["facts"]["buyer"]["fee_fen"], buyer["facts"]["seller"]["fee_fen"]) == (FEE, None)
    overseer = read(site, f"/market/trades/{number}", "authority")
    assert (overseer["side"], overseer["due_fen"]) == ("", None)
    assert {overseer["facts"][side]["fee_fen"] for side in ("buyer", "seller")} == {FEE}


def test_the_entry_that_dealt_shows_each_side_its_own_moves_alone(site: Site) -> None:
    index = read(site, f"/market/trades/{dealt(site)}")["facts"]["index"]
    moved = {login: read(site, f"/journal/{index}", login) for login in ("first", "other", "authority")}
    whole = moved["authority"]["entry"]["moves"]

    for login, mine in (("first", f"-{SELLER:08}-"), ("other", f"-{BUYER:08}-")):
        own = [one for one in whole if mine in one["source"] + one["target"]]
        assert moved[login]["entry"]["moves"] == own
    # What the buyer pays the market is not the seller's to read.
    assert len(moved["first"]["entry"]["moves"]) == len(whole) - 1
    assert [page["is_whole"] for page in moved.values()] == [False, False, True]


def test_an_order_that_was_picked_is_named_to_its_owner_alone(site: Site) -> None:
    number = dealt(site)
    picked = {
        login: read(site, f"/market/trades/{number}", login)["facts"]["resting"]
        for login in ("first", "other", "authority")
    }

    assert picked["first"] == picked["authority"] != ""
    assert picked["other"] == ""
    assert picked["first"] not in site.client("other").get(f"/market/trades/{number}").text
    assert picked["first"] in site.client("first").get(f"/market/trades/{number}").text


def test_only_the_two_sides_and_overseers_read_it(site: Site) -> None:
    number = dealt(site)
    for address in (f"/market/trades/{number}", f"/api/v1/market/trades/{number}", f"/market/trades/{number}.pdf"):
        for login in ("first", "other", "operator", "authority"):
            assert site.client(login).get(address).status_code == 200, (login, address)
        for login in ("nobody", "registrar"):
            assert site.client(login).get(address).status_code == 403, (login, address)
        assert site.client().get(address).status_code in {302, 401}
    assert site.client("first").get("/market/trades/1001").status_code == 403
    assert site.client("operator").get("/market/trades/1001").status_code == 403


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_carries_the_receipt_that_it_names(site: Site, language: str) -> None:
    number = dealt(site)
    page = read(site, f"/market/trades/{number}")
    policy = parse_policy(site.client().get("/log/policy").data)

    (proof,) = (
        one for one in parts(printed(site, number, language=language)) if one.startswith(b"c2sp.org/tlog-proof")
    )

    assert hashlib.sha256(proof).hexdigest() == page["proof_digest"]
    found, _ = verify_receipt(proof, policy)
    assert (found.index, found) == (page["facts"]["index"], parse_proof(proof))
    assert page["facts"]["entry"].encode() in found.extra


def test_the_file_is_the_same_from_the_first_witnessed_head_on(site: Site) -> None:
    number = dealt(site)
    keep_head(site)
    first = printed(site, number)
    for _ in range(3):
        said(site, "trading.list", listing(SELLER, units=1), FIRST)
    keep_head(site)

    assert printed(site, number) == first
    assert read(site, f"/market/trades/{number}")["is_witnessed"] is True
    assert printed(site, number, language="en") != first
    assert printed(site, number, "other") != first


def test_the_head_that_covers_it_is_one_that_came_after_it(site: Site) -> None:
    keep_head(site)
    number = dealt(site)
    assert read(site, f"/market/trades/{number}")["is_witnessed"] is False
    keep_head(site)
    assert read(site, f"/market/trades/{number}")["is_witnessed"] is True


def test_each_trade_of_an_entry_names_its_own_serials(site: Site) -> None:
    for units in (30, 50, 40):
        offered(site, units=units)
    assert taken(site, units=100)[1] == "accepted"
    rows = sorted(read(site, "/market/trades")["rows"], key=lambda row: int(row["number"]))

    facts = [read(site, f"/market/trades/{row['number']}")["facts"] for row in rows]

    assert [one["units"] for one in facts] == [30, 50, 20]
    ranges = [tuple(map(int, re.findall(r":(\d+)-(\d+)", text)[0])) for one in facts for text in one["serials"]]
    sizes = [last - first + 1 for first, last in ranges]
    assert sizes == [30, 50, 20]
    assert len({serial for first, last in ranges for serial in range(first, last + 1)}) == 100
    assert {one["buyer"]["number"] for one in facts} == {f"P-{BUYER:08}"}


def test_the_page_prints_and_leads_to_the_file_and_the_reasons(site: Site) -> None:
    number = dealt(site)
    for language in ("zh", "en"):
        page = site.client("other").get(f"/market/trades/{number}?lang={language}").text
        assert "data-print" in page
        assert f"/market/trades/{number}.pdf" in page
        assert "/market/orders/" in page
