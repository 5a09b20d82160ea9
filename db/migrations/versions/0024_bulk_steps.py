"""Who paused, resumed and stopped a bulk stays known: its row keeps only the last of them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_steps",
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column(
            "by",
            sa.String(length=64),
            nullable=False,
            server_default="",
            comment="who wanted it so; empty: the bulk itself",
        ),
        sa.CheckConstraint(
            "state IN ('waiting','running','paused','stopped','finished')", name=op.f("ck_bulk_steps_state")
        ),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulks.id"], name=op.f("fk_bulk_steps_bulk_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_bulk_steps_organisation_id")),
        sa.PrimaryKeyConstraint("bulk_id", "at", "state", name=op.f("pk_bulk_steps")),
        comment="where a bulk stood and since when, step by step; append-only",
    )
    for trigger, event in (
        ("append_only", "UPDATE OR DELETE ON bulk_steps FOR EACH ROW"),
        ("append_only_all", "TRUNCATE ON bulk_steps FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {event} EXECUTE FUNCTION refuse_change()")


def downgrade() -> None:
    op.drop_table("bulk_steps")
