"""The events that people are told of, by name. What is said of each stands in `registry.notice_wording`.

An area that tells of something new adds a line here and its words there; a test compares the two.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Event:
    """One event. What is `fixed` nobody can switch off, because silence about it is what a thief would want."""

    name: str
    group: str
    fixed: bool = False


_ALL: Final = (
    Event("signed_in", "security", fixed=True),
    Event("password_changed", "security", fixed=True),
    Event("second_factor_changed", "security", fixed=True),
    Event("recovery_code_used", "security", fixed=True),
    Event("account_suspended", "security", fixed=True),
    Event("token_made", "security", fixed=True),
    Event("address_changed", "security", fixed=True),
    Event("confirm_address", "security", fixed=True),
    Event("key_registered", "security", fixed=True),
    Event("key_revoked", "security", fixed=True),
    Event("theft_suspected", "security", fixed=True),
    Event("frozen", "security", fixed=True),
    Event("recovery_begun", "recovery", fixed=True),
    Event("recovery_stopped", "recovery", fixed=True),
    Event("recovery_done", "recovery", fixed=True),
    Event("invited", "organisation", fixed=True),
    Event("application_received", "organisation"),
    Event("application_decided", "organisation"),
    Event("representative_changed", "organisation"),
    Event("mandate_ending", "organisation"),
    Event("task_waiting", "tasks"),
    Event("task_assigned", "tasks"),
    Event("task_commented", "tasks"),
    Event("task_rejected", "tasks"),
    Event("task_done", "tasks"),
    Event("bond_report_due", "tasks"),
    Event("transfer_delayed", "transfers"),
    Event("transfers_delayed", "transfers"),
    Event("transfer_executed", "transfers"),
    Event("transfer_withdrawn", "transfers"),
    Event("transfer_received", "transfers"),
    Event("transfer_refused", "transfers"),
    Event("transfer_lapsed", "transfers"),
    Event("trusted_account_added", "transfers", fixed=True),
    Event("objection_answered", "market"),
)
EVENTS: Final = {one.name: one for one in _ALL}
GROUPS: Final = tuple(dict.fromkeys(one.group for one in _ALL))
