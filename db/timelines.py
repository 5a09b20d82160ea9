"""Reads of one interview's history: its audit rows and its notices."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import audit
from db.tables_interview import notices


async def changes(conn: AsyncConnection, interview: UUID) -> list[Any]:
    """The audit rows of an interview, oldest first."""
    columns = (audit.c.at, audit.c.action, audit.c.actor, audit.c.revision, audit.c.details)
    query = select(*columns).where(audit.c.interview_id == interview).order_by(audit.c.at, audit.c.id)
    return list((await conn.execute(query)).all())


async def notices_of(conn: AsyncConnection, interview: UUID) -> list[Any]:
    """The notices of an interview, oldest first, without their HTML."""
    columns = [column for column in notices.c if column.name not in ("organisation_id", "key", "html")]
    query = select(*columns).where(notices.c.interview_id == interview)
    return list((await conn.execute(query.order_by(notices.c.created_at, notices.c.key))).all())
