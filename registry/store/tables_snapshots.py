"""The table of signed snapshots: figures that the operator signed as of a size of the log. Made anew from the log."""

import sqlalchemy as sa

from registry.store.database import metadata

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Index("ix_snapshot_made_at", "made_at"),
)
