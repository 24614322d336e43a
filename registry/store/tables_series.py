"""The table of series: which document holds a series' day, in which version, and who brought it."""

import sqlalchemy as sa

from registry.store.database import metadata

series_day = sa.Table(
    "series_day",
    metadata,
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True),
    # The document, by its salted hash; and the plain hash of what came in, by which the same is known again.
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("text_hash", sa.Text, nullable=False),
    # The public key whose signature the document bears; empty for one that a person brought unsigned.
    sa.Column("signed_by", sa.Text, nullable=False),
    # The number of the representative who brought it; empty for a device.
    sa.Column("brought_by", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("series", "text_hash", name="uq_series_day_text"),
    sa.Index("ix_series_day_digest", "digest"),
)
