"""What a recruiter's days add up to by month, so that a group's year is read without reading every day of it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_COUNTS = (
    "decided",
    "open",
    "came_due",
    "completed",
    "candidate_no_show",
    "interviewer_no_show",
    "moved",
    "rescheduled",
    "confirmed",
    "cancelled",
    "attributable_cancelled",
    "late_cancelled",
    "candidate_cancelled",
    "candidate_last_minute",
    "reasons_due",
    "stated",
    "company_side",
    "advance",
    "compliant",
    "freed",
    "refilled",
    "first_held",
    "first_moved",
    "first_clashed",
    "reminded_unconfirmed",
    "confirmed_after_reminder",
    "reminded_due",
    "reminded_missed",
    "unreminded_due",
    "unreminded_missed",
)


def upgrade() -> None:
    op.create_table(
        "kpi_months",
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the month's first"),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kpi_months_organisation_id")),
        sa.PrimaryKeyConstraint("recruiter", "day", "organisation_id", name=op.f("pk_kpi_months")),
        comment="what a recruiter's stored days of one month add up to",
    )
    op.create_index("ix_kpi_months_organisation_day", "kpi_months", ["organisation_id", "day"])
    # The column of the days has kept its first name.
    sums = ", ".join(f"sum({'interviews' if name == 'decided' else name})" for name in _COUNTS)
    op.execute(
        f"INSERT INTO kpi_months (recruiter, day, organisation_id, {', '.join(_COUNTS)})"
        f" SELECT recruiter, date_trunc('month', day)::date, organisation_id, {sums} FROM kpi_days GROUP BY 1, 2, 3"
    )


def downgrade() -> None:
    op.drop_table("kpi_months")
