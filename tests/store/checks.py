"""What must hold of a stored journal whatever happened to it, told by a replay that shares no line with the store."""

import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.leaf import parse
from registry.ledger.replay import Replay
from registry.store import tables
from registry.store.tables import account_text
from tests.world import ORIGIN

Balances = dict[tuple[str, str], int]
Ranges = list[tuple[str, int, int, int]]


def leaves_of(engine: sa.Engine) -> list[bytes]:
    """Return every leaf in order."""
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(tables.leaf.c.data).order_by(tables.leaf.c.index)))


def results_of(engine: sa.Engine) -> list[str]:
    """Return every leaf's result in order."""
    return [parse(data, ORIGIN).result for data in leaves_of(engine)]


def book_of(engine: sa.Engine) -> tuple[Balances, Ranges]:
    """Return the stored balances and ranges, without the empty ones."""
    with engine.connect() as connection:
        balances = connection.execute(sa.select(tables.balance)).all()
        ranges = connection.execute(sa.select(tables.unit_range)).all()
    return (
        {(account_text(row.account), row.asset): row.units for row in balances if row.units},
        sorted((account_text(row.account), row.batch, row.first, row.last) for row in ranges),
    )


def replayed(engine: sa.Engine) -> Replay:
    """Return the replay of every stored leaf; a leaf that was not honestly recorded stops it."""
    replay = Replay(ORIGIN, CATALOGUE)
    for data in leaves_of(engine):
        replay.feed(data)
    return replay


def book_of_replay(replay: Replay) -> tuple[Balances, Ranges]:
    """Return a replay's balances and ranges in the form of `book_of`."""
    held = replay.state.holdings.items()
    return (
        {pair: holding.balance for pair, holding in held if holding.balance},
        sorted(
            (account, batch, first, last)
            for (account, _), holding in held
            for batch, pieces in holding.batches.items()
            for first, last in pieces
        ),
    )


def audit(engine: sa.Engine, signed: bytes) -> Replay:
    """Assert that the log replays to the signed root and that the stored book is the replay's."""
    replay = replayed(engine)
    head, _ = parse_checkpoint(signed)
    assert (head.size, head.root) == (replay.size, replay.frontier.root())
    assert book_of(engine) == book_of_replay(replay)
    return replay
