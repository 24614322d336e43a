"""The tables of drafts: envelopes that wait for signatures, and who may give them. Not part of the ledger."""

import sqlalchemy as sa

from registry.store.database import metadata

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("participant", sa.Text, nullable=False),
    sa.Column("text", sa.LargeBinary, nullable=False),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    # What is missing, as shown in lists: the signatures that the entry still needs.
    sa.Column("missing", sa.Integer, nullable=False),
    sa.CheckConstraint("state IN ('open', 'sent', 'withdrawn')", name="state"),
    sa.Index("ix_draft_expires", "expires_at"),
    sa.Index("ix_draft_author", "author", "state", "expires_at"),
)

# One row for each representative whose signature would help now; rewritten with every signature.
draft_signer = sa.Table(
    "draft_signer",
    metadata,
    sa.Column("representative", sa.Text, primary_key=True),
    sa.Column("expires_at", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.LargeBinary(16), sa.ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_draft_signer_id", "id"),
)
