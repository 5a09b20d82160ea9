"""GET /console/messages and POST /console/messages/read: one's in-app messages (系统消息)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.context import Connected, now
from api.inbox import InboxQuery
from api.inbox import listed as inbox_page
from api.params import Paged
from api.problems import invalid
from db import inbox
from db.subjects import subjects
from domain.terms import NoticeKind
from web.console import following, rendering
from web.console.complaints import Console
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_HOME = "/console/messages"
# Where what a message is about can be done; the others are about the interview itself.
_PLACES = {
    NoticeKind.PHONE_WANTED: "/console/calls",
    NoticeKind.MAY_BE_COMING: "/console/calls",
    NoticeKind.APPROVAL_WANTED: "/console/requests",
    NoticeKind.APPROVAL_OVERDUE: "/console/requests",
    NoticeKind.HUMAN_WANTED: "/console/candidate-requests",
    NoticeKind.DELETION_WANTED: "/console/candidate-requests",
    NoticeKind.COPY_WANTED: "/console/candidate-requests",
}


class MessagesQuery(Paged):
    """What is shown: what is not read yet, or everything."""

    view: Literal["unread", "all"] = "unread"


@router.get("/messages")
async def listed(
    query: Annotated[MessagesQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The messages, newest first, or with htmx only the list."""
    wanted = InboxQuery(unread=query.view == "unread", cursor=query.cursor, limit=query.limit)
    rows, shared = await following.listed(inbox_page(wanted, app, visitor.user), query, visitor)
    async with app.engine.connect() as conn:
        about = await subjects(conn, {row.interview_id for row in rows})
    content = {
        "about": about,
        **shared,
        "unread": [row for row in rows if row.read_at is None],
        "places": _PLACES,
    }
    return rendering.page(request, visitor, "messages_list.html" if visitor.partial else "messages_page.html", content)


@router.post("/messages/read")
async def read(posted: Posted, app: Connected) -> Response:
    """Mark those as read that were shown, or one of them; again changes nothing, and nobody else's are touched."""
    ids = _ids(posted)
    async with app.engine.begin() as conn:
        rows = await inbox.mark_read(conn, posted.visitor.user, ids, now()) if ids else []
    text = posted.visitor.say("%(number)s 条消息已标为已读。", number=len(rows))
    return following.carried_out(posted, text, _HOME)


def _ids(posted: Form) -> set[UUID]:
    """Raises: Problem 422 for what is no id."""
    try:
        return {UUID(id) for id in posted.every("id")}
    except ValueError:
        raise invalid("id", "uuid_parsing", "不是有效的编号 / not an id") from None
