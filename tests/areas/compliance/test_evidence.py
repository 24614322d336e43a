"""Monthly evidence: when it is in time, that corrections are versions, and what each check finds and lets pass."""

from dataclasses import replace

import pytest

from registry.areas.compliance.evidence_wording import FINDINGS
from registry.areas.compliance.rules.evidence import Basis, FileEvidence, Measure, MonthlyEvidence
from registry.areas.compliance.rules.suspicions import Finding, Limits, Suspicion, findings
from registry.areas.participants.rules.parameters import Evidence, SetParameter
from tests.areas.allowances.factories import ALICE, BOB
from tests.areas.compliance.factories import BY_ALICE, BY_BOB, BY_OFFICE, LIST, YEAR, beijing, listed, number
from tests.world import DOCUMENT

KIND = "compliance.file_evidence"
BODY = FileEvidence(
    YEAR, 12, number(ALICE), "coal-1", 1, Measure.KG, 8_250_000, 21_350, 556_200, Basis.MONTHLY, 30,
    "2025-12-01", "2025-12-31", "2026-01-08", "CNAS-L0001", "R-2025-12", DOCUMENT,
)  # fmt: skip
LIMITS = Limits(100, 20, 20, {Measure.KG: (6_000, 56_000)})


def month(of: int, **changes: object) -> MonthlyEvidence:
    """Return the good evidence of a month with changes."""
    start, end = f"2025-{of:02}-01", f"2025-{of:02}-28"
    good = MonthlyEvidence(
        YEAR, number(ALICE), of, "coal-1", 1, Measure.KG, 8_000_000 + of, 21_000 + of, 550_000 + of, Basis.MONTHLY, 28,
        start, end, end, "CNAS-L0001", f"R-{of}", False, DOCUMENT, beijing("2026-02-01 00:00:00") * 1_000, 1,
    )  # fmt: skip
    return replace(good, **changes)  # type: ignore[arg-type]


def found(*months: MonthlyEvidence, limits: Limits = LIMITS) -> list[tuple[Suspicion, int]]:
    return [(one.suspicion, one.month) for one in findings(months, limits)]


@pytest.mark.parametrize(("at", "is_late"), [("2026-07-10 23:59:59", False), ("2026-07-11 00:00:00", True)])
def test_forty_calendar_days_from_the_months_end(at: str, *, is_late: bool) -> None:
    made = listed()
    made.must("compliance.list_enterprise", _list_of(2026), *BY_OFFICE[:1])
    made.at(at)
    body = replace(BODY, year=2026, month=5)

    made.must(KIND, body, *BY_ALICE)
    made.must(KIND, replace(body, version=2, amount=9), *BY_ALICE)

    kept = [made.state.get(MonthlyEvidence, 2026, number(ALICE), 5, "coal-1", n) for n in (1, 2)]
    assert [(one.version, one.amount, one.is_late) for one in kept] == [(1, 8_250_000, is_late), (2, 9, is_late)]


def test_a_shorter_time_is_no_change_for_a_month_that_has_ended() -> None:
    made = listed()
    made.must("compliance.list_enterprise", _list_of(2026), *BY_OFFICE[:1])
    made.at("2026-06-10 10:00:00")
    shorter = SetParameter("evidence_calendar_days", "", None, 5, None, "Art. 1", Evidence.FICTITIOUS)
    made.must("participants.set_parameter", shorter, *BY_OFFICE)
    made.at("2026-07-08 10:00:00")

    made.must(KIND, replace(BODY, year=2026, month=5), *BY_ALICE)
    made.must(KIND, replace(BODY, year=2026, month=6), *BY_ALICE)

    late = [made.state.get(MonthlyEvidence, 2026, number(ALICE), of, "coal-1", 1).is_late for of in (5, 6)]
    assert late == [False, True]


def _list_of(year: int) -> object:
    return replace(LIST, year=year)


