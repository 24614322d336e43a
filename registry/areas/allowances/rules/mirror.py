"""Mirrored allowances: what brings units in, transfers, and final steps that wait for confirmation.

Title lies in the national register. What is final here (withdrawn, cancelled) takes two entries: the owner's, which
sets the units aside, and that of authority and operator, which cites what the national register did or why it refused.
"""

from dataclasses import dataclass

from registry.areas.participants.rules.blocks import MirrorBatch, bring_in_batch
from registry.areas.participants.rules.delays import OrderTransfer, order
from registry.areas.participants.rules.holdings import (
    CreditClass,
    NamedRanges,
    SettlePending,
    TransferUnits,
    class_of,
    confirm,
    give_back,
    require_open,
    require_own,
    set_aside,
    transfer,
)
from registry.areas.participants.rules.many import ManyTransfers, order_many
from registry.ledger.book import Account, AssetClass, Title
from registry.ledger.codec import (
    AccountNo,
    Asset,
    Note,
    Units,
)
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, by_operators, by_owner
from registry.ledger.rules import (
    Context,
    Demand,
    Outcome,
    Requirement,
    View,
    require,
)
from registry.ledger.serials import Purpose


def allowance_class(view: View, asset: str) -> AssetClass:
    """Return the class of an allowance that is mirrored here.

    Raises:
        Refusal: ``unknown_class``, ``class_without_serials``, ``not_a_mirror``, ``not_an_allowance``.
    """
    found = class_of(view, asset)
    if found.title is not Title.MIRROR:
        raise Refusal("not_a_mirror", asset=asset)
    if view.get(CreditClass, found.code) is not None:
        raise Refusal("not_an_allowance", asset=asset)
    return found


def mirror_stated_signers(body: MirrorBatch, view: View) -> Requirement:
    """Return the holder, one operator, and a registrar outside the operator who saw the national statement."""
    holder = require(view, Account, body.target, "unknown_account").holder
    owner = by_owner(view, participant=holder, kind="allowances.mirror_stated")
    return (*owner, *by_operators(1), Demand(function=Function.REGISTRAR))


def mirror_batch(body: MirrorBatch, context: Context, view: View) -> Outcome:
    """Bring serials into a participant's holding or trading account, as the national register shows them.

    Raises:
        Refusal: those of `allowance_class` and `blocks.bring_in_batch`.
    """
    allowance_class(view, body.asset)
    return bring_in_batch(body, context, view)


def transfer_allowances(body: TransferUnits, _context: Context, view: View) -> Outcome:
    """Move allowances from one holding or trading account to another; revision 1, without controls.

    Raises:
        Refusal: those of `allowance_class` and `holdings.transfer`.
    """
    allowance_class(view, body.asset)
    return transfer(body, view)


def order_allowances(body: OrderTransfer, context: Context, view: View) -> Outcome:
    """Move allowances under the controls of transfers; revision 2.

    Raises:
        Refusal: those of `allowance_class` and `delays.order`.
    """
    allowance_class(view, body.asset)
    return order(body, context, view)


def order_many_allowances(body: ManyTransfers, context: Context, view: View) -> Outcome:
    """Move allowances to many accounts under one signature.

    Raises:
        Refusal: those of `allowance_class` and `many.order_many`.
    """
    return order_many(body, context, view, admits=allowance_class)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The body of `allowances.withdraw`: out of this mirror, to be held in the national register alone."""

    source: AccountNo
    pending: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges


def withdraw(body: Withdraw, context: Context, view: View) -> Outcome:
    """Set units aside until the national register has taken note that they leave this mirror.

    Raises:
        Refusal: those of `allowance_class` and `holdings.set_aside`.
    """
    allowance_class(view, body.asset)
    opened, moved = set_aside(body, context, view, account=body.pending, target=None)
    return Outcome(records=(opened,), transfers=moved)


@dataclass(frozen=True, slots=True)
class Cancel:
    """The body of `allowances.cancel`: given up for the public good, never issued or traded again.

    ``target`` is the cancellation account where the units will end. Source: Measures (Trial) art. 19.
    """

    source: AccountNo
    pending: AccountNo
    target: AccountNo
    asset: Asset
    units: Units
    ranges: NamedRanges
    note: Note | None


def cancel(body: Cancel, context: Context, view: View) -> Outcome:
    """Set units aside until the national register has cancelled them.

    Raises:
        Refusal: those of `allowance_class`, `holdings.require_own` for the target, and `holdings.set_aside`.
    """
    allowance_class(view, body.asset)
    require_own(view, body.target, purpose=Purpose.CANCELLATION, source=body.source)
    opened, moved = set_aside(body, context, view, account=body.pending, target=body.target)
    return Outcome(records=(opened,), transfers=moved)


def confirm_withdrawal(body: SettlePending, context: Context, view: View) -> Outcome:
    """Return the units to where they were issued: they left the mirror, and may be brought in again.

    Raises:
        Refusal: those of `holdings.require_open`.
    """
    return confirm(require_open(view, body.pending, kinds=frozenset({"allowances.withdraw"})), body, context, view)


def confirm_cancellation(body: SettlePending, context: Context, view: View) -> Outcome:
    """Move the units to the cancellation account that their owner named.

    Raises:
        Refusal: those of `holdings.require_open`.
    """
    return confirm(require_open(view, body.pending, kinds=frozenset({"allowances.cancel"})), body, context, view)


def return_pending(body: SettlePending, context: Context, view: View) -> Outcome:
    """Return the units to the account that they came from, because the national register refused.

    Raises:
        Refusal: those of `holdings.require_open`.
    """
    kinds = frozenset({"allowances.withdraw", "allowances.cancel"})
    return give_back(require_open(view, body.pending, kinds=kinds), body, context)
