"""Classes of credits, issue, mirror and transfer."""

from dataclasses import replace

from registry.ledger.book import Title
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_ALICE, BY_AUTHORITY, BY_BOB, Registry, account
from tests.areas.credits.factories import ADMIT, ISSUE, MIRROR, TRANSFER, credit_registry
from tests.world import OPERATORS

HOME = account("HO", ALICE)


def issue(made: Registry, **changes: object) -> str:
    body = replace(ISSUE, text="FCS-31-P001-2025-2", **changes)  # type: ignore[arg-type]
    return made.result("credits.issue", body, *BY_AUTHORITY)


def test_admits_a_class_once() -> None:
    made = credit_registry()
    made.define_class("BLC", title=Title.OWN)
    admit = replace(ADMIT, code="BLC")
    assert made.result("credits.admit_class", admit, *BY_AUTHORITY) == ACCEPTED
    assert made.result("credits.admit_class", admit, *BY_AUTHORITY) == "class_admitted"


def test_admits_only_a_known_class_with_serials() -> None:
    made = credit_registry()
    made.define_class("CNY", has_serials=False)
    assert made.result("credits.admit_class", replace(ADMIT, code="XYZ"), *BY_AUTHORITY) == "unknown_class"
    assert made.result("credits.admit_class", replace(ADMIT, code="CNY"), *BY_AUTHORITY) == "class_without_serials"


def test_issues_a_batch_of_an_own_title_with_serials_from_one() -> None:
    made = credit_registry()
    assert issue(made) == ACCEPTED
    assert made.units(HOME, "FCS-2025") == 200
    assert [list(pieces) for pieces in made.state.holding(HOME, "FCS-2025").batches.values()] == [[(1, 100)]] * 2


def test_authority_and_operator_issue() -> None:
    made = credit_registry()
    assert made.unrecorded("credits.issue", ISSUE, *OPERATORS) == "not_enough_signatures"
    assert made.unrecorded("credits.issue", ISSUE, *BY_ALICE) == "not_enough_signatures"


def test_issues_own_titles_only() -> None:
    made = credit_registry()
    assert issue(made, asset="CCER-2025") == "not_an_own_title"
    assert issue(made, asset="CEA-2025") == "not_a_credit"


def test_issues_a_batch_once() -> None:
    made = credit_registry()
    assert issue(made) == ACCEPTED
    assert issue(made) == "batch_taken"


def test_names_the_batch_as_it_is() -> None:
    made = credit_registry()
    assert issue(made, zone="32") == "batch_text"
    assert issue(made) == ACCEPTED


def test_issues_out_of_an_issuance_account_into_a_holding_or_trading_account() -> None:
    made = credit_registry()
    assert issue(made, issuer=HOME) == "purpose_not_debited"
    assert issue(made, issuer=account("IS", 9)) == "unknown_account"
    assert issue(made, target=account("RT", ALICE)) == "purpose_not_credited"
    assert issue(made, target=account("TR", ALICE)) == ACCEPTED


def test_mirrors_credits_whose_title_another_register_holds() -> None:
    made = credit_registry()
    assert made.units(HOME, "CCER-2025") == 100
    again = replace(MIRROR, first=600, last=610)
    assert made.result("credits.mirror_batch", again, *BY_AUTHORITY) == "already_mirrored"
    assert made.result("credits.mirror_batch", replace(MIRROR, first=601, last=610), *BY_AUTHORITY) == ACCEPTED


def test_mirrors_neither_own_titles_nor_what_is_no_credit() -> None:
    made = credit_registry()
    own = replace(MIRROR, asset="FCS-2025")
    assert made.result("credits.mirror_batch", own, *BY_AUTHORITY) == "not_a_mirror"
    assert made.result("credits.mirror_batch", replace(MIRROR, asset="CEA-2025"), *BY_AUTHORITY) == "not_a_credit"


def test_moves_credits_of_both_kinds() -> None:
    made = credit_registry()
    assert made.result("credits.transfer", TRANSFER, *BY_ALICE) == ACCEPTED
    assert made.result("credits.transfer", replace(TRANSFER, asset="CCER-2025"), *BY_ALICE) == ACCEPTED
    assert made.units(account("HO", BOB), "FCS-2025") == made.units(account("HO", BOB), "CCER-2025") == 30


def test_only_the_owner_moves_credits_and_only_what_is_held() -> None:
    made = credit_registry()
    assert made.unrecorded("credits.transfer", TRANSFER, *BY_BOB) == "not_enough_signatures"
    assert made.result("credits.transfer", replace(TRANSFER, units=101), *BY_ALICE) == "units_not_held"
    assert made.result("credits.transfer", replace(TRANSFER, units=100), *BY_ALICE) == ACCEPTED


def test_moves_credits_and_nothing_else() -> None:
    made = credit_registry()
    made.accept(made.world.mirrored(ALICE, units=100))
    assert made.result("credits.transfer", replace(TRANSFER, asset="CEA-2025"), *BY_ALICE) == "not_a_credit"
    assert made.result("credits.transfer", replace(TRANSFER, target=account("RT", ALICE)), *BY_ALICE) == (
        "purpose_not_credited"
    )
