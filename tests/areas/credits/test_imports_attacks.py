"""Imported units after their custodian has become somebody who can sign."""

import pytest

from registry.areas.credits.rules.rows import ShowHolder
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BY_AUTHORITY, PAPER, account
from tests.areas.credits.factories import Import
from tests.areas.participants.factories import OFFICIALS, first_key
from tests.imports.worlds import CUSTODIAN
from tests.world import public_key_of

NEW = "R-00000090"


@pytest.mark.parametrize(("has_key", "result"), [(False, ACCEPTED), (True, "custodian_can_sign")])
def test_units_of_somebody_who_can_sign_move_by_its_signature_only(has_key: bool, result: str) -> None:  # noqa: FBT001
    done = Import().begin().complete()
    if has_key:
        author = done.made.author
        key = first_key(CUSTODIAN, NEW)
        assert key.public_key == public_key_of(NEW)
        done.made.accept(author.envelope("participants.register_first_key", key, NEW, *OFFICIALS))
    body = ShowHolder(done.manifest, 0, 1001, 1010, account("HO", ALICE), PAPER)
    assert done.made.result("credits.show_holder", body, *BY_AUTHORITY) == result
