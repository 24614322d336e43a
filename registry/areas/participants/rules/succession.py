"""Succession by merger, split or bankruptcy: what a participant holds passes to another, with what it is bound by.

Everything that passes is named, so that the successor accepts what it can read. Serials do not change: a freeze of a
range stays on it wherever it lies. A frozen account passes whole into an empty one, and its freeze goes along; so does
a pending account with the steps that wait in it. Final accounts stay: what was used was used by the predecessor.

Sources: MEAS-2020 art. 18 (allowances), CCER-REG arts. 14 and 16 (credits). The entry names the article that it rests
on; an estate that no entry can hold passes in parts, of which the last leaves nothing behind.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from registry.areas.participants.rules.conflicts import check_may_open
from registry.areas.participants.rules.holdings import NamedRange, Pending, PendingStatus
from registry.areas.participants.rules.keys import check_no_recovery
from registry.areas.participants.rules.mandates import OFFICES, by_administration
from registry.ledger.book import Account, AssetClass, Freeze, asset_class_of
from registry.ledger.codec import AccountNo, Asset, Count, Digest, EntryId, Items, Name, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Participant, Status, by_operators
from registry.ledger.rules import (
    FIND_MAX,
    Context,
    Demand,
    Index,
    Kind,
    Outcome,
    Requirement,
    Transfer,
    View,
    record,
    require,
)

PASSING = frozenset({"HO", "TR", "PL", "PE", "RS", "BF", "CA"})
# An escrow account holds what waits for a step of its own; that step is finished or withdrawn first.
LEFT_EMPTY = frozenset({*PASSING, "ES"})
WHOLE = frozenset({"PE"})


class SuccessionGround(StrEnum):
    """Why one participant's rights become another's."""

    MERGER = "merger"
    SPLIT = "split"
    BANKRUPTCY = "bankruptcy"


@dataclass(frozen=True, slots=True)
class Passing:
    """Units that pass from an account to one of the same purpose. Frozen ranges are named; else the book picks."""

    source: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: Annotated[tuple[NamedRange, ...], Items(0, 100)]


@dataclass(frozen=True, slots=True)
class Succeed:
    """The body of `participants.succeed`.

    ``is_last`` says that nothing is left afterwards. A split leaves what it does not name, so it never says so.
    ``document`` is the salted hash of the decision or ruling.
    """

    predecessor: ParticipantNo
    successor: ParticipantNo
    ground: SuccessionGround
    article: Name
    passing: Annotated[tuple[Passing, ...], Items(1, 60)]
    is_last: bool
    document: Digest


@record(
    "succession",
    key=("id",),
    indexes=(
        Index("predecessor", ("predecessor",), ("recorded_index",)),
        Index("successor", ("successor",), ("recorded_index",)),
    ),
)
@dataclass(frozen=True, slots=True)
class Succession:
    """That rights passed from one participant to another, under an article."""

    id: EntryId
    predecessor: ParticipantNo
    successor: ParticipantNo
    ground: SuccessionGround
    article: Name
    is_last: bool
    recorded_index: Count


def succeed_signers(body: Succeed, view: View) -> Requirement:
    """Return the authority, two operators, and the successor's administration, which accepts."""
    return (Demand(function=Function.AUTHORITY), *by_operators(), *by_administration(view, body.successor))


def succeed(body: Succeed, context: Context, view: View) -> Outcome:
    """Pass a participant's rights to its successor, together with what binds them.

    Raises:
        Refusal: ``unknown_participant``, ``same_participant``, ``participant_closed``, ``office_protected``,
            ``conflict_of_interest``, ``recovery_pending``, ``participant_frozen`` (freeze its accounts instead, which
            pass with their freezes), ``split_is_never_last``, those of `_check_pair`, ``account_passes_whole``,
            ``account_not_empty`` for what a bound account passes into, ``account_left_out`` for one that a waiting step
            would return to, ``estate_left`` with an account that still holds something after the last part.
    """
    _check_parties(body, context, view)
    pairs = _pairs(body, view)
    moved = _moved(body, view)
    bound = (*_freezes(pairs, moved, view), *_steps(body, pairs, moved, view))
    if body.is_last:
        _check_nothing_left(body, moved, view)
    done = Succession(
        context.entry_id, body.predecessor, body.successor, body.ground, body.article, body.is_last, context.index
    )
    return Outcome(records=(done, *bound), transfers=moved)


