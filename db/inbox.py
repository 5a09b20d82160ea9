"""In-app messages of staff: their own, and for HR operations those to HR operations of their organisations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, false, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.paging import Place, Slice
from db.people import User
from db.tables import organisations
from db.tables_interview import notices
from domain.terms import Audience, Channel, NoticeState, Role

_COLUMNS = (
    notices.c.id,
    notices.c.interview_id,
    notices.c.kind,
    notices.c.audience,
    notices.c.locale,
    notices.c.subject,
    notices.c.body,
    notices.c.created_at,
    notices.c.read_at,
)


@dataclass(frozen=True)
class InboxFilter:
    """A page of the inbox, newest first; `place` is a (created_at, id)."""

    unread: bool = False
    place: Place | None = None
    limit: int = 50


def _mine(user: User) -> ColumnElement[bool]:
    """A recruiter's messages carry their login; those to HR operations belong to everybody of that role above the interview."""
    below = select(organisations.c.id).where(literal(user.organisation) == any_(organisations.c.path))
    shared = (
        and_(notices.c.audience == str(Audience.HROPS), notices.c.organisation_id.in_(below))
        if user.role is not Role.RECRUITER
        else false()
    )
    own = and_(notices.c.recipient == user.login, notices.c.audience != str(Audience.CANDIDATE))
    shown = and_(notices.c.channel == str(Channel.INBOX), notices.c.state != str(NoticeState.SKIPPED))
    return and_(or_(own, shared), shown)


async def messages(conn: AsyncConnection, user: User, wanted: InboxFilter) -> Slice:
    """The page."""
    query: Select[Any] = select(*_COLUMNS).where(_mine(user))
    if wanted.unread:
        query = query.where(notices.c.read_at.is_(None))
    order = [notices.c.created_at, notices.c.id]
    return await paging.page(conn, query, order, wanted.place, wanted.limit, descending=True)


def unread(user: User) -> Select[Any]:
    """The messages not read yet, to be counted."""
    return select(notices.c.id).where(_mine(user), notices.c.read_at.is_(None))


async def mark_read(conn: AsyncConnection, user: User, ids: Collection[UUID], at: datetime) -> list[Any]:
    """The messages among these that are this user's, read now unless they were before."""
    row = update(notices).where(notices.c.id.in_(ids), _mine(user))
    row = row.values(read_at=func.coalesce(notices.c.read_at, at))
    return list((await conn.execute(row.returning(*_COLUMNS))).all())
