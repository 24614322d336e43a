"""The tables of drafts: envelopes that wait for signatures, who may give them, what was said; and forms left half-way.

None of it is part of the ledger.
"""

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
    # Who said that they look after it; nobody else is kept from signing by that.
    sa.Column("assignee", sa.Text, nullable=False),
    sa.CheckConstraint("state IN ('open', 'sent', 'withdrawn', 'rejected')", name="state"),
    sa.Index("ix_draft_expires", "expires_at"),
    sa.Index("ix_draft_author", "author", "state", "expires_at"),
    sa.Index("ix_draft_participant", "participant", "state", "expires_at"),
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

# What happened to a draft and what people said about it, in order.
draft_event = sa.Table(
    "draft_event",
    metadata,
    sa.Column("draft_id", sa.LargeBinary(16), sa.ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    # Made by whoever sends it, so that sending twice says it once.
    sa.Column("once", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Index("ix_draft_event_at", "draft_id", "at"),
)

saved_form = sa.Table(
    "saved_form",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("answers", sa.Text, nullable=False),
    sa.Column("saved_at", sa.BigInteger, nullable=False),
    sa.Index("ix_saved_form_person", "person_id", "saved_at"),
    sa.Index("ix_saved_form_saved", "saved_at"),
)
