"""The log as C2SP tlog-tiles under `/log/`: checkpoint, hash tiles, entry bundles, kept heads, and the policy.

Checkpoint, tiles, heads and policy are everybody's; bundles hold the entries and are for auditors. A tile of a given
width never changes, so it may be kept for ever; the newest checkpoint and heads that can gain cosignatures may not.
"""

from typing import Any, Final

from flask import Response, abort

from registry.areas.auditing.queries.heads import newest_note
from registry.areas.auditing.views.base import blueprint, reading, signed_head
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.errors import Malformed
from registry.ledger.tiles import ENTRIES, WIDTH, Tile, parse_path
from registry.store.heads import kept, kept_sizes, policy_text
from registry.store.log import SqlHashes, bundle
from registry.web.seam import registry

_TEXT: Final = "text/plain; charset=utf-8"
_BYTES: Final = "application/octet-stream"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
# A partial tile is as true later on, but nobody asks for it again once the log has grown.
_FOR_A_DAY: Final = "public, max-age=86400"
_PRIVATE: Final = "private, max-age=86400"
_ASK_AGAIN: Final = "no-cache"


@blueprint.get("/log/checkpoint")
def checkpoint() -> Response:
    """Return the newest signed checkpoint, with the further signatures that its size has been given."""
    with reading() as connection:
        signed = signed_head(connection)
        if signed is None:
            abort(404)
        return _answer(newest_note(connection, signed), _TEXT, _ASK_AGAIN)


@blueprint.get("/log/checkpoints/")
def checkpoint_sizes() -> Response:
    """Return the sizes of all kept heads, one a line, so that an audit by address can ask for each."""
    with reading() as connection:
        lines = "".join(f"{size}\n" for size in kept_sizes(connection))
    return _answer(lines.encode(), _TEXT, _ASK_AGAIN)


@blueprint.get("/log/checkpoints/<int:size>")
def checkpoint_of(size: int) -> Response:
    """Return the kept head of a size, with all its cosignatures."""
    with reading() as connection:
        found = kept(connection, size)
    return _answer(found, _TEXT, _ASK_AGAIN) if found is not None else abort(404)


@blueprint.get("/log/policy")
def policy() -> Response:
    """Return the witness policy (C2SP tlog-policy) that the genesis entry founded."""
    with reading() as connection:
        return _answer(policy_text(connection, registry().origin), _TEXT, _ASK_AGAIN)


@blueprint.get("/log/tile/<level>/<path:name>")
def tile(level: str, name: str) -> Response:
    """Return a hash tile."""
    wanted = _wanted(f"tile/{level}/{name}")
    with reading() as connection:
        size = _signed_size(connection)
        try:
            hashes = SqlHashes(connection, size).tile(wanted)
        except Malformed:
            abort(404)
    return _answer(b"".join(hashes), _BYTES, _FOR_EVER if wanted.width == WIDTH else _FOR_A_DAY)


@blueprint.get("/log/tile/entries/<path:name>")
def entries(name: str) -> Response:
    """Return a bundle of entries, for auditors."""
    wanted = _wanted(f"tile/entries/{name}")
    with reading() as connection:
        size = _signed_size(connection)
        try:
            data = bundle(connection, wanted, size)
        except Malformed:
            abort(404)
    return _answer(data, _BYTES, _PRIVATE)


def _wanted(path: str) -> Tile:
    try:
        wanted = parse_path(path)
    except Malformed:
        abort(404)
    if (wanted.level == ENTRIES) != path.startswith("tile/entries/"):
        abort(404)
    return wanted


def _signed_size(connection: Any) -> int:  # noqa: ANN401
    """Return the size up to which tiles are served: nothing beyond a signed head is."""
    signed = signed_head(connection)
    return parse_checkpoint(signed)[0].size if signed is not None else 0


def _answer(data: bytes, mimetype: str, caching: str) -> Response:
    response = Response(data, content_type=mimetype)
    response.headers["Cache-Control"] = caching
    return response
