"""The tables of bulks: what was asked of which interviews, by whom and why, how it went on, and what came of each."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
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

bulks = Table(
    "bulks",
    metadata,
    Column("id", Uuid, primary_key=True, comment="derived from the Idempotency-Key when there is one"),
    owner(),
    Column("action", String(16), nullable=False),
    Column("created_by", String(64), ForeignKey("users.login"), nullable=False),
    Column("audience", String(16), nullable=False, comment="on whose side that user acted: recruiter | hrops"),
    Column("selected", JSONB, nullable=False, comment="the filter; no candidate's number, address or name"),
    Column("reason_code", String(32), nullable=False),
    Column("reason_detail", Text, nullable=False),
    Column("party", String(16), nullable=False),
    Column("channels", JSONB, comment="null: those of the policy"),
    Column("remark", Text, nullable=False, server_default=""),
    Column("justification", Text, nullable=False, server_default=""),
    Column("offer_reschedule", Boolean),
    Column("days", JSONB, nullable=False, server_default=text("'[]'::jsonb"), comment="of an offer: ISO dates"),
    Column("shift_minutes", Integer, nullable=False, server_default=text("0")),
    Column("per_minute", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False, comment="SHA-256 of the request, to refuse a key reused for another"),
    instant("created_at", nullable=False),
    Column("state", String(16), nullable=False, server_default="waiting"),
    Column(
        "state_by", String(64), nullable=False, server_default="", comment="who wanted it so; empty: the bulk itself"
    ),
    instant("started_at"),
    instant("paused_at"),
    instant("finished_at"),
    CheckConstraint("action IN ('cancel','offer')", name="action"),
    CheckConstraint("state IN ('waiting','running','paused','stopped','finished')", name="state"),
    Index("ix_bulks_created", "created_at", "id"),
    Index("ix_bulks_by", "created_by", "created_at", "id"),
    comment="one record of who asked what of how many interviews and why; only its state changes",
)

bulk_steps = Table(
    "bulk_steps",
    metadata,
    Column("bulk_id", Uuid, ForeignKey("bulks.id"), primary_key=True),
    instant("at", primary_key=True),
    Column("state", String(16), primary_key=True),
    owner(),
    Column("by", String(64), nullable=False, server_default="", comment="who wanted it so; empty: the bulk itself"),
    CheckConstraint("state IN ('waiting','running','paused','stopped','finished')", name="state"),
    comment="where a bulk stood and since when, step by step; append-only",
)

bulk_items = Table(
    "bulk_items",
    metadata,
    Column("bulk_id", Uuid, ForeignKey("bulks.id"), primary_key=True),
    Column("nth", Integer, primary_key=True, comment="its turn, from 1"),
    owner(),
    Column("interview_id", Uuid, ForeignKey("interviews.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False, server_default="pending"),
    Column("rule", Text, nullable=False, server_default="", comment="why it is not done: a code"),
    instant("at"),
    UniqueConstraint("bulk_id", "interview_id"),
    CheckConstraint("state IN ('pending','done','already','refused','failed','skipped')", name="state"),
    Index("ix_bulk_items_pending", "bulk_id", "nth", postgresql_where=text("state = 'pending'")),
    comment="what came of each interview of a bulk; only that changes",
)
