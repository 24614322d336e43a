"""Rows of representatives who are invited and not yet in the ledger, and of people who may not trade. Erasable."""

import sqlalchemy as sa

from registry.store.database import metadata

joining = sa.Table(
    "joining",
    metadata,
    sa.Column("representative", sa.String(10), primary_key=True),
    sa.Column("participant", sa.String(10), nullable=False, index=True),
    sa.Column("roles", sa.String(80), nullable=False),
    sa.Column("login", sa.String(120), nullable=False),
    sa.Column("invited_by", sa.String(120), nullable=False),
    sa.Column("invited_at", sa.BigInteger, nullable=False),
    # A keyed hash of the person's identity number, to be looked up in the lists of those who may not trade.
    sa.Column("tag", sa.String(64)),
    sa.Column("declaration", sa.String(64)),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("participant", sa.String(10), primary_key=True),
    sa.Column("tag", sa.String(64), primary_key=True),
    sa.Index("ix_staff_tag", "tag"),
)
