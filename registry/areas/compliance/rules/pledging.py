"""What compliance forbids in pledges: an enterprise does not pledge what it must surrender, unless a parameter allows.

Counted is what the authority has accepted and the enterprise has not yet surrendered or asked for, of all years in
which the pledged vintage may be used, against what it holds of the vintages that may be.
"""

from typing import Final

from registry.areas.compliance.rules.records import CoveredEnterprise, VerifiedEmissions
from registry.areas.compliance.rules.status import Obligation
from registry.areas.compliance.rules.surrender import vintages
from registry.areas.participants.rules.parameters import parameter
from registry.areas.pledges.rules.gates import Intent, Stage
from registry.ledger.book import OPEN_PURPOSES, Account
from registry.ledger.errors import Refusal
from registry.ledger.rules import Context, View

PLEDGE_OWED: Final = "pledge_of_owed_allowed"
_LEAVING: Final = frozenset({Stage.OFFER, Stage.TOP_UP})


def pledge_gate(intent: Intent, context: Context, view: View) -> None:
    """Return if the owner keeps as many usable allowances as it still owes, or may pledge what it owes.

    At acceptance the units have left already, but more may be owed than when they were offered.

    Raises:
        Refusal: ``owed_units`` with what is ``owed`` and what would be ``left``; ``parameter_not_set``.
    """
    now = context.recorded_at
    if intent.stage is Stage.ENFORCE or parameter(view, PLEDGE_OWED, now):
        return
    cls, _, vintage = intent.asset.partition("-")
    owed, usable = 0, set[int]()
    for covered in view.find(CoveredEnterprise, "participant", intent.owner):
        due = _still_owed(view, covered.year, intent.owner)
        if not due:
            continue
        first, last = vintages(view, covered.year, now)
        if vintage.isdecimal() and first <= int(vintage) <= last:
            owed += due
            usable |= set(range(first, last + 1))
    if not owed:
        return
    accounts = [one.number for one in view.find(Account, "holder", intent.owner) if one.purpose in OPEN_PURPOSES]
    held = sum(view.balance(one, f"{cls}-{year}") for one in accounts for year in sorted(usable))
    left = held - (intent.units if intent.stage in _LEAVING else 0)
    if left < owed:
        raise Refusal("owed_units", owed=owed, left=max(left, 0))


def _still_owed(view: View, year: int, participant: str) -> int:
    verified = view.get(VerifiedEmissions, year, participant)
    if verified is None:
        return 0
    done = view.get(Obligation, year, participant)
    return max(verified.tco2e - (done.taken if done else 0), 0)
