"""Receipts: the page that confirms a submission, and the C2SP tlog-proof as a file.

An entry's id opens its receipt to whoever has it: 74 of its bits are chance, and only the author, the parties and those
who may trace the units are told it. A certificate can therefore be checked by somebody without an account.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Response, request

from registry.areas.auditing.queries.entry import EntryShown, find_entry, read_entry
from registry.areas.auditing.queries.heads import covering, newest_note
from registry.areas.auditing.views.base import blueprint, reading, signed_head, unknown
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Refusal
from registry.store.log import receipt as render_receipt
from registry.web.seam import registry
from registry.web.views import view

WITNESSED = "witnessed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page of a receipt says; addresses are those of the files, empty while there is none."""

    id: str
    index: int
    kind: str
    recorded_at: int
    result: str
    digest: str
    confirmed_size: int | None
    witnessed_size: int | None
    confirmed_proof: str
    witnessed_proof: str

    @property
    def is_accepted(self) -> bool:
        """Whether the entry had the effect that it asked for."""
        return self.result == ACCEPTED


@view(blueprint, "/receipts/<uuid:entry_id>", template="auditing/receipt.html")
def receipt(*, entry_id: UUID) -> Receipt:
    """Return the receipt of an entry.

    Raises:
        Refusal: ``unknown_record``.
    """
    with reading() as connection:
        index = find_entry(connection, str(entry_id))
        found = None
        if index is not None:
            found = read_entry(connection, index, origin=registry().origin, signed=signed_head(connection))
    if found is None:
        raise unknown(id=str(entry_id))
    return _shown(found)


@blueprint.get("/receipts/<uuid:entry_id>.tlog-proof")
def proof(entry_id: UUID) -> Response:
    """Return the receipt as a file: under the newest head, or with `?state=witnessed` under a witnessed one.

    Raises:
        Refusal: ``unknown_record``, ``not_confirmed``, ``not_witnessed``.
    """
    wants_witnessed = request.args.get("state") == WITNESSED
    with reading() as connection:
        index = find_entry(connection, str(entry_id))
        if index is None:
            raise unknown(id=str(entry_id))
        confirmed, witnessed = covering(connection, index, signed_head(connection))
        head = witnessed if wants_witnessed else confirmed
        if head is None:
            raise Refusal("not_witnessed" if wants_witnessed else "not_confirmed", index=index)
        data = render_receipt(connection, index, newest_note(connection, head))
    response = Response(data, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{entry_id}.tlog-proof"'
    return response


def _shown(found: EntryShown) -> Receipt:
    address = f"/receipts/{found.id}.tlog-proof"
    return Receipt(
        id=found.id,
        index=found.index,
        kind=found.kind,
        recorded_at=found.recorded_at,
        result=found.result,
        digest=found.digest,
        confirmed_size=found.confirmed.head.size if found.confirmed else None,
        witnessed_size=found.witnessed.head.size if found.witnessed else None,
        confirmed_proof=address if found.confirmed else "",
        witnessed_proof=f"{address}?state={WITNESSED}" if found.witnessed else "",
    )
