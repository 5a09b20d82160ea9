"""What the appraisal is counted from: appointments, answers, daily counts, and the triggers that say what to count anew."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTS = [
    "interviews",
    "open",
    "came_due",
    "completed",
    "candidate_no_show",
    "interviewer_no_show",
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
    "answers",
    "satisfied",
]


def _instant(name: str, **options: object) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, **options)


def _whose(table: str) -> tuple[sa.Column, sa.Column, sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id"))
    organisation = sa.Column("organisation_id", sa.String(length=64), nullable=False)
    return organisation, sa.Column("recruiter", sa.String(length=64), nullable=False), key


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def upgrade() -> None:
    op.add_column(
        "interviews",
        sa.Column("source", sa.Text(), server_default="", nullable=False, comment="where the candidate comes from"),
    )
    _appointments()
    _answers()
    _days()
    _touched()
    op.create_index(
        "ix_kpi_facts_arranged",
        "kpi_facts",
        ["recruiter", "starts_at"],
        postgresql_where=sa.text("kind IN ('scheduled', 'moved')"),
    )
    _triggers()
    op.execute("INSERT INTO kpi_touched (organisation_id, interview_id) SELECT organisation_id, id FROM interviews")


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_whose("appointments"),
        sa.Column("fate", sa.String(length=24), nullable=False),
        _instant("at", comment="when the fate was decided; while it is open, when the time was arranged"),
        sa.Column("day", sa.Date(), nullable=False, comment="of that instant, in the group's zone"),
        _instant("arranged_at"),
        _instant("starts_at"),
        _flag("first"),
        _flag("confirmed"),
        sa.Column("party", sa.String(length=16)),
        sa.Column("code", sa.String(length=32)),
        sa.Column("attributable", sa.String(length=8)),
        *(_flag(name) for name in ("late", "asked", "stated", "ours", "in_time", "compliant", "refilled")),
        sa.Column("decided_hours", sa.Float(), comment="from the cancellation to the start"),
        sa.Column("notice_hours", sa.Float(), comment="from the first notice that reached the candidate to the start"),
        sa.PrimaryKeyConstraint("interview_id", "revision", name=op.f("pk_appointments")),
        comment="one agreed time of an interview and how it ended (domain/appointments.py)",
    )
    cancelled = sa.text("fate = 'cancelled'")
    op.create_index("ix_appointments_recruiter_day", "appointments", ["recruiter", "day"])
    op.create_index("ix_appointments_organisation_day", "appointments", ["organisation_id", "day"])
    op.create_index("ix_appointments_freed", "appointments", ["recruiter", "starts_at"], postgresql_where=cancelled)
    op.create_index(
        "ix_appointments_cancelled_day", "appointments", ["organisation_id", "day"], postgresql_where=cancelled
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_whose("answers"),
        _instant("at"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False, comment="the mean of both questions, 1-5"),
        _flag("satisfied"),
        sa.PrimaryKeyConstraint("interview_id", "revision", name=op.f("pk_answers")),
        comment="a survey that the candidate answered",
    )
    op.create_index("ix_answers_recruiter_day", "answers", ["recruiter", "day"])
    op.create_index("ix_answers_organisation_day", "answers", ["organisation_id", "day"])


def _days() -> None:
    op.create_table(
        "kpi_days",
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kpi_days_organisation_id")),
        sa.PrimaryKeyConstraint("recruiter", "day", "organisation_id", name=op.f("pk_kpi_days")),
        comment="what a recruiter's appointments and answers of one day add up to",
    )
    op.create_index("ix_kpi_days_organisation_day", "kpi_days", ["organisation_id", "day"])


def _touched() -> None:
    op.create_table(
        "kpi_touched",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kpi_touched_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_touched")),
        comment="interviews whose facts or notices changed since they were last rolled up; written by triggers",
    )


def _triggers() -> None:
    """In the transaction that changes something, whoever does it: no path can forget, and none is counted before it commits."""
    op.execute(
        """
        CREATE FUNCTION touch_by_facts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO kpi_touched (organisation_id, interview_id) SELECT DISTINCT organisation_id, interview_id FROM written;
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER touched AFTER INSERT ON kpi_facts REFERENCING NEW TABLE AS written"
        " FOR EACH STATEMENT EXECUTE FUNCTION touch_by_facts()"
    )
    op.execute(
        """
        CREATE FUNCTION touch_by_notice() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO kpi_touched (organisation_id, interview_id) VALUES (NEW.organisation_id, NEW.interview_id);
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER touched AFTER UPDATE OF delivered_at, acknowledged_at, channel ON notices FOR EACH ROW
        WHEN (NEW.kind = 'cancelled' AND NEW.audience = 'candidate' AND
              (OLD.delivered_at, OLD.acknowledged_at, OLD.channel) IS DISTINCT FROM
              (NEW.delivered_at, NEW.acknowledged_at, NEW.channel))
        EXECUTE FUNCTION touch_by_notice()
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER touched ON notices")
    op.execute("DROP TRIGGER touched ON kpi_facts")
    op.execute("DROP FUNCTION touch_by_notice()")
    op.execute("DROP FUNCTION touch_by_facts()")
    op.drop_index("ix_kpi_facts_arranged", table_name="kpi_facts")
    for table in ("kpi_touched", "kpi_days", "answers", "appointments"):
        op.drop_table(table)
    op.drop_column("interviews", "source")
