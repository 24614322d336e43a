"""Allocation: which permit may get what, the fee and its instalments, and the units that follow."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.discharge.rules.allotting import Acquired, Allotment, Instalment, PayFee
from registry.areas.discharge.rules.permits import RevokePermit
from registry.areas.discharge.rules.records import Limit, Medium, RevocationGround
from registry.areas.discharge.rules.rights import LinkAccount, Series
from registry.ledger.book import Batch
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.discharge.factories import (
    ALLOT,
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    BY_OFFICE,
    COD,
    COD_FREE,
    ISSUER,
    LIMITS,
    TIANJIN,
    TREASURY,
    WHOLE,
    Rights,
    permit_number,
    rights_registry,
)
from tests.world import DOCUMENT


def open_registry() -> Rights:
    made = rights_registry()
    made.enter(ALICE, limits=(*LIMITS, Limit("DA001", "HG", 1, 500)))
    for pollutant in ("COD", "SO2", "HG"):
        made.limit(20_000, TIANJIN, pollutant=pollutant)
    return made


@pytest.fixture(scope="module")
def refusing() -> Rights:
    """Return a registry in which nothing is ever allotted."""
    return open_registry()


@pytest.fixture
def made() -> Rights:
    return open_registry()


SOON = "2026-07-01"
PAID = {"acquired": Acquired.PAID, "instalments": WHOLE}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"permit": permit_number(BOB)}, "unknown_permit"),
        ({"pollutant": "XX"}, "unknown_pollutant"),
        ({"pollutant": "TP"}, "pollutant_not_permitted"),
        ({"medium": Medium.AIR}, "pollutant_not_of_medium"),
        ({"last_year": 2025}, "right_expired"),
        ({"units": 12_001}, "over_permit"),
        ({"instalments": WHOLE}, "fee_not_due"),
        ({"acquired": Acquired.PAID}, "fee_missing"),
        ({"acquired": Acquired.FIXED_PRICE}, "fee_missing"),
        (PAID | {"instalments": (Instalment("2026-05-31", 1),)}, "instalments_disordered"),
        (PAID | {"instalments": (*WHOLE, *WHOLE)}, "instalments_disordered"),
        (
            PAID | {"instalments": (Instalment(SOON, 399), Instalment("2027-07-01", 601))},
            "first_instalment_low",
        ),
        (
            PAID | {"instalments": (Instalment("2026-07-01", 400), Instalment("2031-06-02", 600))},
            "instalments_too_long",
        ),
    ],
)
def test_refuses_an_allotment_that_does_not_fit(refusing: Rights, changes: dict[str, Any], expected: str) -> None:
    assert refusing.result("discharge.allot", replace(ALLOT, **changes), *BY_OFFICE) == expected


@pytest.mark.parametrize(
    ("changes", "asset"),
    [
        ({"units": 12_000}, COD_FREE),
        ({"last_year": 2026}, None),
        (PAID | {"instalments": (Instalment("2026-06-01", 400), Instalment("2031-06-01", 600))}, COD),
        ({"acquired": Acquired.RENEWED}, COD),
        ({"pollutant": "SO2", "medium": Medium.AIR, "units": 8_000}, "PDR-SO21230F"),
        ({"pollutant": "HG", "medium": Medium.AIR, "units": 500}, "PDG-HG1230F"),
    ],
)
def test_takes_an_allotment_one_step_inside_each_edge(made: Rights, changes: dict[str, Any], asset: str | None) -> None:
    result = made.result("discharge.allot", replace(ALLOT, **changes), *BY_OFFICE)
    assert result == (ACCEPTED if asset else "indicator_not_set")
    if asset:
        assert made.units(account("HO", ALICE), asset) == changes.get("units", ALLOT.units)
        assert made.units(ISSUER, asset) == -changes.get("units", ALLOT.units)


def test_units_carry_permit_province_basin_and_last_day(made: Rights) -> None:
    allotment = made.allotted(ALICE, 4_000)

    series = made.state.get(Series, COD)
    assert (series.zone, series.basin, series.last_day, series.is_paid) == ("12", "HAI", "2030-12-31", True)
    assert permit_number(ALICE) in made.state.get(Batch, allotment.number).text


def test_free_and_paid_rights_together_stay_within_the_permit(made: Rights) -> None:
    made.allotted(ALICE, 7_000)
    assert made.result("discharge.allot", replace(ALLOT, units=5_001), *BY_OFFICE) == "over_permit"
    assert made.result("discharge.allot", replace(ALLOT, units=5_000), *BY_OFFICE) == ACCEPTED
    assert (made.held(ALICE), made.held(ALICE, COD_FREE)) == (7_000, 5_000)


def test_a_fee_is_paid_to_the_treasury_instalment_by_instalment(made: Rights) -> None:
    parts = (Instalment("2026-07-01", 400), Instalment("2027-07-01", 600))
    found = made.allotted(ALICE, 100, settled=False, instalments=parts)
    pay = PayFee(found.number, account("CA", ALICE), 400)

    assert made.unrecorded("discharge.pay_fee", pay, *BY_BOB) == "not_enough_signatures"
    assert made.result("discharge.pay_fee", replace(pay, fen=401), *BY_ALICE) == "instalment_differs"
    assert made.result("discharge.pay_fee", replace(pay, cash=account("CA", BOB)), *BY_BOB) == "holder_differs"
    assert made.result("discharge.pay_fee", replace(pay, allotment=1), *BY_ALICE) == "unknown_allotment"
    made.must("discharge.pay_fee", pay, *BY_ALICE)
    assert not made.state.get(Allotment, found.number).is_settled
    made.must("discharge.pay_fee", replace(pay, fen=600), *BY_ALICE)
    assert made.state.get(Allotment, found.number).is_settled
    assert made.units(TREASURY, "CNY") == 1_000
    assert made.result("discharge.pay_fee", pay, *BY_ALICE) == "fee_settled"


def test_a_fee_is_not_paid_out_of_an_empty_account(made: Rights) -> None:
    found = made.allotted(ALICE, 100, settled=False, instalments=(Instalment("2026-07-01", 1_000_000_001),))
    pay = PayFee(found.number, account("CA", ALICE), 1_000_000_001)
    assert made.result("discharge.pay_fee", pay, *BY_ALICE) == "cash_short"


def test_an_account_holds_the_rights_of_one_permit(made: Rights) -> None:
    made.issue(BOB)
    link = LinkAccount(permit_number(BOB), account("HO", BOB))
    assert made.result("discharge.allot", replace(ALLOT, permit=permit_number(BOB)), *BY_OFFICE) == "account_not_linked"
    for body, expected in (
        (replace(link, account=account("CA", BOB)), "purpose_not_credited"),
        (replace(link, account=account("HO", ALICE)), "holder_differs"),
        (link, ACCEPTED),
        (link, "account_linked"),
    ):
        assert made.result("discharge.link_account", body, *BY_BOB) == expected


def test_nothing_is_allotted_under_a_permit_that_ended(made: Rights) -> None:
    revoke = RevokePermit(permit_number(ALICE), RevocationGround.CEASED, DOCUMENT)
    made.must("discharge.revoke_permit", revoke, *BY_AUTHORITY)
    assert made.result("discharge.allot", ALLOT, *BY_OFFICE) == "permit_not_in_force"
    link = LinkAccount(permit_number(ALICE), account("HO", ALICE))
    assert made.result("discharge.link_account", link, *BY_ALICE) == "permit_revoked"


def test_nothing_is_issued_before_the_official_accounts_are_named() -> None:
    from registry.areas.discharge.rules.rights import ISSUER as NAME
    from registry.areas.participants.rules.parameters import Evidence, SetParameter

    made = open_registry()
    made.author.now_ms += 1_000
    other = SetParameter(NAME, "12", None, None, account("HO", ALICE), "Art. 1", Evidence.FICTITIOUS)
    made.must("participants.set_parameter", other, *BY_OFFICE)
    assert made.result("discharge.allot", ALLOT, *BY_OFFICE) == "purpose_not_credited"

    bare = rights_registry(is_official=False)
    bare.enter(ALICE)
    bare.limit(20_000, TIANJIN)
    assert bare.result("discharge.allot", ALLOT, *BY_OFFICE) == "account_not_set"
