"""Canonical JSON: the subset of RFC 8785 (JCS) that entries use.

Objects with ASCII keys, arrays, strings, booleans, null, and integers within 2^53. One value has one text: whatever
`dumps` would not write, `loads` refuses. Floats do not exist here, not even `1.0`.
"""

import json
from typing import Never, TypeAlias

from registry.ledger.errors import Malformed

Value: TypeAlias = bool | int | str | list["Value"] | dict[str, "Value"] | None

INTEGER_MAX = 2**53 - 1
DEPTH_MAX = 16


def dumps(value: object) -> bytes:
    """Return the one canonical text of a value as UTF-8 bytes.

    Raises:
        Malformed: ``json_type``, ``json_key``, ``json_integer``, ``json_depth``, ``json_text`` (a lone surrogate).
    """
    _check(value, DEPTH_MAX)
    try:
        return _encoder.encode(value).encode()
    except UnicodeEncodeError:
        raise Malformed("json_text") from None


def loads(data: bytes) -> Value:
    """Return the value of a canonical text.

    Raises:
        Malformed: ``json_syntax`` if it is no JSON, ``json_not_canonical`` if `dumps` would write it otherwise, and
            the codes of `dumps`.
    """
    try:
        value = _decoder.decode(data.decode())
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Malformed("json_syntax") from None
    if dumps(value) != data:
        raise Malformed("json_not_canonical")
    return value  # type: ignore[no-any-return]  # `dumps` has just checked its type


def _check(value: object, depth: int) -> None:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        if not -INTEGER_MAX <= value <= INTEGER_MAX:  # type: ignore[operator]
            raise Malformed("json_integer")
        return
    if depth == 0:
        raise Malformed("json_depth", limit=DEPTH_MAX)
    if kind is dict:
        for key, item in value.items():  # type: ignore[attr-defined]
            if type(key) is not str or not key.isascii():
                raise Malformed("json_key", key=repr(key))
            _check(item, depth - 1)
    elif kind is list:
        for item in value:  # type: ignore[attr-defined]
            _check(item, depth - 1)
    else:
        raise Malformed("json_type", type=kind.__name__)


def _refuse_float(text: str) -> Never:
    raise Malformed("json_type", type="float", text=text)


# A longer literal is beyond 2^53 in any case; refusing it here keeps the quadratic conversion away.
def _integer(text: str) -> int:
    if len(text) > len(str(-INTEGER_MAX)):
        raise Malformed("json_integer")
    return int(text)


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
_decoder = json.JSONDecoder(parse_float=_refuse_float, parse_int=_integer, parse_constant=_refuse_float)
