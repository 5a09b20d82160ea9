"""An index of the sends that did not come through, by the time of the attempt, for the monitor."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_notices_not_through",
        "notices",
        ["attempted_at"],
        postgresql_where=sa.text("state IN ('refused','unknown')"),
    )


def downgrade() -> None:
    op.drop_index("ix_notices_not_through", table_name="notices")
