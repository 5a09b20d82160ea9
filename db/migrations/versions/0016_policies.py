"""Who set which policy version and why, and the changes made to users: what an audit asks of the settings (R25)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "policies",
        sa.Column("set_by", sa.String(length=64), comment="null: it came with an installation or an upgrade"),
    )
    op.add_column("policies", sa.Column("set_at", sa.DateTime(timezone=True)))
    op.add_column("policies", sa.Column("note", sa.Text(), server_default="", nullable=False))
    _user_changes()


def _user_changes() -> None:
    op.create_table(
        "user_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False, comment="who was changed"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False, comment="domain/user_changes.py"),
        sa.Column("old", sa.Text(), comment="null for what is kept private, such as a mail address"),
        sa.Column("new", sa.Text()),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_user_changes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_changes")),
        comment="append-only",
    )
    op.create_index("ix_user_changes_login", "user_changes", ["login"])
    for name, when in (("append_only", "UPDATE OR DELETE"), ("append_only_all", "TRUNCATE")):
        each = "ROW" if name == "append_only" else "STATEMENT"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {when} ON user_changes FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("user_changes")
    for column in ("note", "set_at", "set_by"):
        op.drop_column("policies", column)
