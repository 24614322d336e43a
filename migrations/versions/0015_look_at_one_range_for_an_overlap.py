"""Look at one range for an overlap: SQLite's trigger read every range behind the new one."""

from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_NEAREST = (
    "CREATE TRIGGER IF NOT EXISTS unit_range_refuses_overlap BEFORE INSERT ON unit_range"
    ' WHEN (SELECT "first" FROM unit_range WHERE batch = NEW.batch AND "last" >= NEW."first"'
    ' ORDER BY "last" LIMIT 1) <= NEW."last"'
    " BEGIN SELECT RAISE(ABORT, 'ranges overlap'); END"
)
_EVERY = (
    "CREATE TRIGGER IF NOT EXISTS unit_range_refuses_overlap BEFORE INSERT ON unit_range"
    ' WHEN EXISTS (SELECT 1 FROM unit_range WHERE batch = NEW.batch AND "last" >= NEW."first"'
    ' AND "first" <= NEW."last")'
    " BEGIN SELECT RAISE(ABORT, 'ranges overlap'); END"
)


def _replace(trigger: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER unit_range_refuses_overlap")
        op.get_bind().exec_driver_sql(trigger)


def upgrade() -> None:
    """Go one step up."""
    _replace(_NEAREST)


def downgrade() -> None:
    """Go one step down."""
    _replace(_EVERY)
