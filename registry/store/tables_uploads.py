"""The table of uploads: files of rows that somebody has sent to be checked. The rows stay in a file of their own."""

import sqlalchemy as sa

from registry.store.database import metadata

upload = sa.Table(
    "upload",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("adapter", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("row_count", sa.BigInteger, nullable=False),
    sa.Column("checked", sa.BigInteger, nullable=False),
    sa.Column("wrong", sa.BigInteger, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Index("ix_upload_person", "person_id", "made_at"),
    sa.Index("ix_upload_made", "made_at"),
)
