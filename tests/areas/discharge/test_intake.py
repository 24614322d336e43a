"""Hourly documents on their way in: devices and their keys, files brought by hand, and the same again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from registry.areas.discharge.intake import check_file, take_file, take_signed
from registry.areas.discharge.queries.measuring import computed_month, permit_with
from registry.areas.discharge.rules import RECORDS
from registry.areas.discharge.rules.measuring import recompute_month
from registry.areas.discharge.series.hourly import render
from registry.areas.participants.rules.parameters import Parameter
from registry.catalog import CATALOGUE
from registry.ledger.errors import LedgerError
from registry.ledger.parties import Participant
from registry.store.preview import SqlView
from registry.store.series import Kept, between, versions_of
from registry.store.tables_documents import document
from registry.store.tables_series import series_day
from tests.areas.allowances.factories import ALICE
from tests.areas.discharge.factories import BY_ALICE, beijing, number
from tests.areas.discharge.measuring import (
    AIR_OUTLET,
    MONTH,
    SO2,
    device,
    ending,
    june,
    measured,
    note_of,
    registration,
)
from tests.areas.discharge.series import day_of
from tests.pages import filled

NOW = beijing("2026-07-02 09:00:00") * 1000
DAY = june()[0]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> sa.Engine:
    """Return a database in which Alice's outlet has a device that counts, 1, an ended one, 2, and one in water, 3."""
    made = measured()
    for signer, outlet in ((device(1), "DA001"), (device(2), "DA001"), (device(3, AIR_OUTLET[:-5] + "DW001"), "DW001")):
        made.must("discharge.register_device", registration(signer, outlet), *BY_ALICE)
    made.must("discharge.revoke_device", ending(device(2)), *BY_ALICE)
    return filled(tmp_path_factory.mktemp("intake"), made.journal, (*RECORDS, Parameter, Participant))


@pytest.fixture
def engine(known: sa.Engine) -> Iterator[sa.Engine]:
    yield known
    with known.begin() as connection:
        for table in (series_day, document):
            connection.execute(sa.delete(table))


def take(engine: sa.Engine, data: bytes, *, now: int = NOW) -> Kept:
    return take_signed(engine, CATALOGUE, data, now=now)[1]


def bring(engine: sa.Engine, data: bytes, *, holder: int = ALICE) -> tuple[Kept, ...]:
    return take_file(engine, CATALOGUE, data, holder=number(holder), by=BY_ALICE[0], now=NOW)


def refused(engine: sa.Engine, data: bytes, *, by_hand: bool = False) -> str:
    with pytest.raises(LedgerError) as caught:
        (bring if by_hand else take)(engine, data)
    with engine.connect() as connection:
        assert connection.execute(sa.select(series_day)).first() is None
    return caught.value.code


def file_of(days: list[bytes]) -> bytes:
    heading = days[0].split(b"\n")[0]
    return heading + b"\n" + b"".join(one.partition(b"\n")[2] for one in days)


def test_a_devices_day_is_kept_and_the_same_again_is_answered_the_same(engine: sa.Engine) -> None:
    data = note_of(DAY)

    first, again = take(engine, data), take(engine, data, now=NOW + 1)

    assert (first.version, first.is_new, again.is_new) == (1, True, False)
    assert replace(first, is_new=False) == again
    with engine.connect() as connection:
        assert len(connection.execute(sa.select(document)).all()) == 1


def test_a_correction_is_a_new_version_and_the_earlier_one_stays(engine: sa.Engine) -> None:
    take(engine, note_of(DAY))
    other = day_of(DAY.day, outlet=AIR_OUTLET, columns=SO2, reading=lambda hour: 40_000 + hour)

    assert take(engine, note_of(other)).version == 2
    assert take(engine, note_of(DAY)).version == 1  # known already, and not the newest for that
    with engine.connect() as connection:
        assert [one.version for one in versions_of(connection, AIR_OUTLET, DAY.day)] == [1, 2]
        assert [one.version for one in between(connection, AIR_OUTLET, "2026-06-01", "2026-06-30")] == [2]


def test_only_a_key_that_counts_for_this_outlet_is_taken(engine: sa.Engine) -> None:
    assert refused(engine, note_of(DAY, device(2))) == "device_ended"
    assert refused(engine, note_of(DAY, device(3))) == "unknown_device"
    assert refused(engine, note_of(DAY, device(4))) == "unknown_device"
    assert refused(engine, DAY.data) == "unknown_device"
    assert refused(engine, note_of(DAY, device(1, "DA001"))) == "hourly_signer"
    assert refused(engine, note_of(DAY).replace(b"30.000", b"29.000", 1)) == "note_signature"
    take(engine, note_of(DAY, device(1)))


