"""What overseers are shown: circles, pushed closes and large holders, planted, and on both sides of every edge."""

from datetime import date
from typing import Any

import pytest

from registry.areas.allowances.rules import MirrorBatch
from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.trading import detectors
from registry.areas.trading.queries import oversight
from registry.areas.trading.queries.clearing import Span
from registry.areas.trading.rules.records import Mode, Side, Trade
from tests.areas.allowances.factories import BY_AUTHORITY, account
from tests.areas.trading.conftest import Calendar, set_parameter
from tests.areas.trading.factories import ASSET, BASE, BY_BANK, PRODUCT, deposit, listing, taking
from tests.areas.trading.test_views import read
from tests.areas.trading.test_why import SIGNER, said
from tests.site import Site
from tests.world import DOCUMENT

A, B, C, D = "P-00000011", "P-00000012", "P-00000013", "P-00000014"
DAYS = ("2026-03-02", "2026-03-03", "2026-03-04")
MINUTE = 60 * 1_000_000
CLOSE = 10**15
BY_THIRD = "R-00000013"


def trade(number: int, seller: str, buyer: str, **changes: Any) -> Trade:
    given: dict[str, Any] = {
        "product": PRODUCT, "mode": Mode.LISTED, "buyer_account": "", "seller_account": "", "price_fen": BASE,
        "units": 100, "turnover_fen": 0, "buyer_fee_fen": 0, "seller_fee_fen": 0, "resting": "", "taking": "",
        "is_buyer_taking": True, "day": DAYS[0], "at": CLOSE - MINUTE,
    }  # fmt: skip
    return Trade(number=number, seller=seller, buyer=buyer, **(given | changes))


def circles(*trades: Trade, within: int = 3, likeness: int = 8_000) -> list[tuple[int, ...]]:
    found = detectors.circles(trades, DAYS, within=within, likeness=likeness)
    return [tuple(one.number for one in circle.trades) for circle in found]


def test_units_that_come_back_over_two_others_are_a_circle() -> None:
    assert circles(trade(1, A, B), trade(2, B, C), trade(3, C, A)) == [(1, 2, 3)]
    assert circles(trade(1, A, B), trade(2, A, D), trade(3, B, C), trade(4, D, C), trade(5, C, A)) == [
        (1, 3, 5), (2, 4, 5),
    ]  # fmt: skip


def test_what_does_not_close_or_runs_against_time_is_none() -> None:
    assert circles(trade(1, A, B), trade(2, B, C), trade(3, C, D)) == []
    assert circles(trade(1, A, B), trade(2, B, A)) == []
    # B sold to C before it bought from A; the three that follow each other end in no circle.
    assert circles(trade(1, B, C), trade(2, A, B), trade(3, D, A)) == []


def test_a_circle_that_began_elsewhere_is_found_from_its_first_trade() -> None:
    assert circles(trade(1, C, A), trade(2, A, B), trade(3, B, C)) == [(1, 2, 3)]


@pytest.mark.parametrize(("within", "found"), [(3, [(1, 2, 3)]), (2, []), (1, [])])
def test_first_and_last_lie_within_the_days_both_counted(within: int, found: list[tuple[int, ...]]) -> None:
    trades = (trade(1, A, B, day=DAYS[0]), trade(2, B, C, day=DAYS[0]), trade(3, C, A, day=DAYS[2]))
    assert circles(*trades, within=within) == found


def test_trades_on_other_days_than_those_looked_at_do_not_count() -> None:
    assert circles(trade(1, A, B, day="2026-02-27"), trade(2, B, C), trade(3, C, A)) == []


@pytest.mark.parametrize(("units", "is_found"), [(80, True), (79, False)])
def test_the_smallest_trade_is_like_the_largest(units: int, is_found: bool) -> None:  # noqa: FBT001
    found = circles(trade(1, A, B), trade(2, B, C, units=units), trade(3, C, A))
    assert bool(found) is is_found


def test_hits_are_bounded() -> None:
    many = [trade(n, *pair) for n, pair in enumerate([(A, B), (B, C), (C, A)] * 20, 1)]
    assert len(circles(*many, within=1)) == detectors.HITS_MAX


def pushes(*trades: Trade, share: int = 5_000, shift: int = 200) -> list[tuple[str, Side, int]]:
    found = detectors.pushes(trades, since=CLOSE - 15 * MINUTE, base_fen=BASE, share=share, shift=shift)
    return [(one.participant, one.side, one.units) for one in found]


