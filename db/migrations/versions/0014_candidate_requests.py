"""Links with a purpose, what candidates ask for, and how a candidate is taken out of what only ever grows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REQUESTS = {"human_interview_hours": 24, "deletion_days": 15, "copy_days": 15}
# What people typed, or a masked name: nothing that a figure or a rule reads.
ERASABLE = {
    "commands": ["texts"],
    "cancellation_log": ["reason_detail", "justification", "remark"],
    "audit": ["change"],
}


def upgrade() -> None:
    purpose = sa.Column(
        "purpose",
        sa.String(length=16),
        server_default="interview",
        nullable=False,
        comment="what it opens: domain/purposes.py",
    )
    op.add_column("candidate_links", purpose)
    erased = "when the person behind this row was taken out of everything that was kept"
    op.add_column("candidates", sa.Column("erased_at", sa.DateTime(timezone=True), comment=erased))
    _requests()
    _erasable()
    _policy()


def _requests() -> None:
    op.create_table(
        "candidate_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("handled_by", sa.String(length=64), comment="a login, or candidate for one that was taken back"),
        sa.Column("handled_at", sa.DateTime(timezone=True)),
        sa.Column(
            "note", sa.Text(), server_default="", nullable=False, comment="the answer, as the candidate reads it"
        ),
        sa.CheckConstraint("kind IN ('human_interview','deletion','copy')", name=op.f("ck_candidate_requests_kind")),
        sa.CheckConstraint("state IN ('open','done','declined','withdrawn')", name=op.f("ck_candidate_requests_state")),
        sa.CheckConstraint("(state = 'open') = (handled_at IS NULL)", name=op.f("ck_candidate_requests_handled")),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_candidate_requests_interview_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_candidate_requests_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_requests")),
    )
    op.create_index(op.f("ix_candidate_requests_interview_id"), "candidate_requests", ["interview_id"])
    waiting = sa.text("state = 'open'")
    once = ["interview_id", "kind"]
    op.create_index("uq_candidate_requests_open", "candidate_requests", once, unique=True, postgresql_where=waiting)
    op.create_index("ix_candidate_requests_due", "candidate_requests", ["due_at", "id"], postgresql_where=waiting)


def _erasable() -> None:
    """R4 and PIPL 47 together: a row still only ever grows, but for its texts while its candidate's own wish to be deleted is open."""
    op.execute(
        """
        CREATE FUNCTION refuse_change_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV AND EXISTS (
                SELECT FROM candidate_requests
                WHERE interview_id = OLD.interview_id AND kind = 'deletion' AND state = 'open'
            ) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table, texts in ERASABLE.items():
        given = ", ".join(f"'{name}'" for name in texts)
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_erasing({given})"
        )


def _policy() -> None:
    """A new version for the root, as in 0009."""
    grown = sa.text(
        """
        INSERT INTO policies (organisation_id, version, valid_from, data)
        SELECT organisation_id, version + 1, greatest(valid_from, now()), CAST(:more AS jsonb) || data
        FROM policies WHERE organisation_id = 'mianyue'
        AND version = (SELECT max(version) FROM policies WHERE organisation_id = 'mianyue') AND NOT data ? 'requests'
        """
    )
    op.get_bind().execute(grown.bindparams(sa.bindparam("more", {"requests": REQUESTS}, type_=postgresql.JSONB)))


def downgrade() -> None:
    """The policy stays, as in 0009. What was erased stays erased; what candidates asked for goes with its table."""
    for table in ERASABLE:
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute("DROP FUNCTION refuse_change_but_erasing()")
    op.drop_table("candidate_requests")
    op.drop_column("candidates", "erased_at")
    op.drop_column("candidate_links", "purpose")
