"""The rules of pledges: offered, accepted, called, topped up, repaid, released, enforced.

What a class's own area forbids and what the market says units are worth come through `gates.Seams`, which
`registry.catalog` composes.
"""

from functools import partial

from registry.areas.participants.rules.holdings import by_source_owner
from registry.areas.pledges.rules import enforcing, keeping, offering, records
from registry.areas.pledges.rules.gates import EVERY, Close, Gate, Intent, Seams, Stage
from registry.ledger.book import OPEN_PURPOSES
from registry.ledger.rules import DAY_SECONDS, Kind
from registry.ledger.serials import Purpose

__all__ = ["EVERY", "RECORDS", "Close", "Gate", "Intent", "Seams", "Stage", "kinds"]

_ESCROW, _PLEDGE, _CASH = (frozenset({purpose.value}) for purpose in (Purpose.ESCROW, Purpose.PLEDGE, Purpose.CASH))


def kinds(seams: Seams) -> tuple[Kind, ...]:
    """Return the kinds of pledges with what the catalogue hands over."""
    return (*_offering(seams), *_keeping(seams), *_enforcing(seams))


def _offering(seams: Seams) -> tuple[Kind, ...]:
    return (
        Kind(
            offering.OFFER,
            offering.OfferPledge,
            by_source_owner(offering.OFFER),
            partial(offering.offer, seams=seams),
            debits=OPEN_PURPOSES,
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            offering.ACCEPT,
            offering.AcceptPledge,
            offering.by_lender(offering.ACCEPT),
            partial(offering.accept, seams=seams),
            debits=_ESCROW,
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "pledges.decline",
            offering.EndOffer,
            offering.by_lender("pledges.decline"),
            offering.decline,
            debits=_ESCROW,
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            "pledges.withdraw",
            offering.EndOffer,
            offering.withdraw_signers,
            offering.withdraw,
            debits=_ESCROW,
            lifetime_max=DAY_SECONDS,
        ),
    )


def _keeping(seams: Seams) -> tuple[Kind, ...]:
    return (
        Kind(
            keeping.CALL,
            keeping.CallMargin,
            offering.by_lender(keeping.CALL),
            partial(keeping.call, seams=seams),
        ),
        Kind(
            keeping.TOP_UP,
            keeping.TopUp,
            keeping.top_up_signers,
            partial(keeping.top_up, seams=seams),
            debits=OPEN_PURPOSES,
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            keeping.REPAYMENT,
            keeping.NoteRepayment,
            offering.by_lender(keeping.REPAYMENT),
            partial(keeping.note_repayment, seams=seams),
            debits=_PLEDGE,
            lifetime_max=DAY_SECONDS,
        ),
        Kind(
            keeping.RELEASE,
            keeping.ReleaseUnits,
            offering.by_lender(keeping.RELEASE),
            keeping.release,
            debits=_PLEDGE,
            lifetime_max=DAY_SECONDS,
        ),
    )


def _enforcing(seams: Seams) -> tuple[Kind, ...]:
    return (
        Kind(
            enforcing.ENFORCE,
            enforcing.EnforcePledge,
            offering.by_lender(enforcing.ENFORCE),
            partial(enforcing.enforce, seams=seams),
        ),
        Kind(
            enforcing.SELL,
            enforcing.SellPledged,
            enforcing.sell_signers,
            partial(enforcing.sell, seams=seams),
            debits=_PLEDGE | _CASH,
            lifetime_max=DAY_SECONDS,
        ),
    )


RECORDS = records.RECORDS
