"""GEP accounts are computed here, at prices of their own year and zone, and a credited tonne never counts twice."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.ecology.rules.accounts import GepAccount, Input, Price, PublishAccount, SetPrices
from registry.areas.ecology.rules.calculators import CALCULATORS, Service, computed, value_fen
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Refusal
from tests.areas.supervision.factories import ARTICLE, Supervision
from tests.world import DOCUMENT

PRICES = SetPrices(
    "J-2025", "31", 2025, (Price(Service.CROPS, 3_000_000), Price(Service.CARBON, 60_000)), ARTICLE, DOCUMENT
)
ACCOUNT = PublishAccount(
    "GEP-1", "示例核算", "31", "示例县", 2025, "J-2025",
    (Input(Service.CROPS, (10,)), Input(Service.CARBON, (12,))), 4, ARTICLE, DOCUMENT,
)  # fmt: skip


@pytest.fixture
def made() -> Supervision:
    made = Supervision()
    assert made.office("ecology.set_prices", PRICES) == ACCEPTED
    return made


@pytest.mark.parametrize(
    ("service", "inputs", "steps"),
    [
        (Service.CROPS, (7,), (7_000,)),
        (Service.WATER, (100, 1_200, 300, 500), (400, 400_000_000)),
        (Service.SOIL, (10, 50_000, 1_000, 10_000), (500_000, 90_000_000, 450_000)),
        (Service.SAND, (9, 4), (5_000,)),
        (Service.AIR, (9, 4), (4_000,)),
        (Service.AIR, (3, 4), (3_000,)),
        (Service.CARBON, (12,), (44_000,)),
        (Service.OXYGEN, (12,), (44_000, 32_000)),
    ],
)
def test_every_step_of_a_formula_is_an_integer_that_anybody_can_check(
    service: Service, inputs: tuple[int, ...], steps: tuple[int, ...]
) -> None:
    assert computed(service, inputs) == steps


@pytest.mark.parametrize("service", Service)
def test_every_service_takes_as_many_inputs_as_its_formula(service: Service) -> None:
    names = CALCULATORS[service].inputs
    assert computed(service, (9, 8, 1, 1)[: len(names)])
    with pytest.raises(Refusal):
        computed(service, (9, 8, 1, 1, 1)[: len(names) + 1])


def test_an_amount_times_a_price_is_in_fen() -> None:
    assert value_fen(44_000, 60_000) == 44 * 60 * 100


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, ACCEPTED),
        ({"article": None}, "article_missing"),
        ({"table": "J-2024"}, "unknown_table"),
        ({"year": 2024}, "price_table_of_other_year"),
        ({"zone": "32"}, "price_table_of_other_zone"),
        ({"inputs": (Input(Service.WATER, (1, 9, 1, 1)),), "credited_tco2": 0}, "price_missing"),
        ({"inputs": (Input(Service.CROPS, (1,)),) * 2, "credited_tco2": 0}, "service_twice"),
        ({"inputs": (Input(Service.CROPS, (1, 2)),), "credited_tco2": 0}, "inputs_differ"),
        ({"credited_tco2": 45}, "credited_exceeds_sequestered"),
        ({"credited_tco2": 44}, ACCEPTED),
    ],
)
def test_an_account_rests_on_prices_of_its_own_year(made: Supervision, changes: dict[str, Any], result: str) -> None:
    assert made.office("ecology.publish_account", replace(ACCOUNT, **changes)) == result


def test_a_negative_amount_is_refused(made: Supervision) -> None:
    table = replace(PRICES, number="J-2", prices=(Price(Service.SAND, 1),))
    assert made.office("ecology.set_prices", table) == ACCEPTED
    for actual, result in ((6, "negative_amount"), (5, ACCEPTED)):
        body = replace(ACCOUNT, table="J-2", inputs=(Input(Service.SAND, (5, actual)),), credited_tco2=0)
        assert made.office("ecology.publish_account", body) == result


def test_what_was_issued_as_credits_is_left_out_of_the_net_total(made: Supervision) -> None:
    assert made.office("ecology.publish_account", ACCOUNT) == ACCEPTED
    found = made.journal.replay.state.get(GepAccount, "GEP-1")
    assert found is not None
    assert (found.material_fen, found.regulating_fen, found.cultural_fen) == (3_000_000, 264_000, 0)
    assert (found.total_fen, found.double_fen, found.net_fen) == (3_264_000, 24_000, 3_240_000)
    assert made.office("ecology.publish_account", ACCOUNT) == "number_taken"


def test_a_price_table_has_an_article_and_each_service_once(made: Supervision) -> None:
    other = replace(PRICES, number="J-3")
    assert made.office("ecology.set_prices", PRICES) == "number_taken"
    assert made.office("ecology.set_prices", replace(other, article=None)) == "article_missing"
    assert made.office("ecology.set_prices", replace(other, prices=PRICES.prices[:1] * 2)) == "service_twice"
