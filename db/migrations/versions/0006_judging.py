"""Judging: appraisal policies agreed by two people, alerts, reviews, scores, appeals; the group's first policy is the article's."""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FIRST_POLICY = {
    "scoring": {
        "items": [
            {
                "indicator": "cancellation_rate",
                "weight": 15,
                "target": 0.10,
                "met": 1,
                "missed": -0.5,
                "method": "cliff",
            },
            {"indicator": "booking_accuracy", "weight": 5, "target": 0.80, "met": 1, "missed": -0.5, "method": "cliff"},
            {
                "indicator": "reason_quality_rate",
                "weight": 20,
                "target": 0.90,
                "met": 1,
                "missed": -0.5,
                "method": "cliff",
            },
            {
                "indicator": "advance_notice_rate",
                "weight": 20,
                "target": 0.85,
                "met": 1,
                "missed": -0.5,
                "method": "cliff",
            },
            {"indicator": "compliance_rate", "weight": 20, "target": 0.85, "met": 1, "missed": -0.5, "method": "cliff"},
            {"indicator": "satisfaction", "weight": 20, "target": 0.80, "met": 1, "missed": -0.5, "method": "cliff"},
        ],
        "least": 20,
    },
    "alerts": {
        "indicator": "attributable_rate",
        "window_days": 90,
        "least": 20,
        "alert": 0.025,
        "alarm": 0.001,
        "repeat_days": 28,
        "above": None,
    },
    "shifts": [
        {
            "indicator": "candidate_last_minute_share",
            "taken_from": "cancellation_rate",
            "given_to": "booking_accuracy",
            "fall": 0.5,
            "points": 5,
            "keeps": 5,
            "least": 30,
        }
    ],
}
TABLES = ("appraisal_policies", "policy_acknowledgements", "alerts", "reviews", "scores", "appeals", "corrections")


def upgrade() -> None:
    _appraisal_policies()
    _policy_acknowledgements()
    _alerts()
    _reviews()
    _scores()
    _appeals()
    _corrections()
    _first_policy()


def _first_policy() -> None:
    policies = sa.table(
        "appraisal_policies",
        *(sa.column(name) for name in ("organisation_id", "version", "why", "state", "proposed_by", "decided_by")),
        sa.column("valid_from", sa.Date),
        sa.column("data", postgresql.JSONB),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("proposed_at", "decided_at")),
    )
    at = datetime(2000, 1, 1, tzinfo=UTC)
    row = {
        "organisation_id": "mianyue",
        "version": 1,
        "valid_from": date(2000, 1, 1),
        "data": FIRST_POLICY,
        "why": "初始方案 / what the system comes with",
        "state": "approved",
        "proposed_by": "system",
        "proposed_at": at,
        "decided_by": "installation",
        "decided_at": at,
    }
    op.bulk_insert(policies, [row])


def _appraisal_policies() -> None:
    op.create_table(
        "appraisal_policies",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="the first day it holds, in the group's calendar"),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="domain/appraisal_policy.py"
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="of a proposal that the system made: the rule and the figures behind it",
        ),
        sa.Column("key", sa.Text(), nullable=True, comment="of such a proposal: proposing it twice is one"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)",
            name=op.f("ck_appraisal_policies_two_people"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed','approved','rejected','withdrawn')", name=op.f("ck_appraisal_policies_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_appraisal_policies_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_policies")),
        sa.UniqueConstraint("key", name=op.f("uq_appraisal_policies_key")),
        sa.UniqueConstraint("organisation_id", "version", name=op.f("uq_appraisal_policies_organisation_id_version")),
    )


