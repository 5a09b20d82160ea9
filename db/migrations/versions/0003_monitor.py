"""For monitor and metrics: when the monitor looked last, and indexes of notices by state and of sends that did not come through."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Counting a million notices by channel and state reads 7 MB of it, not the whole table of a gigabyte.
    op.create_index("ix_notices_channel_state", "notices", ["channel", "state"])
    op.create_index(
        "ix_notices_not_through",
        "notices",
        ["attempted_at"],
        postgresql_where=sa.text("state IN ('refused','unknown')"),
    )
    op.create_table(
        "watches",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), comment="null: about the installation"),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_watches_organisation_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_watches")),
    )


def downgrade() -> None:
    op.drop_table("watches")
    op.drop_index("ix_notices_not_through", table_name="notices")
    op.drop_index("ix_notices_channel_state", table_name="notices")
