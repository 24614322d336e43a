"""Devices, documents and months of Alice's outlets, for tests."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from registry.areas.discharge.rules.measuring import MeasuredLine, ReportMonth
from registry.areas.discharge.rules.measuring_devices import EndDevice, RegisterDevice
from registry.areas.discharge.rules.measuring_otherwise import ReportBalance, ReportFactor, ReportSamples, Sample
from registry.areas.discharge.rules.measuring_records import DeviceEnd
from registry.areas.discharge.series.hourly import UNITS, Column, HourlyDay
from registry.areas.discharge.series.judging import VERSION
from registry.areas.discharge.series.signed import possession_text, sign_day
from registry.ledger.keys import Ed25519Signer
from tests.areas.allowances.factories import ALICE
from tests.areas.discharge.factories import Discharge, discharge_registry, permit_number
from tests.areas.discharge.series import day_of, days_in
from tests.world import DOCUMENT

PERMIT = permit_number(ALICE)
AIR_OUTLET = f"{PERMIT}DA001"
SO2 = (Column("SO2", "mg/m3", UNITS["A"]["mg/m3"]),)
MONTH = "2026-06"


def device(number: int = 1, outlet: str = AIR_OUTLET) -> Ed25519Signer:
    """Return a device that signs for an outlet."""
    return Ed25519Signer(outlet, bytes([number]) * 32)


def key_of(signer: Ed25519Signer) -> str:
    return base64.b64encode(signer.public_key).decode()


def registration(signer: Ed25519Signer, outlet: str = "DA001") -> RegisterDevice:
    proof = base64.b64encode(signer.sign(possession_text(PERMIT + outlet, key_of(signer)))).decode()
    return RegisterDevice(PERMIT, outlet, "CEMS-100 / 42", key_of(signer), proof, DOCUMENT)


def ending(signer: Ed25519Signer, end: DeviceEnd = DeviceEnd.LOST) -> EndDevice:
    return EndDevice(key_of(signer), end, DOCUMENT)


def june(*, without: Sequence[str] = (), outlet: str = AIR_OUTLET) -> list[HourlyDay]:
    """Return the days of June, each hour reading the hour above 30 mg/m³ at 100 000 m³."""
    return [
        day_of(day, outlet=outlet, columns=SO2) for day in days_in("2026-06-01", "2026-06-30") if day not in without
    ]


def note_of(day: HourlyDay, signer: Ed25519Signer | None = None) -> bytes:
    return sign_day(day.data, signer or device())


LINE = MeasuredLine("SO2", "mg/m3", 1_000_000, 10_000, 720, 0, 0, 21_608_280_00)
REPORT = ReportMonth(
    permit=PERMIT, outlet="DA001", month=MONTH, version=0, calculator=VERSION, stuck_hours=12, gap_short_hours=24,
    gap_window_hours=180, valid_share_percent=75, flow_max=10_000_000, lines=(LINE,), devices=(), days_signed=0,
    days=(DOCUMENT,),
)  # fmt: skip
_OTHER: dict[str, Any] = {
    "permit": PERMIT, "outlet": "DA001", "month": MONTH, "pollutant": "SO2", "version": 0, "document": DOCUMENT,
}  # fmt: skip
SAMPLES = ReportSamples(**_OTHER, mass_mg=35_000, samples=(Sample(35_000, 600_000), Sample(35_000, 400_000)))
BALANCE = ReportBalance(
    **_OTHER, mass_mg=1_000, brought_in_mg=10_000, in_product_mg=4_000, in_waste_mg=3_000, removed_mg=2_000
)
FACTOR = ReportFactor(
    **_OTHER, mass_mg=1_500, activity=300, activity_unit="t", factor_mg=50, removal_permyriad=9_000,
    factor_source="排放源统计调查产排污核算方法和系数手册",
)  # fmt: skip


def measured(*, at: str = "2026-07-02 09:00:00") -> Discharge:
    """Return a registry in July in which Alice has a permit from June on."""
    made = discharge_registry()
    made.issue(ALICE)
    made.at(at)
    return made


def with_lines(**changes: Any) -> ReportMonth:
    """Return June's report with one line changed."""
    return replace(REPORT, lines=(replace(LINE, **changes),))
