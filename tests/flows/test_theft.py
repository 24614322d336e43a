"""The story of a theft: password, session, second factor and key of one representative, before a long holiday."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from registry.areas.participants import queries
from registry.areas.participants.rules.delays import DelayStatus, OrderTransfer
from registry.areas.participants.rules.limits import SetOwnLimit
from registry.areas.participants.rules.settling import Concerned, SettleTransfer
from registry.ledger.errors import LedgerError
from registry.settler import settle_due
from tests.site import FIRST, SECOND, Site, account, envelope_on, open_site, signed_by
from tests.world import OPERATORS, SYSTEM, signer_of

FRIDAY, TUESDAY, AFTER = "2026-02-13 12:30", "2026-02-24 09:30", "2026-02-27 10:00"
TRANSFER = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "2000", "ranges": ""}


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def microseconds() -> int:
    return time.time_ns() // 1000


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(beijing(FRIDAY), tick=True) as made:
        yield made


@pytest.fixture
def site(tmp_path: Path, traveller: time_machine.Traveller) -> Iterator[Site]:
    with open_site(tmp_path, controls=True, clock=microseconds) as made:
        limit = SetOwnLimit("P-00000011", "CEA", 5_000, 9_000)
        made.submit(made.world.author.envelope("participants.set_own_limit", limit, FIRST))
        yield made


def balance(site: Site, number: int, purpose: str = "HO") -> int:
    with site.registry.engine.connect() as connection:
        held = queries.holdings_of(connection, f"P-{number:08}", microseconds())
    return sum(one.units for one in held if one.account == account(number, purpose) and one.asset == "CEA-2025")


def sign(site: Site, login: str, path: str, form: dict[str, str], signer: str) -> int:
    """Fill in a form, sign what it shows with somebody's key, and return how it was answered."""
    client = site.client(login)
    page = client.post(path, data=form)
    if page.status_code != 200:
        return page.status_code
    return client.post("/tasks/sign", data=signed_by(page.text, signer)).status_code


def raw(site: Site, kind: str, body: object) -> str:
    """Send what the thief signed past the pages, and return the answer's code."""
    author = site.world.author
    author.now_ms = microseconds() // 1000
    try:
        return site.registry.submit(author.envelope(kind, body, FIRST)).result
    except LedgerError as error:
        return error.code


def waiting(site: Site) -> tuple[str, ...]:
    with site.registry.engine.connect() as connection:
        found = queries.delayed_transfers(connection, status=DelayStatus.WAITING)
    return tuple(one.id for one in found.rows)


def test_nothing_leaves_and_one_click_freezes_all(site: Site, traveller: time_machine.Traveller) -> None:
    before = site.head()
    # One: a plain transfer. The page says that it will wait, over the whole holiday.
    page = site.client("first").post("/allowances/transfer", data=TRANSFER)
    assert "2026-02-25 09:00" in page.text
    assert site.client("first").post("/tasks/sign", data=signed_by(page.text, FIRST)).status_code == 201
    # Two: all at once. Three: loosen the limit and try again.
    assert sign(site, "first", "/allowances/transfer", TRANSFER | {"units": "18000"}, FIRST) == 409
    loosened = {"asset_class": "CEA", "per_transfer": "", "per_day": ""}
    assert sign(site, "first", "/trusted/limits", loosened, FIRST) == 201
    assert sign(site, "first", "/allowances/transfer", TRANSFER | {"units": "18000"}, FIRST) == 409
    # Four: trust the accomplice, and send.
    assert sign(site, "first", "/trusted/add", {"account": account(12)}, FIRST) == 201
    assert sign(site, "first", "/allowances/transfer", TRANSFER | {"units": "1000"}, FIRST) == 201
    # Five: past the pages, without a place to wait. Six: say that the first is due.
    order = OrderTransfer(account(11), account(12), "CEA-2025", 100, (), None, None)
    assert raw(site, "allowances.transfer", order) == "escrow_required"
    settle = SettleTransfer(waiting(site)[0], Concerned.SENDER)
    assert raw(site, "participants.settle_transfer", settle) == "not_due"
    assert (balance(site, 12), len(waiting(site))) == (0, 2)
    with site.registry.engine.connect() as connection:
        heard = [(one.kind, one.result) for one in queries.alerts(connection, after=before - 1)]
    assert heard.count(("allowances.transfer", "accepted")) == 2
    assert ("participants.trust_account", "accepted") in heard
    assert ("allowances.transfer", "escrow_required") in heard

    traveller.move_to(beijing(TUESDAY))  # the other representative is back, and sees it
    assert settle_due(site.registry, signer_of(SYSTEM), microseconds()) == 0
    assert sign(site, "second", "/freeze", {"ground": "key-stolen"}, SECOND) == 201
    traveller.move_to(beijing(AFTER))
    assert settle_due(site.registry, signer_of(SYSTEM), microseconds()) == 0
    assert sign(site, "first", "/allowances/transfer", TRANSFER, FIRST) == 409
    assert (balance(site, 12), balance(site, 11), balance(site, 11, "ES")) == (0, 17_000, 3_000)
    assert "frozen" in str(site.client("second").get("/api/v1/delayed").json)
    give_back(site)
    assert (balance(site, 11), balance(site, 11, "ES")) == (20_000, 0)


def give_back(site: Site) -> None:
    """Lift the freeze with an operator who has asked by telephone, and withdraw what the thief began."""
    freeze = site.client("second").get("/api/v1/trusted").json["frozen"][0]  # type: ignore[index]
    page = site.client("second").post("/freeze/lift", data={"freeze": freeze, "ground": "all-clear"})
    task = site.client("second").post("/tasks/sign", data=signed_by(page.text, SECOND)).json["next"]  # type: ignore[index]
    shown = site.client("operator").get(task)
    assert envelope_on(shown.text)
    assert site.client("operator").post("/tasks/sign", data=signed_by(shown.text, OPERATORS[0])).status_code == 201
    for transfer in waiting(site):
        assert sign(site, "second", "/delayed/withdraw", {"transfer": transfer}, SECOND) == 201