def test_who_bought_most_of_the_last_minutes_while_the_price_rose_is_shown() -> None:
    early = trade(1, A, B, at=CLOSE - 60 * MINUTE)
    late = trade(2, A, C, price_fen=BASE + 140)
    assert pushes(early, late) == [(C, Side.BUY, 100)]


def test_and_who_sold_while_it_fell() -> None:
    assert pushes(trade(1, A, B, at=CLOSE - 60 * MINUTE), trade(2, A, C, price_fen=BASE - 140)) == [(A, Side.SELL, 100)]


@pytest.mark.parametrize(("price", "is_found"), [(BASE + 140, True), (BASE + 139, False), (BASE, False)])
def test_the_price_moved_by_as_much_as_the_parameter_says(price: int, is_found: bool) -> None:  # noqa: FBT001
    """Two hundredths of 7 000 are 140; without a trade before, the day's base counts."""
    assert bool(pushes(trade(1, A, C, price_fen=price))) is is_found


@pytest.mark.parametrize(("others", "is_found"), [(100, True), (101, False)])
def test_it_dealt_in_as_much_of_the_last_minutes_as_the_parameter_says(
    others: int,
    is_found: bool,  # noqa: FBT001
) -> None:
    found = pushes(trade(1, A, C, price_fen=BASE + 140), trade(2, A, D, units=others, price_fen=BASE + 140))
    assert ((C, Side.BUY, 100) in found) is is_found


@pytest.mark.parametrize(("before", "is_found"), [(15 * MINUTE, True), (15 * MINUTE + 1, False)])
def test_the_last_minutes_begin_with_their_first_microsecond(before: int, is_found: bool) -> None:  # noqa: FBT001
    first = trade(1, A, B, at=CLOSE - before, price_fen=BASE + 140)
    assert bool(pushes(first)) is is_found


def test_blocks_make_no_close() -> None:
    assert pushes(trade(1, A, C, price_fen=BASE + 2_000, mode=Mode.BLOCK)) == []
    assert pushes() == []


PARAMETERS = {
    "circular_trading_days": 5, "circular_likeness_permyriad": 8_000, "close_minutes": 15,
    "close_share_permyriad": 5_000, "close_shift_permyriad": 200, "large_holder_units": 1_000,
}  # fmt: skip


@pytest.fixture
def watched(calendar: Calendar) -> Calendar:
    """Return a market of three traders whose overseers have set what they look for."""
    site, author = calendar.site, calendar.site.world.author
    site.submit(*site.world.enterprise(13))
    site.submit(*(site.world.open_account(13, purpose, 13) for purpose in ("TR", "ES", "CA")))
    batch = MirrorBatch("CEA-31-NAT-2025-13", ASSET, "31", account("IS", 1), account("TR", 13), 1, 1_000, DOCUMENT)
    site.submit(
        author.envelope("allowances.mirror_batch", batch, *BY_AUTHORITY),
        author.envelope("trading.deposit", deposit(13), *BY_BANK),
    )
    for name, value in PARAMETERS.items():
        set_parameter(site, name, value)
    return calendar


def deal(site: Site, seller: int, buyer: int, **changes: Any) -> None:
    signers = SIGNER | {13: BY_THIRD}
    assert said(site, "trading.list", listing(seller, **changes), signers[seller])[1] == "accepted"
    changes.pop("base_fen", None)
    assert said(site, "trading.take", taking(buyer, Side.BUY, **changes), signers[buyer])[1] == "accepted"


def test_a_planted_circle_is_shown_with_its_entries_to_overseers_only(watched: Calendar) -> None:
    site = watched.site
    for pair in ((11, 12), (12, 13), (13, 11)):
        deal(site, *pair)

    page = read(site.client("authority"), "/market/oversight/circles")

    (row,) = page["rows"]
    assert (row["product"], row["path"], row["units"]) == (PRODUCT, f"{A} → {B} → {C} → {A}", 100)
    assert row["first"] < row["second"] < row["third"]
    assert page["is_whole"] is True
    text = site.client("operator").get("/market/oversight/circles").text
    assert f'href="/journal/{row["third"]}"' in text
    assert read(site.client("authority"), "/market/oversight/circles?until=2026-02-27")["rows"] == []
    for login in ("first", "other", "nobody"):
        assert site.client(login).get("/market/oversight/circles").status_code == 403


