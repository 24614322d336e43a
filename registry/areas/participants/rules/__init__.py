"""The rules of participants: who is in the registry, who signs for whom, which accounts and classes exist."""

from registry.areas.participants.rules import (
    calendars,
    closing,
    conflicts,
    freezes,
    genesis,
    keys,
    parameters,
    parties,
    policies,
    powers,
    recovery,
    releases,
    reversals,
    standing,
    succession,
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
    *closing.KINDS,
    *powers.KINDS,
    *conflicts.KINDS,
    *succession.KINDS,
    *reversals.KINDS,
)
RECORDS = (
    *genesis.RECORDS,
    *standing.RECORDS,
    *calendars.RECORDS,
    *parameters.RECORDS,
    *releases.RECORDS,
    *powers.RECORDS,
    *conflicts.RECORDS,
    *succession.RECORDS,
    *reversals.RECORDS,
)
