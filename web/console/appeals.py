"""GET /console/appeals (申诉, R14): a recruiter objects to how something was counted; somebody else decides, and the figures follow."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, ValidationError

from api import appeals
from api.appeals import AppealBody, AppealsQuery, AppealView, RejectBody, UpholdBody
from api.context import App, Connected
from api.fields import Month
from api.params import Params
from api.problems import Problem
from db.figure_rows import interviews_of
from domain.appeals import AppealState
from domain.kpi import INDICATORS
from web.console import rendering
from web.console.complaints import Console, complaints
from web.console.figure_words import FigureWords
from web.console.forms import mistakes
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_ROWS = 20
# What it is about stands in no field that a person could correct.
_HIDDEN = dict.fromkeys(("interview_id", "revision", "month"), "body")
CORRECTED = ("attributable", "stated", "in_time")


class Listed(Params):
    """`state`: only these; `after` continues a page."""

    state: AppealState | None = None
    after: str | None = Field(default=None, max_length=500)


class About(Params):
    """What is objected to: one agreed time, or a month's score."""

    interview: UUID | None = None
    revision: int | None = Field(default=None, ge=1, le=1_000_000)
    month: Month | None = None


@router.get("/appeals")
async def listed(query: Annotated[Listed, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """One's own, and for managers those of their organisations."""
    wanted = AppealsQuery(state=query.state, limit=_ROWS, cursor=query.after)
    found = await appeals.listed(wanted, app, visitor.user)
    content = {
        "rows": found.items,
        "next": found.next,
        "state": query.state,
        "states": list(AppealState),
        "after": query.after,
        "names": await _candidates(app, visitor, found.items),
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "appeals.html", content)


@router.get("/appeals/new")
async def form(query: Annotated[About, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The form; a dialog over the list it was opened on."""
    return await _form(request, app, visitor, query)


@router.post("/appeals")
async def file(request: Request, posted: Posted, app: Connected) -> Response:
    """File it; the same thing is never open twice."""
    visitor = posted.visitor
    given = {
        "text": posted.text("text"),
        "interview_id": posted.text("interview") or None,
        "revision": posted.text("revision") or None,
        "month": posted.text("month") or None,
    }
    try:
        made = await appeals.file(AppealBody.model_validate(given), app, visitor.user)
    except ValidationError as wrong:
        found = mistakes(wrong, visitor.locale, _HIDDEN)
        return await _form(request, app, visitor, _about(posted), found, posted.text("text"))
    return rendering.leads_to(visitor, f"/console/appeals/{made.id}")


@router.get("/appeals/{id}")
async def one(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """One appeal, with the way to decide it for whoever may."""
    return await _page(request, app, visitor, id)


@router.post("/appeals/{id}/uphold")
async def uphold(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """The recruiter is right, and this is how it counts from now on."""
    fixed = {name: name != "attributable" for name in CORRECTED if name in posted.every("correct")}
    given = {"remark": posted.text("remark"), "correction": fixed, "left_out": posted.every("left_out")}
    return await _decided(id, request, posted, app, UpholdBody, given)


@router.post("/appeals/{id}/reject")
async def reject(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """It stays as it was counted."""
    return await _decided(id, request, posted, app, RejectBody, {"remark": posted.text("remark")})


def _about(posted: Form) -> About:
    """What the form that was sent is about; nothing when that cannot be read."""
    try:
        return About.model_validate({name: posted.text(name) for name in ("interview", "revision", "month")})
    except ValidationError:
        return About()


async def _decided(
    id: UUID, request: Request, posted: Form, app: App, kind: type[BaseModel], given: dict[str, Any]
) -> Response:
    visitor = posted.visitor
    try:
        body = kind.model_validate(given)
        if isinstance(body, UpholdBody):
            await appeals.uphold(id, body, app, visitor.user)
        elif isinstance(body, RejectBody):
            await appeals.reject(id, body, app, visitor.user)
    except ValidationError as wrong:
        return await _page(request, app, visitor, id, mistakes(wrong, visitor.locale), given)
    except Problem as no:
        named = complaints(no, visitor.locale)
        if not named:
            raise
        return await _page(request, app, visitor, id, named, given)
    return rendering.onward(f"/console/appeals/{id}")


async def _form(
    request: Request, app: App, visitor: Visitor, about: About, wrong: dict[str, str] | None = None, typed: str = ""
) -> Response:
    names: dict[UUID, Any] = {}
    if about.interview is not None:
        async with app.engine.connect() as conn:
            names = await interviews_of(conn, visitor.user, [about.interview])
    content = {
        "about": about,
        "candidate": names[about.interview].name if about.interview in names else "",
        "wrong": wrong or {},
        "typed": typed,
        "f": FigureWords(visitor.locale),
    }
    template = "appeal_form.html" if visitor.partial else "appeal_new.html"
    return rendering.page(request, visitor, template, content, 422 if wrong else 200)


async def _page(
    request: Request,
    app: App,
    visitor: Visitor,
    id: UUID,
    wrong: dict[str, str] | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:
    row = await appeals.one(id, app, visitor.user)
    content = {
        "row": row,
        "names": await _candidates(app, visitor, [row]),
        "may_decide": visitor.manager and row.recruiter != visitor.user.login and row.state is AppealState.OPEN,
        "corrected": CORRECTED,
        "indicators": list(INDICATORS),
        "wrong": wrong or {},
        "typed": typed or {},
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "appeal.html", content, 422 if wrong else 200)


async def _candidates(app: App, visitor: Visitor, rows: list[AppealView]) -> dict[UUID, Any]:
    ids = [row.interview_id for row in rows if row.interview_id is not None]
    if not ids:
        return {}
    async with app.engine.connect() as conn:
        return await interviews_of(conn, visitor.user, ids)
