"""GET /console/requests: moves that wait for an answer, of ours or of the candidate's (R8); and the answers: POST …/{id}/{answer}."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api import commanding
from api.bodies import ApproveBody
from api.commanding import seen
from api.context import App, Connected
from api.cursors import place_by, ways
from api.params import Params
from api.problems import Problem
from api.slot_warnings import warnings_of
from db import moves
from db.moves import Waiting
from domain.clock import short_text
from domain.keys import command_id
from domain.refusals import Refused
from domain.slots import CONCERNS, Concern
from domain.terms import Audience
from domain.vocabulary import said
from starter import Ended
from web.console import rendering
from web.console.complaints import Console, told
from web.console.drafting import standing
from web.console.forms import fresh_key
from web.console.pending import Pending, pending
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn, Visitor
from web.console.words import Words

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_LIST = "console/requests"
_ROWS = 20
_BY_ITSELF = {
    "confirmed": ("候选人确认了原来的时间", "the candidate confirmed the time as it was"),
    "request_lapsed": ("申请已过期", "the request lapsed"),
}
_DONE = {
    "moved": ("已改期", "moved"),
    "offered": ("已提供其他时间", "offered other times"),
    "asked": ("提出了新的申请", "asked for something else"),
    "declined": ("已婉拒", "declined"),
    "withdrawn": ("已撤回", "took it back"),
    "offer_withdrawn": ("已撤回可选时间", "withdrew the times"),
    "cancelled": ("已取消面试", "cancelled the interview"),
    "outcome": ("已登记结果", "recorded the outcome"),
}


class Answer(StrEnum):
    """What becomes of a request."""

    APPROVE = "approve"
    DECLINE = "decline"


class RequestsQuery(Params):
    """Which requests; `after` continues a page."""

    kind: Waiting = Waiting.ASKED
    after: str | None = None

    def address(self, after: str | None = None) -> str:
        """The address's query of that page of the same requests."""
        return rendering.query({"kind": self.kind, "after": after})


