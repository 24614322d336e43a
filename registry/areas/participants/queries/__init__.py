"""What pages read of participants: who they are, their accounts, holdings, statements. SQL lives here only.

Every function takes a connection and returns dataclasses. Lists go by key and through an index; nothing is counted or
summed over entries.
"""

from registry.areas.participants.queries.holdings import (
    RANGES_PAGE,
    HeldRange,
    Holding,
    Overview,
    RangePage,
    batch_number,
    batch_texts,
    class_units,
    held_ranges,
    holdings_of,
    serial_text,
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
    credit_classes,
    get_account,
    get_participant,
    participant_of,
    party_page,
    representatives_of,
)
from registry.areas.participants.queries.statements import (
    EXPORT_MAX,
    Edge,
    Statement,
    StatementRow,
    recent_moves,
    size_at,
    statement,
)
from registry.areas.participants.queries.statements import PAGE as STATEMENT_PAGE

__all__ = [
    "EXPORT_MAX",
    "RANGES_PAGE",
    "STATEMENT_PAGE",
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
    "batch_number",
    "batch_texts",
    "class_units",
    "credit_classes",
    "get_account",
    "get_participant",
    "held_ranges",
    "holdings_of",
    "participant_of",
    "party_page",
    "recent_moves",
    "representatives_of",
    "serial_text",
    "size_at",
    "statement",
    "sum_up",
]
