"""Every record type makes the round trip through its table, on both databases."""

import re
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.codec import CalendarDay, Count, Instant, Items, Moment, Name, Pattern, PublicText, Whole
from registry.ledger.parties import Status
from registry.ledger.rules import Index, RecordType, record
from registry.ledger.serials import account_number
from registry.ledger.state import Changes
from registry.store.posting import post
from registry.store.projection import mapper_of, table_of

HEAD = {"frontier": bytes(8), "recorded_at": 0}


@dataclass(frozen=True, slots=True)
class Line:
    """A value inside a record, with a time of its own."""

    at: Instant
    status: Status
    note: Name | None


@record("test_sample", key=("number",), indexes=(Index("by", ("status",), ("count",)),))
@dataclass(frozen=True, slots=True)
class Sample:
    """A record with every type of field."""

    number: Count
    status: Status
    state: Status | None
    flag: bool | None
    lines: Annotated[tuple[Line, ...], Items(0, 9)]
    one: Line | None
    count: Annotated[int, Whole(-9)]
    label: Name


def samples() -> list[Sample]:
    line = Line(1_780_000_000_000_000, Status.CLOSED, "一")
    return [
        Sample(1, Status.ACTIVE, None, None, (), None, -9, "甲"),
        Sample(
            2,
            Status.SUSPENDED,
            Status.ACTIVE,
            True,
            (line, Line(1_780_000_001_000_000, Status.ACTIVE, None)),
            line,
            2**53 - 1,
            '"',
        ),
        Sample(2**53 - 1, Status.CLOSED, Status.CLOSED, False, (line,), None, 0, "x" * 120),
    ]


def test_a_record_of_every_type_of_field_comes_back(prepared_engine: sa.Engine) -> None:
    mapper = mapper_of(Sample)
    mapper.table.create(prepared_engine)
    put(prepared_engine, samples())
    put(prepared_engine, samples()[:2])
    assert rows(prepared_engine, Sample) == samples()
    sa.MetaData.remove(mapper.table.metadata, mapper.table)


def put(engine: sa.Engine, items: list[Any]) -> None:
    changes = Changes()
    for n, item in enumerate(items):
        changes.records[type(item), (n,)] = item
    with engine.begin() as connection:
        post(connection, [], changes, tiles=[], head=HEAD)


def rows(engine: sa.Engine, cls: type) -> list[Any]:
    mapper = mapper_of(cls)
    with engine.connect() as connection:
        found = connection.execute(sa.select(mapper.table).order_by(*mapper.table.primary_key)).all()
    return [mapper.from_row(row) for row in found]


@pytest.mark.parametrize("of", CATALOGUE.record_types, ids=lambda of: of.name)
def test_every_record_of_the_catalogue_comes_back(prepared_engine: sa.Engine, of: RecordType) -> None:
    items = [example(of.cls, n) for n in (1, 2)]
    put(prepared_engine, items)
    assert rows(prepared_engine, of.cls) == items


@pytest.mark.parametrize("of", CATALOGUE.record_types, ids=lambda of: of.name)
def test_a_table_has_the_indexes_that_its_record_declares(of: RecordType) -> None:
    made = {str(index.name): [column.name for column in index.columns] for index in table_of(of.cls).indexes}
    for index in of.indexes.values():
        columns = made[f"ix_{of.name}_{index.name}"]
        assert tuple(columns[: len(index.by) + len(index.order)]) == (*index.by, *index.order)
        assert set(of.key) <= set(columns)


def example(cls: type, n: int) -> Any:
    hints = get_type_hints(cls, include_extras=True)
    return cls(**{field.name: value_of(hints[field.name], n) for field in fields(cls)})


def value_of(hint: Any, n: int) -> Any:
    """Return some value of a declared type; what it means does not matter here."""
    inner, *constraints = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if get_origin(inner) is tuple:
        least = max([one.minimum for one in constraints if isinstance(one, Items)], default=0)
        return tuple(value_of(get_args(inner)[0], k) for k in range(max(n, least)))
    choices = [one for one in get_args(inner) if one is not type(None)]
    if choices:
        return None if n == 2 else value_of(choices[0], n)
    if is_dataclass(inner) and isinstance(inner, type):
        return example(inner, n)
    if issubclass(inner, StrEnum):
        return list(inner)[n % len(list(inner))]
    if inner is bool:
        return n == 1
    return number_or_text(inner, constraints, n)


def number_or_text(inner: type, constraints: list[Any], n: int) -> Any:
    (constraint,) = constraints or (None,)
    if inner is int:
        return n * 1_000_000 if isinstance(constraint, Moment) else n + getattr(constraint, "minimum", 0)
    if isinstance(constraint, Pattern):
        return next(text for text in texts(n) if re.fullmatch(constraint.pattern, text, re.ASCII))
    return {PublicText: f"名称{n:02}", CalendarDay: f"2026-01-0{n + 1}"}.get(type(constraint), f"t{n}")


def texts(n: int) -> list[str]:
    """Return texts of the forms that patterns ask for."""
    digits, number = f"{n:02}", f"{n:08}"
    entry_id = f"00000000-0000-7000-8000-{n:012}"
    forms = (f"T{n}", f"{n:064x}", f"P-{number}", f"R-{number}", account_number("31", "HO", n), digits, entry_id)
    return [
        *forms,
        f"CEA-{2024 + n}",
        f"{2024 + n}",
        f"CEA-31-NAT-2025-{n}",
        f"G-{number}",
        f"C-{number}",
        f"B-{number}",
        f"XS000000000{n}",
        f"CCER-14-{n:03}-V01",
        ("aluminium", "cement", "power")[n % 3],
        f"{n}.1",
        "9" * 18 + f"00{n}P",
        chr(65 + n) * 42 + "A=",
        f"log.test/{n}+0123abcd+" + "A" * 44,
        "a" * (n + 3),
        f"t{n}",
        f"{n:06}",
        "A" * (n + 1),
        f"DA{n:03}",
        f"TA{n:03}",
        f"2026-{n:02}",
        f"CN{chr(65 + n)}",
    ]
