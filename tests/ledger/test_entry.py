import base64
from dataclasses import replace
from typing import Any

import pytest

from registry.areas.allowances.rules import KINDS
from registry.catalog import CATALOGUE
from registry.ledger import canonical, note
from registry.ledger.entry import ENVELOPE_MAX, TEXT_MAX, Keyring, Seen, check, offered_keys, parse, write
from registry.ledger.errors import Malformed
from registry.ledger.keys import public_key_of
from tests.world import ORIGIN, World, seed_of, signer_of

SIGNER = "R-00000011"


def keyring(*names: str) -> Keyring:
    made = Keyring()
    for name in names:
        made.add(name, public_key_of(seed_of(name)))
    return made


def checked(envelope: bytes, *names: str, origin: str = ORIGIN) -> Any:
    known = keyring(*(names or (SIGNER,)))
    return check(envelope, origin=origin, catalogue=CATALOGUE, find_key=known.find)


def refused(envelope: bytes, *names: str, origin: str = ORIGIN) -> str:
    with pytest.raises(Malformed) as raised:
        checked(envelope, *names, origin=origin)
    return raised.value.code


def transfer() -> bytes:
    return World().transfer(11, 12, units=5)


def text_of(envelope: bytes) -> bytes:
    return note.parse(envelope).text


def value_of(text: bytes) -> Any:
    return canonical.loads(text.split(b"\n")[1])


def rewritten(**changes: object) -> bytes:
    """A signed transfer whose text has other fields."""
    value = {**value_of(text_of(transfer())), **changes}
    kept = {name: item for name, item in value.items() if item is not ...}
    return signed(ORIGIN.encode() + b"/entry/v1\n" + canonical.dumps(kept) + b"\n")


def signed(text: bytes, *names: str) -> bytes:
    return note.sign(text, [signer_of(name) for name in names or (SIGNER,)])


def test_reads_what_it_writes() -> None:
    entry = parse(text_of(transfer()))
    assert parse(write(entry)) == entry
    shown = replace(entry, seen=Seen(7, bytes(32)))
    assert parse(write(shown)) == shown


@pytest.mark.parametrize("seen", [None, Seen(7, bytes(32))])
@pytest.mark.parametrize("inner", ["plain", '","expires":"', "碳", "[" * 40, "1" * 20, '"\\'])
def test_is_written_as_canonical_json_and_read_the_same_on_either_way(inner: str, seen: Seen | None) -> None:
    entry = replace(parse(text_of(transfer())), body={"a": {"text": inner}, "b": [1, None]}, seen=seen)
    text = write(entry)
    assert parse(text) == entry
    assert canonical.dumps(value_of(text)) == text.split(b"\n")[1]


def test_a_body_nests_as_deep_as_the_whole_entry_may() -> None:
    entry = parse(text_of(transfer()))

    def nested(levels: int) -> Any:
        return {"a": nested(levels - 1)} if levels > 1 else {}

    deepest = replace(entry, body=nested(canonical.DEPTH_MAX - 1))
    assert parse(write(deepest)) == deepest
    with pytest.raises(Malformed, match="json_depth"):
        write(replace(entry, body=nested(canonical.DEPTH_MAX)))
    too_deep = write(deepest).replace(b'{"a":{}', b'{"a":{"a":{}}')
    with pytest.raises(Malformed, match="json_depth"):
        parse(too_deep)


def test_checks_an_envelope_without_any_state() -> None:
    found = checked(transfer())
    assert [signer.representative for signer in found.signers] == [SIGNER]
    assert found.entry.kind == "allowances.transfer"
    assert found.entry.kind in {kind.name for kind in KINDS}
    assert found.body.units == 5


def test_refuses_an_entry_of_another_ledger() -> None:
    assert refused(transfer(), origin="registry.other/log") == "foreign_ledger"


