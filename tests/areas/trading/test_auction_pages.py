"""Auctions over their pages: who sees what and when, the forms to bid, and what became of the deposit."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.areas.trading.rules.auctions import AnnounceAuction, Forfeit, Pricing, commitment_of
from registry.areas.trading.rules.clearing import SettleAuction
from registry.areas.trading.rules.records import Side
from registry.areas.trading.views.auctions import left_words
from registry.cli import main
from registry.web.formats import rfc3339
from tests.areas.allowances.factories import account
from tests.areas.trading.conftest import Calendar
from tests.areas.trading.factories import BASE, PRODUCT, beijing_ms
from tests.areas.trading.test_views import read, sent
from tests.areas.trading.test_why import said
from tests.site import FIRST, OTHER, Site
from tests.world import OPERATORS

DAY = "2026-03-02"
OPENS, CLOSES, REVEALS = (beijing_ms(DAY, clock) * 1000 for clock in ("10:05", "11:00", "11:30"))
SALT = "00112233445566778899aabbccddeeff"
OPEN = AnnounceAuction(
    product=PRODUCT,
    side=Side.SELL,
    account=account("TR", 11),
    escrow=account("ES", 11),
    cash=account("CA", 11),
    units=300,
    reserve_fen=BASE,
    pricing=Pricing.UNIFORM,
    forfeit=Forfeit.INITIATOR,
    deposit_fen=50_000,
    opens_at=OPENS,
    closes_at=CLOSES,
    reveals_until=None,
    approval="notice 1",
    ranges=(),
)
SEALED = replace(OPEN, reveals_until=REVEALS)
ACCOUNTS = {"account": account("TR", 12), "cash": account("CA", 12)}


def announced(calendar: Calendar, body: AnnounceAuction = OPEN) -> str:
    """Return an auction that takes bids now."""
    auction, result = said(calendar.site, "trading.announce_auction", body, FIRST, OPERATORS[0])
    assert result == "accepted"
    calendar.move_to(f"{DAY}T10:05")
    return auction


def shown(site: Site, auction: str, login: str = "") -> dict[str, Any]:
    for language in ("zh", "en"):
        assert site.client(login).get(f"/market/auctions/{auction}?lang={language}").status_code == 200
    return read(site.client(login), f"/market/auctions/{auction}")


def bid(site: Site, auction: str, *, price: str = "71.00", units: str = "200") -> int:
    form = ACCOUNTS | {"auction": auction, "price_fen": price, "units": units}
    return sent(site.client("other"), "/market/auctions/bid", form, OTHER)


def seal(site: Site, auction: str, *, price_fen: int = 7_100) -> int:
    commitment = commitment_of(auction, account("TR", 12), price_fen=price_fen, units=200, salt=SALT)
    form = ACCOUNTS | {"auction": auction, "commitment": commitment}
    return sent(site.client("other"), "/market/auctions/seal", form, OTHER)


def reveal(site: Site, auction: str, *, price: str = "71.00") -> int:
    own = shown(site, auction, "other")["own"]
    form = {"bid": own["id"], "price_fen": price, "units": "200", "salt": SALT}
    page = site.client("other").post("/market/auctions/reveal", data=form)
    return page.status_code if page.status_code != 200 else sent(
        site.client("other"), "/market/auctions/reveal", form, OTHER
    )  # fmt: skip


def settle(calendar: Calendar, auction: str, clock: str) -> None:
    calendar.move_to(f"{DAY}T{clock}")
    assert said(calendar.site, "trading.settle_auction", SettleAuction("P-00000012", auction), OTHER)[1] == "accepted"


def test_open_bids_show_their_price_and_name_nobody_but_the_own(calendar: Calendar) -> None:
    site = calendar.site
    auction = announced(calendar)
    assert bid(site, auction) == 201

    public, own, overseer = (shown(site, auction, login) for login in ("", "other", "authority"))

    assert public["phase"] == "bidding"
    assert [(row["price_fen"], row["units"], row["participant"]) for row in public["rows"]] == [(7_100, 200, "")]
    assert public["initiator"] == ""
    assert "P-000000" not in site.client().get(f"/market/auctions/{auction}").text
    assert own["rows"][0]["participant"] == "P-00000012"
    assert own["own"]["locked_fen"] == 200 * 7_100 + 200 * 7_100 * 30 // 10_000
    assert (overseer["initiator"], overseer["rows"][0]["participant"]) == ("P-00000011", "P-00000012")


def test_a_second_bid_takes_the_first_one_s_place(calendar: Calendar) -> None:
    site = calendar.site
    auction = announced(calendar)
    bid(site, auction)
    form = ACCOUNTS | {"auction": auction, "price_fen": "71.00", "units": "200"}
    assert site.client("other").post("/market/auctions/bid", data=form).status_code == 409
    assert bid(site, auction, price="71.01") == 201
    assert [row["price_fen"] for row in shown(site, auction)["rows"]] == [7_101]


def test_a_sealed_bid_shows_nothing_to_others_until_the_auction_is_over(calendar: Calendar) -> None:
    site = calendar.site
    auction = announced(calendar, SEALED)
    assert seal(site, auction) == 201
    (public,) = shown(site, auction)["rows"]
    assert (public["price_fen"], public["units"], public["status"]) == (None, None, "sealed")
    assert shown(site, auction, "other")["own"]["deposit_fen"] == 50_000
    calendar.move_to(f"{DAY}T11:00")
    assert shown(site, auction)["phase"] == "revealing"
    assert reveal(site, auction) == 201
    (public,) = shown(site, auction)["rows"]
    (overseer,) = shown(site, auction, "authority")["rows"]
    (own,) = shown(site, auction, "other")["rows"]
    assert public["price_fen"] is overseer["price_fen"] is None
    assert own["price_fen"] == 7_100

    calendar.move_to(f"{DAY}T11:30")

    over = shown(site, auction)
    assert (over["phase"], over["rows"][0]["price_fen"]) == ("ended", 7_100)


def test_a_reveal_that_does_not_fit_comes_back_to_the_form(calendar: Calendar) -> None:
    auction = announced(calendar, SEALED)
    seal(calendar.site, auction)
    calendar.move_to(f"{DAY}T11:00")
    assert reveal(calendar.site, auction, price="71.01") == 409
    assert reveal(calendar.site, auction, price="71.00") == 201


def test_the_result_names_its_entry_and_its_trades(calendar: Calendar) -> None:
    site = calendar.site
    auction = announced(calendar)
    bid(site, auction)
    settle(calendar, auction, "11:00")

    page = shown(site, auction)

    assert (page["phase"], page["sold_units"], page["deposits_kept_fen"]) == ("settled", 200, 0)
    assert [(one["price_fen"], one["units"]) for one in page["result"]["trades"]] == [(7_100, 200)]
    assert page["result"]["trades"][0]["index"] == page["result"]["index"]
    assert site.client().get(f"/receipts/{page['result']['entry']}.tlog-proof").status_code == 200
    assert page["rows"][0]["status"] == "won"
    note = f"/market/trades/{page['result']['trades'][0]['number']}"
    named = {login: read(site.client(login), note)["facts"]["resting"] for login in ("first", "other", "operator")}
    assert named["first"] == ""
    assert named["other"] == named["operator"] == shown(site, auction, "other")["own"]["id"]


@pytest.mark.parametrize(("forfeit", "kept"), [(Forfeit.INITIATOR, 50_000), (Forfeit.BIDDER, 0)])
def test_the_deposit_of_a_bid_not_revealed_goes_as_the_terms_say(
    calendar: Calendar, forfeit: Forfeit, kept: int
) -> None:
    site = calendar.site
    auction = announced(calendar, replace(SEALED, forfeit=forfeit))
    seal(site, auction)
    settle(calendar, auction, "11:30")

    page = shown(site, auction, "other")

    assert (page["own"]["status"], page["own"]["deposit_fen"], page["own"]["deposit_kept_fen"]) == ("void", 0, kept)
    assert (page["deposits_kept_fen"], page["result"]["trades"]) == (kept, [])
    (row,) = read(site.client("other"), "/market/bids")["rows"]
    assert (row["auction"], row["deposit_kept_fen"]) == (auction, kept)
    assert read(site.client("first"), "/market/bids")["rows"] == []


def test_the_list_puts_what_runs_before_what_is_over(calendar: Calendar) -> None:
    site = calendar.site
    first = announced(calendar)
    settle(calendar, first, "11:00")
    later = replace(OPEN, opens_at=REVEALS, closes_at=REVEALS + 1_000_000, units=100)
    second, _ = said(site, "trading.announce_auction", later, FIRST, OPERATORS[0])

    rows = read(site.client(), "/market/auctions")["rows"]

    assert [(row["id"], row["phase"]) for row in rows] == [(second, "waiting"), (first, "settled")]


def test_what_is_left_is_counted_by_the_registrys_clock_and_without_a_script(calendar: Calendar) -> None:
    site = calendar.site
    auction = announced(calendar, SEALED)
    for clock, changes_at, words in (
        ("10:05", CLOSES, "距出价截止 <strong data-left>00:55:00</strong>"),
        ("11:00", REVEALS, "距揭示截止 <strong data-left>00:30:00</strong>"),
    ):
        calendar.move_to(f"{DAY}T{clock}")
        page, text = shown(site, auction), site.client().get(f"/market/auctions/{auction}").text
        assert page["changes_at"] == rfc3339(changes_at)
        assert page["shown_at"].startswith(f"{DAY}T0{int(clock[:2]) - 8}:{clock[3:]}")
        assert words in text
        assert '<noscript><meta http-equiv="refresh" content="60">' in text
        assert words[-17:-9] in site.client().get("/market/auctions").text
    calendar.move_to(f"{DAY}T11:30")
    assert shown(site, auction)["changes_at"] is None
    assert "data-countdown" not in site.client().get(f"/market/auctions/{auction}").text


@pytest.mark.parametrize(
    ("left_us", "words"),
    [(1, "00:00:01"), (1_000_000, "00:00:01"), (1_000_001, "00:00:02"), (86_399_000_000, "23:59:59"),
     (86_400_000_000, "1 天 00:00:00"), (180_061_000_000, "2 天 02:01:01")],
)  # fmt: skip
def test_a_second_that_has_begun_is_left(site: Site, left_us: int, words: str) -> None:
    with site.app.test_request_context():
        assert left_words(left_us) == words


def test_what_is_no_auction_is_not_found(site: Site) -> None:
    assert site.client().get(f"/market/auctions/{'0' * 8}-0000-7000-8000-{'0' * 12}").status_code == 404


def test_the_command_keeps_the_opening_that_fits_its_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    auction, output = "019c0000-0000-7000-8000-000000000001", tmp_path / "bid.json"
    words = ["seal", auction, account("TR", 12), "--price", "71.5", "--units", "200", "--output", str(output)]
    assert main(words) == 0
    opening = json.loads(output.read_text())
    found = commitment_of(auction, account("TR", 12), price_fen=7_150, units=200, salt=opening["salt"])
    assert found == opening["commitment"]
    assert found in capsys.readouterr().out
    assert output.stat().st_mode & 0o777 == 0o600
    assert main(words) == 1
    assert json.loads(output.read_text()) == opening


@pytest.mark.parametrize(
    ("name", "bad"),
    [("--price", "0"), ("--price", "1.234"), ("--price", "-1"), ("--units", "0"), ("--units", "1.5"),
     ("--units", str(2**53))],
)  # fmt: skip
def test_the_command_refuses_what_no_bid_can_be(tmp_path: Path, name: str, bad: str) -> None:
    given = {"--price": "71.00", "--units": "200", "--output": str(tmp_path / "bid.json")} | {name: bad}
    words = [part for pair in given.items() for part in pair]
    with pytest.raises(SystemExit) as stopped:
        main(["seal", "019c0000-0000-7000-8000-000000000001", account("TR", 12), *words])
    assert stopped.value.code == 2
    assert not (tmp_path / "bid.json").exists()
