"""The table of documents that entries name by their salted hash. An erased one leaves its digest and the time."""

import sqlalchemy as sa

from registry.store.database import metadata

document = sa.Table(
    "document",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary),
    sa.Column("stored_at", sa.BigInteger, nullable=False),
    # As whoever brought it called it: shown, never trusted.
    sa.Column("name", sa.Text, nullable=False),
    # The number of the representative who brought it; empty for what the registry wrote itself, and once erased.
    sa.Column("brought_by", sa.Text, nullable=False),
    sa.Column("erased_at", sa.BigInteger),
    sa.CheckConstraint("(erased_at IS NULL) = (data IS NOT NULL AND salt IS NOT NULL)", name="erased"),
    sa.Index("ix_document_brought_by", "brought_by", "stored_at"),
    sa.Index("ix_document_stored", "stored_at"),
)
