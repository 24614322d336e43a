"""What overseers look for among trades: units that go round in a circle, and a close that was pushed.

Pure functions over trades that somebody has read; what counts as a hit is decided by parameters of the house, and a
hit is a reason to look, not a finding. No journal and no pages here.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from registry.areas.trading.rules.prices import PERMYRIAD
from registry.areas.trading.rules.records import Mode, Side, Trade

HITS_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Circle:
    """Three trades of one product in which the units come back: A to B, B to C, C to A, in this order of time."""

    trades: tuple[Trade, Trade, Trade]

    @property
    def parties(self) -> tuple[str, str, str]:
        """The sellers, from the first on."""
        first, second, third = self.trades
        return first.seller, second.seller, third.seller

    @property
    def units(self) -> int:
        """How many units can have gone all the way round."""
        return min(one.units for one in self.trades)


def circles(trades: Sequence[Trade], days: Sequence[str], *, within: int, likeness: int) -> tuple[Circle, ...]:
    """Return the circles in trades of one product, the oldest first, at most `HITS_MAX`.

    ``trades`` stand in order of time, ``days`` are the trading days that they may lie on, the oldest first. The first
    and the last trade lie ``within`` so many trading days, both counted; the smallest has at least ``likeness``
    ten-thousandths of the largest's units.
    """
    return tuple(islice(_circles(trades, days, within=within, likeness=likeness), HITS_MAX))


def _circles(trades: Sequence[Trade], days: Sequence[str], *, within: int, likeness: int) -> Iterator[Circle]:
    place = {day: n for n, day in enumerate(days)}
    known = [one for one in trades if one.day in place]
    of_seller: dict[str, list[Trade]] = defaultdict(list)
    for one in known:
        of_seller[one.seller].append(one)
    for first in known:
        end = place[first.day] + within
        for second in of_seller[first.buyer]:
            if second.number <= first.number or second.buyer == first.seller:
                continue
            if place[second.day] >= end:
                break
            for third in of_seller[second.buyer]:
                if third.number <= second.number or third.buyer != first.seller:
                    continue
                if place[third.day] >= end:
                    break
                found = Circle((first, second, third))
                if found.units * PERMYRIAD >= max(one.units for one in found.trades) * likeness:
                    yield found


@dataclass(frozen=True, slots=True)
class Push:
    """One participant's trades in the last minutes of a day, in the direction in which the price then went."""

    participant: str
    side: Side
    units: int
    all_units: int
    before_fen: int
    last_fen: int
    trades: tuple[Trade, ...]


def pushes(trades: Sequence[Trade], *, since: int, base_fen: int, share: int, shift: int) -> tuple[Push, ...]:
    """Return who may have pushed the close of one product's day, by participant.

    ``trades`` are the day's in order of time; listed ones alone count, as they alone make the close. A hit dealt at
    least ``share`` ten-thousandths of the units from ``since`` on (microseconds UTC), as a buyer while the price rose
    or as a seller while it fell, by at least ``shift`` ten-thousandths of the last price before; of ``base_fen``
    where the day had none before.
    """
    listed = [one for one in trades if one.mode is Mode.LISTED]
    late = [one for one in listed if one.at >= since]
    if not late:
        return ()
    before = next((one.price_fen for one in reversed(listed) if one.at < since), base_fen)
    last = late[-1].price_fen
    if last == before or abs(last - before) * PERMYRIAD < before * shift:
        return ()
    side = Side.BUY if last > before else Side.SELL
    of_party: dict[str, list[Trade]] = defaultdict(list)
    for one in late:
        of_party[one.buyer if side is Side.BUY else one.seller].append(one)
    total = sum(one.units for one in late)
    found = (
        Push(party, side, sum(one.units for one in own), total, before, last, tuple(own))
        for party, own in sorted(of_party.items())
    )
    return tuple(one for one in found if one.units * PERMYRIAD >= total * share)
