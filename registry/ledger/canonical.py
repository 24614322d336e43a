"""Canonical JSON: the subset of RFC 8785 (JCS) that entries use.

Objects with ASCII keys, arrays, strings, booleans, null, and integers within 2^53. One value has one text: whatever
`dumps` would not write, `loads` refuses. Floats do not exist here, not even `1.0`.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Never, TypeAlias

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
        return _text(value).encode()
    except UnicodeEncodeError:
        raise Malformed("json_text") from None


def loads(data: bytes) -> Value:
    """Return the value of a canonical text.

    Raises:
        Malformed: ``json_syntax`` if it is no JSON, ``json_not_canonical`` if `dumps` would write it otherwise, and
            the codes of `dumps`.
    """
    if _is_plain(data):
        plain: Value = _decoded(_plain_decoder, data)
        if _text(plain) == data.decode():
            return plain
    value: Value = _decoded(_decoder, data)
    if dumps(value) != data:
        raise Malformed("json_not_canonical")
    return value


def _is_plain(data: bytes) -> bool:
    """Return whether nothing in these bytes could break a bound: then the text's own form is all that is left to check.

    No character beyond ASCII, so no key has one and no surrogate can be spelled without an escape that is not
    canonical; no run of digits that could pass 2^53; fewer brackets than may stand inside each other.
    """
    return data.isascii() and data.count(b"[") + data.count(b"{") <= DEPTH_MAX and _long_number(data) is None


def _decoded(decoder: json.JSONDecoder, data: bytes) -> Any:  # noqa: ANN401  a JSON value
    try:
        return decoder.decode(data.decode())
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Malformed("json_syntax") from None


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


def _fast_writer() -> Callable[[object], str]:
    """Return what writes a checked value: the library's encoder, made once and not once a call where it is in C."""
    encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return encoder.encode
    write = make(None, encoder.default, json.encoder.encode_basestring, None, ":", ",", True, False, False)

    def text(value: object) -> str:
        return "".join(write(value, 0)) if isinstance(value, dict | list) else encoder.encode(value)

    return text


_text = _fast_writer()
_long_number = re.compile(rb"[0-9]{16}").search
_decoder = json.JSONDecoder(parse_float=_refuse_float, parse_int=_integer, parse_constant=_refuse_float)
_plain_decoder = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float)
