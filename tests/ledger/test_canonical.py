import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.canonical import DEPTH_MAX, INTEGER_MAX, dumps, loads
from registry.ledger.errors import Malformed

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127))
SCALARS = st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def code_of(call: Any, *arguments: object) -> str:
    with pytest.raises(Malformed) as raised:
        call(*arguments)
    return raised.value.code


@given(VALUES)
def test_writes_what_rfc_8785_says_and_reads_it_back(value: Any) -> None:
    text = dumps(value)
    assert text == rfc8785.dumps(value)
    assert loads(text) == value


@pytest.mark.parametrize(
    "text",
    [
        b' {"a":1}',
        b'{"a":1}\n',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b"-0",
        b'"\\u0061"',
        b'"\\/"',
        b'"\\u000A"',
    ],
)
def test_refuses_what_it_would_not_write(text: bytes) -> None:
    assert json.loads(text) is not None or text == b"-0"
    assert code_of(loads, text) == "json_not_canonical"


@pytest.mark.parametrize("text", [b"1.0", b"1e3", b"1E400", b"NaN", b"Infinity", b"-Infinity", b'{"a":0.5}'])
def test_knows_no_floats(text: bytes) -> None:
    assert code_of(loads, text) == "json_type"


@pytest.mark.parametrize(
    "text", [b"", b"{", b"01", b"{'a':1}", b"\xff", b'{"a":1}{}', b"[" * 100_000, b"\xef\xbb\xbf1"]
)
def test_refuses_what_is_no_json(text: bytes) -> None:
    assert code_of(loads, text) == "json_syntax"


@pytest.mark.parametrize("sign", [1, -1])
def test_integers_end_at_two_to_the_53(sign: int) -> None:
    assert loads(str(sign * INTEGER_MAX).encode()) == sign * INTEGER_MAX
    assert code_of(loads, str(sign * (INTEGER_MAX + 1)).encode()) == "json_integer"
    assert code_of(dumps, sign * (INTEGER_MAX + 1)) == "json_integer"


def test_a_very_long_integer_is_refused_before_it_is_read() -> None:
    assert code_of(loads, b"9" * 1_000_000) == "json_integer"


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def test_depth_ends_at_its_limit() -> None:
    assert loads(dumps(nested(DEPTH_MAX))) == nested(DEPTH_MAX)
    assert code_of(dumps, nested(DEPTH_MAX + 1)) == "json_depth"


def test_keys_are_ascii() -> None:
    assert dumps({"~": 1}) == b'{"~":1}'
    assert code_of(dumps, {"é": 1}) == "json_key"
    assert code_of(dumps, {1: 1}) == "json_key"


@pytest.mark.parametrize("value", [1.0, (1,), b"x", {1}, object()])
def test_refuses_other_types(value: object) -> None:
    assert code_of(dumps, value) == "json_type"


def test_refuses_half_a_surrogate_pair() -> None:
    assert code_of(dumps, "\ud800") == "json_text"
    assert code_of(loads, b'"\\ud800"') == "json_text"