def test_a_planted_push_is_shown_with_its_trades(watched: Calendar) -> None:
    site = watched.site
    deal(site, 11, 12)
    watched.move_to("2026-03-02T14:44")
    deal(site, 11, 12, price_fen=BASE + 200)
    assert read(site.client("authority"), "/market/oversight/closes")["rows"] == []
    watched.move_to("2026-03-02T14:46")
    deal(site, 11, 12, price_fen=BASE + 400, units=50)
    deal(site, 11, 13, price_fen=BASE + 500, units=50)

    rows = read(site.client("authority"), "/market/oversight/closes")["rows"]

    assert [(row["participant"], row["units"], row["before_fen"], row["last_fen"]) for row in rows] == [
        (B, 50, BASE + 200, BASE + 500), (C, 50, BASE + 200, BASE + 500),
    ]  # fmt: skip
    assert {row["share"] for row in rows} == {"50.0%"}
    for language in ("zh", "en"):
        assert site.client("operator").get(f"/market/oversight/closes?lang={language}").status_code == 200


def test_without_parameters_the_page_says_that_it_did_not_look(site: Site) -> None:
    page = read(site.client("authority"), "/market/oversight/circles")
    assert (page["unset"], page["rows"], page["parameters"]) == ([PRODUCT], [], [])
    assert read(site.client("authority"), "/market/oversight/closes")["unset"] == [PRODUCT]
    assert read(site.client("authority"), "/market/oversight/holders")["threshold"] is None


def holders(site: Site, of: str = PRODUCT) -> list[tuple[int, str, int, int]]:
    page = read(site.client("authority"), f"/market/oversight/holders?of={of}")
    return [(row["group"], row["participant"], row["units"], row["group_units"]) for row in page["rows"]]


def test_who_holds_exactly_the_threshold_is_no_large_holder(watched: Calendar) -> None:
    site = watched.site
    held = {row.members[0].number: row.units for row in groups(site)}
    most = max(held.values())
    assert most > 1_000  # the site's enterprises hold some on top of what they trade with
    set_value(site, most)
    assert holders(site) == []
    set_value(site, most - 1)
    assert [row[3] for row in holders(site)] == [most]


def groups(site: Site) -> tuple[oversight.HolderGroup, ...]:
    with site.registry.engine.connect() as connection:
        return oversight.holder_groups(connection, ASSET)


def set_value(site: Site, value: int) -> None:
    set_parameter(site, "large_holder_units", value, is_new=False)


def test_accounts_and_declared_relations_count_together(watched: Calendar) -> None:
    site = watched.site
    before = {one.members[0].number: one.units for one in groups(site)}
    deal(site, 12, 13, units=400)
    assert said(site, "trading.list", listing(13, units=300), BY_THIRD)[1] == "accepted"  # in escrow, and still its own
    set_value(site, before[C] + 399)
    assert [row[1:] for row in holders(site) if row[1] == C] == [(C, before[C] + 400, before[C] + 400)]

    relation = DeclareRelation(C, B, "common-control", DOCUMENT)
    assert said(site, "participants.declare_relation", relation, BY_THIRD)[1] == "accepted"

    together = before[B] + before[C]
    assert [row[1:] for row in holders(site) if row[1] in {B, C}] == [
        (B, before[B] - 400, together), (C, before[C] + 400, together),
    ]  # fmt: skip
    assert holders(site, "CEA") != []


def test_large_holders_are_to_be_had_as_files(watched: Calendar) -> None:
    set_value(watched.site, 1)
    client = watched.site.client("authority")
    for kind in ("csv", "xlsx"):
        found = client.get(f"/market/oversight/holders?of={PRODUCT}&format={kind}")
        assert (found.status_code, len(found.data) > 100) == (200, True)
    assert client.get("/market/oversight/holders?of=NONE").status_code == 404


def test_one_query_reads_a_span_and_no_more(watched: Calendar) -> None:
    site = watched.site
    for _ in range(3):
        deal(site, 11, 12, units=10)
    with site.registry.engine.connect() as connection:
        every, is_whole = oversight.trades_between(connection, PRODUCT, Span(0, 10**9))
        last = every[-1].number // 1_000
        some, _ = oversight.trades_between(connection, PRODUCT, Span(0, last))
        assert (len(every), len(some), is_whole) == (3, 2, True)
        bases = oversight.bases_of(connection, PRODUCT, date(2026, 3, 2), date(2026, 3, 2))
    assert bases == {"2026-03-02": BASE}
