"""The rules of participants: who is in the registry, who signs for whom, which accounts and classes exist."""

from registry.areas.participants.rules import genesis, parties

KINDS = (*genesis.KINDS, *parties.KINDS)
RECORDS = (*genesis.RECORDS,)
