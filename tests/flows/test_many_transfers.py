"""One signature over many transfers: typed or uploaded, looked at as a whole, done whole, and found again by line."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from registry.alerting import tell_alerts
from registry.areas.participants import queries
from registry.areas.participants.rules.limits import SetOwnLimit
from registry.areas.participants.rules.many import LINES_MAX, line_id
from registry.areas.participants.rules.trusted import AskFirst
from registry.store.notices import listed
from registry.web.seam import now
from tests.flows.test_uploads import send
from tests.site import FIRST, OTHER, Site, account, id_of, open_site, signed_by, text_on

HEADS = "source,target,asset,units"
ASSETS = {"allowances": "CEA-2025", "credits": "FCS-2025"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path, controls=True) as made:
        made.submit(made.world.open_account(11, "TR", 11), made.world.open_account(12, "TR", 12))
        yield made


def held(site: Site, number: int, purpose: str, asset: str) -> int:
    with site.registry.engine.connect() as connection:
        found = queries.holdings_of(connection, f"P-{number:08}", now())
    return sum(one.units for one in found if one.account == account(number, purpose) and one.asset == asset)


def rows(*lines: str) -> str:
    return "\n".join((HEADS, *lines)) + "\n"


def checked(client: FlaskClient, name: str, text: str) -> str:
    """Upload a file, let its rows be checked, and return its page's address."""
    place = send(client, name, text)
    assert client.get(place).status_code == 200
    return place


def row(units: int | str, target: str, asset: str = "CEA-2025", *, source: str = "") -> str:
    return f"{source or account(11)},{target},{asset},{units}"


@pytest.mark.parametrize("area", ASSETS)
def test_typed_lines_become_one_entry_that_is_done_whole(site: Site, area: str) -> None:
    asset, client = ASSETS[area], site.client("first")
    lines = f"{account(12)}\t{asset}\t100\n{account(11, 'TR')} {asset} 1,200\n"
    page = client.post(f"/{area}/transfer-many", data={"source": account(11), "transfers": lines})
    assert page.status_code == 200, page.text
    for shown in (account(12), account(11, "TR"), "1,300"):
        assert shown in page.text

    answer = client.post("/tasks/sign", data=signed_by(page.text, FIRST))

    assert answer.status_code == 201, answer.text
    assert held(site, 11, "TR", asset) == 1_200
    assert held(site, 11, "ES", asset) == 100
    assert client.get(answer.json["next"]).status_code == 200  # type: ignore[index]
    trace = client.get(f"/api/v1/journal/{answer.json['index']}")  # type: ignore[index]
    assert json.dumps(trace.json).count(account(11, "TR")) > 0


@pytest.mark.parametrize("area", ASSETS)
def test_an_uploaded_file_becomes_one_entry(site: Site, area: str) -> None:
    asset, client = ASSETS[area], site.client("first")
    text = rows(row(100, account(12), asset), row(200, account(12, "TR"), asset), row(300, account(11, "TR"), asset))
    place = checked(client, f"{area}-transfers", text)
    assert f"{place}/sign" in client.get(place).text

    page = client.get(f"{place}/sign")
    first = client.post("/tasks/sign", data=signed_by(page.text, FIRST))
    again = client.post("/tasks/sign", data=signed_by(page.text, FIRST))

    assert (first.status_code, again.status_code) == (201, 201)
    assert (held(site, 11, "ES", asset), held(site, 11, "TR", asset)) == (300, 300)
    assert client.get(f"{place}/sign").location == f"/receipts/{id_of(text_on(page.text))}"


def test_each_waiting_line_is_listed_and_withdrawn_by_itself(site: Site) -> None:
    client = site.client("first")
    place = checked(client, "allowances-transfers", rows(row(100, account(12)), row(200, account(12, "TR"))))
    page = client.get(f"{place}/sign").text
    index = client.post("/tasks/sign", data=signed_by(page, FIRST)).json["index"]  # type: ignore[index]
    waiting = client.get("/api/v1/delayed").json["rows"]  # type: ignore[index]
    assert {one["id"] for one in waiting} == {line_id(id_of(text_on(page)), number) for number in (1, 2)}
    assert f"/journal/{index}" in client.get("/delayed").text
    assert client.get(f"/journal/{index}").status_code == 200
    received = site.client("other").get("/api/v1/delayed?side=received").json["rows"]  # type: ignore[index]
    assert [one["link"] for one in received] == ["", ""]  # the entry names the other receivers, too

    form = client.post("/delayed/withdraw", data={"transfer": waiting[0]["id"]})
    assert client.post("/tasks/sign", data=signed_by(form.text, FIRST)).status_code == 201

    left = client.get("/api/v1/delayed").json["rows"]  # type: ignore[index]
    assert [one["id"] for one in left] == [waiting[1]["id"]]


