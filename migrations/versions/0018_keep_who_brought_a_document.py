"""Keep who brought a document, and that it was erased."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

_ERASED = '(erased_at IS NULL) = (data IS NOT NULL AND salt IS NOT NULL)'


def upgrade() -> None:
    """Go one step up."""
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('brought_by', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('erased_at', sa.BigInteger(), nullable=True))
        batch_op.alter_column('salt', existing_type=sa.LargeBinary(), nullable=True)
        batch_op.alter_column('data', existing_type=sa.LargeBinary(), nullable=True)
        batch_op.create_check_constraint(op.f('ck_document_erased'), _ERASED)
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.alter_column('name', existing_type=sa.Text(), server_default=None)
        batch_op.alter_column('brought_by', existing_type=sa.Text(), server_default=None)
        batch_op.create_index('ix_document_brought_by', ['brought_by', 'stored_at'], unique=False)
        batch_op.create_index('ix_document_stored', ['stored_at'], unique=False)


def downgrade() -> None:
    """Go one step down. What was erased leaves no trace there."""
    op.execute('DELETE FROM document WHERE erased_at IS NOT NULL')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index('ix_document_stored')
        batch_op.drop_index('ix_document_brought_by')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_document_erased'), type_='check')
        batch_op.alter_column('data', existing_type=sa.LargeBinary(), nullable=False)
        batch_op.alter_column('salt', existing_type=sa.LargeBinary(), nullable=False)
        batch_op.drop_column('erased_at')
        batch_op.drop_column('brought_by')
        batch_op.drop_column('name')
