"""The log as files: the C2SP tlog-tiles tree that auditors take away, written from SQL.

    checkpoint              the signed head, written last: until then the folder shows the earlier one
    checkpoints/<size>      kept heads with their cosignatures
    policy                  whose signatures count, from the genesis entry
    tile/<level>/<path>     hashes
    tile/entries/<path>     leaves

Every file appears whole or not at all. A second run goes on from the folder's checkpoint and writes what is new.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from registry.ledger.checkpoint import Checkpoint, parse_checkpoint
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.merkle import root_at
from registry.ledger.tiles import WIDTH, Tile, bundles_of, tile_at, tiles_of
from registry.store import tables
from registry.store.heads import kept, policy_text
from registry.store.log import SqlHashes, bundle, read_head

# Tiles that a reader remembers; a new reader begins with an empty memory.
_READER_TILES = 256


def export(
    engine: sa.Engine, signed: bytes, folder: Path, *, progress: Callable[[int, int], None] | None = None
) -> Checkpoint:
    """Write the log up to a signed head into a folder and return that head.

    Raises:
        Malformed: ``nothing_to_export`` for an empty log; ``foreign_ledger`` or ``export_ahead`` if the folder holds
            another log or a later head.
        Tampering: ``not_continued`` if the folder's head is not one of this log; ``root_differs`` if the database does
            not give the signed root.
    """
    head, _ = parse_checkpoint(signed)
    with engine.connect() as connection:
        since = _earlier(connection, folder, head)
        _check_root(connection, head)
        names = [*bundles_of(head.size, since=since), *tiles_of(head.size, since=since)]
        hashes = SqlHashes(connection, head.size)
        for number, tile in enumerate(names):
            if number % _READER_TILES == 0:
                hashes = SqlHashes(connection, head.size)
            _put(folder / tile.path, _content(connection, hashes, tile, head.size))
            if progress is not None:
                progress(number + 1, len(names))
        for size, noted in _kept(connection, head.size):
            _put(folder / "checkpoints" / str(size), noted)
        _put(folder / "policy", policy_text(connection, head.origin))
        cosigned = kept(connection, head.size)
    os.sync()
    # The same head with its cosignatures, where there are some.
    _put(folder / "checkpoint", cosigned or signed)
    _drop_outgrown(folder, since, head.size)
    return head


def _earlier(connection: sa.Connection, folder: Path, head: Checkpoint) -> int:
    """Return the size that the folder holds already, after seeing that it is a size of this log."""
    stored = read_head(connection)
    if head.size == 0 or stored is None or stored.size < head.size:
        raise Malformed("nothing_to_export", size=head.size)
    if stored.origin != head.origin:
        raise Malformed("foreign_ledger", origin=head.origin, expected=stored.origin)
    path = folder / "checkpoint"
    if not path.exists():
        return 0
    earlier, _ = parse_checkpoint(path.read_bytes())
    if earlier.origin != head.origin:
        raise Malformed("foreign_ledger", origin=earlier.origin, expected=head.origin)
    if earlier.size > head.size:
        raise Malformed("export_ahead", size=earlier.size, signed=head.size)
    if root_at(SqlHashes(connection, head.size), earlier.size) != earlier.root:
        raise Tampering("not_continued", verified=earlier.size, size=head.size)
    return earlier.size


def _check_root(connection: sa.Connection, head: Checkpoint) -> None:
    if root_at(SqlHashes(connection, head.size), head.size) != head.root:
        raise Tampering("root_differs", size=head.size)


def _content(connection: sa.Connection, hashes: SqlHashes, tile: Tile, size: int) -> bytes:
    if tile.level < 0:
        return bundle(connection, tile, size)
    return b"".join(hashes.tile(tile))


def _kept(connection: sa.Connection, size: int) -> Iterator[tuple[int, bytes]]:
    table = tables.checkpoint.c
    rows = sa.select(table.size, table.note).where(table.size <= size).order_by(table.size)
    for row in connection.execute(rows.execution_options(yield_per=WIDTH)):
        yield row.size, row.note


def _put(path: Path, data: bytes) -> None:
    """Write a file whole: under another name first, then renamed. The same bytes again change nothing."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(data)
    draft.replace(path)


def _drop_outgrown(folder: Path, since: int, size: int) -> None:
    """Remove the partial tiles and bundles of the earlier head that the new one has made wider."""
    for tile in (*bundles_of(since), *tiles_of(since)):
        if tile.width < WIDTH and tile_at(size, tile.level, index=tile.index) != tile:
            path = folder / tile.path
            path.unlink(missing_ok=True)
            if path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()
