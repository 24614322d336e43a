"""The end of a day: statements that add up, the bank's file, and objections as tasks of the operator."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from registry import news
from registry.areas.trading.rules.objections import AnswerObjection, ObjectionOutcome, ObjectToDay
from registry.areas.trading.rules.records import Side
from registry.store.documents import keep
from registry.store.hashes import index_hashes
from tests.areas.allowances.factories import account
from tests.areas.trading.conftest import Calendar
from tests.areas.trading.factories import ASSET, BY_BANK, PRODUCT, beijing_ms, deposit
from tests.areas.trading.test_views import banker, sent
from tests.areas.trading.test_why import BUYER, SELLER, offered, said, taken
from tests.site import FIRST, Site
from tests.world import DOCUMENT, OPERATORS

DAY, NEXT = "2026-03-02", "2026-03-03"
PRICE, UNITS, FEE = 7_000, 120, 120 * 7_000 * 30 // 10_000
PAID_IN = 100_000_000
NOW = beijing_ms(NEXT, "09:30") * 1000


def read(site: Site, address: str, login: str = "first") -> dict[str, Any]:
    client = banker(site) if login == "bank" else site.client(login)
    found = client.get(f"/api/v1{address}")
    assert found.status_code == 200, found.text
    page = found.get_json()
    assert isinstance(page, dict)
    return page


def dealt(site: Site) -> None:
    offered(site, units=200)
    assert taken(site, units=UNITS)[1] == "accepted"


def adds_up(page: dict[str, Any]) -> None:
    money = page["money"]
    assert money["closing_fen"] == (
        money["opening_fen"] + money["received_fen"] - money["paid_fen"] - money["fee_fen"] + money["deposited_fen"]
        - money["withdrawn_fen"] + money["other_fen"]
    )  # fmt: skip
    for one in page["units"]:
        assert one["closing"] == one["opening"] + one["bought"] - one["sold"] + one["other"]


def test_both_sides_statements_mirror_each_other(site: Site) -> None:
    dealt(site)
    seller, buyer = read(site, f"/market/clearing/{DAY}"), read(site, f"/market/clearing/{DAY}", "other")

    for page in (seller, buyer):
        adds_up(page)
        assert (page["money"]["opening_fen"], page["money"]["deposited_fen"]) == (0, PAID_IN)
        assert page["money"]["other_fen"] == 0
    assert (seller["money"]["received_fen"], seller["money"]["fee_fen"]) == (UNITS * PRICE, FEE)
    assert seller["money"]["closing_fen"] == PAID_IN + UNITS * PRICE - FEE
    assert buyer["money"]["closing_fen"] == PAID_IN - UNITS * PRICE - FEE
    sold, bought = (next(one for one in page["units"] if one["asset"] == ASSET) for page in (seller, buyer))
    assert (sold["sold"], sold["bought"], sold["closing"]) == (UNITS, 0, sold["opening"] + sold["other"] - UNITS)
    assert (bought["sold"], bought["bought"], bought["closing"]) == (
        0, UNITS, bought["opening"] + bought["other"] + UNITS,
    )  # fmt: skip
    (trade,) = seller["rows"]
    assert (trade["units_out"], trade["received_fen"], trade["fee_fen"]) == (UNITS, UNITS * PRICE, FEE)


def test_what_an_order_locks_is_still_the_participants_own(site: Site) -> None:
    offered(site, BUYER, Side.BUY, units=10)
    assert read(site, f"/market/clearing/{DAY}", "other")["money"]["closing_fen"] == PAID_IN


def test_a_day_ends_at_midnight_in_beijing(calendar: Calendar) -> None:
    site = calendar.site
    dealt(site)
    calendar.move_to("2026-03-02T23:59")
    late = deposit(SELLER, reference="LATE", fen=11)
    assert said(site, "trading.deposit", late, *BY_BANK)[1] == "accepted"
    calendar.move_to("2026-03-03T00:00")
    early = deposit(SELLER, reference="EARLY", fen=22)
    assert said(site, "trading.deposit", early, *BY_BANK)[1] == "accepted"

    first, second = read(site, f"/market/clearing/{DAY}"), read(site, f"/market/clearing/{NEXT}")

    assert (first["money"]["deposited_fen"], second["money"]["deposited_fen"]) == (PAID_IN + 11, 22)
    assert second["money"]["opening_fen"] == first["money"]["closing_fen"]
    assert second["rows"] == []
    adds_up(second)


def test_withdrawn_money_leaves_when_the_bank_has_paid(site: Site) -> None:
    client, bank = site.client("first"), banker(site)
    assert sent(client, "/market/money/withdraw", {"cash": account("CA", 11), "fen": "10.00"}, FIRST) == 201
    assert read(site, f"/market/clearing/{DAY}")["money"]["withdrawn_fen"] == 0
    (asked,) = read(site, "/market/bank", "bank")["rows"]
    paid = {"withdrawal": asked["id"], "reference": "BANK-OUT-1", "document": "0" * 64}
    assert sent(bank, "/market/bank/pay-out", paid, BY_BANK[0]) == 201
    page = read(site, f"/market/clearing/{DAY}")
    assert (page["money"]["withdrawn_fen"], page["money"]["closing_fen"]) == (1_000, PAID_IN - 1_000)
    adds_up(page)


def test_it_downloads_as_csv_and_xlsx(site: Site) -> None:
    dealt(site)
    client = site.client("first")
    text = client.get(f"/market/clearing/{DAY}?format=csv").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["卖出 (吨)"], row["应收 (元)"], row["手续费 (元)"]) == ("120", "8400.00", "25.20")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/market/clearing/{DAY}/money?format=xlsx").data)).active
    assert sheet is not None
    head, line = sheet.iter_rows(values_only=True)
    assert dict(zip(head, line, strict=True))["日终资金 (元)"] == (PAID_IN + UNITS * PRICE - FEE) / 100
    text = client.get(f"/market/clearing/{DAY}/units?format=csv").data.decode("utf-8-sig")
    units = next(row for row in csv.DictReader(io.StringIO(text)) if row["标的"] == ASSET)
    assert units["卖出"] == "120"
    assert int(units["日终"]) == int(units["日初"]) + int(units["其他变动"]) - 120


def test_the_banks_file_has_all_whose_money_moved_and_balances(site: Site) -> None:
    dealt(site)
    rows = read(site, f"/market/bank/days/{DAY}", "bank")["rows"]

    assert {"P-00000011", "P-00000012"} < {row["participant"] for row in rows}
    assert len(rows) == 3
    assert sum(row["received_fen"] for row in rows) == sum(row["paid_fen"] for row in rows) == UNITS * PRICE
    # What both sides paid in fees is what the account of fees got.
    assert sum(row["other_fen"] for row in rows) == sum(row["fee_fen"] for row in rows) == 2 * FEE
    assert sum(row["closing_fen"] for row in rows) == sum(row["deposited_fen"] for row in rows) == 2 * PAID_IN
    text = banker(site).get(f"/market/bank/days/{DAY}?format=csv").data.decode("utf-8-sig")
    assert len(text.splitlines()) == len(rows) + 1
    assert DAY in read(site, "/market/bank", "bank")["days"]


def test_the_banks_file_says_of_each_what_its_own_statement_says(calendar: Calendar) -> None:
    site = calendar.site
    dealt(site)
    client = site.client("first")
    assert sent(client, "/market/money/withdraw", {"cash": account("CA", 11), "fen": "10.00"}, FIRST) == 201
    offered(site, BUYER, Side.BUY, units=10)
    calendar.move_to("2026-03-03T10:00")
    (asked,) = read(site, "/market/bank", "bank")["rows"]
    paid = {"withdrawal": asked["id"], "reference": "BANK-OUT-1", "document": "0" * 64}
    assert sent(banker(site), "/market/bank/pay-out", paid, BY_BANK[0]) == 201
    assert said(site, "trading.deposit", deposit(BUYER, reference="LATER", fen=77), *BY_BANK)[1] == "accepted"
    assert taken(site, units=10)[1] == "level_not_offered"

    for day, size in ((DAY, 3), (NEXT, 2)):
        rows = read(site, f"/market/bank/days/{day}", "bank")["rows"]
        assert len(rows) == size
        for row in rows:
            assert row == read(site, f"/market/clearing/{day}?participant={row['participant']}", "bank")["money"]
    assert [row["withdrawn_fen"] for row in rows] == [1_000, 0]
    assert read(site, "/market/bank/days/2026-03-04", "bank")["rows"] == []


def test_another_sees_neither_the_statement_nor_the_file(site: Site) -> None:
    dealt(site)
    other = f"/market/clearing/{DAY}?participant=P-00000011"
    for part in ("", "/units", "/money"):
        address = f"/market/clearing/{DAY}{part}?participant=P-00000011"
        assert site.client("other").get(address).status_code == 403
        assert site.client("nobody").get(address).status_code == 403
        assert site.client("authority").get(address).status_code == 200
        assert site.client("first").get(address).status_code == 200
    assert read(site, other, "bank")["participant"] == "P-00000011"
    assert site.client("first").get(f"/market/bank/days/{DAY}").status_code == 403
    assert site.client("authority").get(f"/market/bank/days/{DAY}").status_code == 200
    assert site.client().get(f"/market/clearing/{DAY}").status_code == 302


@pytest.mark.parametrize("day", ["2026-3-2", "20260302", "2026-02-30", "today"])
def test_what_is_no_day_is_no_page(site: Site, day: str) -> None:
    assert site.client("first").get(f"/market/clearing/{day}").status_code == 404
    assert banker(site).get(f"/market/bank/days/{day}").status_code == 404


def test_a_day_without_deals_is_over_when_it_has_ended(calendar: Calendar) -> None:
    def is_over(day: str) -> bool:
        return bool(read(calendar.site, f"/market/clearing/{day}")["is_over"])

    assert [is_over(day) for day in ("2026-02-27", DAY, NEXT)] == [True, False, False]
    calendar.move_to("2026-03-03T00:00")
    assert [is_over(day) for day in (DAY, NEXT)] == [True, False]


def test_the_days_with_deals_are_listed(site: Site) -> None:
    assert read(site, "/market/clearing")["rows"] == []
    dealt(site)
    assert read(site, "/market/clearing")["rows"] == [{"day": DAY, "bought_units": 0, "sold_units": UNITS}]


def test_an_objection_becomes_the_operators_task_and_is_answered(calendar: Calendar) -> None:
    site = calendar.site
    dealt(site)
    assert read(site, f"/market/clearing/{DAY}")["objects_to"] == []
    assert site.client("first").get("/market/objections/new").status_code == 200
    calendar.move_to("2026-03-02T15:00")
    page = read(site, f"/market/clearing/{DAY}")
    assert (page["is_over"], page["objects_to"]) == (True, [PRODUCT])
    trade = str(page["rows"][0]["number"])
    form = {"day": DAY, "product": PRODUCT, "trade": trade, "reason": "fee_wrong", "document": "0" * 64}
    assert sent(site.client("first"), "/market/objections/new", form, FIRST) == 201

    (task,) = [one for one in read(site, "/tasks", "operator")["tasks"] if "objection" in one["href"]]
    assert read(site, "/tasks", "operator")["waiting"] == 1
    assert "fee_wrong" in task["sentence"]
    assert read(site, "/tasks", "first")["tasks"] == read(site, "/tasks", "authority")["tasks"] == []
    assert read(site, "/tasks?scope=overdue", "operator")["tasks"] == []
    calendar.move_to("2026-03-03T09:30")
    assert read(site, f"/market/clearing/{DAY}")["objects_to"] == []
    assert len(read(site, "/tasks?scope=overdue", "operator")["tasks"]) == 1
    late = site.client("first").post("/market/objections/new", data=form | {"trade": ""})
    assert (late.status_code, "objection_too_late" in late.text or "下一次开市前" in late.text) == (409, True)

    lists = [site.client(login).get("/market/objections").text for login in ("operator", "authority")]
    assert ["/market/office/answer-objection?" in text for text in lists] == [True, False]
    data, by = b"%PDF-1.7 x", OPERATORS[0]
    with site.registry.engine.begin() as connection:
        digest = keep(connection, salt=b"0123456789abcdef", data=data, media_type="application/pdf", now=1, by=by)
    answer = {"objection": task["id"], "outcome": "rejected", "reason": "checked", "document": digest}
    assert sent(site.client("operator"), "/market/office/answer-objection", answer, OPERATORS[0]) == 201

    assert read(site, "/tasks", "operator")["tasks"] == []
    (row,) = read(site, "/market/objections")["rows"]
    assert (row["status"], row["answer"], row["day"]) == ("rejected", "checked", DAY)
    assert read(site, "/market/objections", "other")["rows"] == []
    index_hashes(site.registry.engine)
    readers = [site.client(login).get(f"/documents/{digest}").status_code for login in ("first", "other")]
    assert (readers, row["answer_document"]) == ([200, 404], digest)
    assert len(read(site, "/market/objections", "authority")["rows"]) == 1


def test_whoever_objected_is_told_of_the_answer(calendar: Calendar) -> None:
    site = calendar.site
    news.tell_news(site.registry.engine, NOW)
    dealt(site)
    calendar.move_to("2026-03-02T16:00")
    body = ObjectToDay(f"P-{SELLER:08}", DAY, PRODUCT, None, "fee_wrong", DOCUMENT)
    objection, _ = said(site, "trading.object", body, FIRST)
    answer = AnswerObjection(objection, ObjectionOutcome.REJECTED, "checked", DOCUMENT)
    assert said(site, "trading.answer_objection", answer, OPERATORS[0])[1] == "accepted"

    news.tell_news(site.registry.engine, NOW)

    told = [[one["event"] for one in read(site, "/notices", login)["notices"]] for login in ("first", "other")]
    assert told == [["objection_answered"], []]
    for language, outcome in (("zh", "不成立"), ("en", "rejected")):
        assert outcome in site.client("first").get(f"/notices?lang={language}").text


def test_only_operators_answer(site: Site) -> None:
    for login in ("first", "authority", "nobody"):
        assert site.client(login).get("/market/office/answer-objection").status_code == 403


def test_every_page_of_the_end_of_day_opens_in_both_languages(calendar: Calendar) -> None:
    site = calendar.site
    dealt(site)
    calendar.move_to("2026-03-02T16:00")
    body = ObjectToDay(f"P-{SELLER:08}", DAY, PRODUCT, None, "fee_wrong", DOCUMENT)
    assert said(site, "trading.object", body, FIRST)[1] == "accepted"
    body = ObjectToDay(f"P-{SELLER:08}", NEXT, PRODUCT, None, "fee_wrong", DOCUMENT)
    assert said(site, "trading.object", body, FIRST)[1] == "day_not_over"
    pages = {
        "first": ("/market/clearing", f"/market/clearing/{DAY}", f"/market/clearing/{DAY}/units",
                  f"/market/clearing/{DAY}/money", "/market/objections", f"/market/objections/new?day={DAY}"),
        "bank": ("/market/bank", f"/market/bank/days/{DAY}"),
        "operator": ("/market/objections", "/market/office/answer-objection", "/tasks"),
    }  # fmt: skip
    for login, addresses in pages.items():
        client = banker(site) if login == "bank" else site.client(login)
        for address in addresses:
            for language in ("zh", "en"):
                joint = "&" if "?" in address else "?"
                assert client.get(f"{address}{joint}lang={language}").status_code == 200, address


def test_an_answer_needs_an_objection(site: Site) -> None:
    body = AnswerObjection("0190a0b0-0000-7000-8000-000000000000", ObjectionOutcome.UPHELD, "checked", DOCUMENT)
    assert said(site, "trading.answer_objection", body, OPERATORS[0])[1] == "unknown_objection"
