"""Imports: one manifest, rows with proofs, use only when complete, and the way back when given up."""

from dataclasses import replace
from typing import Any

import pytest

from registry.areas.credits.rules.imports import (
    ImportedRow,
    ImportManifest,
    ImportStatus,
    ImportTotal,
    StatusTotal,
    UnitStatus,
)
from registry.areas.credits.rules.retirement import Retirement, RetirementStatus
from registry.areas.credits.rules.rows import CloseImport, ShowHolder, WithdrawRow
from registry.ledger.book import Freeze, Title
from registry.ledger.decide import ACCEPTED
from registry.ledger.state import conservation
from tests.areas.allowances.factories import ALICE, BY_ALICE, BY_AUTHORITY, PAPER, account
from tests.areas.credits.factories import ADMIT, ROWS, Import, imported
from tests.imports.worlds import CUSTODIAN, PLAN
from tests.world import AUTHORITY, OPERATORS

NO_MANIFEST = "019e7044-8800-7000-8000-000000000000"
ASSET = "VCU-2021"


def opened(tried: Import, **changes: Any) -> str:
    return tried.made.result("credits.import_manifest", tried.body(**changes), *BY_AUTHORITY)


def close(tried: Import, manifest: str | None = None) -> str:
    body = CloseImport(manifest or tried.manifest, PAPER)
    return tried.made.result("credits.close_import", body, *BY_AUTHORITY)


def withdraw(tried: Import, row: int, manifest: str | None = None) -> str:
    return tried.made.result("credits.withdraw_row", WithdrawRow(manifest or tried.manifest, row), OPERATORS[1])


def show(tried: Import, row: int, first: int, last: int, **changes: Any) -> str:
    body = ShowHolder(tried.manifest, row, first, last, account("HO", ALICE), PAPER)
    return tried.made.result("credits.show_holder", replace(body, **changes), *BY_AUTHORITY)


def held(tried: Import) -> tuple[int, int]:
    return tried.made.units(PLAN.holding, ASSET), tried.made.units(PLAN.retirement, ASSET)


def test_brings_active_rows_to_the_custodian_and_retired_ones_to_the_retirement_account() -> None:
    done = Import().begin().complete()
    assert held(done) == (20, 10)
    assert done.made.state.get(ImportManifest, done.manifest).status is ImportStatus.COMPLETE
    total = done.made.state.get(ImportTotal, done.manifest, "901", UnitStatus.RETIRED)
    assert (total.rows, total.units) == (1, 10)
    (row,) = done.made.state.find(ImportedRow, "serial", ROWS[1].serial)
    assert done.made.state.get(Retirement, row.entry).retired_on == "2024-01-02"


def test_rows_may_come_in_any_order_from_any_operator() -> None:
    tried = Import().begin()
    for number in (2, 0, 1):
        assert tried.made.result("credits.import_row", tried.row(number), OPERATORS[number % 2]) == ACCEPTED
    assert tried.made.state.get(ImportManifest, tried.manifest).status is ImportStatus.COMPLETE


def test_a_row_is_sent_by_an_operator_and_a_manifest_by_authority_and_operator() -> None:
    tried = Import()
    assert tried.made.unrecorded("credits.import_manifest", tried.body(), *OPERATORS) == "not_enough_signatures"
    tried.begin()
    assert tried.made.unrecorded("credits.import_row", tried.row(0), AUTHORITY) == "not_enough_signatures"
    assert tried.made.unrecorded("credits.import_row", tried.row(0), *BY_ALICE) == "not_enough_signatures"


