"""A registry with pages in a session of a trading day, with traders, a bank and an open product."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from registry.areas.allowances.rules import MirrorBatch
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.participants.rules.parties import DefineClass
from registry.areas.trading.rules.records import MONEY
from registry.ledger.book import Title
from tests.areas.allowances.factories import BY_AUTHORITY, account
from tests.areas.trading.factories import (
    ASSET,
    BANK,
    BY_BANK,
    CALENDAR,
    OPEN_PRODUCT,
    PARAMETERS,
    SESSIONS,
    bank,
    deposit,
)
from tests.site import PASSWORD, TOTP, Site, open_site
from tests.world import DOCUMENT

TRADERS = (11, 12)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with time_machine.travel(datetime.fromisoformat("2026-03-02T10:00:00+08:00")), open_site(tmp_path) as made:
        site_market(made)
        yield made


@dataclass
class Calendar:
    """A site whose time can be moved on, to another hour or another day."""

    site: Site
    traveller: time_machine.Traveller

    def move_to(self, text: str) -> None:
        """Go to a Beijing time such as ``2026-03-03T09:00``."""
        instant = datetime.fromisoformat(f"{text}:00+08:00")
        self.traveller.move_to(instant)
        self.site.world.author.now_ms = int(instant.timestamp() * 1000)


@pytest.fixture
def calendar(tmp_path: Path) -> Iterator[Calendar]:
    start = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
    with (
        time_machine.travel(start) as traveller,
        open_site(tmp_path, clock=lambda: time.time_ns() // 1000) as made,
    ):
        site_market(made)
        yield Calendar(made, traveller)


def site_market(site: Site) -> None:
    """Open a market on a site whose enterprises are there already."""
    author, world = site.world.author, site.world
    money = DefineClass(MONEY, "人民币", "fen", Title.OWN, "本登记簿", has_serials=False)
    site.submit(
        author.envelope("participants.define_class", money, *BY_AUTHORITY),
        author.envelope("participants.set_calendar", CALENDAR, *BY_AUTHORITY),
        *bank(world),
        world.open_account(BANK, "IS", BANK),
        world.open_account(1, "CA", 99),
    )
    for number in TRADERS:
        purposes = ("TR", "ES", "CA") if number == TRADERS[0] else ("TR", "ES", "CA", "PE")
        site.submit(*(world.open_account(number, purpose, number) for purpose in purposes))
        block = MirrorBatch(
            f"CEA-31-NAT-2025-{number}", ASSET, "31", account("IS", 1), account("TR", number), 1, 1_000, DOCUMENT
        )
        site.submit(
            author.envelope("allowances.mirror_batch", block, *BY_AUTHORITY),
            author.envelope("trading.deposit", deposit(number), *BY_BANK),
        )
    values: dict[str, int | str] = PARAMETERS | {"listed_sessions": SESSIONS, "block_sessions": SESSIONS}
    for name, value in values.items():
        set_parameter(site, name, value)
    product = replace(OPEN_PRODUCT, fee_account=account("CA", 99))
    site.submit(author.envelope("trading.open_product", product, *BY_AUTHORITY))
    site.app.extensions["people"].create_person(
        "bank", name="结算员", password=PASSWORD, now=1, representative=BY_BANK[0], totp_secret=TOTP
    )


def set_parameter(site: Site, name: str, value: int | str, *, is_new: bool = True) -> None:
    author, is_text = site.world.author, isinstance(value, str)
    bounds = (0, 0) if is_text else (0, 10**12)
    definition = DefineParameter(name, Nature.LAW, Stricter.NEITHER, is_text, *bounds, "number")
    integer, text = (None, str(value)) if is_text else (int(value), None)
    made = SetParameter(name, "", None, integer, text, "虚构规则第一条", Evidence.FICTITIOUS)
    if is_new:
        site.submit(author.envelope("participants.define_parameter", definition, *BY_AUTHORITY))
    site.submit(author.envelope("participants.set_parameter", made, *BY_AUTHORITY))
