"""A mail address is the same person's in whatever case it is written: it is looked up so."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_KNOWN = sa.text("email IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_candidates_email", "candidates")
    op.create_index("ix_candidates_email", "candidates", [sa.text("lower(email)")], postgresql_where=_KNOWN)


def downgrade() -> None:
    op.drop_index("ix_candidates_email", "candidates")
    op.create_index("ix_candidates_email", "candidates", ["email"], postgresql_where=_KNOWN)
