"""Decisions about notices that no change of an interview carries: what a receipt, a provider or a person settled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables_interview import notices
from db.tables_notices import notice_decisions

_NAMES = ("organisation_id", "interview_id", "notice_id", "at", "actor", "decision", "because", "key")


async def decided(
    conn: AsyncConnection,
    notice: UUID,
    decision: str,
    at: datetime,
    *,
    actor: str,
    because: str = "",
    key: str | None = None,
) -> None:
    """Write a decision down for good; the same `key` again (default: the decision itself) writes nothing."""
    given = select(
        notices.c.organisation_id,
        notices.c.interview_id,
        notices.c.id,
        literal(at),
        literal(actor),
        literal(decision),
        literal(because),
        literal(key or decision),
    ).where(notices.c.id == notice)
    await conn.execute(insert(notice_decisions).from_select(list(_NAMES), given).on_conflict_do_nothing())


async def duplicate_seen(conn: AsyncConnection, notice: UUID, at: datetime) -> None:
    """The provider holds more than one message of this notice: not our doing (a repeated request on the way), but never silent."""
    await decided(conn, notice, "duplicate_seen", at, actor="system", because="several_at_provider")
