"""Telling people of what happens to their accounts: events of sign-in become notices in the same transaction."""

from typing import TYPE_CHECKING, Final

from registry.signin.events import Event
from registry.store.notices import Recipient, notify

if TYPE_CHECKING:
    from sqlalchemy import Connection

# What is told of each kind of event, and which fact its detail is; others stand on the account page alone.
_TOLD: Final = {
    "new_device": ("signed_in", ""),
    "password_changed": ("password_changed", ""),
    "password_reset": ("password_changed", ""),
    "factor_added": ("second_factor_changed", "factor"),
    "factor_removed": ("second_factor_changed", "factor"),
    "factors_reset": ("second_factor_changed", "factor"),
    "recovery_codes_renewed": ("second_factor_changed", "factor"),
    "recovery_code_used": ("recovery_code_used", "left"),
    "suspended": ("account_suspended", ""),
    "token_made": ("token_made", "name"),
}
LINK: Final = "/account"


def tell(connection: "Connection", event: Event) -> None:
    """Tell the person of an event of the own account, in the transaction that notes it."""
    told = _TOLD.get(event.kind)
    if told is None:
        return
    name, fact = told
    facts: dict[str, str | int] = {"source": event.source, "signed_in_at": event.at}
    if fact and event.detail:
        facts[fact] = event.detail
    notify(connection, event=name, to=[Recipient(person=event.person_id)], facts=facts, now=event.at, link=LINK)