@pytest.mark.parametrize(("old", "new"), [(b'"units":5', b'"units":6'), (b'"id":"', b'"id":"0'), (b"CEA", b"CEB")])
def test_refuses_an_altered_text(old: bytes, new: bytes) -> None:
    envelope = transfer().replace(old, new)
    assert refused(envelope) in {"invalid_signature", "uuid7_syntax"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "allowances.dream"}, "unknown_kind"),
        ({"kind": 7}, "entry_field"),
        ({"body": []}, "entry_field"),
        ({"more": 1}, "entry_field"),
        ({"seen": ...}, "entry_field"),
        ({"seen": {"size": 1}}, "entry_field"),
        ({"seen": {"size": -1, "root": "A" * 43 + "="}}, "entry_field"),
        ({"seen": {"size": 1, "root": "A" * 42 + "B="}}, "entry_field"),
        ({"seen": {"size": 1, "root": "AAAA"}}, "entry_field"),
        ({"seen": {"size": 1, "root": "A" * 43 + "="}}, ""),
        ({"at": "2026-05-28T20:26:40Z"}, "entry_time"),
        ({"at": "2026-05-28T20:26:40.001Z"}, "entry_id"),
        ({"expires": 1}, "entry_time"),
        ({"expires": "2026-13-01T00:00:00.000Z"}, "entry_time"),
        ({"id": "not-an-id"}, "uuid7_syntax"),
        ({"body": {"units": 5}}, "field"),
    ],
)
def test_refuses_what_is_no_entry(changes: dict[str, object], code: str) -> None:
    envelope = rewritten(**changes)
    if code:
        assert refused(envelope) == code
    else:
        assert checked(envelope).entry.seen == Seen(1, bytes(32))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'{"at"', b'{ "at"', "json_not_canonical"),
        (b"/entry/v1", b"/entry/v2", "entry_text"),
        (b"/entry/v1", b"\xc3\xa9/entry/v1", "entry_text"),
        (b'"units":5', b'"units":5.0', "json_type"),
        (b'"units":5', b'"units":5,"units":5', "json_not_canonical"),
        (b'"units":5', b'"units":9007199254740992', "json_integer"),
    ],
)
def test_refuses_bytes_that_print_would_not_write(old: bytes, new: bytes, code: str) -> None:
    assert refused(signed(text_of(transfer()).replace(old, new))) == code


def long_text(length: int) -> bytes:
    entry = parse(text_of(transfer()))
    short = write(replace(entry, body={"note": ""}))
    return write(replace(entry, body={"note": "x" * (length - len(short))}))


def test_a_text_ends_at_sixteen_kilobytes() -> None:
    assert len(long_text(TEXT_MAX)) == TEXT_MAX
    assert parse(long_text(TEXT_MAX)).kind == "allowances.transfer"
    with pytest.raises(Malformed) as raised:
        long_text(TEXT_MAX + 1)
    assert raised.value.code == "entry_too_long"
    with pytest.raises(Malformed) as raised:
        parse(long_text(TEXT_MAX)[:-3] + b"x" * 4)
    assert raised.value.code == "entry_too_long"


def test_an_envelope_ends_at_its_limit() -> None:
    assert refused(b"x" * (ENVELOPE_MAX + 1)) == "envelope_too_long"
    assert refused(b"x" * ENVELOPE_MAX) == "note_layout"


def test_at_most_eight_sign() -> None:
    names = [f"R-{n:08}" for n in range(9)]
    text = text_of(transfer())
    assert len(checked(signed(text, *names[:8]), *names).signers) == 8
    assert refused(signed(text, *names), *names) == "note_signatures"


def test_refuses_a_signature_that_stands_twice() -> None:
    assert refused(signed(text_of(transfer()), SIGNER, SIGNER)) == "duplicate_signature"


def test_refuses_an_unknown_key_and_a_known_one_under_another_name() -> None:
    assert refused(transfer(), "R-00000012") == "unknown_key"
    stolen = transfer().replace("— R-00000011".encode(), "— R-00000012".encode())
    assert refused(stolen, SIGNER, "R-00000012") == "unknown_key"


def test_refuses_a_line_that_proves_nothing() -> None:
    text, line = transfer().rsplit("— ".encode(), 1)
    name, encoded = line.split(b" ")
    raw = bytearray(base64.b64decode(encoded))
    raw[-1] ^= 1
    bad = text + "— ".encode() + name + b" " + base64.b64encode(bytes(raw)) + b"\n"
    assert refused(bad) == "invalid_signature"


def test_a_key_id_that_two_keys_share_names_both() -> None:
    made = Keyring()
    key = public_key_of(seed_of(SIGNER))
    made.add(SIGNER, key)
    made.add(SIGNER, key)
    (only,) = made._keys
    assert made.find(*only) == (key,)
    made._keys[only] = (bytes(32), key)
    assert check(transfer(), origin=ORIGIN, catalogue=CATALOGUE, find_key=made.find).signers[0].representative == SIGNER


def test_offered_keys_stand_at_the_top_or_with_founders() -> None:
    key = "A" * 43 + "="
    offer = {"representative": SIGNER, "public_key": key}
    assert offered_keys(offer) == ((SIGNER, bytes(32)),)
    assert offered_keys({"founders": [offer, offer]}) == ((SIGNER, bytes(32)),) * 2
    others: list[Any] = [None, [], {"representative": SIGNER}, {**offer, "public_key": "?"}, {**offer, "public_key": 1}]
    assert [offered_keys(body) for body in others] == [()] * len(others)
    assert offered_keys({"founders": "none"}) == ()
