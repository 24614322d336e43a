"""The tables of the journal and of the book. Records have theirs from `projection`.

Inside, accounts are integers that encode the account number, so they need no table to look up. `move.fork` makes the
history of one serial an index lookup: it is the node of a binary tree over all serials at which the range splits, and
every range that contains a serial has its node on that serial's path (a relational interval tree).
"""

from functools import lru_cache

import sqlalchemy as sa

from registry.ledger.serials import account_number
from registry.store.database import metadata

SERIAL_BITS = 53

leaf = sa.Table(
    "leaf",
    metadata,
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.LargeBinary(16), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("participant", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
    sa.Column("expires", sa.BigInteger, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("uq_leaf_id", "id", unique=True),
    sa.Index("ix_leaf_kind", "kind", "index"),
    sa.Index("ix_leaf_participant", "participant", "index"),
    # Refusals are few, so this index costs an accepted entry nothing.
    sa.Index(
        "ix_leaf_refused",
        "index",
        sqlite_where=sa.text("result <> 'accepted'"),
        postgresql_where=sa.text("result <> 'accepted'"),
    ),
)

tile = sa.Table(
    "tile",
    metadata,
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("root", sa.LargeBinary(32), nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

head = sa.Table(
    "head",
    metadata,
    sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("log_key", sa.Text, nullable=False),
    sa.Column("frontier", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
    sa.CheckConstraint("one = 1", name="one"),
)

checkpoint = sa.Table(
    "checkpoint",
    metadata,
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
    sa.Column("is_witnessed", sa.Boolean(create_constraint=False), nullable=False),
    sa.Index("ix_checkpoint_witnessed", "is_witnessed", "size"),
)

unit_range = sa.Table(
    "unit_range",
    metadata,
    sa.Column("batch", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("last", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("first", sa.BigInteger, nullable=False),
    sa.Column("account", sa.BigInteger, nullable=False),
    sa.CheckConstraint('"first" >= 1 AND "first" <= "last"', name="order"),
    sa.Index("ix_unit_range_account", "account", "batch"),
)

balance = sa.Table(
    "balance",
    metadata,
    sa.Column("account", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("asset", sa.Text, primary_key=True),
    sa.Column("units", sa.BigInteger, nullable=False),
    # Purpose 0 is issuance, the one account that may stand below zero: what it has issued.
    sa.CheckConstraint("units >= 0 OR (account / 100000000) % 100 = 0", name="not_below_zero"),
)

move = sa.Table(
    "move",
    metadata,
    sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("source", sa.BigInteger, nullable=False),
    sa.Column("target", sa.BigInteger, nullable=False),
    sa.Column("asset", sa.Text, nullable=False),
    sa.Column("batch", sa.BigInteger, nullable=False),
    sa.Column("first", sa.BigInteger, nullable=False),
    sa.Column("units", sa.BigInteger, nullable=False),
    sa.Column("source_balance", sa.BigInteger, nullable=False),
    sa.Column("target_balance", sa.BigInteger, nullable=False),
    sa.Column("fork", sa.BigInteger, nullable=False),
    sa.CheckConstraint("units >= 1", name="units"),
    sa.Index("ix_move_source", "source", "index", "n"),
    sa.Index("ix_move_target", "target", "index", "n"),
    sa.Index("ix_move_fork", "batch", "fork", "index"),
)

PURPOSES = ("IS", "HO", "TR", "ES", "PL", "PE", "SU", "RT", "CX", "RS", "BF", "CA")
_PURPOSE_NUMBER = {purpose: n for n, purpose in enumerate(PURPOSES)}


@lru_cache(maxsize=65_536)
def account_key(number: str) -> int:
    """Return the integer that stands for an account number: zone, purpose and eight digits, without the check."""
    return (int(number[:2]) * 100 + _PURPOSE_NUMBER[number[3:5]]) * 100_000_000 + int(number[6:14])


def account_text(key: int) -> str:
    """Return the account number that an integer stands for."""
    rest, digits = divmod(key, 100_000_000)
    zone, purpose = divmod(rest, 100)
    return account_number(f"{zone:02}", PURPOSES[purpose], digits)


def fork_of(first: int, last: int) -> int:
    """Return the tree node at which the paths to both ends of a range part: the start of its upper half there."""
    if first == last:
        return first
    shift = (first ^ last).bit_length() - 1
    return last >> shift << shift


def forks_over(serial: int) -> list[int]:
    """Return every node whose ranges may contain this serial, itself included."""
    prefixes = [(serial >> bit, bit) for bit in range(SERIAL_BITS)]
    return sorted({prefix << bit for prefix, bit in prefixes} | {(prefix + 1) << bit for prefix, bit in prefixes})


# The invariants that a database holds by itself, beside the rules: the journal only grows, ranges never overlap.
_SQLITE_INVARIANTS = (
    *(
        f"CREATE TRIGGER IF NOT EXISTS leaf_refuses_{verb.lower()} BEFORE {verb} ON leaf"
        " BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    (
        # SQLite's REPLACE would delete the older row, and tells no trigger.
        "CREATE TRIGGER IF NOT EXISTS leaf_refuses_replace BEFORE INSERT ON leaf"
        ' WHEN EXISTS (SELECT 1 FROM leaf WHERE "index" = NEW."index" OR id = NEW.id)'
        " BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS unit_range_refuses_update BEFORE UPDATE ON unit_range"
        " BEGIN SELECT RAISE(ABORT, 'ranges are replaced, not changed'); END"
    ),
    (
        # Ranges that stand do not overlap, so that one which ends first after the new one's first serial tells for all.
        "CREATE TRIGGER IF NOT EXISTS unit_range_refuses_overlap BEFORE INSERT ON unit_range"
        ' WHEN (SELECT "first" FROM unit_range WHERE batch = NEW.batch AND "last" >= NEW."first"'
        ' ORDER BY "last" LIMIT 1) <= NEW."last"'
        " BEGIN SELECT RAISE(ABORT, 'ranges overlap'); END"
    ),
)
_POSTGRESQL_INVARIANTS = (
    (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the journal only grows'; END $$"
    ),
    (
        "CREATE OR REPLACE TRIGGER leaf_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON leaf"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE OR REPLACE FUNCTION refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF EXISTS (SELECT 1 FROM written w CROSS JOIN LATERAL (SELECT r.first, r.last FROM unit_range r"
        ' WHERE r.batch = w.batch AND r."last" > w."last" ORDER BY r."last" LIMIT 1) n WHERE n."first" <= w."last")'
        ' OR EXISTS (SELECT 1 FROM written w CROSS JOIN LATERAL (SELECT r."last" FROM unit_range r'
        ' WHERE r.batch = w.batch AND r."last" < w."last" ORDER BY r."last" DESC LIMIT 1) n'
        ' WHERE n."last" >= w."first")'
        " THEN RAISE EXCEPTION 'ranges overlap'; END IF; RETURN NULL; END $$"
    ),
    (
        "CREATE OR REPLACE TRIGGER unit_range_refuses_overlap AFTER INSERT ON unit_range"
        " REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION refuse_overlap()"
    ),
    (
        "CREATE OR REPLACE TRIGGER unit_range_refuses_overlap_by_update AFTER UPDATE ON unit_range"
        " REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION refuse_overlap()"
    ),
)
INVARIANTS = {"sqlite": _SQLITE_INVARIANTS, "postgresql": _POSTGRESQL_INVARIANTS}

for _dialect, _statements in INVARIANTS.items():
    for _statement in _statements:
        _ddl = sa.DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        sa.event.listen(metadata, "after_create", _ddl.execute_if(dialect=_dialect))
