"""The rules of participants: who is in the registry, who signs for whom, which accounts and classes exist."""

from registry.areas.participants.rules import (
    calendars,
    freezes,
    genesis,
    keys,
    parameters,
    parties,
    policies,
    recovery,
    releases,
    standing,
)

KINDS = (
    *genesis.KINDS,
    *parties.KINDS,
    *keys.KINDS,
    *recovery.KINDS,
    *standing.KINDS,
    *policies.KINDS,
    *freezes.KINDS,
    *calendars.KINDS,
    *parameters.KINDS,
    *releases.KINDS,
)
RECORDS = (*genesis.RECORDS, *standing.RECORDS, *calendars.RECORDS, *parameters.RECORDS, *releases.RECORDS)
