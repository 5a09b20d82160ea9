"""Who interviews, so that their time is not given away twice; who set a day of the holidays table, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INTERVIEWS, HOLIDAYS = "interviews", "holidays"


def upgrade() -> None:
    op.add_column(
        INTERVIEWS,
        sa.Column(
            "interviewer", sa.Text(), server_default="", nullable=False, comment="name or login; empty: not said"
        ),
    )
    op.create_index("ix_interviews_interviewer_starts", INTERVIEWS, ["interviewer", "starts_at", "id"])
    op.add_column(
        HOLIDAYS,
        sa.Column("set_by", sa.String(length=64), server_default="", nullable=False, comment="login of who set it"),
    )
    op.add_column(
        HOLIDAYS, sa.Column("set_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column(HOLIDAYS, "set_at")
    op.drop_column(HOLIDAYS, "set_by")
    op.drop_index("ix_interviews_interviewer_starts", INTERVIEWS)
    op.drop_column(INTERVIEWS, "interviewer")
