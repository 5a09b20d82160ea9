"""Bulks: what was asked of many interviews at once, and what came of each; all but that is written once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CHANGING = {
    "bulks": ("state", "state_by", "started_at", "paused_at", "finished_at"),
    "bulk_items": ("state", "rule", "at"),
}


def upgrade() -> None:
    _bulks()
    _items()
    _guard()


def _bulks() -> None:
    op.create_table(
        "bulks",
        sa.Column("id", sa.Uuid(), nullable=False, comment="derived from the Idempotency-Key when there is one"),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column(
            "audience", sa.String(length=16), nullable=False, comment="on whose side that user acted: recruiter | hrops"
        ),
        sa.Column(
            "selected", postgresql.JSONB(), nullable=False, comment="the filter; no candidate's number, address or name"
        ),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason_detail", sa.Text(), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("channels", postgresql.JSONB(), comment="null: those of the policy"),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("justification", sa.Text(), server_default="", nullable=False),
        sa.Column("offer_reschedule", sa.Boolean()),
        sa.Column(
            "days",
            postgresql.JSONB(),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
            comment="of an offer: ISO dates",
        ),
        sa.Column("shift_minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column(
            "fingerprint",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the request, to refuse a key reused for another",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="waiting", nullable=False),
        sa.Column(
            "state_by",
            sa.String(length=64),
            server_default="",
            nullable=False,
            comment="who wanted it so; empty: the bulk itself",
        ),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("paused_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("action IN ('cancel','offer')", name=op.f("ck_bulks_action")),
        sa.CheckConstraint("state IN ('waiting','running','paused','stopped','finished')", name=op.f("ck_bulks_state")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_bulks_organisation_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.login"], name=op.f("fk_bulks_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulks")),
        comment="one record of who asked what of how many interviews and why; only its state changes",
    )
    op.create_index("ix_bulks_created", "bulks", ["created_at", "id"])
    op.create_index("ix_bulks_by", "bulks", ["created_by", "created_at", "id"])


def _items() -> None:
    op.create_table(
        "bulk_items",
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False, comment="its turn, from 1"),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="pending", nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False, comment="why it is not done: a code"),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state IN ('pending','done','already','refused','failed','skipped')", name=op.f("ck_bulk_items_state")
        ),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulks.id"], name=op.f("fk_bulk_items_bulk_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_bulk_items_organisation_id")),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_bulk_items_interview_id")),
        sa.PrimaryKeyConstraint("bulk_id", "nth", name=op.f("pk_bulk_items")),
        sa.UniqueConstraint("bulk_id", "interview_id", name=op.f("uq_bulk_items_bulk_id_interview_id")),
        comment="what came of each interview of a bulk; only that changes",
    )
    op.create_index("ix_bulk_items_interview_id", "bulk_items", ["interview_id"])
    op.create_index(
        "ix_bulk_items_pending", "bulk_items", ["bulk_id", "nth"], postgresql_where=sa.text("state = 'pending'")
    )


def _guard() -> None:
    """PostgreSQL itself keeps the record; TRUNCATE and DELETE meet the guard of the append-only tables."""
    op.execute(
        """
        CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF to_jsonb(OLD) - TG_ARGV IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV THEN
                RAISE EXCEPTION '% is append-only but for %', TG_TABLE_NAME, TG_ARGV USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    for table, columns in _CHANGING.items():
        words = ", ".join(f"'{column}'" for column in columns)
        op.execute(
            f"CREATE TRIGGER written_once BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_rewriting({words})"
        )
        op.execute(f"CREATE TRIGGER append_only BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        op.execute(
            f"CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("bulk_items")
    op.drop_table("bulks")
    op.execute("DROP FUNCTION refuse_rewriting()")
