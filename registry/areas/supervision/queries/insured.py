"""Who must be insured and is not: duties without a policy that covers today and enough."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.participants.queries.attested import entries_of
from registry.areas.participants.rules.attested import Attested, RecordState
from registry.areas.supervision.rules.records import SupervisionRecord
from registry.store.projection import mapper_of, table_of

DUTIES_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class Missing:
    """A duty that is not met today: how much cover is asked for, how much there is, until when the last policy ran."""

    participant: str
    participant_name: str | None
    duty: str
    zone: str
    cover_min_fen: int
    cover_fen: int
    last_until: str | None


def uninsured(connection: sa.Connection, today: str) -> tuple[Missing, ...]:
    """Return the duties to insure that stand today without enough cover. Indexes: `…_book`, `…_participant`."""
    duties = entries_of(
        connection, SupervisionRecord, "insurance_duty", state=RecordState.STANDING.value, limit=DUTIES_MAX
    ).rows
    found = []
    for one in duties:
        record = one.record
        if not record.holds_on(today) or record.participant is None:
            continue
        policies = _policies(connection, record.participant)
        cover = sum(policy.figure("cover_fen") for policy in policies if policy.holds_on(today))
        if cover < record.figure("cover_min_fen"):
            last = max((policy.until_on or "" for policy in policies), default="") or None
            found.append(
                Missing(
                    record.participant, one.participant_name, record.number, record.zone,
                    record.figure("cover_min_fen"), cover, last,
                )
            )  # fmt: skip
    return tuple(found)


def _policies(connection: sa.Connection, participant: str) -> tuple[Attested, ...]:
    table = table_of(SupervisionRecord)
    wanted = sa.and_(table.c.book == "insurance", table.c.participant == participant)
    mapper = mapper_of(SupervisionRecord)
    return tuple(mapper.from_row(row) for row in connection.execute(sa.select(table).where(wanted)))
