"""GET /console/alerts and one alert (R13): the recruiter reads and comments, the manager decides; nothing follows by itself."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, ValidationError

from api import alerts
from api.alerts import AlertsQuery, AlertView, CommentBody, DecisionBody, ReviewDecision
from api.context import Connected
from api.params import Params
from domain.kpi import INDICATORS
from web.console import rendering
from web.console.complaints import Console
from web.console.figure_words import FigureWords
from web.console.forms import mistakes
from web.console.periods import Trail
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_ROWS = 20


class Shown(StrEnum):
    """Reviews that wait, all reviews, or what is about the reader."""

    OPEN = "open"
    REVIEWS = "reviews"
    MINE = "mine"


class Listed(Params):
    """Which alerts; `after` continues a page."""

    view: Shown | None = None
    after: str | None = Field(default=None, max_length=500)


@router.get("/alerts")
async def listed(query: Annotated[Listed, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The list: for managers reviews first, for recruiters what is about them."""
    view = query.view if visitor.manager and query.view else Shown.OPEN if visitor.manager else Shown.MINE
    wanted = AlertsQuery(
        recruiter=visitor.user.login if view is Shown.MINE else None,
        reviews=view is Shown.REVIEWS,
        open=view is Shown.OPEN,
        limit=_ROWS,
        cursor=query.after,
    )
    found = await alerts.listed(wanted, app, visitor.user)
    content = {"rows": found.items, "next": found.next, "view": view, "views": list(Shown), "after": query.after}
    return rendering.page(request, visitor, "alerts.html", content | {"f": FigureWords(visitor.locale)})


@router.get("/alerts/{id}")
async def one(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """One alert with its evidence."""
    return _page(request, visitor, await alerts.one(id, app, visitor.user))


@router.post("/alerts/{id}/read")
async def read(id: UUID, posted: Posted, app: Connected) -> Response:
    """The recruiter has read it."""
    await alerts.read(id, app, posted.visitor.user)
    return _back(id)


@router.post("/alerts/{id}/comment")
async def comment(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """What the recruiter wants the manager to know."""
    try:
        body = CommentBody(comment=posted.text("comment"))
    except ValidationError as wrong:
        return await _again(id, request, posted, app, wrong)
    await alerts.comment(id, body, app, posted.visitor.user)
    return _back(id)


@router.post("/alerts/{id}/decide")
async def decide(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """What the review came to."""
    try:
        body = DecisionBody.model_validate({"decision": posted.text("decision"), "remark": posted.text("remark")})
    except ValidationError as wrong:
        return await _again(id, request, posted, app, wrong)
    await alerts.decide(id, body, app, posted.visitor.user)
    return _back(id)


async def _again(id: UUID, request: Request, posted: Posted, app: Connected, wrong: ValidationError) -> Response:
    visitor = posted.visitor
    row = await alerts.one(id, app, visitor.user)
    typed = {name: posted.text(name) for name in ("comment", "decision", "remark")}
    return _page(request, visitor, row, mistakes(wrong, visitor.locale), typed, 422)


def _page(
    request: Request,
    visitor: Visitor,
    row: AlertView,
    wrong: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    trail = Trail(row.day - timedelta(days=row.window_days), row.day - timedelta(days=1), row.recruiter)
    indicator = INDICATORS.get(row.indicator)
    hits = indicator.hits if indicator is not None else "cancelled"
    content = {
        "row": row,
        "own": row.recruiter == visitor.user.login,
        "waits": row.review is not None and row.review.decided_at is None,
        "trail": trail,
        "rows_hits": trail.to(hits),
        "rows_cases": trail.to(row.indicator) if indicator is not None else trail.to("interviews"),
        "reasons": [(code, number, trail.to(hits, code=code)) for code, number in _largest(row.reasons)],
        "decisions": list(ReviewDecision),
        "wrong": wrong or {},
        "typed": typed or {},
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "alert.html", content, status)


def _largest(reasons: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda one: (-one[1], one[0]))


def _back(id: UUID) -> Response:
    return rendering.onward(f"/console/alerts/{id}")
