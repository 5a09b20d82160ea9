"""The zone that stored days were made in, so that a group that changes its zone is counted anew by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kpi_calendars",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("towards", sa.String(length=64), comment="the zone that they are being made in anew"),
        sa.Column("place", sa.Uuid(), comment="the interview up to which that is done, by id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_kpi_calendars_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_kpi_calendars")),
        comment="the zone that the stored days of a root's tree were made in",
    )


def downgrade() -> None:
    op.drop_table("kpi_calendars")
