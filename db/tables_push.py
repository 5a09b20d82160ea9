"""The tables of the push to another appraisal system (R10): what changed, and what was pushed in which version."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Integer, String, Table, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB

from db.tables import instant, metadata, owner
from domain.pushing import MOST_ITEMS

push_touched = Table(
    "push_touched",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("kind", String(16), nullable=False),
    Column("item_id", Text, nullable=False),
    instant("at", nullable=False, server_default=func.now()),
    Index("ix_push_touched_item", "kind", "item_id", "id"),
    comment="scores and log rows that are new or whose notices changed since the push last looked; written by triggers",
)

push_items = Table(
    "push_items",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", Text, primary_key=True, comment="recruiter/YYYY-MM of a score, the log row's id of a cancellation"),
    owner(),
    Column("version", Integer, nullable=False, comment="of a score its nth; of a cancellation counted from 1"),
    Column("hash", String(32), nullable=False, comment="of that version's data"),
    Column("data", JSONB, comment="of that version, until the receiver has it"),
    Column("state", String(16), nullable=False),
    Column("message_id", Text, comment="of the message it waits in"),
    Column("attempts", Integer, nullable=False, server_default=text("0"), comment="messages made for this version"),
    Column(
        "together",
        Integer,
        nullable=False,
        server_default=text(str(MOST_ITEMS)),
        comment="items in its next message at most: fewer once one with it was refused or stumbled over",
    ),
    Column("error", Text, nullable=False, server_default="", comment="a code: why it was not taken"),
    instant("changed_at", nullable=False),
    CheckConstraint("state IN ('waiting','pushed','refused')", name="state"),
    Index(
        "ix_push_items_waiting",
        "attempts",
        "changed_at",
        "kind",
        "id",
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_push_items_refused", "changed_at", postgresql_where=text("state = 'refused'")),
    Index("ix_push_items_message_id", "message_id", postgresql_where=text("message_id IS NOT NULL")),
)
