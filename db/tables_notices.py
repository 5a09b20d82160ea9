"""The tables around the notice ledger: receipts, decisions, opt-outs, templates, what the monitor found and when it looked."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.tables import instant, metadata, owner

receipts = Table(
    "receipts",
    metadata,
    Column("provider", String(16), primary_key=True),
    Column("event_id", Text, primary_key=True, comment="the provider's own name of this event: a repeat has the same"),
    owner(),
    Column("notice_id", Uuid, ForeignKey("notices.id"), nullable=False, index=True),
    Column("provider_id", Text, nullable=False),
    Column("status", String(32), nullable=False, comment="the provider's word"),
    Column("code", String(64), nullable=False, server_default="", comment="the provider's error code"),
    instant("at", nullable=False),
    instant("received_at", nullable=False, index=True),
)

notice_decisions = Table(
    "notice_decisions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("interview_id", Uuid, nullable=False, index=True),
    Column("notice_id", Uuid, ForeignKey("notices.id"), nullable=False),
    instant("at", nullable=False),
    Column("actor", String(64), nullable=False),
    Column("decision", String(32), nullable=False),
    Column("because", Text, nullable=False, server_default=""),
    Column("key", Text, nullable=False, comment="deciding the same again writes nothing"),
    UniqueConstraint("notice_id", "key"),
)

opt_outs = Table(
    "opt_outs",
    metadata,
    owner(primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("address_hash", String(64), primary_key=True, comment="SHA-256 of our secret and the number or address"),
    Column("source", String(32), nullable=False, comment="page, provider or a login"),
    instant("at", nullable=False),
)

templates = Table(
    "templates",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("case", String(64), nullable=False),
    Column("locale", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("draft", JSONB(none_as_null=True), comment="null: back to the inherited wording"),
    Column("created_by", String(64), nullable=False),
    instant("created_at", nullable=False),
    UniqueConstraint("organisation_id", "case", "locale", "version"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("organisation_id", String(64), ForeignKey("organisations.id"), comment="null: about the installation"),
    Column("kind", String(32), nullable=False),
    Column("subject", Text, nullable=False, comment="id of the notice, interview, workflow or provider"),
    Column("detail", Text, nullable=False, server_default="", comment="codes only"),
    instant("first_seen", nullable=False),
    instant("last_seen", nullable=False),
    instant("closed_at"),
    Index("uq_findings_open", "kind", "subject", unique=True, postgresql_where=text("closed_at IS NULL")),
)

watches = Table(
    "watches",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("organisation_id", String(64), ForeignKey("organisations.id"), comment="null: about the installation"),
    instant("looked_at", nullable=False),
)