def test_nothing_is_usable_before_the_last_row() -> None:
    tried = Import().begin()
    assert tried.send(0) == ACCEPTED
    assert [freeze.order for freeze in tried.made.state.find(Freeze, "account", PLAN.holding, True)] == [tried.manifest]
    assert show(tried, 0, 1001, 1010) == "import_unfinished"
    assert tried.send(1) == tried.send(2) == ACCEPTED
    assert tried.made.state.find(Freeze, "account", PLAN.holding, True) == ()
    assert show(tried, 0, 1001, 1010) == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"asset_class": "XYZ"}, "unknown_class"),
        ({"asset_class": "CEA"}, "not_a_credit"),
        ({"asset_class": "FCS"}, "not_a_mirror"),
        ({"issuer": PLAN.holding}, "purpose_not_debited"),
        ({"issuer": account("IS", 9)}, "unknown_account"),
        ({"holding": account("HO", 99)}, "unknown_account"),
        ({"holding": PLAN.retirement}, "purpose_not_credited"),
        ({"retirement": PLAN.holding}, "purpose_not_credited"),
        ({"holding": account("HO", ALICE)}, "holder_differs"),
        ({"rows": 4}, "totals_differ"),
        ({"totals": (StatusTotal(UnitStatus.ACTIVE, 1, 10), StatusTotal(UnitStatus.ACTIVE, 2, 20))}, "totals_differ"),
        ({}, ACCEPTED),
    ],
)
def test_opens_an_import_that_holds_together(changes: dict[str, Any], result: str) -> None:
    tried = Import()
    tried.made.define_class("FCS", title=Title.OWN)
    tried.made.accept(tried.made.author.envelope("credits.admit_class", ADMIT, *BY_AUTHORITY))
    assert opened(tried, **changes) == result


def test_the_custodian_has_no_key() -> None:
    tried = Import()
    tried.made.open(ALICE, "RT")
    mine = {"holding": account("HO", ALICE), "retirement": account("RT", ALICE)}
    assert opened(tried, **mine) == "custodian_can_sign"
    assert opened(tried) == ACCEPTED


def test_a_file_is_opened_again_only_when_it_was_closed() -> None:
    tried = Import().begin()
    assert opened(tried) == "file_taken"
    assert close(tried) == ACCEPTED
    assert opened(tried) == ACCEPTED


def test_a_complete_file_stays_taken() -> None:
    done = Import().begin().complete()
    assert opened(done) == "file_taken"
    assert close(done) == "import_ended"
    assert done.send(0) == "import_ended"


def test_a_row_belongs_to_its_manifest_and_its_place() -> None:
    tried = Import().begin()
    assert tried.send(0, manifest=NO_MANIFEST) == "unknown_manifest"
    assert tried.send(0, row=3) == "row_outside"
    assert tried.send(0, row=2) == "proof_differs"
    assert tried.send(0, units=imported(0, project="902")) == "proof_differs"
    assert tried.send(0, proof=()) == "proof_differs"
    assert tried.send(0) == ACCEPTED
    assert tried.send(0) == "row_taken"


@pytest.mark.parametrize(
    ("row", "result"),
    [
        (imported(0, asset="CEA-2021"), "class_differs"),
        (imported(0, ended_on="2024-01-02"), "status_unclear"),
        (imported(0, retired=True, ended_on=None), "status_unclear"),
        (imported(0, retired=True, purpose=None), "status_unclear"),
        (imported(0, first=1011), "serials_reversed"),
        (imported(0, block_first=1002), "serials_reversed"),
        (imported(0, block_last=1009), "serials_reversed"),
        (imported(0, batch="VCU-01-901-2021-7"), "batch_text"),
        (imported(0, block_last=1010), ACCEPTED),
        (imported(0, retired=True), ACCEPTED),
    ],
)
def test_a_row_holds_together_even_if_its_manifest_vouches_for_it(row: Any, result: str) -> None:
    tried = Import(rows=(row, ROWS[2]))
    tried.begin(totals=(StatusTotal(UnitStatus.ACTIVE, 2, 20),))
    assert tried.send(0) == result


@pytest.mark.parametrize(("units", "result"), [(19, "totals_differ"), (21, "totals_differ"), (20, ACCEPTED)])
def test_the_last_row_completes_only_what_adds_up(units: int, result: str) -> None:
    tried = Import()
    tried.begin(totals=(StatusTotal(UnitStatus.ACTIVE, 2, units), StatusTotal(UnitStatus.RETIRED, 1, 10)))
    assert tried.send(0) == tried.send(1) == ACCEPTED
    assert tried.send(2) == result