def _policy_acknowledgements() -> None:
    op.create_table(
        "policy_acknowledgements",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["login"], ["users.login"], name=op.f("fk_policy_acknowledgements_login")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_policy_acknowledgements_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["appraisal_policies.id"], name=op.f("fk_policy_acknowledgements_policy_id")
        ),
        sa.PrimaryKeyConstraint("policy_id", "login", name=op.f("pk_policy_acknowledgements")),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column(
            "id", sa.Uuid(), nullable=False, comment="derived from recruiter, indicator and day: telling twice is one"
        ),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the day after the window, in the group's calendar"),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column(
            "follows",
            sa.String(length=8),
            nullable=False,
            comment="note: to the recruiter alone; review: a task for the manager",
        ),
        sa.Column("plain", sa.Boolean(), nullable=False, comment="told by the rule team + x, not by chance"),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("others_hits", sa.Integer(), nullable=False),
        sa.Column("others_cases", sa.Integer(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("adjusted", sa.Float(), nullable=False),
        sa.Column("alert_from", sa.Integer(), nullable=True),
        sa.Column("alarm_from", sa.Integer(), nullable=True),
        sa.Column("above", sa.Float(), nullable=True, comment="the rule of a plain one"),
        sa.Column(
            "reasons",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the recruiter's counted cancellations by reason code",
        ),
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_alerts_organisation_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["appraisal_policies.id"], name=op.f("fk_alerts_policy_id")),
        sa.ForeignKeyConstraint(["recruiter"], ["users.login"], name=op.f("fk_alerts_recruiter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("recruiter", "indicator", "day", name=op.f("uq_alerts_recruiter_indicator_day")),
    )
    op.create_index("ix_alerts_organisation_day", "alerts", ["organisation_id", "day"], unique=False)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False, comment="the recruiter's own words"),
        sa.Column("commented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision",
            sa.String(length=24),
            nullable=True,
            comment="what people decided; nothing follows from it by machine",
        ),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decided_by <> recruiter", name=op.f("ck_reviews_not_ones_own")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_reviews_alert_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_reviews_organisation_id")),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_reviews")),
    )
    op.create_index(
        "ix_reviews_open",
        "reviews",
        ["organisation_id", "opened_at"],
        unique=False,
        postgresql_where=sa.text("decided_at IS NULL"),
    )


def _scores() -> None:
    op.create_table(
        "scores",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column(
            "nth", sa.Integer(), nullable=False, comment="1 for the month's own, more where facts or appeals changed it"
        ),
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="every line of the score"),
        sa.Column("counted", sa.Float(), nullable=False, comment="the weight, in percent, that had cases enough"),
        sa.Column("total", sa.Float(), nullable=True, comment="null: too few cases of everything"),
        sa.Column("because", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_scores_organisation_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["appraisal_policies.id"], name=op.f("fk_scores_policy_id")),
        sa.ForeignKeyConstraint(["recruiter"], ["users.login"], name=op.f("fk_scores_recruiter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint("recruiter", "month", "nth", name=op.f("uq_scores_recruiter_month_nth")),
    )
    op.create_index("ix_scores_organisation_month", "scores", ["organisation_id", "month"], unique=False)


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True, comment="of an appeal about a fact"),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True, comment="of an appeal about a score"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "left_out",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="of an upheld one about a score: indicators that do not count that month",
        ),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(about = 'fact' AND interview_id IS NOT NULL AND revision IS NOT NULL) OR (about = 'score' AND month IS NOT NULL)",
            name=op.f("ck_appeals_about"),
        ),
        sa.CheckConstraint("state IN ('open','upheld','rejected')", name=op.f("ck_appeals_state")),
        sa.CheckConstraint("decided_by <> recruiter", name=op.f("ck_appeals_not_ones_own")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_appeals_organisation_id")),
        sa.ForeignKeyConstraint(["recruiter"], ["users.login"], name=op.f("fk_appeals_recruiter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
    )
    op.create_index(
        "ix_appeals_open",
        "appeals",
        ["organisation_id", "filed_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_appeals_recruiter", "appeals", ["recruiter", "filed_at"], unique=False)


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "attributable", sa.Boolean(), nullable=True, comment="false: the recruiter does not answer for it after all"
        ),
        sa.Column("stated", sa.Boolean(), nullable=True, comment="true: the reason was usable after all"),
        sa.Column("in_time", sa.Boolean(), nullable=True, comment="true: the notice counts as in time after all"),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name=op.f("fk_corrections_appeal_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_corrections_organisation_id")),
        sa.PrimaryKeyConstraint("interview_id", "revision", name=op.f("pk_corrections")),
        comment="what upheld appeals changed; the facts themselves stay as they were written",
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
