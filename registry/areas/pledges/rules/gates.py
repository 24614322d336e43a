"""What stands outside pledges and decides about them: prices of the market, and what an asset's own area forbids.

Pledges know classes, batches and accounts only. The catalogue composes the gates of the classes and the closes of the
market, and hands both over: nobody imports upward.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.ledger.book import asset_class_of
from registry.ledger.rules import Context, View


class Stage(StrEnum):
    """When a gate is asked."""

    OFFER = "offer"
    ACCEPT = "accept"
    TOP_UP = "top_up"
    ENFORCE = "enforce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is about to happen to so many units of an asset.

    ``source`` is the account that they leave. At acceptance ``value_fen`` is what the market says they are worth before
    the haircut, against a loan of ``loan_fen`` until ``due_on``. At enforcement ``buyer`` and ``target`` say who would
    receive them.
    """

    stage: Stage
    owner: str
    lender: str
    source: str
    asset: str
    units: int
    loan_fen: int
    due_on: str
    value_fen: int = 0
    buyer: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """The close of a past trading day, in fen a unit."""

    day: str
    price_fen: int


# The key of a gate that every class passes, before its own.
EVERY = ""

Gate = Callable[[Intent, Context, View], None]
Closes = Callable[[View, str, int, int], tuple[Close, ...]]


@dataclass(frozen=True, slots=True)
class Seams:
    """What the catalogue hands over: a gate by asset class, and the market's last closes.

    ``closes`` gets view, asset, the instant, and how many are wanted; it returns them the newest first.
    """

    gates: Mapping[str, Gate]
    closes: Closes


def ask(seams: Seams, intent: Intent, context: Context, view: View) -> None:
    """Return if the gate of every class and that of the asset's own, where there are any, let the intent through.

    Raises:
        Refusal: whatever the gate refuses.
    """
    for key in (EVERY, asset_class_of(intent.asset)):
        gate = seams.gates.get(key)
        if gate is not None:
            gate(intent, context, view)
