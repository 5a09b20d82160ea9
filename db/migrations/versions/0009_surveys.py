"""Surveys at a decent hour, once per candidate and period: whose turn was taken, and the root's policy for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SURVEYS = {
    "from_hour": 9,
    "to_hour": 20,
    "within_hours": 24,
    "look_hours": 4,
    "arrival_hours": 72,
    "remind_hours": 48,
    "once_in_days": 90,
}


def upgrade() -> None:
    op.create_table(
        "survey_turns",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_survey_turns_interview_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_survey_turns_organisation_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", "revision", name=op.f("pk_survey_turns")),
        comment="that a candidate was asked how it was, so that their other interviews do not ask for some time",
    )
    _policy()


def _policy() -> None:
    """A new version for the root, so that lives under way keep the rules that they began with; what somebody has set stays."""
    grown = sa.text(
        """
        INSERT INTO policies (organisation_id, version, valid_from, data)
        SELECT organisation_id, version + 1, greatest(valid_from, now()), CAST(:more AS jsonb) || data
        FROM policies WHERE organisation_id = 'mianyue'
        AND version = (SELECT max(version) FROM policies WHERE organisation_id = 'mianyue') AND NOT data ? 'surveys'
        """
    )
    op.get_bind().execute(grown.bindparams(sa.bindparam("more", {"surveys": SURVEYS}, type_=postgresql.JSONB)))


def downgrade() -> None:
    """The policy stays: the version before takes no notice of the new field, and what was decided since must not go with it."""
    op.drop_table("survey_turns")
