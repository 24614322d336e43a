"""What pages read of participants: who they are, their accounts, holdings, statements. SQL lives here only.

Every function takes a connection and returns dataclasses. Lists go by key and through an index; nothing is counted or
summed over entries.
"""

from registry.areas.participants.queries.holdings import (
    HeldRange,
    Holding,
    Overview,
    RangePage,
    class_units,
    held_ranges,
    holdings_of,
    sum_up,
)
from registry.areas.participants.queries.parties import (
    AccountLine,
    KeyLine,
    PartyPage,
    RepresentativeLine,
    account_holder,
    accounts_of,
    active_freezes,
    get_account,
    get_participant,
    participant_of,
    party_page,
    representatives_of,
)
from registry.areas.participants.queries.statements import (
    Edge,
    Statement,
    StatementRow,
    recent_moves,
    size_at,
    statement,
)

__all__ = [
    "AccountLine",
    "Edge",
    "HeldRange",
    "Holding",
    "KeyLine",
    "Overview",
    "PartyPage",
    "RangePage",
    "RepresentativeLine",
    "Statement",
    "StatementRow",
    "account_holder",
    "accounts_of",
    "active_freezes",
    "class_units",
    "get_account",
    "get_participant",
    "held_ranges",
    "holdings_of",
    "participant_of",
    "party_page",
    "recent_moves",
    "representatives_of",
    "size_at",
    "statement",
    "sum_up",
]
