"""The tables of notices: what people are told in pages and by mail, and how they want it. Outside the ledger."""

import sqlalchemy as sa

from registry.store.database import metadata

# Counted up by the database on both; SQLite does so for its own INTEGER only.
_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")

notice = sa.Table(
    "notice",
    metadata,
    sa.Column("id", _number, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("read_at", sa.BigInteger),
    sa.Index("ix_notice_person", "person_id", "id"),
    # The badge asks for the unread ones only, of which there are few.
    sa.Index(
        "ix_notice_unread",
        "person_id",
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    ),
)

# Where a person's mail goes and in which language; a new address waits in `asked` until its owner has confirmed it.
contact = sa.Table(
    "notice_contact",
    metadata,
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("token_hash", sa.Text),
    sa.Column("asked_at", sa.BigInteger),
    sa.CheckConstraint("language IN ('zh', 'en')", name="language"),
)

# A person's own choice for an event; without a row both ways are on.
choice = sa.Table(
    "notice_choice",
    metadata,
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("event", sa.Text, primary_key=True),
    sa.Column("in_page", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("by_mail", sa.Boolean(create_constraint=False), nullable=False),
)

# `due_at` is null once a mail is out or given up. Claiming one moves its `due_at`, so no two workers have it at once.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", _number, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE")),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("due_at", sa.BigInteger),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("sent_at", sa.BigInteger),
    sa.Column("error", sa.Text, nullable=False),
    sa.Index(
        "ix_outbox_due",
        "due_at",
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    ),
    sa.Index(
        "ix_outbox_given_up",
        "at",
        sqlite_where=sa.text("due_at IS NULL AND sent_at IS NULL"),
        postgresql_where=sa.text("due_at IS NULL AND sent_at IS NULL"),
    ),
    sa.Index("ix_outbox_at", "at"),
)
