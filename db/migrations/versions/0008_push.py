"""The push to another appraisal system: what changed, what was pushed, and the triggers that notice both; the past is pushed too."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _touched()
    _items()
    _triggers()
    op.execute(
        "INSERT INTO push_touched (organisation_id, kind, item_id)"
        " SELECT organisation_id, 'cancellation', id::text FROM cancellation_log ORDER BY id"
    )
    op.execute(
        "INSERT INTO push_touched (organisation_id, kind, item_id)"
        " SELECT organisation_id, 'score', recruiter || '/' || to_char(month, 'YYYY-MM') FROM scores WHERE nth = 1 ORDER BY id"
    )


def _owner(table: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id"))
    return sa.Column("organisation_id", sa.String(length=64), nullable=False), key


def _touched() -> None:
    op.create_table(
        "push_touched",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *_owner("push_touched"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_touched")),
        comment="scores and log rows that are new or whose notices changed since the push last looked; written by triggers",
    )
    op.create_index("ix_push_touched_item", "push_touched", ["kind", "item_id", "id"])


def _items() -> None:
    op.create_table(
        "push_items",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "id", sa.Text(), nullable=False, comment="recruiter/YYYY-MM of a score, the log row's id of a cancellation"
        ),
        *_owner("push_items"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="of a score its nth; of a cancellation counted from 1"
        ),
        sa.Column("hash", sa.String(length=32), nullable=False, comment="of that version's data"),
        sa.Column("data", postgresql.JSONB(), comment="of that version, until the receiver has it"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.Text(), comment="of the message it waits in"),
        sa.Column(
            "attempts",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="messages made for this version",
        ),
        sa.Column(
            "together",
            sa.Integer(),
            server_default=sa.text("100"),
            nullable=False,
            comment="items in its next message at most: fewer once one with it was refused or stumbled over",
        ),
        sa.Column("error", sa.Text(), server_default="", nullable=False, comment="a code: why it was not taken"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting','pushed','refused')", name=op.f("ck_push_items_state")),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_push_items")),
    )
    waiting, refused = sa.text("state = 'waiting'"), sa.text("state = 'refused'")
    in_message = sa.text("message_id IS NOT NULL")
    order = ["attempts", "changed_at", "kind", "id"]
    op.create_index("ix_push_items_waiting", "push_items", order, postgresql_where=waiting)
    op.create_index("ix_push_items_refused", "push_items", ["changed_at"], postgresql_where=refused)
    op.create_index("ix_push_items_message_id", "push_items", ["message_id"], postgresql_where=in_message)


def _triggers() -> None:
    """In the transaction that changes something: a look by id would miss what commits after a higher id was seen."""
    for name, table, kind, id in (
        ("push_by_log", "cancellation_log", "cancellation", "id::text"),
        ("push_by_score", "scores", "score", "recruiter || '/' || to_char(month, 'YYYY-MM')"),
    ):
        op.execute(
            f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO push_touched (organisation_id, kind, item_id)
                SELECT organisation_id, '{kind}', {id} FROM written;
                RETURN NULL;
            END $$
            """
        )
        op.execute(
            f"CREATE TRIGGER pushed AFTER INSERT ON {table} REFERENCING NEW TABLE AS written"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    op.execute(
        """
        CREATE FUNCTION push_by_notice() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO push_touched (organisation_id, kind, item_id)
            SELECT organisation_id, 'cancellation', id::text FROM cancellation_log
            WHERE interview_id = NEW.interview_id AND revision = NEW.revision;
            RETURN NULL;
        END $$
        """
    )
    of_candidate = "NEW.kind = 'cancelled' AND NEW.audience = 'candidate'"
    op.execute(
        f"CREATE TRIGGER pushed_new AFTER INSERT ON notices FOR EACH ROW WHEN ({of_candidate})"
        " EXECUTE FUNCTION push_by_notice()"
    )
    facts = ("state", "channel", "accepted_at", "delivered_at", "acknowledged_at")
    old, new = (", ".join(f"{row}.{name}" for name in facts) for row in ("OLD", "NEW"))
    op.execute(
        f"CREATE TRIGGER pushed_changed AFTER UPDATE OF {', '.join(facts)} ON notices FOR EACH ROW"
        f" WHEN ({of_candidate} AND ({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION push_by_notice()"
    )


def downgrade() -> None:
    for name, table in (
        ("pushed_changed", "notices"),
        ("pushed_new", "notices"),
        ("pushed", "scores"),
        ("pushed", "cancellation_log"),
    ):
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for name in ("push_by_notice", "push_by_score", "push_by_log"):
        op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("push_items")
    op.drop_table("push_touched")