def test_every_wrong_row_is_said_at_the_dry_run_and_nothing_is_done(site: Site) -> None:
    limit = SetOwnLimit("P-00000011", "CEA", 1_000, None)
    site.submit(site.world.author.envelope("participants.set_own_limit", limit, FIRST))
    client, before = site.client("first"), site.head()
    place = checked(client, "allowances-transfers", rows(
        row(10, account(12)), row(10, "31-HO-00000012-00"), row(10, account(99)), row("ten", account(12)),
        row(10, account(11, "ES")), row(1_001, account(12)), row(10, account(12), source=account(12)),
        row(1_000, account(12)),
    ))  # fmt: skip

    errors = client.get(f"{place}/errors.csv").data.decode("utf-8-sig")
    _, *wrong = list(csv.reader(io.StringIO(errors)))

    assert [(one[0], one[1], one[3]) for one in wrong] == [
        (account(11), "31-HO-00000012-00", "10"), (account(11), account(99), "10"), (account(11), account(12), "ten"),
        (account(11), account(11, "ES"), "10"), (account(11), account(12), "1001"), (account(12), account(12), "10"),
    ]  # fmt: skip
    assert all(one[-1] for one in wrong)
    assert client.get(f"{place}/sign").status_code == 409
    assert site.head() == before


@pytest.mark.parametrize(("day", "is_open"), [(300, True), (299, False)])
def test_what_only_all_rows_together_pass_is_said_of_the_whole(site: Site, day: int, *, is_open: bool) -> None:
    limit = SetOwnLimit("P-00000011", "CEA", 200, day)
    site.submit(site.world.author.envelope("participants.set_own_limit", limit, FIRST))
    client = site.client("first")
    place = checked(client, "allowances-transfers", rows(row(100, account(12)), row(200, account(12, "TR"))))

    assert (f"{place}/sign" in client.get(place).text) is is_open
    assert client.get(f"{place}/sign").status_code == (200 if is_open else 302)


def test_rows_of_two_sources_or_twice_the_same_are_refused_by_row(site: Site) -> None:
    client = site.client("first")
    typed = {"source": account(11), "transfers": f"{account(11, 'TR')} CEA-2025 500"}
    page = client.post("/allowances/transfer-many", data=typed).text
    assert client.post("/tasks/sign", data=signed_by(page, FIRST)).status_code == 201
    two = send(client, "allowances-transfers", rows(row(1, account(12)), row(1, account(12), source=account(11, "TR"))))
    twice = send(client, "allowances-transfers", rows(row(1, account(12)), row(2, account(12))))

    for place in (two, twice):
        shown = client.get(f"{place}?lang=en").text
        assert "Line 2: " in shown
        assert f"{place}/sign" not in shown


def test_a_file_has_as_many_rows_as_one_entry_may_have_lines(site: Site) -> None:
    client, line = site.client("first"), row(1, account(12))
    data = {"file": (io.BytesIO(rows(*[line] * (LINES_MAX + 1)).encode()), "a.csv")}
    assert client.post("/uploads/new/allowances-transfers", data=data).status_code == 422
    for language, said in (("zh", f"最多 {LINES_MAX} 行"), ("en", f"{LINES_MAX} rows at most")):
        assert said in client.get(f"/uploads/new/allowances-transfers?lang={language}").text
    assert send(client, "allowances-transfers", rows(*[line] * LINES_MAX))


def test_typed_lines_that_are_wrong_are_all_named_at_the_field(site: Site) -> None:
    client = site.client("first")
    form = {"source": account(11), "transfers": f"{account(12)} CEA-2025\n{account(12)} CEA-2025 5\nx y z"}
    page = client.post("/allowances/transfer-many?lang=en", data=form)
    assert page.status_code == 422
    assert "Line 1 " in page.text
    assert "Line 3 " in page.text
    assert "Line 2 " not in page.text


def test_a_receiver_that_asks_first_is_asked_for_its_line_alone(site: Site) -> None:
    ask = AskFirst(account(12), asks_first=True)
    site.submit(site.world.author.envelope("participants.ask_first", ask, OTHER))
    client = site.client("first")
    place = checked(client, "allowances-transfers", rows(row(100, account(12)), row(200, account(12, "TR"))))
    page = client.get(f"{place}/sign").text
    assert client.post("/tasks/sign", data=signed_by(page, FIRST)).status_code == 201

    asked = site.client("other").get("/api/v1/delayed?side=received").json["rows"]  # type: ignore[index]
    assert {one["target"]: one["needs_answer"] for one in asked} == {account(12): True, account(12, "TR"): False}


def test_people_are_told_once_of_many_that_wait(site: Site) -> None:
    client = site.client("first")
    tell_alerts(site.registry.engine, now())
    place = checked(client, "allowances-transfers", rows(row(100, account(12)), row(200, account(12, "TR"))))
    assert client.post("/tasks/sign", data=signed_by(client.get(f"{place}/sign").text, FIRST)).status_code == 201

    tell_alerts(site.registry.engine, now())

    numbers = {one.login: one.id for one in site.app.extensions["people"].office.accounts(like="", after=0)}
    told = [one for one in listed(site.registry.engine, numbers["second"]) if one.event == "transfers_delayed"]
    assert [one.facts["count"] for one in told] == [2]
