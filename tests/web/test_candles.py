"""Candles: which way a day went, what is drawn where nothing was listed, and that no style stands in the drawing."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from registry.web.candles import HEIGHT, Candle, candles
from registry.web.charts import WIDTH

DAY = Candle("03-02", 7_000, 7_200, 6_900, 7_100, 7_150, 500)


def drawn(app: Flask, *days: Candle) -> str:
    with app.test_request_context("/"):
        return str(candles("CEA25", days, unit="t"))


@pytest.mark.parametrize(("last", "tone"), [(6_999, "falls"), (7_000, "level"), (7_001, "rises")])
def test_the_last_price_against_the_first_says_which_way_a_day_went(app: Flask, last: int, tone: str) -> None:
    assert f'<g class="candle {tone}">' in drawn(app, replace(DAY, last_fen=last))


def test_a_day_without_listed_trades_is_a_dash_at_its_close(app: Flask) -> None:
    silent = Candle("03-03", 0, 0, 0, 7_000, 0, 100_000)
    assert silent.tone == "level"
    text = drawn(app, silent)
    assert "<g" not in text
    assert '<line class="candle level"' in text


def test_all_of_it_lies_within_the_drawing(app: Flask) -> None:
    days = [replace(DAY, label=str(n), high_fen=7_000 + n, low_fen=7_000 - n, units=n) for n in range(300)]
    for name, most in (("x", WIDTH), ("y", HEIGHT)):
        found = [int(value) for value in re.findall(rf' {name}\d?="(-?\d+)"', drawn(app, *days))]
        assert found
        assert 0 <= min(found) <= max(found) <= most


def test_a_higher_volume_is_a_taller_bar_and_none_has_none(app: Flask) -> None:
    text = drawn(app, replace(DAY, units=0), replace(DAY, units=400), replace(DAY, units=800))
    heights = [
        int(one) for one in re.findall(r'<rect class="volume \w+" x="\d+" y="\d+" width="\d+" height="(\d+)"', text)
    ]
    assert heights[0] == 0
    assert heights[2] == 2 * heights[1] > 0


def test_the_table_says_the_same_and_nothing_is_styled_inline(app: Flask) -> None:
    text = drawn(app, DAY)
    assert "<td" in text
    assert all(price in text for price in ("70.00", "72.00", "69.00", "71.00", "500"))
    assert "style=" not in text
    assert "script" not in text


def test_without_days_it_says_so(app: Flask) -> None:
    assert "<svg" not in drawn(app)
