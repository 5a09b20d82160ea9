"""The tables of PostgreSQL, each with its organisation: people and policy here, the interview's own in tables_interview."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def instant(name: str, **options: object) -> Column[object]:
    """A UTC instant."""
    return Column(name, DateTime(timezone=True), **options)  # type: ignore[arg-type]


def owner(**options: object) -> Column[str]:
    """The organisation a row belongs to (design rule 8)."""
    return Column("organisation_id", String(64), ForeignKey("organisations.id"), nullable=False, **options)  # type: ignore[arg-type]


organisations = Table(
    "organisations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("parent_id", String(64), ForeignKey("organisations.id")),
    Column("path", ARRAY(String(64)), nullable=False, comment="ids from the root down to this organisation"),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("phone", Text, nullable=False, server_default=""),
)

policies = Table(
    "policies",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("version", Integer, nullable=False),
    instant("valid_from", nullable=False),
    Column("data", JSONB, nullable=False, comment="what this organisation sets; the rest is inherited"),
    Column("set_by", String(64), comment="null: it came with an installation or an upgrade"),
    instant("set_at"),
    Column("note", Text, nullable=False, server_default=""),
    UniqueConstraint("organisation_id", "version"),
)

holidays = Table(
    "holidays",
    metadata,
    owner(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(16), nullable=False, comment="holiday | makeup_workday; overrides the calendar library"),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("set_by", String(64), nullable=False, server_default="", comment="login of who set it"),
    instant("set_at", nullable=False, server_default=func.now()),
)

users = Table(
    "users",
    metadata,
    Column("login", String(64), primary_key=True),
    owner(),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("email", Text, nullable=False),
    Column("locale", String(8), nullable=False),
    Column("timezone", Text, comment="IANA zone; null: the organisation's"),
    Column("password_hash", Text, comment="argon2id; null: cannot sign in to the console"),
    instant("password_set_at"),
    Column("must_change", Boolean, nullable=False, server_default=false(), comment="a password somebody else set"),
    instant("disabled_at", comment="no sign-in, no token from then on"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("hash", Text, primary_key=True, comment="SHA-256 of the token; the token itself is never stored"),
    owner(),
    Column("login", String(64), ForeignKey("users.login"), nullable=False),
    instant("expires_at", nullable=False),
    instant("created_at", nullable=False, server_default=func.now()),
)

candidates = Table(
    "candidates",
    metadata,
    Column("id", Uuid, primary_key=True),
    owner(),
    Column("name", Text, nullable=False),
    Column("phone", Text),
    Column("email", Text),
    Column("locale", String(8), nullable=False),
    instant("created_at", nullable=False, server_default=func.now()),
    instant("erased_at", comment="when the person behind this row was taken out of everything that was kept"),
    Index("ix_candidates_phone", "phone", postgresql_where=text("phone IS NOT NULL")),
    Index("ix_candidates_email", text("lower(email)"), postgresql_where=text("email IS NOT NULL")),
)

commands = Table(
    "commands",
    metadata,
    Column("id", Uuid, primary_key=True, comment="command id; derived from the Idempotency-Key when there is one"),
    owner(),
    Column("interview_id", Uuid, nullable=False, index=True),
    Column("actor", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("fingerprint", Text, nullable=False, comment="SHA-256 of the request, to refuse a key reused for another"),
    Column("texts", JSONB, nullable=False, comment="free text that must not travel through Temporal"),
    instant("received_at", nullable=False, server_default=func.now()),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("interview_id", Uuid, nullable=False),
    Column("key", Text, nullable=False, comment="the change's own key: writing it twice does nothing"),
    Column("action", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("command_id", Uuid),
    Column("revision", Integer, nullable=False),
    instant("at", nullable=False),
    Column("details", JSONB, nullable=False),
    Column("nth", Integer, nullable=False, comment="the change's place in its interview's life, from 1"),
    Column(
        "change", JSONB, nullable=False, comment="codes and ids only: what the workflow takes up if it lost this step"
    ),
    UniqueConstraint("interview_id", "key"),
    UniqueConstraint("interview_id", "nth"),
)