def test_an_outlet_and_a_pollutant_have_to_be_known(engine: sa.Engine) -> None:
    for outlet, code in ((f"{AIR_OUTLET[:-1]}9", "outlet_not_in_permit"), ("9" * 21 + "PDA001", "unknown_permit")):
        assert refused(engine, note_of(day_of(DAY.day, outlet=outlet, columns=SO2), device(1, outlet))) == code
    for name, code in (("COD", "pollutant_not_of_medium"), ("CO", "unknown_pollutant")):
        day = day_of(DAY.day, outlet=AIR_OUTLET, columns=(replace(SO2[0], code=name),))
        assert refused(engine, note_of(day)) == code


def test_a_day_is_taken_once_it_is_over(engine: sa.Engine) -> None:
    today = day_of("2026-07-02", outlet=AIR_OUTLET, columns=SO2)

    assert refused(engine, note_of(today)) == "day_not_over"
    take(engine, note_of(today), now=beijing("2026-07-03 00:00:00") * 1000)


def test_figures_in_another_unit_are_not_taken(engine: sa.Engine) -> None:
    litre = day_of(DAY.day, outlet=AIR_OUTLET, columns=SO2, reading=lambda hour: 30 + hour)
    micro = day_of(DAY.day, outlet=AIR_OUTLET, columns=SO2, reading=lambda hour: 30_000_000 + hour)
    named = day_of(DAY.day, outlet=AIR_OUTLET, columns=(replace(SO2[0], unit="ug/m3", picograms=1),))
    water = DAY.data.replace(b"mg/m3", b"mg/L")

    assert refused(engine, note_of(litre)) == "units_mixed"
    assert refused(engine, note_of(micro)) == "units_mixed"
    assert refused(engine, note_of(named)) == "unit_changed"
    assert refused(engine, water, by_hand=True) == "unit_of_medium"


def test_a_file_is_checked_whole_before_any_of_it_is_kept(engine: sa.Engine) -> None:
    week = [f"2026-06-{day:02}" for day in range(10, 17)]
    days = june(without=week)
    data = file_of([one.data for one in days])

    found = check_file(engine, CATALOGUE, data, holder=number(ALICE), now=NOW)

    assert (len(found.days), found.missing, found.replaced) == (23, ((week[0], week[-1]),), ())
    judged = found.months[MONTH][0].found
    assert judged is not None
    assert (judged.hours_valid, judged.hours_stood_in) == (23 * 24, 7 * 24)
    assert refused(engine, data.replace(b"run", b"ran", 1), by_hand=True) == "hourly_state"
    bad = render(day_of("2026-06-30", outlet=AIR_OUTLET, columns=SO2, reading=lambda hour: 30 + hour))
    assert refused(engine, file_of([*(one.data for one in days[:-1]), bad]), by_hand=True) == "units_mixed"


def test_a_file_of_anothers_outlet_is_not_taken(engine: sa.Engine) -> None:
    with pytest.raises(LedgerError, match="not_permitted"):
        bring(engine, DAY.data, holder=12)
    assert bring(engine, DAY.data)[0].brought_by == BY_ALICE[0]


def test_what_a_device_has_signed_is_not_replaced_by_hand(engine: sa.Engine) -> None:
    take(engine, note_of(DAY))
    second = june()[1]
    other = day_of(DAY.day, outlet=AIR_OUTLET, columns=SO2, reading=lambda hour: 10_000 + hour)

    found = check_file(engine, CATALOGUE, file_of([other.data, second.data]), holder=number(ALICE), now=NOW)
    kept = bring(engine, file_of([other.data, second.data]))

    assert (found.signed, found.replaced) == ((DAY.day,), ())
    assert [(one.day, one.version) for one in kept] == [(second.day, 1)]
    assert bring(engine, note_of(day_of("2026-06-03", outlet=AIR_OUTLET, columns=SO2)))[0].signed_by


def test_a_month_is_computed_from_the_newest_documents_and_agrees_with_them(engine: sa.Engine) -> None:
    for day in june()[:20]:
        take(engine, note_of(day))
    bring(engine, file_of([one.data for one in june()[20:]]))
    with engine.connect() as connection:
        view = SqlView(connection, CATALOGUE, NOW)
        made = computed_month(connection, view, permit_with(connection, AIR_OUTLET), "DA001", MONTH, now=NOW)
        documents = {row.digest: row.data for row in connection.execute(sa.select(document.c.digest, document.c.data))}
    assert made.body is not None
    assert (made.body.days_signed, len(made.body.days)) == (20, 30)
    assert list(recompute_month(made.body, documents)) == []


def test_a_month_with_too_few_hours_is_not_proposed(engine: sa.Engine) -> None:
    bring(engine, file_of([one.data for one in june()[:22]]))
    with engine.connect() as connection:
        view = SqlView(connection, CATALOGUE, NOW)
        made = computed_month(connection, view, permit_with(connection, AIR_OUTLET), "DA001", MONTH, now=NOW)
    assert made.body is None
    assert [one.problem.code for one in made.judged if one.problem] == ["too_few_valid_hours"]
