"""The table of documents that entries name by their salted hash."""

import sqlalchemy as sa

from registry.store.database import metadata

document = sa.Table(
    "document",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("stored_at", sa.BigInteger, nullable=False),
)
