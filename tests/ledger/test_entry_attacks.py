"""What a stranger can send to `check` before any signature was looked at."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from registry.catalog import CATALOGUE
from registry.ledger import canonical, note
from registry.ledger.codec import encode
from registry.ledger.entry import check, compose, write
from registry.ledger.errors import Malformed
from registry.ledger.revisions import GENESIS
from tests.world import ORIGIN, START_MS, genesis_body, signer_of

STRANGER = "R-90000001"
PATIENCE_SECONDS = 2


def sent(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return a stranger's envelope whose entry was changed before it was signed."""
    entry = compose(GENESIS, genesis_body(), origin=ORIGIN, at_ms=START_MS, seconds=60, random=bytes(10))
    first, _, second = write(entry).partition(b"\n")
    value: Any = canonical.loads(second.rstrip(b"\n"))
    change(value)
    return note.sign(b"%b\n%b\n" % (first, canonical.dumps(value)), [signer_of(STRANGER)])


def answer_to(envelope: bytes) -> str:
    with pytest.raises(Malformed) as caught:
        check(envelope, origin=ORIGIN, catalogue=CATALOGUE, find_key=lambda *_: ())
    return caught.value.code


@pytest.mark.parametrize("line", ["a" * 4000 + " ", "a" * 4000 + "é", "a " * 2000, "a" * 4000 + "  b"])
def test_no_policy_line_keeps_the_server_busy(line: str) -> None:
    before = time.monotonic()
    assert answer_to(sent(lambda value: value["body"]["witness_policy"].append(line))) == "field"
    assert time.monotonic() - before < PATIENCE_SECONDS


@pytest.mark.parametrize("name", ["at", "expires", "id", "kind", "body", "seen"])
@pytest.mark.parametrize("wrong", [5, True, [], {}, None, "", "\u0000", "x" * 4000])
def test_a_field_of_another_type_is_malformed_and_nothing_else(name: str, wrong: object) -> None:
    if (name, wrong) == ("seen", None):
        return
    assert answer_to(sent(lambda value: value.update({name: wrong})))


@pytest.mark.parametrize("wrong", [5, True, [], {}, None, "", "=", "é", [[]], {"representative": 5}])
@pytest.mark.parametrize("name", sorted(encode(genesis_body())))
def test_a_body_field_of_another_type_is_malformed_and_nothing_else(name: str, wrong: object) -> None:
    assert answer_to(sent(lambda value: value["body"].update({name: wrong})))
