"""The feed of changes for programs: all for overseers, the own for participants, what is public for everybody."""

from typing import Any, Final

import marshmallow as ma

from registry.areas.auditing.queries.changes import EXAMINED_MAX, Changes, read_changes
from registry.areas.auditing.views.base import blueprint, is_overseer, reading
from registry.catalog import CATALOGUE
from registry.ledger.decide import ACCEPTED
from registry.web.own import participant as own_participant
from registry.web.seam import registry
from registry.web.views import json_view

_POSITION_MAX: Final = 2**53 - 1
# Kinds whose effect stands on a public page. Of these anybody may know that one was accepted, when, and what it named;
# the entry itself is for those who may read it.
PUBLIC_KINDS: Final = frozenset(
    f"participants.{name}"
    for name in (
        "genesis", "register", "register_first_key", "add_representative", "add_key", "rotate_key", "revoke_key",
        "recover_key", "stop_recovery", "define_class", "close_class", "reopen_class", "set_calendar",
        "define_parameter", "set_parameter", "activate", "release", "attest",
    )
)  # fmt: skip


class ChangesSchema(ma.Schema):
    """From where on, which kind, and how many entries are looked at."""

    after = ma.fields.Integer(load_default=-1, validate=ma.validate.Range(-1, _POSITION_MAX))
    kind = ma.fields.String(load_default="", validate=ma.validate.Length(max=64))
    limit = ma.fields.Integer(load_default=100, validate=ma.validate.Range(1, EXAMINED_MAX))


@json_view(blueprint, "/changes", query=ChangesSchema, by_head=True)
def changes(*, after: int, kind: str, limit: int) -> Changes:
    """Return what was recorded after a position, oldest first, and which records it names.

    Start with `after=-1`, go on with `next_after` while there is one, and later with `last`. Overseers get every entry,
    a participant's representatives those that it wrote or that moved its units, everybody else accepted entries whose
    effect is public, without `id` and `participant`.
    """
    with reading() as connection:
        overseer = is_overseer()
        own = "" if overseer else own_participant() or ""

        def may_read(row: Any, concerned: frozenset[str]) -> bool:  # noqa: ANN401  SQL's types stay in queries
            return overseer or bool(own and (row.participant == own or own in concerned))

        def may_know(row: Any) -> bool:  # noqa: ANN401
            return row.result == ACCEPTED and row.kind in PUBLIC_KINDS

        return read_changes(
            connection, after=after, kind=kind, limit=limit, may_read=may_read, may_know=may_know,
            origin=registry().origin, catalogue=CATALOGUE,
        )  # fmt: skip
