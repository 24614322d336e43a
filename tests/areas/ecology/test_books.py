"""Compensation whose shares sum, payments within the promise, and storage within what was captured."""

from dataclasses import replace

import pytest

from registry.areas.ecology.rules.books import (
    AgreeCompensation,
    Demonstrate,
    Demonstration,
    EcologyMeasurable,
    MeasureEcology,
)
from registry.ledger.decide import ACCEPTED, Unrecorded
from tests.areas.supervision.factories import BASE, OFFICE, OWNER, Supervision, participant, representative
from tests.world import AUTHORITY, DOCUMENT

ME, HAND = participant(OWNER), representative(OWNER)
AGREEMENT = AgreeCompensation(
    **BASE | {"until_on": "2028-12-31"}, participant=ME, scope="示例流域", indicators="示例断面水质", duties="示例责任",
    breach="示例违约", protecting_permille=600, benefiting_permille=400, promised_fen=1_000,
)  # fmt: skip


def measured(what: EcologyMeasurable, value: int, of: str | None = None) -> MeasureEcology:
    return MeasureEcology("X-1", OFFICE, of, "2026-06-30", value, DOCUMENT, what)


def test_both_sides_sign_an_agreement_whose_shares_sum() -> None:
    made = Supervision()
    with pytest.raises(Unrecorded):
        made.result("ecology.agree_compensation", AGREEMENT, AUTHORITY)
    for changes, result in (
        ({"benefiting_permille": 399}, "shares_do_not_sum"),
        ({"benefiting_permille": 401}, "shares_do_not_sum"),
        ({"until_on": None}, "term_missing"),
        ({}, ACCEPTED),
    ):
        assert made.result("ecology.agree_compensation", replace(AGREEMENT, **changes), AUTHORITY, HAND) == result


def test_no_more_is_paid_than_was_promised_and_evaluations_name_their_year() -> None:
    made = Supervision()
    made.accept("ecology.agree_compensation", AGREEMENT, AUTHORITY, HAND)
    for body, result in (
        (measured(EcologyMeasurable.REACHED, 900), "part_missing"),
        (measured(EcologyMeasurable.REACHED, 900, "2026"), ACCEPTED),
        (measured(EcologyMeasurable.PAID, 1_001), "more_than_due"),
        (measured(EcologyMeasurable.PAID, 1_000), ACCEPTED),
        (measured(EcologyMeasurable.POWER, 1), "not_measured"),
    ):
        assert made.office("ecology.measure", body) == result


def test_no_more_is_stored_than_was_captured() -> None:
    made = Supervision()
    body = Demonstrate(**BASE, participant=ME, about=None, sort=Demonstration.CCUS, target=0)
    made.accept("ecology.demonstrate", body, AUTHORITY)
    for what, value, result in (
        (EcologyMeasurable.CO2_STORED, 1, "stored_exceeds_captured"),
        (EcologyMeasurable.CO2_CAPTURED, 5, ACCEPTED),
        (EcologyMeasurable.CO2_STORED, 5, ACCEPTED),
        (EcologyMeasurable.CO2_STORED, 1, "stored_exceeds_captured"),
    ):
        assert made.office("ecology.measure", measured(what, value)) == result
