"""Permits: their number, dates, outlets and limits; change, renewal, and their end."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.discharge.founding import POLLUTANTS
from registry.areas.discharge.rules.areas import DefineArea
from registry.areas.discharge.rules.permits import ChangePermit, ReissuePermit, RevokePermit, facts_of
from registry.areas.discharge.rules.pollutants import DefinePollutant
from registry.areas.discharge.rules.records import (
    Facility,
    LedgerUnit,
    Level,
    Limit,
    Medium,
    PermitStatus,
    PollutantClass,
    RevocationGround,
    SourceSort,
)
from registry.areas.discharge.rules.renewals import ApplyRenewal, RenewPermit
from registry.areas.participants.rules.parameters import Evidence
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Malformed
from tests.areas.allowances.factories import ALICE
from tests.areas.discharge.factories import (
    AREAS,
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    BY_OFFICE,
    ISSUE,
    LIMITS,
    OUTLETS,
    Discharge,
    discharge_registry,
    number,
    permit_number,
)
from tests.world import DOCUMENT

NUMBER = permit_number(ALICE)


@pytest.fixture(scope="module")
def empty() -> Discharge:
    """Return a registry in which every issue is refused, so that it stays empty."""
    return discharge_registry()


@pytest.fixture
def made() -> Discharge:
    found = discharge_registry()
    found.issue(ALICE)
    return found


def change(**changes: Any) -> ChangePermit:
    return replace(ChangePermit(**facts_of(ISSUE), number=NUMBER, version=1), **changes)


def test_a_permit_says_all_that_was_issued(made: Discharge) -> None:
    permit = made.permit()

    assert facts_of(permit) == facts_of(ISSUE)
    assert (permit.version, permit.zone, permit.limit_of("COD"), permit.limit_of("PB")) == (1, "12", 12_000, 0)
    assert [permit.is_in_force(day) for day in ("2026-05-31", "2026-06-01", "2031-05-31", "2031-06-01")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": NUMBER[:17] + "0" + NUMBER[18:]}, "permit_check"),
        ({"holder": "P-00000099"}, "unknown_participant"),
        ({"holder": "P-00000002"}, "not_an_enterprise"),
        ({"issued_on": "2026-06-02", "valid_from": "2026-06-02"}, "issued_in_future"),
        ({"valid_until": "2026-05-31"}, "dates_reversed"),
        ({"issued_on": "2026-06-01", "valid_from": "2026-05-31"}, "dates_reversed"),
        ({"valid_until": "2031-06-01"}, "validity_too_long"),
        ({"area": "990000"}, "unknown_area"),
        ({"area": "HAI"}, "area_level"),
        ({"water_unit": "130200"}, "area_level"),
        ({"water_unit": None}, "water_unit_missing"),
        ({"industry": "4411"}, "source_differs"),
        ({"outlets": (*OUTLETS, OUTLETS[0])}, "outlet_twice"),
        ({"facilities": (Facility("TW001", "一"), Facility("TW001", "二"))}, "facility_twice"),
        ({"limits": (*LIMITS, LIMITS[0])}, "limit_twice"),
        ({"limits": (*LIMITS, Limit("DW002", "COD", 1, 1))}, "unknown_outlet"),
        ({"limits": LIMITS[:2]}, "outlet_without_limit"),
        ({"limits": (*LIMITS, Limit("DA001", "COD", 1, 1))}, "pollutant_not_of_medium"),
        ({"limits": (*LIMITS, Limit("DA001", "XX", 1, 1))}, "unknown_pollutant"),
    ],
)
def test_refuses_a_permit_whose_facts_do_not_agree(empty: Discharge, changes: dict[str, Any], expected: str) -> None:
    assert empty.result("discharge.issue_permit", replace(ISSUE, **changes), *BY_AUTHORITY) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"issued_on": "2026-06-01", "valid_from": "2026-06-01"},
        {"area": "130200"},
        {"water_unit": "HAI"},
        {"water_unit": None, "outlets": OUTLETS[1:], "limits": LIMITS[2:]},
        {"industry": "4411", "source": SourceSort.THERMAL_POWER},
        {"limits": (*LIMITS, Limit("DA001", "HG", 1, 1))},
    ],
)
def test_takes_a_permit_one_step_inside_each_edge(changes: dict[str, Any]) -> None:
    assert discharge_registry().result("discharge.issue_permit", replace(ISSUE, **changes), *BY_AUTHORITY) == ACCEPTED


@pytest.mark.parametrize("text", ["", NUMBER[:21], f"{NUMBER}P", NUMBER.lower(), f"{NUMBER[:21]}1"])
def test_a_number_of_wrong_form_is_no_permit(empty: Discharge, text: str) -> None:
    with pytest.raises(Malformed):
        empty.send("discharge.issue_permit", replace(ISSUE, number=text), *BY_AUTHORITY)


def test_only_an_authority_issues_and_a_number_is_issued_once(made: Discharge) -> None:
    assert made.unrecorded("discharge.issue_permit", ISSUE, *BY_ALICE) == "not_enough_signatures"
    assert made.result("discharge.issue_permit", ISSUE, *BY_AUTHORITY) == "number_taken"
    second = replace(ISSUE, number=permit_number(ALICE, 2))
    assert made.result("discharge.issue_permit", second, *BY_AUTHORITY) == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "nothing_changed"),
        ({"version": 2, "site": "二厂"}, "version_differs"),
        ({"site": "二厂"}, "new_permit_needed"),
        ({"outlets": (replace(OUTLETS[0], destination="渤海"), OUTLETS[1])}, "new_permit_needed"),
        ({"limits": (replace(LIMITS[0], units=12_001), *LIMITS[1:])}, "new_permit_needed"),
        ({"limits": (replace(LIMITS[0], concentration_ug=50_001), *LIMITS[1:])}, "new_permit_needed"),
        ({"limits": (*LIMITS, Limit("DW001", "TP", 1, 1))}, "new_permit_needed"),
        ({"limits": (replace(LIMITS[0], units=11_999), *LIMITS[1:])}, ACCEPTED),
        ({"outlets": OUTLETS[:1], "limits": LIMITS[:2]}, ACCEPTED),
        ({"address": "示例路2号"}, ACCEPTED),
    ],
)
def test_what_rises_or_moves_needs_a_new_permit(made: Discharge, changes: dict[str, Any], expected: str) -> None:
    assert made.result("discharge.change_permit", change(**changes), *BY_AUTHORITY) == expected


def test_a_permit_issued_anew_may_rise_and_runs_anew(made: Discharge) -> None:
    more = (replace(LIMITS[0], units=20_000), *LIMITS[1:])
    facts = facts_of(ISSUE) | {"limits": more}
    body = ReissuePermit(
        **facts, number=NUMBER, version=1, issued_on="2026-06-01", valid_from="2026-06-01", valid_until="2031-05-31"
    )
    assert made.result("discharge.reissue_permit", replace(body, valid_until="2031-06-01"), *BY_AUTHORITY) == (
        "validity_too_long"
    )
    assert made.result("discharge.reissue_permit", body, *BY_AUTHORITY) == ACCEPTED

    assert (made.permit().version, made.permit().limit_of("COD")) == (2, 20_000)


def test_renewal_is_asked_for_in_time_and_then_granted(made: Discharge) -> None:
    ask = ApplyRenewal(NUMBER, 1, DOCUMENT)
    grant = RenewPermit(NUMBER, 1, "2031-04-01", "2036-05-31", DOCUMENT)
    assert made.unrecorded("discharge.apply_renewal", ask, *BY_BOB) == "not_enough_signatures"
    assert made.result("discharge.renew_permit", grant, *BY_AUTHORITY) == "renewal_not_applied"
    made.at("2031-04-01 23:59:59")
    assert made.result("discharge.apply_renewal", ask, *BY_ALICE) == ACCEPTED
    assert made.result("discharge.apply_renewal", ask, *BY_ALICE) == "renewal_applied"
    for body, expected in (
        (replace(grant, issued_on="2031-04-02"), "issued_in_future"),
        (replace(grant, valid_until="2031-05-31"), "dates_reversed"),
        (replace(grant, valid_until="2036-06-01"), "validity_too_long"),
        (grant, ACCEPTED),
    ):
        assert made.result("discharge.renew_permit", body, *BY_AUTHORITY) == expected

    assert made.permit().is_in_force("2036-05-31")


def test_renewal_is_not_asked_for_too_late(made: Discharge) -> None:
    made.at("2031-04-02 00:00:00")

    result, facts = made.answer("discharge.apply_renewal", ApplyRenewal(NUMBER, 1, DOCUMENT), *BY_ALICE)

    assert (result, facts["last"]) == ("renewal_too_late", "2031-04-01")


def test_a_revoked_permit_stays_so(made: Discharge) -> None:
    body = RevokePermit(NUMBER, RevocationGround.UNLAWFUL, DOCUMENT)
    assert made.result("discharge.revoke_permit", body, *BY_AUTHORITY) == ACCEPTED
    assert made.result("discharge.revoke_permit", body, *BY_AUTHORITY) == "permit_revoked"
    assert made.result("discharge.change_permit", change(version=2, site="二厂"), *BY_AUTHORITY) == "permit_revoked"

    assert (made.permit().status, made.permit().is_in_force("2026-06-01")) == (PermitStatus.REVOKED, False)


def test_unknown_permits_are_refused(empty: Discharge) -> None:
    body = RevokePermit(NUMBER, RevocationGround.CEASED, DOCUMENT)
    assert empty.result("discharge.revoke_permit", body, *BY_AUTHORITY) == "unknown_permit"


LOCAL = DefinePollutant(
    "TCU",
    "总铜",
    "Copper",
    (Medium.WATER,),
    PollutantClass.HEAVY_METAL,
    LedgerUnit.G,
    "13",
    "示例",
    Evidence.FICTITIOUS,
)


def test_a_province_adds_a_pollutant_for_itself(made: Discharge) -> None:
    assert made.result("discharge.define_pollutant", replace(LOCAL, media=(Medium.AIR, Medium.AIR)), *BY_OFFICE) == (
        "medium_twice"
    )
    made.must("discharge.define_pollutant", LOCAL, *BY_OFFICE)
    assert made.result("discharge.define_pollutant", POLLUTANTS[0], *BY_OFFICE) == "pollutant_defined"
    limits = (*LIMITS, Limit("DW001", "TCU", 1, 1))
    elsewhere = replace(ISSUE, number=permit_number(ALICE, 2), limits=limits)
    assert made.result("discharge.issue_permit", elsewhere, *BY_AUTHORITY) == "pollutant_of_other_zone"
    assert made.result("discharge.issue_permit", replace(elsewhere, area="130200"), *BY_AUTHORITY) == ACCEPTED


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (DefineArea("120001", Level.PROVINCE, "津", "T", None, "12", ""), "area_code"),
        (DefineArea("320100", Level.CITY, "唐山", "T", "130000", "13", ""), "area_code"),
        (DefineArea("HAI03", Level.BASIN, "海", "H", None, None, ""), "area_code"),
        (DefineArea("TAI02", Level.CONTROL_UNIT, "海", "H", "HAI", None, ""), "area_code"),
        (DefineArea("130300", Level.CITY, "秦皇岛", "Q", "HAI", "13", ""), "area_parent"),
        (DefineArea("130300", Level.CITY, "秦皇岛", "Q", "120000", "13", ""), "area_parent"),
        (DefineArea("HUAI", Level.BASIN, "淮河", "H", "HAI", None, ""), "area_parent"),
        (DefineArea("130300", Level.CITY, "秦皇岛", "Q", "330000", "13", ""), "unknown_area"),
        (replace(AREAS[6], zone="12"), "area_differs"),
        (replace(AREAS[6], name_en="Unit one"), ACCEPTED),
        (DefineArea("130300", Level.CITY, "秦皇岛", "Qinhuangdao", "130000", "13", "JJJ"), ACCEPTED),
    ],
)
def test_areas_lie_where_their_codes_say(empty: Discharge, body: DefineArea, expected: str) -> None:
    assert empty.result("discharge.define_area", body, *BY_OFFICE) == expected


def test_a_holder_with_a_credit_code_gets_no_permit_of_another() -> None:
    from registry.areas.participants.rules.parties import RegisterParticipant
    from registry.ledger.parties import Function
    from tests.world import OPERATORS

    made = discharge_registry()
    identity = permit_number(33)[:18]
    register = RegisterParticipant(number(33), Function.ENTERPRISE, "uscc", identity, "甲", "12", 1, False, DOCUMENT)
    made.must("participants.register", register, *OPERATORS)
    body = replace(ISSUE, holder=number(33))
    assert made.result("discharge.issue_permit", body, *BY_AUTHORITY) == "permit_holder_differs"
    assert made.result("discharge.issue_permit", replace(body, number=permit_number(33)), *BY_AUTHORITY) == ACCEPTED
