from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated, Any

import pytest

from registry.catalog import CATALOGUE
from registry.ledger import codec
from registry.ledger.codec import (
    AccountNo,
    Count,
    Day,
    Instant,
    Items,
    Pattern,
    PublicKey,
    PublicText,
    Units,
    Whole,
    decode,
    encode,
)
from registry.ledger.errors import Malformed


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Part:
    units: Units


@dataclass(frozen=True, slots=True)
class Body:
    count: Annotated[int, Whole(2, 4)]
    code: Annotated[str, Pattern("[a-z]{2}")]
    text: Annotated[str, PublicText(3, 2)]
    colour: Colour
    flag: bool
    at: Instant
    day: Day
    parts: Annotated[tuple[Part, ...], Items(1, 2)]
    perhaps: Count | None


GOOD: dict[str, Any] = {
    "count": 3,
    "code": "ab",
    "text": "碳信",
    "colour": "red",
    "flag": True,
    "at": "2026-11-22T08:00:00Z",
    "day": "2026-11-22",
    "parts": [{"units": 1}],
    "perhaps": None,
}


def problem_of(**changes: object) -> tuple[object, object]:
    with pytest.raises(Malformed) as raised:
        decode(Body, {**GOOD, **changes})
    assert raised.value.code == "field"
    return raised.value.facts["path"], raised.value.facts["problem"]


def test_reads_and_writes_the_same_value() -> None:
    body = decode(Body, GOOD)
    assert encode(body) == GOOD
    assert (body.colour, body.parts, body.at % 1_000_000) == (Colour.RED, (Part(1),), 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", 2),
        ("count", 4),
        ("text", "ab"),
        ("text", "abc"),
        ("colour", "blue"),
        ("flag", False),
        ("day", "2024-02-29"),
        ("parts", [{"units": 1}, {"units": 2**53 - 1}]),
        ("perhaps", 0),
    ],
)
def test_admits_what_lies_inside_the_edge(name: str, value: object) -> None:
    assert encode(decode(Body, {**GOOD, name: value}))[name] == value


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("count", 1, "range"),
        ("count", 5, "range"),
        ("count", True, "type"),
        ("count", "3", "type"),
        ("count", None, "type"),
        ("code", "abc", "characters"),
        ("code", "ab\n", "characters"),
        ("code", "äb", "characters"),
        ("code", 1, "type"),
        ("text", "a", "length"),
        ("text", "abcd", "length"),
        ("text", "a\u200bb", "characters"),
        ("text", "a\u202eb", "characters"),
        ("text", " ab", "characters"),
        ("text", 1, "type"),
        ("colour", "green", "choice"),
        ("colour", 1, "choice"),
        ("flag", 1, "type"),
        ("at", "2026-11-22T08:00:00.000Z", "date"),
        ("at", "2026-11-22T08:00:00+00:00", "date"),
        ("at", 0, "type"),
        ("day", "2026-02-29", "date"),
        ("day", "20261122", "date"),
        ("day", "2026-W01-1", "date"),
        ("day", 1, "type"),
        ("parts", [], "length"),
        ("parts", [{"units": 1}] * 3, "length"),
        ("parts", {}, "type"),
        ("perhaps", -1, "range"),
    ],
)
def test_refuses_what_lies_outside_it(name: str, value: object, problem: str) -> None:
    assert problem_of(**{name: value}) == (name, problem)


def test_paths_lead_into_lists_and_objects() -> None:
    assert problem_of(parts=[{"units": 1}, {"units": 0}]) == ("parts[1].units", "range")
    assert problem_of(parts=[{}]) == ("parts[0].units", "missing")
    assert problem_of(parts=[7]) == ("parts[0]", "type")


def test_every_declared_field_is_there_and_no_other() -> None:
    assert problem_of(more=1) == ("more", "unknown")
    with pytest.raises(Malformed) as raised:
        decode(Body, {name: value for name, value in GOOD.items() if name != "perhaps"})
    assert (raised.value.facts["path"], raised.value.facts["problem"]) == ("perhaps", "missing")
    with pytest.raises(Malformed):
        decode(Body, [])


def test_a_public_key_has_one_text() -> None:
    read = codec.coder(PublicKey).decode
    assert read("A" * 42 + "A=") == "A" * 43 + "="
    for text in ("A" * 42 + "B=", "A" * 43, "A" * 44, "-" * 43 + "="):
        with pytest.raises(Malformed):
            read(text)


def test_fields_tell_what_is_derived_from_them() -> None:
    specs = {spec.name: spec for spec in codec.fields(Body)}
    assert list(specs) == [field.name for field in fields(Body)]
    assert specs["perhaps"].optional
    assert specs["parts"].items is Part
    assert isinstance(specs["count"].constraint, Whole)


def test_digits_of_other_scripts_are_no_digits() -> None:
    with pytest.raises(Malformed):
        codec.coder(AccountNo).decode("３1-HO-00000001-11")


def test_every_record_and_body_of_the_catalogue_can_be_written() -> None:
    bodies = [made.body for revisions in CATALOGUE.kinds.values() for made in revisions.values()]
    for cls in (*bodies, *(of.cls for of in CATALOGUE.record_types)):
        assert codec.coder(cls)
