"""The table of what candidates ask for beside their interview's own steps."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, Uuid, text

from db.tables import instant, metadata, owner

candidate_requests = Table(
    "candidate_requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    owner(),
    Column("interview_id", Uuid, ForeignKey("interviews.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    instant("at", nullable=False),
    instant("due_at", nullable=False),
    Column("state", String(16), nullable=False),
    Column("handled_by", String(64), comment="a login, or candidate for one that was taken back"),
    instant("handled_at"),
    Column("note", Text, nullable=False, server_default="", comment="the answer, as the candidate reads it"),
    CheckConstraint("kind IN ('human_interview','deletion','copy')", name="kind"),
    CheckConstraint("state IN ('open','done','declined','withdrawn')", name="state"),
    CheckConstraint("(state = 'open') = (handled_at IS NULL)", name="handled"),
    Index("uq_candidate_requests_open", "interview_id", "kind", unique=True, postgresql_where=text("state = 'open'")),
    Index("ix_candidate_requests_due", "due_at", "id", postgresql_where=text("state = 'open'")),
)