@router.get("/requests")
async def inbox(
    query: Annotated[RequestsQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The requests, those that have waited longest first; with htmx only their list."""
    return await _page(request, app, visitor, query)


@router.get("/requests/{id}/decline")
async def declining(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """Asks once more before a candidate is told no."""
    row = await seen(app, visitor.user, id)
    content = {
        "row": row,
        "kind": Waiting.ASKED if (row.request or {}).get("by") == Audience.CANDIDATE else Waiting.OFFERED,
        "seen": standing(row),
        "key": fresh_key(),
        "standing_time": short_text(row.starts_at, row.timezone, visitor.locale),
    }
    return rendering.page(request, visitor, "decline.html" if visitor.partial else "decline_page.html", content)


@router.post("/requests/{id}/{answer}")
async def answered(id: UUID, answer: Answer, request: Request, posted: Posted, app: Connected) -> Response:
    """Approve the candidate's wish, decline it, or take our own offer back."""
    visitor, kind = posted.visitor, Waiting.OFFERED if posted.text("kind") == Waiting.OFFERED else Waiting.ASKED
    query = RequestsQuery(kind=kind)
    row = await seen(app, visitor.user, id)
    key = posted.text("key")[:64] or fresh_key()
    if posted.text("seen") != standing(row):
        command = command_id(str(id), visitor.user.login, str(answer), key)
        async with app.engine.connect() as conn:
            twice = await moves.carried_out(conn, id, command)
        text = visitor.say("已处理，没有重复执行。") if twice else await _meanwhile(app, visitor, row)
        return await _said(request, app, visitor, query, text, 200 if twice else 409)
    try:
        text = await _answer(app, posted, row, answer, key)
    except (Refused, Ended) as no:
        gone = isinstance(no, Ended) or no.rule == "no-request"
        return await _said(
            request,
            app,
            visitor,
            query,
            await _meanwhile(app, visitor, row) if gone else told(no, visitor.locale)[1],
            409,
        )
    except NewConcern as new:
        return await _said(request, app, visitor, query, str(new), 409)
    return await _said(request, app, visitor, query, text, 200)


class NewConcern(Exception):
    """Something speaks against the wished time that the page did not show yet."""


async def _answer(app: App, posted: Form, row: Any, answer: Answer, key: str) -> str:
    """Carry it out; what to tell. Raises: Refused, Ended, Unanswered, NewConcern."""
    visitor, name = posted.visitor, row.candidate_name
    if answer is Answer.DECLINE:
        await commanding.decline(row.id, app, visitor.user, key)
        if (row.request or {}).get("by") == Audience.CANDIDATE:
            return visitor.say("已婉拒 %(name)s 的改期申请，原时间不变。", name=name)
        return visitor.say("已撤回提供给 %(name)s 的时间。", name=name)
    picked = (row.request or {}).get("picked")
    wish = datetime.fromisoformat(picked) if picked else None
    if wish is not None:
        concerns = (await warnings_of(app, visitor.user, row, [wish]))[wish]
        new = [one for one in concerns if one not in posted.text("known").split(",")]
        if new:
            raise NewConcern(
                visitor.say("刚刚发现：%(concerns)s。请再看一眼，仍要同意就再点一次。", concerns=_words(new, visitor))
            )
    done = await commanding.approve(row.id, app, visitor.user, ApproveBody(starts_at=wish), key)
    return visitor.say(
        "已同意：%(name)s 的面试改到 %(time)s。",
        name=name,
        time=short_text(done.starts_at, row.timezone, visitor.locale),
    )


def _words(concerns: list[Concern], visitor: Visitor) -> str:
    return visitor.say("、").join(said(CONCERNS[one], visitor.locale) for one in concerns)


async def _meanwhile(app: App, visitor: Visitor, row: Any) -> str:
    """What somebody else decided since the page was made."""
    async with app.engine.connect() as conn:
        last = await moves.last_decision(conn, row.id)
    if last is None or (last.action not in _DONE and last.action not in _BY_ITSELF):
        return told(Refused("no-request"), visitor.locale)[1]
    if last.action in _BY_ITSELF:
        what = said(_BY_ITSELF[last.action], visitor.locale)
        return visitor.say("%(name)s 的这项申请已有变化：%(what)s。", name=row.candidate_name, what=what)
    who, what = _who(visitor, last), said(_DONE[last.action], visitor.locale)
    return visitor.say("%(name)s 的这项申请已有变化：%(who)s %(what)s。", name=row.candidate_name, who=who, what=what)


def _who(visitor: Visitor, last: Any) -> str:
    if last.actor == visitor.user.login:
        return visitor.say("您")
    words = Words(visitor.locale)
    return words.name(last.name, last.name_en) if last.name else words.by(last.actor)


async def _said(request: Request, app: App, visitor: Visitor, query: RequestsQuery, text: str, status: int) -> Response:
    """The list as it stands now, with what came of the answer."""
    if visitor.partial:
        fresh = await _page(request, app, visitor, query)
        fresh.headers.update(rendering.toast(text, "success" if status == 200 else "danger", "close-dialog"))
        fresh.status_code = status
        return fresh
    if status == 200:
        return rendering.onward(f"/console/requests{query.address()}")
    return await _page(request, app, visitor, query, text, status)


async def _page(
    request: Request, app: App, visitor: Visitor, query: RequestsQuery, wrong: str = "", status: int = 200
) -> Response:
    place = None
    try:
        place = place_by(app, _LIST, query.after, datetime.fromisoformat, UUID)
    except Problem as no:
        wrong = told(no, visitor.locale)[1]
    async with app.engine.connect() as conn:
        part = await moves.page(conn, visitor.user, query.kind, place, _ROWS)
        counts = await moves.counts(conn, visitor.user)
    items: list[Pending] = [await pending(app, visitor, row) for row in part.rows]
    beside = ways(app, _LIST, part, "asked_at", "id")
    content: Mapping[str, Any] = {
        "query": query,
        "same": query.address(query.after),
        "items": items,
        "counts": counts,
        "most": moves.MOST_COUNTED,
        "kinds": list(Waiting),
        "earlier": beside["previous"],
        "later": beside["next"],
        "wrong": wrong,
        "fresh_key": fresh_key,
    }
    return rendering.page(
        request, visitor, "requests.html" if visitor.partial else "requests_page.html", content, status
    )
