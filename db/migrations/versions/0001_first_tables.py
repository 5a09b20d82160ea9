"""The first tables, their append-only guards, and the root organisation with the default policy as data."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("cancellation_log", "kpi_facts", "audit", "commands")
_BOTH = [["sms"], ["email"]]
_MAIL_FIRST = [["email", "sms"]]
DEFAULT_POLICY = {
    "locale": "zh-CN",
    "timezone": "Asia/Shanghai",
    "notice_hours": 24,
    "reminders": [{"minutes": 1440, "grace_minutes": 120}, {"minutes": 60, "grace_minutes": 20}],
    "channels": {
        "invite": _MAIL_FIRST,
        "confirm_request": _BOTH,
        "reminder": [["sms", "email"]],
        "cancelled": [["sms"], ["email"], ["inbox"]],
        "moved": _BOTH,
        "options_offered": _MAIL_FIRST,
        "request_received": _MAIL_FIRST,
        "request_declined": _MAIL_FIRST,
        "survey": [["email"]],
        "missed_you": _MAIL_FIRST,
        "interviewer_absent": _BOTH,
    },
    "approval_remind_hours": 4,
    "approval_escalate_hours": 24,
    "outcome_ask_minutes": 15,
    "outcome_reask_hours": [24, 48, 96],
    "survey_enabled": True,
    "survey_delay_minutes": 120,
    "survey_open_hours": 168,
    "reschedule_window_hours": 72,
    "max_days_ahead": 365,
}


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column(
            "path",
            postgresql.ARRAY(sa.String(length=64)),
            nullable=False,
            comment="ids from the root down to this organisation",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["organisations.id"], name=op.f("fk_organisations_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="the change's own key: writing it twice does nothing"),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("command_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False, comment="the change's place in its interview's life, from 1"),
        sa.Column(
            "change",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="codes and ids only: what the workflow takes up if it lost this step",
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_audit_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("interview_id", "key", name=op.f("uq_audit_interview_id_key")),
        sa.UniqueConstraint("interview_id", "nth", name=op.f("uq_audit_interview_id_nth")),
    )
    op.create_table(
        "candidates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_candidates_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
    )
    op.create_table(
        "commands",
        sa.Column(
            "id", sa.Uuid(), nullable=False, comment="command id; derived from the Idempotency-Key when there is one"
        ),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "fingerprint",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the request, to refuse a key reused for another",
        ),
        sa.Column(
            "texts",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="free text that must not travel through Temporal",
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_commands_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
    )
    op.create_index(op.f("ix_commands_interview_id"), "commands", ["interview_id"], unique=False)
    op.create_table(
        "holidays",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=16),
            nullable=False,
            comment="holiday | makeup_workday; overrides the calendar library",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_holidays_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "policies",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "data",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what this organisation sets; the rest is inherited",
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_policies_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("organisation_id", "version", name=op.f("uq_policies_organisation_id_version")),
    )
    op.create_table(
        "users",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_users_organisation_id")),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_users")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("hash", sa.Text(), nullable=False, comment="SHA-256 of the token; the token itself is never stored"),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["login"], ["users.login"], name=op.f("fk_api_tokens_login")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_api_tokens_organisation_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_api_tokens")),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("join_url", sa.Text(), server_default="", nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column(
            "request",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="the pending move: by, options, picked",
        ),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_interviews_candidate_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_interviews_organisation_id")),
        sa.ForeignKeyConstraint(["recruiter"], ["users.login"], name=op.f("fk_interviews_recruiter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    op.create_index(
        "ix_interviews_organisation_starts", "interviews", ["organisation_id", "starts_at", "id"], unique=False
    )
    op.create_index("ix_interviews_recruiter_starts", "interviews", ["recruiter", "starts_at", "id"], unique=False)
    op.create_index("ix_interviews_stage_starts", "interviews", ["stage", "starts_at", "id"], unique=False)
    op.create_table(
        "cancellation_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column(
            "operator", sa.String(length=64), nullable=False, comment="who did it: a login, candidate, or temporal-ui"
        ),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason_detail", sa.Text(), nullable=False),
        sa.Column("reason_stated", sa.Boolean(), nullable=False),
        sa.Column("justification", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("decided_hours", sa.Float(), nullable=False, comment="hours from the decision to the start"),
        sa.Column("next_step", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_cancellation_log_interview_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_cancellation_log_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellation_log")),
        sa.UniqueConstraint("interview_id", "revision", name=op.f("uq_cancellation_log_interview_id_revision")),
    )
    op.create_index(op.f("ix_cancellation_log_cancelled_at"), "cancellation_log", ["cancelled_at"], unique=False)
    op.create_index(op.f("ix_cancellation_log_recruiter"), "cancellation_log", ["recruiter"], unique=False)
    op.create_table(
        "candidate_links",
        sa.Column("hash", sa.Text(), nullable=False, comment="SHA-256 of the link's token; the token is never stored"),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_candidate_links_interview_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_candidate_links_organisation_id")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_candidate_links")),
    )
    op.create_table(
        "kpi_facts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("attributable", sa.String(length=8), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("stated", sa.Boolean(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_kpi_facts_interview_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kpi_facts_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_facts")),
        sa.UniqueConstraint("interview_id", "revision", "kind", name=op.f("uq_kpi_facts_interview_id_revision_kind")),
    )
    op.create_index("ix_kpi_facts_organisation_at", "kpi_facts", ["organisation_id", "at"], unique=False)
    op.create_index("ix_kpi_facts_recruiter_at", "kpi_facts", ["recruiter", "at"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False, comment="derived from key; the op id at the provider"),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column(
            "recipient",
            sa.String(length=64),
            nullable=True,
            comment="login of a staff recipient; a candidate's address is in candidates",
        ),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "body", sa.Text(), nullable=False, comment="{link} stands for the candidate's link, which is never stored"
        ),
        sa.Column("html", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "detail", sa.Text(), server_default="", nullable=False, comment="why skipped, refused or unknown: a code"
        ),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('intent','attempting','accepted','refused','unknown','delivered','failed','skipped')",
            name=op.f("ck_notices_state"),
        ),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_notices_interview_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_notices_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index(op.f("ix_notices_interview_id"), "notices", ["interview_id"], unique=False)
    op.create_index(
        "ix_notices_recipient_created",
        "notices",
        ["recipient", "created_at"],
        unique=False,
        postgresql_where=sa.text("recipient IS NOT NULL"),
    )
    op.create_index(
        "ix_notices_hrops_created",
        "notices",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("audience = 'hrops'"),
    )
    op.create_index(
        "ix_notices_unsettled",
        "notices",
        ["state", "created_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('intent','attempting','unknown')"),
    )
    op.create_table(
        "surveys",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("timeliness", sa.Integer(), nullable=False),
        sa.Column("handling", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("timeliness BETWEEN 1 AND 5 AND handling BETWEEN 1 AND 5", name=op.f("ck_surveys_scores")),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_surveys_interview_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_surveys_organisation_id")),
        sa.PrimaryKeyConstraint("interview_id", "revision", name=op.f("pk_surveys")),
    )
    _guard_append_only()
    _root_organisation()


def _guard_append_only() -> None:
    """R4: the log, the facts and the audit only ever grow."""
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
        """
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _root_organisation() -> None:
    tables = sa.MetaData()
    organisations = sa.Table(
        "organisations",
        tables,
        *(sa.Column(name, sa.Text) for name in ("id", "name", "name_en")),
        sa.Column("path", postgresql.ARRAY(sa.Text)),
    )
    policies = sa.Table(
        "policies",
        tables,
        sa.Column("organisation_id", sa.Text),
        sa.Column("version", sa.Integer),
        sa.Column("valid_from", sa.DateTime(timezone=True)),
        sa.Column("data", postgresql.JSONB),
    )
    root = {"id": "mianyue", "path": ["mianyue"], "name": "面约", "name_en": "Mianyue"}
    op.bulk_insert(organisations, [root])
    first = datetime(2000, 1, 1, tzinfo=UTC)
    op.bulk_insert(
        policies, [{"organisation_id": "mianyue", "version": 1, "valid_from": first, "data": DEFAULT_POLICY}]
    )


