"""GET and POST /console/interviews/{id}/cancel: the dialog 取消面试 with its check as one types, and cancelling once (R2, R6, R7)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from api import cancelling as api
from api.context import App, Connected
from api.problems import Problem
from api.views import LogRow
from db import log
from db.people import policy_of
from domain.keys import command_id
from domain.refusals import Refused, sentence
from domain.state import LIVE
from starter import Ended
from web.console import rendering
from web.console.cancel_draft import Draft, again, body_of, drafted, fresh, missing, standing
from web.console.cancel_outlook import outlook
from web.console.cancel_page import AWAY, Answer, barred, choices, lateness, shown, was_cancelled
from web.console.complaints import Console, complaints, told
from web.console.forms import key_of, mistakes
from web.console.interview_page import row_of
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


@router.get("/interviews/{id}/cancel")
async def dialog(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The dialog, or without htmx the page; of an interview that cannot be cancelled any more, why."""
    row = await row_of(app, visitor, id)
    if row.cancelled_at is not None:
        return await was_cancelled(request, app, visitor, row)
    why = _ended(visitor, row)
    if why:
        return barred(request, visitor, row, why)
    async with app.engine.connect() as conn:
        policy = await policy_of(conn, row.organisation_id, row.created_at)
    return await shown(request, app, visitor, row, fresh(row, policy))


@router.post("/interviews/{id}/cancel/check")
async def check(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """What the draft comes to; nothing is written. Without htmx the whole page again."""
    visitor, draft = posted.visitor, drafted(posted)
    row = await row_of(app, visitor, id)
    if not visitor.partial:
        return await shown(request, app, visitor, row, draft)
    found = await outlook(app, visitor, row, draft)
    content = {"row": row, "draft": draft, "wrong": {}, "found": found, **choices(row, draft)}
    content |= {"late": False} if _knows(posted) else await lateness(app, visitor, row)
    return rendering.page(request, visitor, "cancel_outlook.html", content)


@router.post("/interviews/{id}/cancel")
async def cancel(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """Cancel once, however often and from however many pages it is pressed."""
    visitor, draft = posted.visitor, drafted(posted)
    row = await row_of(app, visitor, id)
    try:
        body = body_of(draft, visitor.locale)
    except ValidationError as error:
        wrong = mistakes(error, visitor.locale) | missing(draft, visitor)
        return await shown(request, app, visitor, row, draft, Answer(wrong, status=422))
    key = key_of(draft.key, body)
    mine = row.cancelled_at is not None and await _mine(app, visitor, row, key)
    if not mine:
        instead = await _not_now(request, app, posted, row, draft)
        if instead is not None:
            return instead
    # Sent again also when this very form has cancelled it: of a step that was written down as its worker died the workflow hears so.
    try:
        done = await api.cancel(id, body, app, visitor.user, key)
    except Problem as no:
        if no.status != 422:
            raise
        return await shown(request, app, visitor, row, draft, Answer(complaints(no, visitor.locale), status=422))
    except (Refused, Ended) as refused:
        return _done(visitor, row) if mine else await _refused(request, app, visitor, row.id, draft, refused)
    except AWAY as no:
        status, text = told(no, visitor.locale)
        return await shown(request, app, visitor, row, draft, Answer(alert=text, status=status))
    assert isinstance(done, LogRow)
    if done.already_cancelled and not await _mine(app, visitor, row, key):
        return await was_cancelled(request, app, visitor, await row_of(app, visitor, id), tried=True)
    return _done(visitor, row)


async def _not_now(request: Request, app: App, posted: Form, row: Any, draft: Draft) -> Response | None:
    """What is answered instead, when the interview stands otherwise than the form says; None when it may be cancelled."""
    visitor = posted.visitor
    if row.cancelled_at is not None:
        return await was_cancelled(request, app, visitor, row, tried=True)
    why = _ended(visitor, row)
    if why:
        return barred(request, visitor, row, why)
    if draft.seen != standing(row):
        return await _stale(request, app, visitor, row, draft)
    if not _knows(posted) and (await lateness(app, visitor, row))["late"]:
        text = visitor.say("这场面试刚刚进入临时取消的时限，还没有取消。请看下面的说明，补充后再确认。")
        return await shown(request, app, visitor, row, draft, Answer(alert=text, status=409))
    return None


def _knows(posted: Form) -> bool:
    """Whether the form that was sent already says that it is late: it then has the field for why."""
    return "justification" in posted.fields


async def _mine(app: App, visitor: Visitor, row: Any, key: str) -> bool:
    """Whether this very form, sent before, has cancelled it."""
    command = command_id(str(row.id), visitor.user.login, "cancel", key)
    async with app.engine.connect() as conn:
        return await log.cancelled_by(conn, row.id, command)


async def _stale(request: Request, app: App, visitor: Visitor, row: Any, draft: Draft) -> Response:
    text = visitor.say("面试刚刚有变动，没有取消。请看现在的情况，再决定是否取消。")
    return await shown(request, app, visitor, row, again(draft, row), Answer(alert=text, status=409))


async def _refused(
    request: Request, app: App, visitor: Visitor, id: UUID, draft: Draft, no: Refused | Ended
) -> Response:
    row = await row_of(app, visitor, id)
    if isinstance(no, Refused) and no.rule == "moved-meanwhile":
        return await _stale(request, app, visitor, row, draft)
    status, text = told(no, visitor.locale)
    if isinstance(no, Refused) and no.rule == "channel-unreachable":
        wrong = {"channels": visitor.say("请至少选择一种能通知到候选人的方式：短信或邮件。")}
        return await shown(request, app, visitor, row, again(draft, row), Answer(wrong, status=status))
    return await shown(request, app, visitor, row, again(draft, row), Answer(alert=text, status=status))


def _ended(visitor: Visitor, row: Any) -> str:
    """Why this interview cannot be cancelled, by what its row says; empty when nothing speaks against it."""
    if row.outcome is not None:
        return sentence("interview-ended", visitor.locale)
    if row.stage not in LIVE:
        return sentence("interview-closed", visitor.locale)
    ended = visitor.now >= row.starts_at + timedelta(minutes=row.minutes)
    return sentence("interview-over", visitor.locale) if ended else ""


def _done(visitor: Visitor, row: Any) -> Response:
    text = visitor.say("已取消 %(name)s 的面试，正在通知候选人。", name=row.candidate_name)
    return rendering.carried_out(visitor, text, f"/console/interviews/{row.id}")
