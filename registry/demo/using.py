"""What people use units for in the demonstration: retirement for an event, and voluntary cancellation."""

from registry.areas.allowances.rules import Cancel, SettlePending
from registry.areas.credits.rules.retirement import Beneficiary, Retire, RetirementPurpose
from registry.demo.author import DOCUMENT, Author
from registry.demo.cast import ENTERPRISES
from registry.demo.controls import account, hands


def retire(author: Author, day: int) -> None:
    """Let the forest's owner retire credits for an event."""
    forest = ENTERPRISES[6]
    beneficiary = Beneficiary(None, f"第{day}届示例绿色博览会组委会", None)
    purpose, note = RetirementPurpose.EVENT, "会议碳中和"
    units = 200 + 10 * day
    body = Retire(account(forest), None, account(forest, "RT"), "FCS-2025", units, (), beneficiary, purpose, note)
    author.write("credits.retire", body, *hands(forest))


def cancel(author: Author, day: int, *, office: tuple[str, ...]) -> None:
    """Let an enterprise cancel allowances for good, confirmed the day after."""
    owner = ENTERPRISES[3]
    body = Cancel(account(owner), account(owner, "PE"), account(owner, "CX"), "CEA-2025", 50 + day, (), "自愿注销")
    pending = author.write("allowances.cancel", body, *hands(owner))
    author.send()
    author.clock.to_morning()
    confirmed = SettlePending(pending, f"NAT-CX-{day:04}", DOCUMENT)
    author.write("allowances.confirm_cancellation", confirmed, *office)
    author.send()
