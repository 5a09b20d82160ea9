"""GET /inbox and POST /inbox/{id}/read: the signed-in user's in-app messages (系统消息)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.context import Caller, Connected, now
from api.cursors import Page, after_moment, moment_of
from api.documented import READING, refusals
from api.params import Paged
from api.problems import Problem
from db import inbox
from db.inbox import InboxFilter

router = APIRouter(prefix="/api/v1/inbox", tags=["inbox"], responses=READING)
_LIST = "inbox"


class InboxQuery(Paged):
    """All messages, or only those not read yet."""

    unread: bool = False


class Message(BaseModel):
    """One in-app message; one to HR operations is read for all of them once one has read it."""

    id: UUID
    interview_id: UUID
    kind: str
    audience: str
    locale: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None


@router.get("")
async def listed(query: Annotated[InboxQuery, Query()], app: Connected, user: Caller) -> Page[Message]:
    """Your messages, newest first; for HR operations also those to HR operations of their organisations."""
    wanted = InboxFilter(query.unread, moment_of(app, _LIST, query.cursor), query.limit)
    async with app.engine.connect() as conn:
        rows = await inbox.messages(conn, user, wanted)
    return Page(
        items=[_message(row) for row in rows[: query.limit]],
        next=after_moment(app, _LIST, rows, query.limit, "created_at"),
    )


@router.post("/{id}/read", responses=refusals((413,)))
async def read(id: UUID, app: Connected, user: Caller) -> Message:
    """Mark a message as read; again changes nothing."""
    async with app.engine.begin() as conn:
        rows = await inbox.mark_read(conn, user, [id], now())
    if not rows:
        raise Problem(404, "message-not-found", "没有该消息 / no such message among yours")
    return _message(rows[0])


def _message(row: Any) -> Message:
    return Message.model_validate(row, from_attributes=True)
