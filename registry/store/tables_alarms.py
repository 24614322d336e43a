"""The table of alarms: envelopes whose authors were shown a log that is not this one. Not part of the ledger."""

import sqlalchemy as sa

from registry.store.database import metadata

alarm = sa.Table(
    "alarm",
    metadata,
    sa.Column("text_hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
    # What the author was shown, and this log's root of that size; null if it had not yet signed so large a tree.
    sa.Column("seen_size", sa.BigInteger, nullable=False),
    sa.Column("seen_root", sa.LargeBinary(32), nullable=False),
    sa.Column("own_root", sa.LargeBinary(32), nullable=True),
    # This log's newest signed checkpoint at that moment.
    sa.Column("checkpoint", sa.LargeBinary, nullable=False),
    sa.Column("noticed_at", sa.BigInteger, nullable=False),
    sa.Index("ix_alarm_noticed_at", "noticed_at"),
)
