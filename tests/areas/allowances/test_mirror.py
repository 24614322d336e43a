"""How allowances come into the mirror, in one piece or in parts, and move in it."""

from dataclasses import replace

import pytest

from registry.areas.credits.rules.titles import AdmitClass
from registry.areas.participants.rules.holdings import NamedRange
from registry.ledger import book
from registry.ledger.book import Batch, Title
from registry.ledger.decide import ACCEPTED, Unrecorded
from registry.ledger.state import conservation
from tests.areas.allowances.factories import (
    ALICE,
    BY_ALICE,
    BY_AUTHORITY,
    BY_BOB,
    MIRROR,
    STATED,
    TRANSFER,
    Registry,
    account,
    registry,
    settle,
)
from tests.areas.allowances.factories import WITHDRAW as WITHDRAWAL
from tests.world import AUTHORITY, OPERATORS

HOME = account("HO", ALICE)


def mirror(made: Registry, first: int, last: int, **changes: object) -> str:
    body = replace(MIRROR, first=first, last=last, **changes)  # type: ignore[arg-type]
    return made.result("allowances.mirror_batch", body, *BY_AUTHORITY)


def test_brings_a_block_in_on_the_authoritys_word() -> None:
    made = registry()
    assert mirror(made, 1, 50) == ACCEPTED
    assert made.units(HOME) == 150


def test_brings_a_block_in_on_a_statement_that_holder_operator_and_registrar_sign() -> None:
    made = registry()
    assert made.result("allowances.mirror_stated", MIRROR, *STATED) == ACCEPTED
    assert made.units(HOME) == 150


def test_needs_a_registrar_or_the_authority_to_bring_a_block_in() -> None:
    made = registry()
    short = made.unrecorded("allowances.mirror_stated", MIRROR, *BY_ALICE, OPERATORS[0])
    assert short == "not_enough_signatures"
    assert made.unrecorded("allowances.mirror_batch", MIRROR, *OPERATORS) == "not_enough_signatures"
    assert made.unrecorded("allowances.mirror_stated", MIRROR, *BY_BOB, *STATED[1:]) == "not_enough_signatures"


def test_brings_a_block_in_in_parts_that_may_come_in_any_order() -> None:
    made = registry()
    assert [mirror(made, 21, 30), mirror(made, 1, 10), mirror(made, 11, 20)] == [ACCEPTED] * 3
    parts = made.state.find(Batch, "text", MIRROR.text)
    assert sorted((part.first, part.last) for part in parts) == [(1, 10), (11, 20), (21, 30)]
    assert made.units(HOME) == 130


def test_a_part_may_not_repeat_a_unit_that_is_here() -> None:
    made = registry()
    assert mirror(made, 11, 20) == ACCEPTED
    assert mirror(made, 20, 30) == "already_mirrored"
    assert mirror(made, 1, 11) == "already_mirrored"
    assert mirror(made, 21, 30) == ACCEPTED
    assert mirror(made, 1, 10) == ACCEPTED


def test_what_was_withdrawn_comes_back_together_with_what_is_new() -> None:
    made = registry()
    assert mirror(made, 11, 20) == ACCEPTED
    number = made.state.find(Batch, "text", MIRROR.text)[0].number
    body = replace(WITHDRAWAL, units=10, ranges=(NamedRange(number, 11, 20),))
    pending = made.entry_id("allowances.withdraw", body, *BY_ALICE)
    assert mirror(made, 1, 30) == "already_mirrored"
    assert made.result("allowances.confirm_withdrawal", settle(pending), *BY_AUTHORITY) == ACCEPTED
    assert mirror(made, 1, 30) == ACCEPTED
    assert made.units(HOME) == 130
    parts = made.state.find(Batch, "text", MIRROR.text)
    assert sorted((part.first, part.last) for part in parts) == [(1, 10), (11, 20), (21, 30)]
    assert all(issued == held for _, _, issued, held in conservation(made.state))


def test_the_same_serials_of_another_block_are_other_units() -> None:
    made = registry()
    assert mirror(made, 1, 50) == ACCEPTED
    assert mirror(made, 1, 50, text="CEA-31-NAT-2025-3") == ACCEPTED


def test_a_block_keeps_its_asset() -> None:
    made = registry()
    assert mirror(made, 1, 10) == ACCEPTED
    assert mirror(made, 1, 10, asset="CEA-2024") == "batch_differs"
    assert mirror(made, 11, 20) == ACCEPTED


def test_serials_run_forwards() -> None:
    made = registry()
    assert mirror(made, 2, 1) == "serials_reversed"
    assert mirror(made, 1, 1) == ACCEPTED


def test_a_blocks_text_names_class_and_zone_and_can_be_printed() -> None:
    made = registry()
    for text in (
        "CCER-31-NAT-2025-2",
        "CEA-32-NAT-2025-2",
        "CEA-31-NAT-2025-02",
        "CEA-31-NAT-2025-A",
        "CEA-31-NAT-25-2",
        "CEA-31-NAT..X-2025-2",
    ):
        assert mirror(made, 1, 10, text=text) == "batch_text"
    assert mirror(made, 1, 10, text="CEA-31-NAT.X-20252026-2") == ACCEPTED


