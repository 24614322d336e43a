"""Certificates of what was used or given up for good: credits retired, allowances cancelled. Indexes: primary keys.

A certificate is no record of its own. It is read from the retirement or from the step that was confirmed, and its file
is the receipts of the entries that made it so: of one for an own title, of two where another register had to confirm.
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from registry.areas.auditing.queries.heads import covering, newest_note
from registry.areas.auditing.queries.names import parties
from registry.areas.credits.rules.retirement import Retirement
from registry.areas.participants.queries import batch_texts, serial_text
from registry.areas.participants.rules.holdings import NamedRange, Pending
from registry.ledger.book import AssetClass, asset_class_of
from registry.store.log import receipt
from registry.store.projection import mapper_of
from registry.store.tables import leaf

CANCEL: Final = "allowances.cancel"
FINAL: Final = frozenset({"final", "confirmed"})
_retirements, _steps, _classes = mapper_of(Retirement), mapper_of(Pending), mapper_of(AssetClass)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was used or given up, by whom and for whom; ``status`` is `final`, `pending` or `returned`.

    ``beneficiary`` is a name, a participant's number or a salted hash; ``register`` holds title. ``asked_index`` is the
    entry of the holder, ``final_index`` that which made it final.
    """

    id: str
    kind: str
    holder: str
    holder_name: str
    asset: str
    class_name: str
    unit: str
    units: int
    account: str
    serials: tuple[str, ...]
    beneficiary: str
    beneficiary_name: str
    purpose: str
    note: str
    reference: str
    register: str
    status: str
    asked_index: int
    final_index: int | None
    final_at: int | None
    is_witnessed: bool

    @property
    def indexes(self) -> tuple[int, ...]:
        """The entries whose receipts prove it."""
        found = (self.asked_index, self.final_index)
        return tuple(dict.fromkeys(one for one in found if one is not None))


def read_certificate(connection: sa.Connection, entry_id: str) -> Certificate | None:
    """Return the certificate of the entry with this id; None for every other entry, and for what was imported."""
    table = _retirements.table
    row = connection.execute(sa.select(table).where(table.c.id == entry_id)).first()
    step = connection.execute(sa.select(_steps.table).where(_steps.table.c.id == entry_id)).first()
    waited: Pending | None = None if step is None else _steps.from_row(step)
    if row is not None:
        retired: Retirement = _retirements.from_row(row)
        return None if retired.retired_on else _of_retirement(connection, retired, waited)
    if waited is not None and waited.kind == CANCEL:
        return _certificate(connection, waited, account=waited.target or "", reference=waited.reference or "")
    return None


def certificate_file(connection: sa.Connection, certificate: Certificate) -> bytes | None:
    """Return the receipts of its entries one after the other, each under a witnessed head; None before there is one."""
    heads = [covering(connection, index, None)[1] for index in certificate.indexes]
    if any(head is None for head in heads):
        return None
    proofs = zip(certificate.indexes, heads, strict=True)
    return b"".join(receipt(connection, index, newest_note(connection, head)) for index, head in proofs if head)


def _of_retirement(connection: sa.Connection, one: Retirement, waited: Pending | None) -> Certificate:
    said = one.beneficiary
    return _certificate(
        connection, one, account=one.account, reference=(waited.reference or "") if waited else "",
        beneficiary=said.name or said.participant or said.commitment or "", purpose=one.purpose.value,
        note=one.note or "",
    )  # fmt: skip


def _certificate(
    connection: sa.Connection, one: Retirement | Pending, *, account: str, reference: str, beneficiary: str = "",
    purpose: str = "", note: str = "",
) -> Certificate:  # fmt: skip
    table = _classes.table
    row = connection.execute(sa.select(table).where(table.c.code == asset_class_of(one.asset))).one()
    its: AssetClass = _classes.from_row(row)
    is_final = one.status.value in FINAL
    final_index = one.closed_index if is_final else None
    at = sa.select(leaf.c.recorded_at).where(leaf.c.index == final_index)
    names = parties(connection, [one.participant, beneficiary])
    return Certificate(
        id=one.id,
        kind=CANCEL if isinstance(one, Pending) else "credits.retire",
        holder=one.participant,
        holder_name=names[one.participant].name,
        asset=one.asset,
        class_name=its.name,
        unit=its.unit,
        units=one.units,
        account=account,
        serials=_serials(connection, one.ranges),
        beneficiary=beneficiary,
        beneficiary_name=names[beneficiary].name if beneficiary in names else "",
        purpose=purpose,
        note=note,
        reference=reference,
        register=its.title_register,
        status="final" if is_final else "returned" if one.status.value == "returned" else "pending",
        asked_index=one.opened_index,
        final_index=final_index,
        final_at=connection.scalar(at) if final_index is not None else None,
        is_witnessed=final_index is not None and covering(connection, final_index, None)[1] is not None,
    )


def _serials(connection: sa.Connection, ranges: tuple[NamedRange, ...]) -> tuple[str, ...]:
    texts = batch_texts(connection, (one.batch for one in ranges))
    return tuple(serial_text(texts[one.batch], one.first, one.last) for one in ranges if one.batch in texts)
