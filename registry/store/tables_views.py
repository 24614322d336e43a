"""The table of saved views: a person's own names for a page with its filters. Not part of the ledger."""

import sqlalchemy as sa

from registry.store.database import metadata

saved_view = sa.Table(
    "saved_view",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("path", sa.String(200), nullable=False),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("query", sa.String(1000), nullable=False),
    sa.Index("uq_saved_view_name", "person_id", "path", "name", unique=True),
)
