"""GET and POST /console/interviews/{id}/reschedule: offer times to the candidate or set the new one, with a calendar (R8)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import commanding
from api.bodies import RescheduleBody
from api.commanding import seen
from api.context import App, Connected
from db import moves
from domain.clock import local_day
from domain.keys import command_id
from domain.refusals import Refused
from starter import Ended
from web.console import rendering
from web.console.complaints import Console, told
from web.console.drafting import Draft, Way, drafted, shown_from, standing
from web.console.forms import fresh_key, key_of, revision_of
from web.console.moving_page import Answer, agreement, barred, cautions_of, shown
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor
from web.console.words import moment

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


@router.get("/interviews/{id}/reschedule")
async def dialog(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The dialog, or without htmx the page. `way` is offer or move, `from` a day to begin with."""
    row = await seen(app, visitor.user, id)
    asked = request.query_params
    today = local_day(visitor.now, row.timezone)
    draft = Draft(
        way=Way.MOVE if asked.get("way") == Way.MOVE or row.outcome is not None else Way.OFFER,
        since=shown_from(asked.get("from") or str(today + timedelta(days=1)), today),
        seen=standing(row),
        key=fresh_key(),
    )
    return await shown(request, app, visitor, row, draft, Answer(barred(visitor, row)))


@router.post("/interviews/{id}/reschedule")
async def move(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """Turn the calendar's pages, or send: what speaks against a time is shown once before it goes out."""
    visitor, row = posted.visitor, await seen(app, posted.visitor.user, id)
    draft = drafted(posted, row, local_day(posted.visitor.now, row.timezone))
    if not draft.sends or draft.wrong:
        return await shown(request, app, visitor, row, draft, Answer(status=422 if draft.wrong else 200))
    if draft.seen != standing(row):
        return await _stale(request, app, visitor, row, draft)
    cautions = await cautions_of(app, visitor, row, draft.picked)
    if cautions and draft.agreed != agreement(cautions):
        return await shown(request, app, visitor, row, draft, Answer(cautions=cautions))
    return await _sent(request, app, visitor, row, draft)


async def _sent(request: Request, app: App, visitor: Visitor, row: Any, draft: Draft) -> Response:
    body = _body(draft, row)
    try:
        done = await commanding.reschedule(row.id, body, app, visitor.user, key_of(draft.key, body))
    except (Refused, Ended) as no:
        row = await seen(app, visitor.user, row.id)
        again = replace(draft, seen=standing(row), key=fresh_key(), agreed="")
        return await shown(request, app, visitor, row, again, Answer(_worded(visitor, no), status=409))
    if draft.way is Way.OFFER:
        text = visitor.say("已请候选人从 %(count)s 个时间中选择。", count=len(draft.picked))
    else:
        text = visitor.say("面试已改到 %(time)s，并通知候选人。", time=_time(visitor, done.starts_at, row.timezone))
    return _done(visitor, row.id, text)


async def _stale(request: Request, app: App, visitor: Visitor, row: Any, draft: Draft) -> Response:
    """The interview stands otherwise than on the page: by this very form, sent twice, or by something else."""
    command = command_id(str(row.id), visitor.user.login, "reschedule", key_of(draft.key, _body(draft, row)))
    async with app.engine.connect() as conn:
        twice = await moves.carried_out(conn, row.id, command)
    if twice:
        return _done(visitor, row.id, visitor.say("这次改期此前已提交成功，没有重复执行。"))
    alert = barred(visitor, row) or visitor.say("面试刚刚有变动，没有发送。请看现在的情况，再决定是否发送。")
    again = replace(draft, seen=standing(row), key=fresh_key(), agreed="")
    return await shown(request, app, visitor, row, again, Answer(alert, status=409))


def _body(draft: Draft, row: Any) -> RescheduleBody:
    """Bound to the revision that the page showed."""
    revision = revision_of(draft.seen) or row.revision
    if draft.way is Way.OFFER:
        return RescheduleBody(options=draft.picked, revision=revision)
    return RescheduleBody(starts_at=draft.picked[0], revision=revision)


def _done(visitor: Visitor, id: UUID, text: str) -> Response:
    return rendering.carried_out(visitor, text, f"/console/interviews/{id}")


def _worded(visitor: Visitor, no: Refused | Ended) -> str:
    """A refusal in the words of this form, which has no fields named as in the API."""
    own = {
        "options-invalid": visitor.say("请选择 1–10 个互不相同、尚未开始的时间。"),
        "starts-in-past": visitor.say("新时间必须晚于现在。"),
        "too-far-ahead": visitor.say("所选时间超出本组织可预约的范围，请选更近的时间。"),
        "moved-meanwhile": visitor.say("面试刚刚有变动，没有发送。请看现在的情况，再决定是否发送。"),
    }
    return own.get(no.rule if isinstance(no, Refused) else "", told(no, visitor.locale)[1])


def _time(visitor: Visitor, at: datetime, zone: str) -> str:
    read = moment(at, zone, visitor.zone, visitor.locale)
    return f"{read.day} {read.clock} {read.zone}"
