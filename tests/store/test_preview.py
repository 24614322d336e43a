"""A preview says what the journal would answer, who is missing, and whose signature helps, on both databases."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.areas.allowances.rules import TransferUnits
from registry.areas.participants import queries
from registry.areas.participants.rules.parties import RegisterFirstKey
from registry.areas.participants.rules.policies import SetApprovals
from registry.catalog import CATALOGUE
from registry.ledger.entry import Signer
from registry.ledger.parties import Custody, Role
from registry.store.opening import OpenRegistry, open_here, prepare
from registry.store.preview import Preview, foresee
from tests.site import FIRST, OTHER, SECOND, account, founding
from tests.world import DOCUMENT, OPERATORS, ORIGIN, REGISTRAR, Author, World, public_key_of

KIND = "allowances.transfer"


@pytest.fixture
def registry(prepared_engine: sa.Engine, tmp_path: Path) -> Iterator[OpenRegistry]:
    prepare(prepared_engine, tmp_path / "keys", ORIGIN)
    opened, close = open_here(prepared_engine, tmp_path / "keys", catalogue=CATALOGUE)
    world = World(Author(ORIGIN, now_ms=now() // 1000))
    envelopes = [*founding(world)]
    envelopes.append(world.author.envelope("participants.set_approvals", SetApprovals("P-00000011", 2, False), FIRST))
    for envelope in envelopes:
        assert opened.submit(envelope).result == "accepted"
    yield opened
    close()


def now() -> int:
    return time.time_ns() // 1000


def preview(
    registry: OpenRegistry, *, units: int = 1_000, signed: tuple[str, ...] = (), author: str | None = None
) -> Preview:
    body = TransferUnits(account(11), account(12), "CEA-2025", units, ())
    kind = CATALOGUE.kinds[KIND][1]
    signers = [Signer(one, public_key_of(one)) for one in signed]
    with registry.engine.connect() as connection:
        return foresee(connection, CATALOGUE, kind, body=body, signers=signers, now=now(), author=author)


def test_names_who_is_missing_before_and_after_the_author(registry: OpenRegistry) -> None:
    found = preview(registry, author=FIRST)

    assert found.is_concerned
    assert [(one.count, one.role, one.candidates) for one in found.missing] == [
        (1, Role.APPROVER, (SECOND,)),
        (1, Role.INITIATOR, (FIRST, SECOND)),
    ]
    assert [one.candidates for one in found.missing_after] == [(SECOND,)]
    assert preview(registry, signed=(FIRST, SECOND)).missing == ()


@pytest.mark.parametrize(
    ("signed", "author", "helps"),
    [
        ((), FIRST, True),
        ((), OTHER, False),
        ((FIRST,), SECOND, True),
        ((FIRST,), FIRST, False),
        ((FIRST, SECOND), OTHER, False),
    ],
)
def test_says_whose_signature_helps(
    registry: OpenRegistry, signed: tuple[str, ...], author: str, *, helps: bool
) -> None:
    assert preview(registry, signed=signed, author=author).is_concerned is helps


def test_foresees_ranges_and_balances(registry: OpenRegistry) -> None:
    found = preview(registry, author=FIRST)

    assert [(one.first, one.units) for one in found.outcome.transfers] == [(1_501, 1_000)]
    assert {(one.account, one.before, one.after) for one in found.balances} == {
        (account(11), 18_500, 17_500),
        (account(12), 1_500, 2_500),
    }


@pytest.mark.parametrize(("units", "code"), [(18_500, None), (18_501, "units_not_held")])
def test_foresees_what_the_rules_refuse(registry: OpenRegistry, units: int, code: str | None) -> None:
    refusal = preview(registry, units=units, author=FIRST).refusal

    assert (refusal.code if refusal else None) == code


def test_a_new_key_has_to_show_itself(registry: OpenRegistry) -> None:
    body = RegisterFirstKey(
        "P-00000001", "R-00000077", (Role.INITIATOR,), public_key_of("R-00000077"), Custody.BROWSER, DOCUMENT
    )
    kind = CATALOGUE.latest("participants.register_first_key")
    assert kind is not None
    with registry.engine.connect() as connection:
        found = foresee(connection, CATALOGUE, kind, body=body, signers=(), now=now(), author="R-00000077")

    assert found.is_concerned
    assert ("R-00000077",) in [one.candidates for one in found.missing]
    assert ("R-00000077",) not in [one.candidates for one in found.missing_after]
    assert {OPERATORS[0], REGISTRAR} & {name for one in found.missing for name in one.candidates}


def test_pages_read_the_same_from_both_databases(registry: OpenRegistry) -> None:
    with registry.engine.connect() as connection:
        held = queries.holdings_of(connection, "P-00000011", now())
        first = queries.statement(connection, account(11), limit=2)
        second = queries.statement(connection, account(11), after=first.next_after)
        ranges = queries.held_ranges(connection, account(11), after="1-1")

    assert [one.units for one in held] == [5_000, 18_500, 3_000]
    assert [row.units for row in first.rows + second.rows] == [-1_500, 3_000, 5_000, 20_000]
    assert [row.units for row in ranges.rows] == [18_500, 5_000, 3_000]
