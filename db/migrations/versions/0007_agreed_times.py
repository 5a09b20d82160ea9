"""Agreed times instead of appointments; survey answers are told by month, not by day; a proposal knows what it changes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDEXES = ("recruiter_day", "organisation_day", "freed", "cancelled_day")
_TOUCH_ALL = "INSERT INTO kpi_touched (organisation_id, interview_id) SELECT organisation_id, id FROM interviews"


def upgrade() -> None:
    """Everything in these tables is derived: it is made anew from the facts by the next roll-ups."""
    op.execute("TRUNCATE appointments, answers, kpi_days, kpi_touched")
    op.rename_table("appointments", "agreed_times")
    op.alter_column("agreed_times", "fate", new_column_name="ending")
    op.execute("ALTER INDEX pk_appointments RENAME TO pk_agreed_times")
    op.execute(
        "ALTER TABLE agreed_times RENAME CONSTRAINT fk_appointments_organisation_id TO fk_agreed_times_organisation_id"
    )
    for name in _INDEXES:
        op.execute(f"ALTER INDEX ix_appointments_{name} RENAME TO ix_agreed_times_{name}")
    op.execute(
        "COMMENT ON TABLE agreed_times IS 'one agreed time of an interview and how it ended (domain/agreed_times.py)'"
    )
    op.execute("COMMENT ON COLUMN agreed_times.at IS 'when it ended so; while it is open, when the time was arranged'")
    for name, column in (("recruiter", "recruiter"), ("organisation", "organisation_id")):
        op.create_index(f"ix_agreed_times_{name}_at", "agreed_times", [column, "at", "interview_id", "revision"])
    op.add_column(
        "agreed_times",
        sa.Column("moved_on", sa.Boolean(), nullable=False, comment="another time was agreed afterwards"),
    )
    op.add_column("kpi_days", sa.Column("moved", sa.Integer(), nullable=False))
    op.drop_column("kpi_days", "answers")
    op.drop_column("kpi_days", "satisfied")
    op.execute("COMMENT ON TABLE kpi_days IS 'what a recruiter''s agreed times of one day add up to'")
    op.add_column(
        "appraisal_policies",
        sa.Column(
            "base_id",
            sa.BigInteger(),
            comment="the version that it changes; another one in force meanwhile makes it stale",
        ),
    )
    op.execute(
        "COMMENT ON COLUMN appraisal_policies.key IS"
        " 'proposing it twice is one: a client''s key, or the rule of the system''s own proposal'"
    )
    op.execute(_TOUCH_ALL)


def downgrade() -> None:
    op.execute("TRUNCATE agreed_times, answers, kpi_days, kpi_touched")
    op.drop_column("appraisal_policies", "base_id")
    op.drop_column("kpi_days", "moved")
    op.drop_column("agreed_times", "moved_on")
    for name in ("satisfied", "answers"):
        op.add_column("kpi_days", sa.Column(name, sa.Integer(), nullable=False))
    for name in ("recruiter", "organisation"):
        op.drop_index(f"ix_agreed_times_{name}_at", table_name="agreed_times")
    for name in _INDEXES:
        op.execute(f"ALTER INDEX ix_agreed_times_{name} RENAME TO ix_appointments_{name}")
    op.execute(
        "ALTER TABLE agreed_times RENAME CONSTRAINT fk_agreed_times_organisation_id TO fk_appointments_organisation_id"
    )
    op.execute("ALTER INDEX pk_agreed_times RENAME TO pk_appointments")
    op.alter_column("agreed_times", "ending", new_column_name="fate")
    op.rename_table("agreed_times", "appointments")
    op.execute(_TOUCH_ALL)
