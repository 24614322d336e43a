"""Rows of applications for registration: outside the ledger until two operators have signed. Erasable."""

import sqlalchemy as sa

from registry.store.database import metadata

application = sa.Table(
    "application",
    metadata,
    sa.Column("number", sa.String(16), primary_key=True),
    # Of the secret link only a hash is kept.
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("function", sa.String(20), nullable=False),
    sa.Column("scheme", sa.String(10), nullable=False),
    sa.Column("identity", sa.String(80), nullable=False, index=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("zone", sa.String(2), nullable=False),
    sa.Column("approvals", sa.Integer, nullable=False),
    sa.Column("contact", sa.String(80), nullable=False),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("phone", sa.String(40), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("source", sa.String(64), nullable=False),
    # The participant's number, once somebody has begun to register it, and the dossier that the entry names.
    sa.Column("participant", sa.String(10), unique=True),
    sa.Column("dossier", sa.String(64)),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.Index("ix_application_state_changed_at_number", "state", "changed_at", "number"),
    sa.Index("ix_application_source_created_at", "source", "created_at"),
)

application_event = sa.Table(
    "application_event",
    metadata,
    sa.Column("application", sa.ForeignKey("application.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("what", sa.String(12), nullable=False),
    # The operator's representative number; empty for the applicant.
    sa.Column("by", sa.String(10), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)

application_document = sa.Table(
    "application_document",
    metadata,
    sa.Column("application", sa.ForeignKey("application.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)
