"""GET and POST /console/interviews/new: one interview typed in, its candidate invited (R1)."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from api import creating
from api.bodies import NewInterview
from api.context import App, Connected
from api.problems import Problem
from db.intake import KeyReused
from db.people import colleagues
from domain.clock import ZH_ZONES, AmbiguousTime, ClockError, UnknownZone, to_instant
from domain.keys import interview_id
from domain.refusals import Refused
from domain.terms import Locale, Role
from domain.vocabulary import said
from web.console import rendering
from web.console.complaints import Console, complaints, told
from web.console.forms import fresh_key, mistakes
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
FIELDS = (
    "name",
    "phone",
    "email",
    "locale",
    "position",
    "interviewer",
    "date",
    "time",
    "timezone",
    "minutes",
    "join_url",
    "source",
    "recruiter",
)
_NAMES = {"duration_minutes": "minutes", "starts_at": "date", "candidate": "phone"}


@router.get("/interviews/new")
async def blank(request: Request, app: Connected, visitor: SignedIn) -> Response:
    """An empty form; the zone is the organisation's or the reader's own, the recruiter the reader if they are one."""
    own = visitor.user.login if visitor.user.role in (Role.RECRUITER, Role.MANAGER) else ""
    given = dict.fromkeys(FIELDS, "") | {
        "locale": str(Locale.ZH),
        "timezone": visitor.zone,
        "minutes": "45",
        "recruiter": own,
    }
    return await _page(request, app, visitor, given, fresh_key())


@router.post("/interviews/new")
async def create(request: Request, posted: Posted, app: Connected) -> Response:
    """Create it and go to its page; pressed twice it is one interview."""
    visitor = posted.visitor
    given = {name: posted.text(name) for name in FIELDS}
    key = posted.text("key")[:64] or fresh_key()
    body, wrong = _body(posted, given)
    if body is None:
        return await _page(request, app, visitor, given, key, wrong)
    try:
        made = await creating.create(body, app, visitor.user, key)
    except KeyReused:
        id = interview_id(visitor.user.organisation, visitor.user.login, key)
        return await _page(request, app, visitor, given, fresh_key(), {}, made=id)
    except Refused as no:
        return await _page(request, app, visitor, given, key, {"date": _worded(visitor, no)})
    except Problem as no:
        wrong = complaints(no, visitor.locale) or {"recruiter": told(no, visitor.locale)[1]}
        return await _page(request, app, visitor, given, key, wrong)
    return rendering.onward(f"/console/interviews/{made.id}")


def _body(posted: Form, given: dict[str, str]) -> tuple[NewInterview | None, dict[str, str]]:
    """The request that the form makes, or what is wrong with it by field."""
    visitor, wrong = posted.visitor, {}
    starts_at: Any = None
    try:
        if not given["date"] or not given["time"]:
            wrong["date"] = visitor.say("请填写日期和时间。")
        else:
            starts_at = to_instant(f"{given['date']} {given['time']}", given["timezone"])
            if starts_at <= visitor.now:
                wrong["date"] = visitor.say("面试时间必须晚于现在。")
    except AmbiguousTime:
        wrong["date"] = visitor.say("这一刻恰逢时钟回拨，会出现两次，请另选时间。")
    except ClockError as bad:
        wrong["timezone" if isinstance(bad, UnknownZone) else "date"] = said((bad.zh, bad.en), visitor.locale)
    if not given["recruiter"] and visitor.manager:
        wrong["recruiter"] = visitor.say("请选择招聘人员。")
    if not given["phone"] and not given["email"]:
        wrong["phone"] = visitor.say("手机号与邮箱至少填一项。")
    try:
        body = NewInterview.model_validate(_request(given, starts_at))
    except ValidationError as error:
        found = mistakes(error, visitor.locale, _NAMES)
        return None, {**found, **wrong}
    return (None if wrong else body), wrong


def _request(given: dict[str, str], starts_at: Any) -> dict[str, Any]:
    """As the API takes it; an empty optional field is left out."""
    minutes = given["minutes"]
    person = {name: given[name] for name in ("name", "phone", "email", "locale") if given[name] or name == "name"}
    optional = {name: given[name] for name in ("interviewer", "join_url", "source", "recruiter") if given[name]}
    return {
        "candidate": person,
        "position": given["position"],
        "starts_at": starts_at,
        "duration_minutes": int(minutes) if minutes.isdecimal() and len(minutes) < 6 else minutes,
        "timezone": given["timezone"],
        **optional,
    }


def _worded(visitor: Visitor, no: Refused) -> str:
    own = {
        "starts-in-past": visitor.say("面试时间必须晚于现在。"),
        "too-far-ahead": visitor.say("超出本组织可预约的范围，请选更近的时间。"),
    }
    return own.get(no.rule, told(no, visitor.locale)[1])


async def _page(
    request: Request,
    app: App,
    visitor: Visitor,
    given: dict[str, str],
    key: str,
    wrong: dict[str, str] | None = None,
    made: str = "",
) -> Response:
    async with app.engine.connect() as conn:
        recruiters = await colleagues(conn, visitor.user) if visitor.manager else []
    content = {
        "given": given,
        "key": key,
        "wrong": wrong or {},
        "made": made,
        "recruiters": recruiters,
        "zones": sorted(ZH_ZONES),
    }
    return rendering.page(request, visitor, "new_interview.html", content, 409 if made else 422 if wrong else 200)
