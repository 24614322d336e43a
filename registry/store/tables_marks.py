"""The table of marks: how far a job that follows the log has come. Outside the ledger."""

import sqlalchemy as sa

from registry.store.database import metadata

mark = sa.Table(
    "mark",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
)
