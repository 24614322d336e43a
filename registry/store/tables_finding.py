"""What pages find records by: the entries that touched each, what each is called, and which hash stands in which entry.

Projections, like the records themselves; nothing decides on these rows. A name's pinyin is a library's, so it stands
here and in no record.
"""

import sqlalchemy as sa

from registry.store.database import metadata

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

record_history = sa.Table(
    "record_history",
    metadata,
    sa.Column("record", _TEXT, primary_key=True),
    sa.Column("key", _TEXT, primary_key=True),
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
)

name_key = sa.Table(
    "name_key",
    metadata,
    sa.Column("record", _TEXT, primary_key=True),
    sa.Column("key", _TEXT, primary_key=True),
    sa.Column("name", _TEXT, nullable=False),
    sa.Column("initials", _TEXT, nullable=False),
    sa.Column("pinyin", _TEXT, nullable=False),
    sa.Index("ix_name_key_initials", "initials"),
    sa.Index("ix_name_key_pinyin", "record", "pinyin", "key"),
)

# Filled behind the writer by the worker, so that no entry waits for it.
hash_key = sa.Table(
    "hash_key",
    metadata,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Index("ix_hash_key_index", "index"),
)