def test_serials_come_in_once_even_under_another_block() -> None:
    done = Import().begin().complete()
    other: dict[str, Any] = {"batch": "VCU-00-901-2021-8", "block_last": 1040}
    inside = imported(0, first=1030, last=1035, **other)
    beside = imported(0, first=1031, last=1040, **other)
    below = imported(0, first=991, last=1000, batch="VCU-00-901-2021-9", block_first=991, block_last=1000)
    later = Import(rows=(inside, beside, below), made=done.made).begin(file="0" * 64)
    assert [later.send(number) for number in range(3)] == ["serials_known", ACCEPTED, ACCEPTED]


def test_a_closed_import_is_taken_back_row_by_row_retired_ones_too() -> None:
    tried = Import().begin()
    assert tried.send(0) == tried.send(1) == ACCEPTED
    assert withdraw(tried, 0) == "import_not_closed"
    assert close(tried) == ACCEPTED
    assert tried.send(2) == "import_ended"
    assert close(tried) == "import_ended"
    assert withdraw(tried, 2) == "unknown_row"
    assert withdraw(tried, 0) == ACCEPTED
    assert withdraw(tried, 0) == "row_withdrawn"
    assert len(tried.made.state.find(Freeze, "account", PLAN.holding, True)) == 1
    assert withdraw(tried, 1) == ACCEPTED
    assert tried.made.state.find(Freeze, "account", PLAN.holding, True) == ()
    assert held(tried) == (0, 0)
    row = tried.made.state.get(ImportedRow, tried.manifest, 1)
    assert tried.made.state.get(Retirement, row.entry).status is RetirementStatus.RETURNED
    assert all(issued == elsewhere for _, _, issued, elsewhere in conservation(tried.made.state))


def test_what_was_taken_back_can_be_imported_again() -> None:
    tried = Import().begin()
    tried.send(0)
    close(tried)
    withdraw(tried, 0)
    tried.begin().complete()
    assert held(tried) == (20, 10)


def test_an_import_without_rows_is_closed_without_a_trace() -> None:
    tried = Import().begin()
    assert close(tried, NO_MANIFEST) == "unknown_manifest"
    assert withdraw(tried, 0, NO_MANIFEST) == "unknown_manifest"
    assert close(tried) == ACCEPTED
    assert tried.made.state.find(Freeze, "account", PLAN.holding, True) == ()


def test_shows_the_holder_of_a_row_or_of_a_part_of_it() -> None:
    done = Import().begin().complete()
    assert show(done, 0, 1001, 1004) == ACCEPTED
    assert show(done, 0, 1004, 1010) == "units_not_held"
    assert show(done, 0, 1005, 1010) == ACCEPTED
    assert done.made.units(account("HO", ALICE), ASSET) == 10


@pytest.mark.parametrize(
    ("row", "changes", "result"),
    [
        (0, {"manifest": NO_MANIFEST}, "unknown_manifest"),
        (3, {}, "unknown_row"),
        (1, {"first": 1011, "last": 1020}, "row_final"),
        (0, {"first": 1000}, "range_outside_row"),
        (0, {"last": 1011}, "range_outside_row"),
        (0, {"first": 1010, "last": 1009}, "range_outside_row"),
        (0, {"target": account("HO", 99)}, "unknown_account"),
        (0, {"target": PLAN.retirement}, "purpose_not_credited"),
        (0, {"first": 1010, "last": 1010}, ACCEPTED),
    ],
)
def test_shows_only_what_the_row_names(row: int, changes: dict[str, Any], result: str) -> None:
    named = {"first": 1001, "last": 1010} | changes
    assert show(Import().begin().complete(), row, **named) == result


def test_the_custodians_units_move_on_nobodys_word_alone() -> None:
    done = Import().begin().complete()
    body = ShowHolder(done.manifest, 0, 1001, 1010, account("HO", ALICE), PAPER)
    assert done.made.unrecorded("credits.show_holder", body, *OPERATORS) == "not_enough_signatures"
    assert done.made.unrecorded("credits.show_holder", body, *BY_ALICE) == "not_enough_signatures"
    assert done.made.state.get(ImportManifest, done.manifest).custodian == f"P-{CUSTODIAN:08}"
