"""Devices and reported months: both sides of each edge, and that a replay keeps the year's running total right."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.areas.discharge.rules.measuring import KINDS, recompute_month
from registry.areas.discharge.rules.measuring_devices import DEVICES_MAX
from registry.areas.discharge.rules.measuring_records import (
    DeviceStatus,
    Method,
    MonitoringDevice,
    MonthlyDischarge,
    OutletYear,
)
from registry.areas.discharge.rules.permits import RevokePermit
from registry.areas.discharge.rules.records import RevocationGround
from registry.ledger.keys import Ed25519Signer
from tests.areas.discharge.factories import BY_ALICE, BY_AUTHORITY, BY_BOB, Discharge
from tests.areas.discharge.measuring import (
    AIR_OUTLET,
    BALANCE,
    FACTOR,
    LINE,
    MONTH,
    PERMIT,
    REPORT,
    SAMPLES,
    device,
    ending,
    june,
    key_of,
    measured,
    note_of,
    registration,
    with_lines,
)
from tests.world import DOCUMENT

OTHER_DOCUMENT = "1" * 64


@pytest.fixture
def registry() -> Discharge:
    return measured()


def test_a_device_is_registered_with_proof_and_its_key_ends(registry: Discharge) -> None:
    registry.must("discharge.register_device", registration(device()), *BY_ALICE)
    assert registry.state.get(MonitoringDevice, key_of(device())).status is DeviceStatus.ACTIVE

    registry.must("discharge.revoke_device", ending(device()), *BY_ALICE)

    ended = registry.state.get(MonitoringDevice, key_of(device()))
    assert (ended.status, ended.ended_at is not None) == (DeviceStatus.REVOKED, True)
    assert registry.result("discharge.bar_device", ending(device()), *BY_AUTHORITY) == "device_ended"
    assert registry.result("discharge.register_device", registration(device()), *BY_ALICE) == "device_known"


def test_the_authority_bars_a_device_and_others_do_not(registry: Discharge) -> None:
    registry.must("discharge.register_device", registration(device()), *BY_ALICE)

    assert registry.unrecorded("discharge.revoke_device", ending(device()), *BY_BOB) == "not_enough_signatures"
    assert registry.unrecorded("discharge.bar_device", ending(device()), *BY_ALICE) == "not_enough_signatures"
    registry.must("discharge.bar_device", ending(device()), *BY_AUTHORITY)


def test_a_key_is_proved_strong_new_and_for_this_outlet(registry: Discharge) -> None:
    body = registration(device())
    people = Ed25519Signer(AIR_OUTLET, b"\x00" * 32)
    results = {
        "outlet_not_in_permit": replace(body, outlet="DA002"),
        "device_proof": replace(body, outlet="DW001"),
        "weak_key": replace(body, public_key="A" * 43 + "="),
    }

    for code, wrong in results.items():
        assert registry.result("discharge.register_device", wrong, *BY_ALICE) == code
    elsewhere = replace(body, permit="9" * 21 + "P")
    assert registry.unrecorded("discharge.register_device", elsewhere, *BY_ALICE) == "unknown_permit"
    assert registry.result("discharge.register_device", registration(people), *BY_ALICE) == "accepted"
    assert registry.unrecorded("discharge.revoke_device", ending(device(9)), *BY_ALICE) == "unknown_device"


def test_an_outlet_has_so_many_devices_and_a_revoked_permit_none(registry: Discharge) -> None:
    for number in range(1, DEVICES_MAX + 1):
        registry.must("discharge.register_device", registration(device(number)), *BY_ALICE)
    more = registration(device(99))
    assert registry.result("discharge.register_device", more, *BY_ALICE) == "too_many_devices"

    registry.must("discharge.revoke_device", ending(device(1)), *BY_ALICE)
    registry.must("discharge.register_device", more, *BY_ALICE)
    registry.must("discharge.revoke_permit", RevokePermit(PERMIT, RevocationGround.CEASED, DOCUMENT), *BY_AUTHORITY)
    assert registry.result("discharge.register_device", registration(device(100)), *BY_ALICE) == "permit_revoked"


def test_a_month_is_reported_when_it_is_over_and_corrected_by_its_version(registry: Discharge) -> None:
    registry.at("2026-06-30 23:59:59")
    assert registry.result("discharge.report_month", REPORT, *BY_ALICE) == "month_not_over"
    registry.at("2026-07-01 00:00:00")
    registry.must("discharge.report_month", REPORT, *BY_ALICE)
    assert registry.result("discharge.report_month", REPORT, *BY_ALICE) == "version_differs"

    registry.must("discharge.report_month", replace(with_lines(mass_mg=5), version=1), *BY_ALICE)

    month = registry.state.get(MonthlyDischarge, PERMIT, "DA001", "SO2", MONTH)
    year = registry.state.get(OutletYear, PERMIT, "DA001", "SO2", 2026)
    assert (month.mass_mg, month.version, month.method) == (5, 2, Method.CONTINUOUS)
    assert (year.mass_mg, year.months) == (5, 1 << 5)


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (replace(REPORT, outlet="DA002"), "outlet_not_in_permit"),
        (replace(REPORT, calculator="hourly-0"), "unknown_calculator"),
        (replace(REPORT, days=(DOCUMENT,) * 2), "day_twice"),
        (replace(REPORT, days=tuple(f"{n:064}" for n in range(31))), "day_twice"),
        (replace(REPORT, days=tuple(f"{n:064}" for n in range(30))), "accepted"),
        (replace(REPORT, days_signed=1), "devices_differ"),
        (replace(REPORT, stuck_hours=13), "judging_differs"),
        (replace(REPORT, valid_share_percent=74), "judging_differs"),
        (with_lines(highest=999_999), "judging_differs"),
        (with_lines(unit="ug/m3"), "judging_differs"),
        (with_lines(drift=9_999), "judging_differs"),
        (replace(REPORT, lines=(LINE, LINE)), "pollutant_twice"),
        (with_lines(pollutant="COD"), "pollutant_not_of_medium"),
        (with_lines(pollutant="XYZ"), "unknown_pollutant"),
        (with_lines(hours_valid=719), "hours_do_not_sum"),
        (with_lines(hours_valid=540, hours_stood_in=180), "accepted"),
        (with_lines(hours_valid=539, hours_stood_in=181), "too_few_valid_hours"),
        (with_lines(hours_valid=3, hours_stood_in=1, hours_stopped=716), "accepted"),
        (with_lines(hours_valid=0, hours_stood_in=0, hours_stopped=720, mass_mg=0), "accepted"),
    ],
)
def test_what_a_month_says_is_checked(registry: Discharge, body: object, result: str) -> None:
    assert registry.result("discharge.report_month", body, *BY_ALICE) == result


def test_devices_of_a_month_are_those_of_its_outlet(registry: Discharge) -> None:
    registry.must("discharge.register_device", registration(device()), *BY_ALICE)
    body = replace(REPORT, devices=(key_of(device()),), days_signed=1)

    assert registry.result("discharge.report_month", replace(body, days_signed=2), *BY_ALICE) == "devices_differ"
    assert registry.result("discharge.report_month", replace(body, days_signed=0), *BY_ALICE) == "devices_differ"
    unknown = replace(body, devices=(key_of(device(2)),))
    assert registry.result("discharge.report_month", unknown, *BY_ALICE) == "unknown_device"
    registry.must("discharge.register_device", registration(water := device(3), "DW001"), *BY_ALICE)
    other = replace(body, devices=(key_of(water),))
    assert registry.result("discharge.report_month", other, *BY_ALICE) == "devices_differ"
    registry.must("discharge.revoke_device", ending(device()), *BY_ALICE)
    registry.must("discharge.report_month", body, *BY_ALICE)  # what was signed before the end stays evidence


def test_a_lesser_method_does_not_put_a_better_one_aside(registry: Discharge) -> None:
    kinds = ("discharge.report_factor", "discharge.report_balance", "discharge.report_samples")
    bodies = (FACTOR, BALANCE, SAMPLES)
    for version, (kind, body) in enumerate(zip(kinds, bodies, strict=True)):
        assert registry.result(kind, body, *BY_ALICE) == ("version_differs" if version else "accepted")
        if version:
            registry.must(kind, replace(body, version=version), *BY_ALICE)
    registry.must("discharge.report_month", REPORT, *BY_ALICE)

    for kind, body in zip(kinds, bodies, strict=True):
        assert registry.answer(kind, replace(body, version=4), *BY_ALICE) == (
            "better_method_stands",
            {"method": "continuous"},
        )
    assert registry.state.get(OutletYear, PERMIT, "DA001", "SO2", 2026).mass_mg == LINE.mass_mg


def test_a_lesser_methods_figures_have_to_give_its_mass(registry: Discharge) -> None:
    for kind, body, computed in (
        ("discharge.report_samples", SAMPLES, 35_000),
        ("discharge.report_balance", BALANCE, 1_000),
        ("discharge.report_factor", FACTOR, 1_500),
    ):
        for off in (-1, 1):
            wrong = replace(body, mass_mg=computed + off)
            assert registry.answer(kind, wrong, *BY_ALICE) == ("mass_differs", {"computed": computed})
    negative = replace(BALANCE, removed_mg=3_001, mass_mg=0)
    assert registry.result("discharge.report_balance", negative, *BY_ALICE) == "balance_negative"
    assert registry.result("discharge.report_balance", replace(negative, removed_mg=3_000), *BY_ALICE) == "accepted"
    assert registry.unrecorded("discharge.report_factor", FACTOR, *BY_BOB) == "not_enough_signatures"


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["SO2", "NOX"]), st.integers(0, 10**12)), max_size=8))
def test_the_years_total_is_the_sum_of_its_months_whatever_was_corrected(said: list[tuple[int, str, int]]) -> None:
    registry = measured()
    stands: dict[tuple[int, str], tuple[int, int]] = {}
    for month, pollutant, mass in said:
        version, _ = stands.get((month, pollutant), (0, 0))
        body = replace(
            SAMPLES, month=f"2026-{month:02}", pollutant=pollutant, version=version, mass_mg=mass,
            samples=(replace(SAMPLES.samples[0], concentration=mass, litres=1_000_000),),
        )  # fmt: skip
        registry.must("discharge.report_samples", body, *BY_ALICE)
        stands[month, pollutant] = (version + 1, mass)

    for pollutant in ("SO2", "NOX"):
        months = {month: mass for (month, code), (_, mass) in stands.items() if code == pollutant}
        total = registry.state.get(OutletYear, PERMIT, "DA001", pollutant, 2026)
        if not months:
            assert total is None
            continue
        assert total.mass_mg == sum(months.values())
        assert total.months == sum(1 << month - 1 for month in months)


def test_a_months_documents_come_to_what_it_says_or_are_named() -> None:
    assert [one.name for one in KINDS if one.recompute] == ["discharge.report_month"]
    documents = {f"{n:064}": day.data for n, day in enumerate(june())}
    body = replace(REPORT, days=tuple(documents), lines=(replace(LINE, mass_mg=30 * 24 * 100 * 30_011 + 30 * 1200),))
    assert list(recompute_month(body, documents)) == []

    less = replace(body, lines=(replace(body.lines[0], mass_mg=body.lines[0].mass_mg - 1),))
    assert list(recompute_month(less, documents)) == [
        ("SO2 mass_mg", less.lines[0].mass_mg, body.lines[0].mass_mg),
    ]
    gap = replace(body, days=body.days[1:])
    assert [name for name, _, _ in recompute_month(gap, documents)] == [
        "SO2 hours_valid", "SO2 hours_stood_in", "SO2 mass_mg",
    ]  # fmt: skip
    assert [name for name, _, _ in recompute_month(replace(body, outlet="DA002"), documents)] == ["outlet"]


def test_only_what_a_named_device_has_signed_counts_as_signed() -> None:
    documents = {f"{n:064}": note_of(day) if n < 10 else day.data for n, day in enumerate(june())}
    mass = 30 * 24 * 100 * 30_011 + 30 * 1200
    body = replace(REPORT, days=tuple(documents), lines=(replace(LINE, mass_mg=mass),))
    signed = replace(body, devices=(key_of(device()),), days_signed=10)

    assert list(recompute_month(signed, documents)) == []
    assert list(recompute_month(replace(signed, days_signed=11), documents)) == [("days_signed", 11, 10)]
    other = replace(signed, devices=(key_of(device(2)),))
    assert list(recompute_month(other, documents)) == [("days_signed", 10, 0)]


def test_a_document_altered_under_its_signature_is_told() -> None:
    documents = {"0" * 64: note_of(june()[0]).replace(b"30.000", b"29.000", 1)}
    body = replace(REPORT, days=("0" * 64,), devices=(key_of(device()),), days_signed=1)

    with pytest.raises(Exception, match="note_signature"):
        list(recompute_month(body, documents))
