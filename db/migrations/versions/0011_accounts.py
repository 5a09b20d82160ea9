"""Local accounts for the console: passwords, sessions, wrong attempts; a user's own time zone, and leaving the firm."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("timezone", sa.Text(), comment="IANA zone; null: the organisation's"))
    op.add_column(
        "users", sa.Column("password_hash", sa.Text(), comment="argon2id; null: cannot sign in to the console")
    )
    op.add_column("users", sa.Column("password_set_at", sa.DateTime(timezone=True)))
    op.add_column(
        "users",
        sa.Column(
            "must_change",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="a password somebody else set",
        ),
    )
    op.add_column(
        "users", sa.Column("disabled_at", sa.DateTime(timezone=True), comment="no sign-in, no token from then on")
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.Text(), nullable=False, comment="SHA-256 of the cookie's token, which is never stored"),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_sessions_organisation_id")),
        sa.ForeignKeyConstraint(["login"], ["users.login"], name=op.f("fk_sessions_login")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_login"), "sessions", ["login"])
    op.create_table(
        "sign_in_failures",
        sa.Column(
            "login", sa.String(length=64), nullable=False, comment="as typed: also of nobody, so that no answer tells"
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_sign_in_failures")),
        comment="wrong passwords in a row; belongs to no organisation, for the login may be nobody's",
    )


def downgrade() -> None:
    op.drop_table("sign_in_failures")
    op.drop_table("sessions")
    for column in ("disabled_at", "must_change", "password_set_at", "password_hash", "timezone"):
        op.drop_column("users", column)
