"""GET /inbox and POST /inbox/{id}/read: the signed-in user's in-app messages (系统消息)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.context import Caller, Connected, now
from api.cursors import TwoWays, place_by, ways
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
async def listed(query: Annotated[InboxQuery, Query()], app: Connected, user: Caller) -> TwoWays[Message]:
    """Your messages, newest first; for HR operations also those to HR operations of their organisations."""
    wanted = InboxFilter(query.unread, place_by(app, _LIST, query.cursor, datetime.fromisoformat, UUID), query.limit)
    async with app.engine.connect() as conn:
        part = await inbox.messages(conn, user, wanted)
    return TwoWays(items=[_message(row) for row in part.rows], **ways(app, _LIST, part, "created_at", "id"))


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
