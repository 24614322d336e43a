"""A registry with pages in which enterprise 11 is covered for 2025."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry.areas.compliance.founding import DEFINITIONS, VALUES
from registry.areas.compliance.rules.deadlines import SetDeadline
from registry.areas.compliance.rules.records import Step
from registry.areas.participants.rules.parameters import Evidence
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.ledger.parties import Custody, Function, Role
from tests.areas.compliance.factories import ASSIGN, BY_OFFICE, BY_VERIFIER, LIST, VERIFIER, YEAR, number
from tests.site import Site, open_site
from tests.world import DOCUMENT, OPERATORS, REGISTRAR, public_key_of


def day_in(days: int) -> str:
    """Return the day so many days from now, as far as a deadline is concerned."""
    return (datetime.fromtimestamp(time.time(), UTC) + timedelta(hours=8, days=days)).date().isoformat()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        for kind, body, signers in founding():
            made.submit(made.world.author.envelope(kind, body, *signers))
        yield made


def founding() -> Iterator[tuple[str, object, tuple[str, ...]]]:
    """Yield the verifier, the parameters, the deadlines, and the list of 2025."""
    roles, who = (Role.INITIATOR, Role.ADMINISTRATOR), BY_VERIFIER[0]
    register = RegisterParticipant(
        number(VERIFIER), Function.VERIFIER, "foreign", "XX-VERIFIER", "Verifier", "31", 1, False, DOCUMENT
    )
    key = RegisterFirstKey(number(VERIFIER), who, roles, public_key_of(who), Custody.BROWSER, DOCUMENT)
    yield "participants.register", register, OPERATORS
    yield "participants.register_first_key", key, (who, *OPERATORS, REGISTRAR)
    for definition in DEFINITIONS:
        yield "participants.define_parameter", definition, BY_OFFICE
    for value in VALUES:
        yield "participants.set_parameter", value, BY_OFFICE
    for days, step in enumerate(Step, start=20):
        body = SetDeadline(YEAR, step, None, day_in(days), "第一条", Evidence.SOURCE)
        yield "compliance.set_deadline", body, BY_OFFICE
    yield "compliance.list_enterprise", LIST, BY_OFFICE[:1]
    yield "compliance.list_enterprise", replace(LIST, participant=number(12), basis_tco2e=30_000), BY_OFFICE[:1]
    yield "compliance.assign_verifier", ASSIGN, BY_OFFICE[:1]
