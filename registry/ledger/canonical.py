"""Canonical JSON: the subset of RFC 8785 (JCS) that entries use.

Objects with ASCII keys, arrays, strings, booleans, null, and integers within 2^53. One value has one text: whatever
`dumps` would not write, `loads` refuses. Floats do not exist here, not even `1.0`.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, Never, TypeAlias

from registry.ledger.errors import Malformed

Value: TypeAlias = bool | int | str | list["Value"] | dict[str, "Value"] | None

INTEGER_MAX = 2**53 - 1
DEPTH_MAX = 16


def dumps(value: object, depth: int = DEPTH_MAX) -> bytes:
    """Return the one canonical text of a value as UTF-8 bytes; ``depth`` bounds how far lists and objects are nested.

    Raises:
        Malformed: ``json_type``, ``json_key``, ``json_integer``, ``json_depth``, ``json_text`` (a lone surrogate).
    """
    _check(value, depth)
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
    plain: Value = loads_plain(data, DEPTH_MAX)
    if plain is not None:
        return plain
    try:
        value: Value = _decoder.decode(data.decode())
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Malformed("json_syntax") from None
    if dumps(value) != data:
        raise Malformed("json_not_canonical")
    return value


def loads_plain(data: bytes, depth: int) -> Any:  # noqa: ANN401  a JSON value
    """Return the value of a canonical text that needs no closer look, or None: then `loads` says what it is.

    Nothing in such a text could break a bound, so its own form is all that is left to check: no character beyond ASCII
    (no key has one then, and no surrogate can be spelled without an escape that is not canonical), no run of digits
    that could pass 2^53, no more brackets than may stand inside each other.
    """
    if not data.isascii() or data.count(b"[") + data.count(b"{") > depth or _LONG in data.translate(_ZEROS):
        return None
    text = data.decode()
    try:
        value, end = _scan(text, 0)
    except (StopIteration, ValueError, Malformed):
        return None
    return value if end == len(text) and _text(value) == text else None


def _check(value: Any, depth: int) -> None:  # noqa: ANN401  a JSON value, or what claims to be one
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise Malformed("json_integer")
        return
    if depth == 0:
        raise Malformed("json_depth", limit=DEPTH_MAX)
    if kind is dict:
        _check_keys(value)
        value = value.values()
    elif kind is not list:
        raise Malformed("json_type", type=kind.__name__)
    for item in value:
        if type(item) is not str:
            _check(item, depth - 1)


def _check_keys(keys: Iterable[object]) -> None:
    for key in keys:
        if type(key) is not str or not key.isascii():
            raise Malformed("json_key", key=repr(key))


def _refuse_float(text: str) -> Never:
    raise Malformed("json_type", type="float", text=text)


# A longer literal is beyond 2^53 in any case; refusing it here keeps the quadratic conversion away.
def _integer(text: str) -> int:
    if len(text) > len(str(-INTEGER_MAX)):
        raise Malformed("json_integer")
    return int(text)


def _text(value: object) -> str:
    return "".join(_write(value, 0)) if isinstance(value, dict | list) else _encoder.encode(value)


_json: Any = json.encoder
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
# What the encoder makes anew for every call.
_write = _json.c_make_encoder(None, _encoder.default, _json.encode_basestring, None, ":", ",", True, False, False)
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 16
_decoder = json.JSONDecoder(parse_float=_refuse_float, parse_int=_integer, parse_constant=_refuse_float)
_plain_decoder: Any = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float)
_scan: Callable[[str, int], tuple[Any, int]] = _plain_decoder.scan_once
