"""The list of a whole group's interviews finds its page by start without reading them all."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_interviews_starts", "interviews", ["starts_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_interviews_starts", "interviews")
