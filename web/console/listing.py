"""GET /console/interviews: the interview list (R1) with its views, filters and pages, all of it in the address; and one row of it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.context import App, Connected
from api.cursors import place_by, ways
from api.fields import Login
from api.params import Period, Search, instants_of
from api.problems import Problem
from db import desk
from db.desk import Moments, View
from db.interviews import InterviewFilter
from db.paging import Place
from db.people import colleagues
from domain.clock import zone_of
from domain.policy import notice_hours
from domain.state import LIVE
from web.console import rendering
from web.console.complaints import Console, told
from web.console.visitor import SignedIn, Visitor, Watching

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_LIST = "console/interviews"
_ROWS = 50


class ListQuery(Period):
    """What the list shows. `from` and `to` are days of the reader's zone; `after` continues a page."""

    view: View = View.OPEN
    q: Search | None = None
    recruiter: Login | None = None
    position: Search | None = None
    interviewer: Search | None = None
    after: str | None = None

    def address(self, **changed: object) -> str:
        """The address's query with these filters changed; it begins at the first page."""
        given = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"after"})
        return rendering.query({**given, **changed})

    @property
    def bulk(self) -> str:
        """Where these interviews are handled together; empty when a bulk cannot be asked for by what the list shows."""
        given = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"after", "view", "q"})
        known = self.view in (View.OPEN, View.ALL) and self.q is None and given
        return "/console/bulk/new" + rendering.query(given) if known else ""


@router.get("")
async def home() -> Response:
    """The console begins with the list."""
    return rendering.onward("/console/interviews")


@router.get("/interviews")
async def listed(query: Annotated[ListQuery, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The list, or with htmx only its table."""
    content = await _content(app, visitor, query)
    return rendering.page(
        request, visitor, "interviews_table.html" if visitor.partial else "interviews_page.html", content
    )


@router.get("/interviews/views")
async def views(query: Annotated[ListQuery, Query()], request: Request, app: Connected, visitor: Watching) -> Response:
    """How many interviews each view holds by now: fetched after news."""
    wanted, _, _ = _wanted(app, visitor, query)
    async with app.engine.connect() as conn:
        counts = await desk.counts(conn, visitor.user, wanted, _moments(visitor))
    return rendering.page(request, visitor, "interviews_views.html", {"query": query, **_views(counts)})


@router.get("/interviews/{id}/row")
async def one_row(id: UUID, request: Request, app: Connected, visitor: Watching) -> Response:
    """One row as it stands: fetched when the interview has changed."""
    async with app.engine.connect() as conn:
        row = await desk.row(conn, visitor.user, id)
    if row is None:
        return Response(status_code=204, headers=rendering.HEADERS)
    return rendering.page(request, visitor, "interview_row.html", {"row": row, "soon": _soon(visitor, [row])})


async def _content(app: App, visitor: Visitor, query: ListQuery) -> dict[str, Any]:
    wanted, place, wrong = _wanted(app, visitor, query)
    at = _moments(visitor)
    async with app.engine.connect() as conn:
        part, counts = await desk.looked(conn, visitor.user, query.view, wanted, place, at)
        recruiters = [] if visitor.partial else await colleagues(conn, visitor.user)
    beside = ways(app, _LIST, part, "starts_at", "id")
    return {
        "query": query,
        "rows": part.rows,
        **_views(counts),
        "earlier": beside["previous"],
        "later": beside["next"],
        "filtered": any((query.q, query.recruiter, query.position, query.interviewer, query.since, query.until)),
        "soon": _soon(visitor, part.rows),
        "recruiters": recruiters,
        "wrong": wrong,
    }


def _wanted(app: App, visitor: Visitor, query: ListQuery) -> tuple[InterviewFilter, Place | None, str]:
    """What is looked for, from where on, and in words what is wrong with that, such as an empty period: then it is everything."""
    try:
        since, until = instants_of(query, visitor.zone)
        place = place_by(app, _LIST, query.after, datetime.fromisoformat, UUID)
    except Problem as no:
        return InterviewFilter(limit=_ROWS), None, told(no, visitor.locale)[1]
    wanted = InterviewFilter(
        recruiter=query.recruiter,
        position=query.position,
        interviewer=query.interviewer,
        since=since,
        until=until,
        text=query.q,
        limit=_ROWS,
    )
    return wanted, place, ""


def _soon(visitor: Visitor, rows: list[Any]) -> dict[UUID, str]:
    """The interviews ahead that can only be cancelled late by now, with their notice hours (R6)."""
    ahead = [row for row in rows if row.stage in LIVE and row.starts_at > visitor.now]
    return {
        row.id: f"{row.notice_hours:g}"
        for row in ahead
        if row.notice_hours is not None and notice_hours(row.starts_at, visitor.now) < row.notice_hours
    }


def _views(counts: Mapping[View, int]) -> dict[str, Any]:
    return {"counts": counts, "most": desk.MOST_COUNTED, "views": list(View)}


def _moments(visitor: Visitor) -> Moments:
    return Moments(visitor.now, _midnight(visitor.now, visitor.zone))


def _midnight(at: datetime, zone: str) -> datetime:
    return datetime.combine(at.astimezone(zone_of(zone)).date(), time(), zone_of(zone))
