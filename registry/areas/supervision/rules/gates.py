"""What supervision hands to lower areas: gates of the market and of pledges, and a check before rights are allotted.

`registry.catalog` composes them; nobody below knows of a list.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from registry.areas.discharge.rules.allotting import Allot
from registry.areas.discharge.rules.records import Permit
from registry.areas.discharge.rules.rights import Series
from registry.areas.discharge.rules.trading import TradeRights
from registry.areas.pledges.rules import Intent as PledgeIntent
from registry.areas.pledges.rules import Stage as PledgeStage
from registry.areas.supervision.rules.lists import RIGHTS, check_incoming, check_pledge, rights_of
from registry.areas.trading.rules import Intent
from registry.areas.trading.rules.records import Side
from registry.ledger.rules import Context, Kind, Outcome, View

_PLEDGING: Final = frozenset({PledgeStage.OFFER, PledgeStage.ACCEPT, PledgeStage.TOP_UP})


def gate(intent: Intent, context: Context, view: View) -> None:
    """Return if no list stands against buying; selling is free.

    Raises:
        Refusal: those of `check_incoming`.
    """
    if intent.side is Side.BUY:
        rights = rights_of(view, intent.asset)
        check_incoming(view, intent.participant, intent.account[:2], rights, now=context.recorded_at)


def pledge_gate(intent: PledgeIntent, context: Context, view: View) -> None:
    """Return if the owner's credit does not bar a pledge, and nothing stands against whoever would receive it.

    Raises:
        Refusal: ``credit_grade_bars``, and those of `check_incoming` where a pledge is sold.
    """
    if intent.stage in _PLEDGING:
        check_pledge(view, intent.owner, now=context.recorded_at)
    elif intent.target:
        rights = rights_of(view, intent.asset)
        check_incoming(view, intent.buyer, intent.target[:2], rights, now=context.recorded_at)


def _check_allotment(body: Allot, context: Context, view: View) -> None:
    permit = view.get(Permit, body.permit)
    if permit is not None:  # else the rule says that there is none
        check_incoming(view, permit.holder, permit.zone, (RIGHTS, body.pollutant), now=context.recorded_at)


def _check_trade(body: TradeRights, context: Context, view: View) -> None:
    permit, series = view.get(Permit, body.buyer), view.get(Series, body.asset)
    if permit is not None and series is not None:  # else the rule says that there is none
        check_incoming(view, permit.holder, permit.zone, (RIGHTS, series.pollutant), now=context.recorded_at)


Check = Callable[[Any, Context, View], None]
_CHECKS: Final[Mapping[str, Check]] = {"discharge.allot": _check_allotment, "discharge.trade": _check_trade}


def guarded(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Return kinds of a lower area, those that bring rights in with a check before their rule."""
    return tuple(
        replace(one, rule=partial(_checked, check=_CHECKS[one.name], rule=one.rule)) if one.name in _CHECKS else one
        for one in kinds
    )


def _checked(
    body: Any, context: Context, view: View, *, check: Check, rule: Callable[[Any, Context, View], Outcome]  # noqa: ANN401
) -> Outcome:  # fmt: skip
    check(body, context, view)
    return rule(body, context, view)
