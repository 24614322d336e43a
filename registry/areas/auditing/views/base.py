"""What the views of this area share: the blueprint, the newest signed head, who may read what, names of kinds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Blueprint, current_app
from flask_babel import gettext

from registry import wording
from registry.areas.auditing.queries.conservation import Kept
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Refusal
from registry.store.answers import NotWritten
from registry.store.heads import newest
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, person, registry

blueprint = Blueprint("auditing", __name__)

# Who reads the whole journal; everybody else reads what concerns the own participant.
OVERSEERS: Final = frozenset({"auditor", "authority", "operator"})


@contextmanager
def reading() -> Iterator[Any]:
    """Yield a connection for one page."""
    with registry().engine.connect() as connection:
        yield connection


def signed_head(connection: Any) -> bytes | None:  # noqa: ANN401  SQL's types stay in queries
    """Return the writer's newest signed head; where no writer answers, the largest head that was kept."""
    try:
        return registry().signed() or newest(connection)
    except NotWritten:
        return newest(connection)


def is_overseer() -> bool:
    """Return if the person at hand reads the whole journal."""
    who = person()
    return who is not None and not OVERSEERS.isdisjoint(who.roles)


def unknown(**facts: object) -> Refusal:
    """Return the refusal that answers 404."""
    return Refusal("unknown_record", **facts)


def kept_figures() -> Kept:
    """Return the figures of conservation that this process keeps."""
    kept: Kept = current_app.extensions.setdefault("auditing_kept", Kept(now))
    return kept


@blueprint.app_template_filter("kind_name")
def kind_name(kind: str) -> str:
    """Return what a kind of entry is called in the reader's language."""
    return wording.kind_name(kind, language())


@blueprint.app_template_filter("result_text")
def result_text(result: str) -> str:
    """Return what became of an entry in a sentence."""
    return str(gettext("已接受")) if result == ACCEPTED else sentence(result, {}, language())