def downgrade() -> None:
    op.drop_table("surveys")
    op.drop_index("ix_notices_hrops_created", table_name="notices", postgresql_where=sa.text("audience = 'hrops'"))
    op.drop_index(
        "ix_notices_unsettled",
        table_name="notices",
        postgresql_where=sa.text("state IN ('intent','attempting','unknown')"),
    )
    op.drop_index(
        "ix_notices_recipient_created", table_name="notices", postgresql_where=sa.text("recipient IS NOT NULL")
    )
    op.drop_index(op.f("ix_notices_interview_id"), table_name="notices")
    op.drop_table("notices")
    op.drop_index("ix_kpi_facts_recruiter_at", table_name="kpi_facts")
    op.drop_index("ix_kpi_facts_organisation_at", table_name="kpi_facts")
    op.drop_table("kpi_facts")
    op.drop_table("candidate_links")
    op.drop_index(op.f("ix_cancellation_log_recruiter"), table_name="cancellation_log")
    op.drop_index(op.f("ix_cancellation_log_cancelled_at"), table_name="cancellation_log")
    op.drop_table("cancellation_log")
    op.drop_index("ix_interviews_stage_starts", table_name="interviews")
    op.drop_index("ix_interviews_recruiter_starts", table_name="interviews")
    op.drop_index("ix_interviews_organisation_starts", table_name="interviews")
    op.drop_table("interviews")
    op.drop_table("api_tokens")
    op.drop_table("users")
    op.drop_table("policies")
    op.drop_table("holidays")
    op.drop_index(op.f("ix_commands_interview_id"), table_name="commands")
    op.drop_table("commands")
    op.drop_table("candidates")
    op.drop_table("audit")
    op.drop_table("organisations")
    op.execute("DROP FUNCTION refuse_change()")
