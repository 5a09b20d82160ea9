"""Reads of one interview's history: its audit rows, its notices, and what was decided about them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import audit, commands
from db.tables_interview import notices
from db.tables_notices import notice_decisions
from domain.terms import CANDIDATE


async def changes(conn: AsyncConnection, interview: UUID, with_answers: bool) -> list[Any]:
    """The audit rows of an interview, oldest first; `with_answers` those that tell that the candidate answered the survey, too."""
    columns = (audit.c.at, audit.c.action, audit.c.actor, audit.c.revision, audit.c.details)
    bulk = commands.c.texts["bulk"].astext.label("bulk")
    query = select(*columns, bulk).select_from(audit.outerjoin(commands, commands.c.id == audit.c.command_id))
    query = query.where(audit.c.interview_id == interview).order_by(audit.c.at, audit.c.id)
    if not with_answers:
        query = query.where(~((audit.c.action == "survey_answered") & (audit.c.actor == CANDIDATE)))
    return list((await conn.execute(query)).all())


async def notices_of(conn: AsyncConnection, interview: UUID) -> list[Any]:
    """The notices of an interview, oldest first, without their HTML."""
    columns = [column for column in notices.c if column.name not in ("organisation_id", "key", "html")]
    query = select(*columns).where(notices.c.interview_id == interview)
    return list((await conn.execute(query.order_by(notices.c.created_at, notices.c.key))).all())


async def decisions_of(conn: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """What was decided about each of these notices, oldest first; nothing for one that nothing was decided about."""
    wanted = notice_decisions.c
    query = select(wanted.notice_id, wanted.at, wanted.actor, wanted.decision, wanted.because)
    found: dict[UUID, list[Any]] = {}
    for row in (await conn.execute(query.where(wanted.notice_id.in_(ids)).order_by(wanted.id))).all():
        found.setdefault(row.notice_id, []).append(row)
    return found
