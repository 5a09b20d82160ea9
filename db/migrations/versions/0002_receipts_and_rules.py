"""Receipts, decisions on notices, phone tasks, opt-outs, templates and findings; the root policy learns to pursue its notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("receipts", "notice_decisions", "templates")
_MUST_ARRIVE = ["invite", "cancelled", "moved", "options_offered", "request_declined", "interviewer_absent"]
DELIVERY = {
    "near_hours": 24,
    "wait_minutes_near": 10,
    "wait_minutes": 120,
    "unknown_minutes": 2,
    "alarm_hours": 3,
    "again": _MUST_ARRIVE,
    "phone": _MUST_ARRIVE,
}

CHANNEL_RULES = {
    "sms": {
        "+86": {
            "links": False,
            "kinds_forbidden": ["survey"],
            "personal_data": False,
            "max_variable_chars": 35,
            "max_parts": 8,
            "max_chars": 500,
            "signature": {"min_chars": 2, "max_chars": 16},
            "quiet_hours": {
                "from": "21:00",
                "to": "08:30",
                "unless_within_hours": 12,
                "unless_kinds": ["cancelled", "moved", "request_declined"],
            },
            "per_minute": 3,
            "per_hour": 10,
            "per_day": 50,
            "identical_minutes": 59,
        },
        "": {"personal_data": False, "max_parts": 10, "per_hour": 10, "per_day": 50},
    },
    "email": {"per_day": 50},
}


def _instant(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _owner(table: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id"))
    return sa.Column("organisation_id", sa.String(length=64), nullable=False), key


def upgrade() -> None:
    _notices()
    _receipts()
    _decisions()
    _opt_outs()
    _templates()
    _findings()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    _policy()


def _notices() -> None:
    new = (
        sa.Column("nth", sa.Integer(), comment="place in the audit of the change whose facts it tells"),
        sa.Column("generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("after_id", sa.Uuid(), comment="the notice that this one takes the place of"),
        sa.Column(
            "because", sa.Text(), server_default="", nullable=False, comment="why it was sent in that one's place"
        ),
        _instant("due_at"),
        _instant("deadline"),
        _instant("retry_at"),
        _instant("looked_at"),
        sa.Column(
            "looked",
            sa.String(length=16),
            server_default="",
            nullable=False,
            comment="what the provider said when asked",
        ),
        sa.Column("sms_parts", sa.Integer()),
        sa.Column("taken_by", sa.String(length=64), comment="a phone task: who is on it"),
        _instant("taken_at"),
        _instant("acknowledged_at"),
        sa.Column(
            "remark", sa.Text(), server_default="", nullable=False, comment="a phone task: what came of the call"
        ),
    )
    for column in new:
        op.add_column("notices", column)
    op.execute("UPDATE notices SET due_at = created_at")
    # Workers of the version before write notices until they are replaced, and know no such column.
    op.alter_column("notices", "due_at", nullable=False, server_default=sa.func.now())
    op.create_index(
        "ix_notices_provider_id", "notices", ["provider_id"], postgresql_where=sa.text("provider_id IS NOT NULL")
    )
    op.create_index(
        "ix_notices_accepted_at", "notices", ["accepted_at"], postgresql_where=sa.text("accepted_at IS NOT NULL")
    )
    op.create_index(
        "ix_notices_delivered_at", "notices", ["delivered_at"], postgresql_where=sa.text("delivered_at IS NOT NULL")
    )
    op.create_index("ix_notices_phone", "notices", ["state", "deadline"], postgresql_where=sa.text("channel = 'phone'"))
    op.create_index("ix_interviews_candidate_id", "interviews", ["candidate_id"])
    op.create_index("ix_candidates_phone", "candidates", ["phone"], postgresql_where=sa.text("phone IS NOT NULL"))
    op.create_index("ix_candidates_email", "candidates", ["email"], postgresql_where=sa.text("email IS NOT NULL"))
    op.create_index("ix_interviews_next_at", "interviews", ["next_at"], postgresql_where=sa.text("closed_at IS NULL"))


def _receipts() -> None:
    column, key = _owner("receipts")
    op.create_table(
        "receipts",
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column(
            "event_id",
            sa.Text(),
            nullable=False,
            comment="the provider's own name of this event: a repeat has the same",
        ),
        column,
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False, comment="the provider's word"),
        sa.Column("code", sa.String(length=64), server_default="", nullable=False, comment="the provider's error code"),
        _instant("at", nullable=False),
        _instant("received_at", nullable=False),
        key,
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_receipts_notice_id")),
        sa.PrimaryKeyConstraint("provider", "event_id", name=op.f("pk_receipts")),
    )
    op.create_index("ix_receipts_notice_id", "receipts", ["notice_id"])
    op.create_index("ix_receipts_received_at", "receipts", ["received_at"])


def _decisions() -> None:
    column, key = _owner("notice_decisions")
    op.create_table(
        "notice_decisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        column,
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        _instant("at", nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=False),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="deciding the same again writes nothing"),
        key,
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_decisions_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_decisions")),
        sa.UniqueConstraint("notice_id", "key", name=op.f("uq_notice_decisions_notice_id_key")),
    )
    op.create_index("ix_notice_decisions_interview_id", "notice_decisions", ["interview_id"])


def _opt_outs() -> None:
    column, key = _owner("opt_outs")
    op.create_table(
        "opt_outs",
        column,
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column(
            "address_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of our secret and the number or address",
        ),
        sa.Column("source", sa.String(length=32), nullable=False, comment="page, provider or a login"),
        _instant("at", nullable=False),
        key,
        sa.PrimaryKeyConstraint("organisation_id", "channel", "address_hash", name=op.f("pk_opt_outs")),
    )


def _templates() -> None:
    column, key = _owner("templates")
    op.create_table(
        "templates",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        column,
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", postgresql.JSONB(), comment="null: back to the inherited wording"),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        _instant("created_at", nullable=False),
        key,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
        sa.UniqueConstraint(
            "organisation_id",
            "case",
            "locale",
            "version",
            name=op.f("uq_templates_organisation_id_case_locale_version"),
        ),
    )


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), comment="null: about the installation"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="id of the notice, interview, workflow or provider"),
        sa.Column("detail", sa.Text(), server_default="", nullable=False, comment="codes only"),
        _instant("first_seen", nullable=False),
        _instant("last_seen", nullable=False),
        _instant("closed_at"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_findings_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(
        "uq_findings_open", "findings", ["kind", "subject"], unique=True, postgresql_where=sa.text("closed_at IS NULL")
    )


def _policy() -> None:
    """A new version for the root, so that lives under way keep the rules that they began with."""
    grown = sa.text(
        """
        INSERT INTO policies (organisation_id, version, valid_from, data)
        SELECT organisation_id, version + 1, now(), data || CAST(:more AS jsonb)
        FROM policies WHERE organisation_id = 'mianyue' ORDER BY version DESC LIMIT 1
        """
    )
    more = sa.bindparam("more", {"delivery": DELIVERY, "channel_rules": CHANNEL_RULES}, type_=postgresql.JSONB)
    op.get_bind().execute(grown.bindparams(more))


def downgrade() -> None:
    op.execute("DELETE FROM policies WHERE organisation_id = 'mianyue' AND data ? 'delivery'")
    for table in ("findings", "templates", "opt_outs", "notice_decisions", "receipts"):
        op.drop_table(table)
    op.drop_index("ix_interviews_next_at", table_name="interviews")
    op.drop_index("ix_candidates_email", table_name="candidates")
    op.drop_index("ix_candidates_phone", table_name="candidates")
    op.drop_index("ix_interviews_candidate_id", table_name="interviews")
    for name in ("phone", "delivered_at", "accepted_at", "provider_id"):
        op.drop_index(f"ix_notices_{name}", table_name="notices")
    for name in [
        "remark",
        "acknowledged_at",
        "taken_at",
        "taken_by",
        "sms_parts",
        "looked",
        "looked_at",
        "retry_at",
        "deadline",
        "due_at",
        "because",
        "after_id",
        "generation",
        "nth",
    ]:
        op.drop_column("notices", name)