def test_units_come_out_of_an_issuance_account_into_a_holding_or_trading_account() -> None:
    made = registry()
    assert mirror(made, 1, 10, issuer=HOME) == "purpose_not_debited"
    assert mirror(made, 1, 10, issuer=account("IS", 99)) == "unknown_account"
    assert mirror(made, 1, 10, target=account("PE", ALICE)) == "purpose_not_credited"
    assert mirror(made, 1, 10, target=account("HO", 99)) == "unknown_account"
    assert mirror(made, 1, 10, target=account("TR", ALICE)) == ACCEPTED


def test_only_a_mirrored_class_with_serials_that_is_no_credit_is_an_allowance() -> None:
    made = registry()
    made.define_class("PDR", title=Title.OWN)
    made.define_class("CNY", has_serials=False)
    made.define_class("CCER")
    made.define_class("LEA")
    admit = AdmitClass("CCER", "CCER", MIRROR.document)
    assert made.result("credits.admit_class", admit, *BY_AUTHORITY) == ACCEPTED

    def of(code: str) -> str:
        return mirror(made, 1, 10, asset=f"{code}-2025", text=f"{code}-31-NAT-2025-2")

    assert of("XYZ") == "unknown_class"
    assert of("CNY") == "class_without_serials"
    assert of("PDR") == "not_a_mirror"
    assert of("CCER") == "not_an_allowance"
    assert of("LEA") == ACCEPTED


def test_one_block_comes_in_at_most_a_thousand_parts() -> None:
    made = registry()
    for part in range(book.RANGES_MAX - 1):
        made.accept(made.author.envelope("allowances.mirror_batch", odd(part), *BY_AUTHORITY))
    assert mirror(made, 5001, 5001) == ACCEPTED
    assert mirror(made, 5003, 5003) == "too_many_parts"


def odd(part: int) -> object:
    return replace(MIRROR, first=2 * part + 1, last=2 * part + 1)


def test_one_entry_opens_at_most_sixty_four_parts() -> None:
    made = registry()
    for part in range(1, 66):
        made.accept(made.author.envelope("allowances.mirror_batch", odd(part), *BY_AUTHORITY))
    number = {part.first: part.number for part in made.state.find(Batch, "text", MIRROR.text)}
    ranges = tuple(NamedRange(number[2 * part + 1], 2 * part + 1, 2 * part + 1) for part in range(1, 66))
    pending = made.entry_id("allowances.withdraw", replace(WITHDRAWAL, units=65, ranges=ranges), *BY_ALICE)
    assert made.result("allowances.confirm_withdrawal", settle(pending), *BY_AUTHORITY) == ACCEPTED
    assert mirror(made, 1, 131) == "too_many_batches"
    assert mirror(made, 3, 130) == ACCEPTED


def test_moves_units_to_another_participant() -> None:
    made = registry()
    assert made.result("allowances.transfer", TRANSFER, *BY_ALICE) == ACCEPTED
    assert made.units(TRANSFER.target) == 30


def test_only_the_owner_moves_units() -> None:
    made = registry()
    assert made.unrecorded("allowances.transfer", TRANSFER, *BY_BOB) == "not_enough_signatures"
    assert made.unrecorded("allowances.transfer", TRANSFER, *OPERATORS) == "not_enough_signatures"
    assert made.unrecorded("allowances.transfer", TRANSFER, AUTHORITY) == "not_enough_signatures"
    unknown = replace(TRANSFER, source=account("HO", 99))
    assert made.unrecorded("allowances.transfer", unknown, *BY_ALICE) == "unknown_account"


def test_moves_no_more_than_is_held() -> None:
    made = registry()
    assert made.result("allowances.transfer", replace(TRANSFER, units=101), *BY_ALICE) == "units_not_held"
    assert made.result("allowances.transfer", replace(TRANSFER, units=100), *BY_ALICE) == ACCEPTED


def test_a_transfer_ends_in_a_holding_or_trading_account() -> None:
    made = registry()
    for target in (account("PE", ALICE), account("CX", ALICE)):
        assert made.result("allowances.transfer", replace(TRANSFER, target=target), *BY_ALICE) == "purpose_not_credited"
    missing = replace(TRANSFER, target=account("HO", 99))
    assert made.result("allowances.transfer", missing, *BY_ALICE) == "unknown_account"
    assert made.result("allowances.transfer", replace(TRANSFER, target=account("TR", 12)), *BY_ALICE) == ACCEPTED


def test_a_transfer_lives_a_day_at_most() -> None:
    made = registry()
    with pytest.raises(Unrecorded) as caught:
        made.send("allowances.transfer", TRANSFER, *BY_ALICE, seconds=86_401)
    assert caught.value.reason.code == "lifetime_too_long"
    assert made.send("allowances.transfer", TRANSFER, *BY_ALICE, seconds=86_400).result == ACCEPTED