def _check_parties(body: Succeed, context: Context, view: View) -> None:
    if body.predecessor == body.successor:
        raise Refusal("same_participant", participant=body.successor)
    for number in (body.predecessor, body.successor):
        found = require(view, Participant, number, "unknown_participant")
        if found.status is Status.CLOSED:
            raise Refusal("participant_closed", participant=number)
        if found.function in OFFICES:
            raise Refusal("office_protected", function=found.function)
        check_no_recovery(view, number, now=context.recorded_at)
    if any(one.holds(context.recorded_at) for one in view.find(Freeze, "participant", body.predecessor, True)):
        raise Refusal("participant_frozen", participant=body.predecessor)
    if body.is_last and body.ground is SuccessionGround.SPLIT:
        raise Refusal("split_is_never_last")


def _pairs(body: Succeed, view: View) -> dict[str, str]:
    """Return the target of each account that passes.

    Raises:
        Refusal: ``unknown_account``, ``holder_differs``, ``purpose_differs``, ``purpose_not_passed``,
            ``conflict_of_interest``, ``account_passes_whole`` for one that would pass into two.
    """
    pairs: dict[str, str] = {}
    successor = require(view, Participant, body.successor, "unknown_participant")
    for one in body.passing:
        source, target = (require(view, Account, number, "unknown_account") for number in (one.source, one.target))
        for account, holder in ((source, body.predecessor), (target, body.successor)):
            if account.holder != holder:
                raise Refusal("holder_differs", account=account.number)
        if source.purpose not in PASSING:
            raise Refusal("purpose_not_passed", account=source.number)
        if source.purpose != target.purpose:
            raise Refusal("purpose_differs", account=target.number)
        check_may_open(successor, target.purpose)
        if pairs.setdefault(one.source, one.target) != one.target:
            raise Refusal("account_passes_whole", account=one.source)
    return pairs


def _moved(body: Succeed, view: View) -> tuple[Transfer, ...]:
    moved: list[Transfer] = []
    for one in body.passing:
        if not require(view, AssetClass, asset_class_of(one.asset), "unknown_class").has_serials:
            moved.append(Transfer(one.source, one.target, one.asset, one.units))
            continue
        named = tuple((item.batch, item.first, item.last) for item in one.ranges)
        moved.extend(view.pick(one.source, one.asset, one.units, into=one.target, named=named))
    return tuple(moved)


def _is_emptied(account: str, moved: tuple[Transfer, ...], view: View) -> bool:
    gone: dict[str, int] = {}
    for one in moved:
        if one.source == account:
            gone[one.asset] = gone.get(one.asset, 0) + one.units
    return all(view.balance(account, asset) == gone.get(asset, 0) for asset in view.assets(account))


def _check_whole(source: str, target: str, moved: tuple[Transfer, ...], view: View) -> None:
    if not _is_emptied(source, moved, view):
        raise Refusal("account_passes_whole", account=source)
    held = view.assets(target)
    if held:
        raise Refusal("account_not_empty", account=target, asset=held[0])


def _freezes(pairs: dict[str, str], moved: tuple[Transfer, ...], view: View) -> tuple[object, ...]:
    """Return the freezes of the accounts that pass, each on the account that its units pass into."""
    bound: list[object] = []
    for source, target in pairs.items():
        standing = [one for one in view.find(Freeze, "account", source, True) if one.holds(view.now)]
        if standing:
            _check_whole(source, target, moved, view)
        bound += [replace(one, account=target) for one in standing]
    return tuple(bound)


def _steps(body: Succeed, pairs: dict[str, str], moved: tuple[Transfer, ...], view: View) -> tuple[object, ...]:
    """Return the steps that wait in accounts that pass, now the successor's; their end stays as it was named."""
    bound: list[object] = []
    opened = view.find(Pending, "participant", body.predecessor, PendingStatus.OPEN)
    if len(opened) == FIND_MAX:
        raise Refusal("steps_open", participant=body.predecessor)
    for source, target in pairs.items():
        if source[3:5] in WHOLE:
            _check_whole(source, target, moved, view)
    for one in opened:
        if one.account in pairs:
            if one.source not in pairs:
                raise Refusal("account_left_out", account=one.source)
            passed = replace(one, participant=body.successor, source=pairs[one.source], account=pairs[one.account])
            bound.append(passed)
        elif one.source in pairs and body.is_last:
            raise Refusal("account_left_out", account=one.account)
    return tuple(bound)


def _check_nothing_left(body: Succeed, moved: tuple[Transfer, ...], view: View) -> None:
    accounts = view.find(Account, "holder", body.predecessor)
    left = [one.number for one in accounts if one.purpose in LEFT_EMPTY and not _is_emptied(one.number, moved, view)]
    if left or len(accounts) == FIND_MAX:
        raise Refusal("estate_left", account=(left or [accounts[-1].number])[0])


KINDS = (Kind("participants.succeed", Succeed, succeed_signers, succeed, debits=PASSING, enforces=True),)
RECORDS = (Succession,)
