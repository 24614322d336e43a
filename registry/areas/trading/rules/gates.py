"""What a higher area forbids in the market: a gate of each asset class, asked at every order, deal and settlement.

The market knows classes, batches and accounts only. Which of an area's own rules stand against a deal (a permit that
ended, a region that may not receive, a list of the excluded) is the area's answer; the catalogue composes the gates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.areas.trading.rules.records import Side
from registry.ledger.book import asset_class_of
from registry.ledger.rules import Context, View


class Stage(StrEnum):
    """When a gate is asked."""

    ORDER = "order"
    MATCH = "match"


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody is about to do: buy or sell so many units of an asset through an account."""

    stage: Stage
    side: Side
    participant: str
    account: str
    asset: str
    units: int


# The key of a gate that every class passes, before its own.
EVERY = ""

Gate = Callable[[Intent, Context, View], None]
Gates = Mapping[str, Gate]


def ask(gates: Gates, intent: Intent, context: Context, view: View) -> None:
    """Return if the gate of every class and that of the asset's own, where there are any, let the intent through.

    Raises:
        Refusal: whatever the gate refuses.
    """
    for key in (EVERY, asset_class_of(intent.asset)):
        gate = gates.get(key)
        if gate is not None:
            gate(intent, context, view)
