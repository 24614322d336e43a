"""Duties that exclude each other: whoever keeps the system, guards it and audits it must be three people.

The ledger gives the roles; should it ever give two of these to one person, none of them counts here.
"""

from typing import Final

SYSTEM: Final = "system_administrator"
SECURITY: Final = "security_administrator"
AUDIT: Final = "audit_administrator"
EXCLUSIVE: Final = frozenset({SYSTEM, SECURITY, AUDIT})
# A representative who looks after the people of its own participant.
ADMINISTRATOR: Final = "administrator"


def counted(roles: frozenset[str]) -> frozenset[str]:
    """Return the roles that count: of duties that exclude each other one, or else none."""
    return roles if len(roles & EXCLUSIVE) < 2 else roles - EXCLUSIVE  # noqa: PLR2004  two at once
