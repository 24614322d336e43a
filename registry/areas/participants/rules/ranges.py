"""Ranges that a record keeps of units set aside: taking some of them, and moving them again exactly. No kinds here."""

from registry.areas.participants.rules.holdings import NamedRange
from registry.ledger.rules import Transfer


def cut(ranges: tuple[NamedRange, ...], units: int) -> tuple[tuple[NamedRange, ...], tuple[NamedRange, ...]]:
    """Return the first so many units of ranges, and what is left of them."""
    taken: list[NamedRange] = []
    for at, item in enumerate(ranges):
        size = item.last - item.first + 1
        if units < size:
            parted = (NamedRange(item.batch, item.first, item.first + units - 1),) if units else ()
            rest = NamedRange(item.batch, item.first + units, item.last)
            return (*taken, *parted), (rest, *ranges[at + 1 :])
        taken.append(item)
        units -= size
    return tuple(taken), ()


def moved(ranges: tuple[NamedRange, ...], asset: str, *, source: str, target: str) -> tuple[Transfer, ...]:
    """Return the transfers that bring ranges of an asset from one account into another."""
    return tuple(Transfer(source, target, asset, item.last - item.first + 1, item.batch, item.first) for item in ranges)
