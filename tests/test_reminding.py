"""Issuers are reminded of a bond's yearly report a month before its day, once, and only while it is missing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry import notice_wording
from registry.areas.credits.rules.records import Case, CreditProject
from registry.areas.finance.rules import RECORDS
from registry.areas.participants.rules.parameters import Parameter, ParameterDefinition
from registry.ledger.parties import Participant, Representative
from registry.reminding import AHEAD, NAME, remind_of_reports
from registry.store.marks import begin_at
from registry.store.tables_notices import notice
from tests.areas.finance.bond_factories import BOND, Funding
from tests.areas.finance.factories import OWNER, representative
from tests.pages import filled, make_app

KEPT = (*RECORDS, CreditProject, Case, Participant, Representative, Parameter, ParameterDefinition)
DUE = int(datetime.fromisoformat("2026-04-30T00:00:00+08:00").astimezone(UTC).timestamp()) * 1_000_000


def told(engine: sa.Engine) -> list[str]:
    """Return what people have been told, in English."""
    with engine.connect() as connection:
        return [
            notice_wording.text(row.event, {"bond": BOND, "period": "2025", "day": "2026-04-30"}, "en") + row.link
            for row in connection.execute(sa.select(notice).order_by(notice.c.id))
        ]


@pytest.mark.parametrize("is_reported", [False, True])
def test_issuers_are_reminded_a_month_before_and_once(tmp_path: Path, *, is_reported: bool) -> None:
    made = Funding("2026-03-01").funded()
    if is_reported:
        assert made.report() == "accepted"
    engine = filled(tmp_path, made.journal, KEPT)
    make_app(engine, tmp_path, areas=(), representative=representative(OWNER))
    begin_at(engine, NAME, 0)
    counts = []

    for instant in (DUE - AHEAD - 1, DUE - AHEAD, DUE - AHEAD + 1, DUE):
        assert remind_of_reports(engine, instant) == instant
        counts.append(len(told(engine)))

    assert counts == [0, *([0] * 3 if is_reported else [1] * 3)]
    assert all(BOND in one and one.endswith(f"/finance/bonds/{BOND}") for one in told(engine))
    engine.dispose()