def test_refuses_what_cannot_be() -> None:
    made = listed()
    made.must("compliance.list_enterprise", _list_of(2026), *BY_OFFICE[:1])
    early = replace(BODY, year=2026, month=6)

    assert made.result(KIND, replace(BODY, version=2), *BY_ALICE) == "version_differs"
    assert made.result(KIND, early, *BY_ALICE) == "month_not_over"
    assert made.result(KIND, replace(BODY, carbon_mg=1_000_001), *BY_ALICE) == "carbon_above_mass"
    assert made.result(KIND, replace(BODY, participant=number(BOB)), *BY_BOB) == "not_listed"
    made.must(KIND, replace(BODY, carbon_mg=1_000_000), *BY_ALICE)
    made.must(KIND, replace(BODY, stream="gas", measure=Measure.M3, carbon_mg=1_000_001), *BY_ALICE)
    made.at("2026-07-01 00:00:00")
    made.must(KIND, early, *BY_ALICE)


def test_good_months_raise_no_suspicion() -> None:
    assert found(*(month(of) for of in range(1, 13))) == []


@pytest.mark.parametrize(
    ("changes", "suspicion"),
    [
        ({"carbon_mg": 550_001}, Suspicion.VALUE_REPEATED),
        ({"ncv_kj": 21_001}, Suspicion.VALUE_REPEATED),
        ({"tested_on": None}, Suspicion.DATES_MISSING),
        ({"sampled_from": "2025-01-31"}, Suspicion.DATES_OUTSIDE),
        ({"tested_on": "2025-02-27"}, Suspicion.DATES_DISORDERED),
        ({"tested_on": "2026-02-02"}, Suspicion.DATES_DISORDERED),
        ({"samples": 19}, Suspicion.BATCH_AS_MONTHLY),
        ({"sampled_from": "2025-02-10"}, Suspicion.BATCH_AS_MONTHLY),
        ({"carbon_mg": 605_002}, Suspicion.CARBON_JUMP),
        ({"laboratory": None}, Suspicion.LABORATORY_MISSING),
        ({"test_report": "R-1"}, Suspicion.REPORT_REUSED),
        ({"ncv_kj": 5_100}, Suspicion.KCAL_FOR_KJ),
        ({"ncv_kj": 56_001}, Suspicion.VALUE_OUT_OF_RANGE),
        ({"amount": 16_000}, Suspicion.UNIT_OF_AMOUNT),
    ],
)
def test_each_forgery_is_found(changes: dict[str, object], suspicion: Suspicion) -> None:
    assert found(month(1), month(2, **changes)) == [(suspicion, 2)]


@pytest.mark.parametrize(
    "changes",
    [
        {"carbon_mg": 550_000},
        {"sampled_from": "2025-02-09"},
        {"samples": 20},
        {"carbon_mg": 605_001},
        {"tested_on": "2026-02-01"},
        {"ncv_kj": 6_000},
        {"ncv_kj": 56_000},
        {"amount": 16_100},
        {"basis": Basis.BATCH, "samples": 1},
        {
            "basis": Basis.DEFAULT, "carbon_mg": 550_001, "samples": 0, "sampled_from": None, "sampled_to": None,
            "tested_on": None, "laboratory": None, "test_report": None,
        },
    ],
)  # fmt: skip
def test_one_step_inside_raises_none(changes: dict[str, object]) -> None:
    assert found(month(1), month(2, **changes)) == []


def test_old_versions_and_limits_that_are_not_set_find_nothing() -> None:
    bad = month(2, laboratory=None)

    assert found(month(1), bad, replace(month(2), version=2)) == []
    assert found(month(1), month(2, samples=1, carbon_mg=9, ncv_kj=9), limits=Limits(None, None, None, {})) == []


def test_every_suspicion_says_what_it_found() -> None:
    assert set(FINDINGS) == {one.value for one in Suspicion}
    months = (month(1), month(2, ncv_kj=5_100, samples=1, carbon_mg=700_000, amount=1, test_report="R-1"))
    for one in findings(months, LIMITS):
        assert isinstance(one, Finding)
        for text in FINDINGS[one.suspicion]:
            assert "{" not in text.format_map(dict(one.facts))
