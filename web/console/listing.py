"""GET /console/interviews: the interview list (R1) with its views, filters and pages, all of it in the address; and one row of it."""

from contextlib import suppress
from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from api.context import App, Connected
from api.cursors import cursor_of, place_of
from api.fields import Login
from api.params import Period, Search, instants_of
from api.problems import Problem
from db import desk
from db.desk import Moments, Place, View
from db.interviews import InterviewFilter
from db.people import PolicyUnreadable, colleagues, policy_of
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
    return RedirectResponse("/console/interviews", 303)


@router.get("/interviews")
async def listed(query: Annotated[ListQuery, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The list, or with htmx only its table."""
    content = await _content(app, visitor, query)
    return rendering.page(
        request, visitor, "interviews_table.html" if visitor.partial else "interviews_page.html", content
    )


@router.get("/interviews/{id}/row")
async def one_row(id: UUID, request: Request, app: Connected, visitor: Watching) -> Response:
    """One row as it stands: fetched when the interview has changed."""
    async with app.engine.connect() as conn:
        row = await desk.row(conn, visitor.user, id)
        soon = await _soon(conn, visitor, [row] if row is not None else [])
    if row is None:
        return Response(status_code=204, headers=rendering.HEADERS)
    return rendering.page(request, visitor, "interview_row.html", {"row": row, "soon": soon})


async def _content(app: App, visitor: Visitor, query: ListQuery) -> dict[str, Any]:
    wrong = ""
    try:
        wanted, place = _wanted(app, visitor, query)
    except Problem as no:
        wrong, wanted, place = told(no, visitor.locale)[1], InterviewFilter(limit=_ROWS), None
    at = Moments(visitor.now, _midnight(visitor.now, visitor.zone))
    async with app.engine.connect() as conn:
        rows, more = await desk.rows(conn, visitor.user, query.view, wanted, place, at)
        counts = await desk.counts(conn, visitor.user, wanted, at)
        soon = await _soon(conn, visitor, rows)
        recruiters = await colleagues(conn, visitor.user)
    earlier, later = _pages(app, rows, place, more)
    return {
        "query": query,
        "rows": rows,
        "counts": counts,
        "most": desk.MOST_COUNTED,
        "views": list(View),
        "earlier": earlier,
        "later": later,
        "filtered": any((query.q, query.recruiter, query.position, query.interviewer, query.since, query.until)),
        "soon": soon,
        "recruiters": recruiters,
        "wrong": wrong,
    }


def _wanted(app: App, visitor: Visitor, query: ListQuery) -> tuple[InterviewFilter, Place | None]:
    """Raises: Problem 422 for an empty period or a page that this list did not offer."""
    since, until = instants_of(query, visitor.zone)
    wanted = InterviewFilter(
        recruiter=query.recruiter,
        position=query.position,
        interviewer=query.interviewer,
        since=since,
        until=until,
        text=query.q,
        limit=_ROWS,
    )
    if query.after is None:
        return wanted, None
    at, id, way = place_of(app, _LIST, query.after)
    return wanted, Place(datetime.fromisoformat(at), UUID(id), way == "back")


def _pages(app: App, rows: list[Any], place: Place | None, more: bool) -> tuple[str | None, str | None]:
    """Where the pages before and after this one begin; None where there is none."""
    if not rows:
        return None, None
    back = place is not None and place.back
    before = (more if back else place is not None) and _cursor(app, rows[0], "back")
    after = (True if back else more) and _cursor(app, rows[-1], "on")
    return before or None, after or None


def _cursor(app: App, row: Any, way: str) -> str:
    return cursor_of(app, _LIST, (row.starts_at.isoformat(), str(row.id), way))


async def _soon(conn: AsyncConnection, visitor: Visitor, rows: list[Any]) -> dict[UUID, int]:
    """The interviews ahead that can only be cancelled late by now, with their notice hours (R6). Where a policy is mistaken nobody
    can tell, and one organisation's mistake does not take the list away from others."""
    hours: dict[str, int] = {}
    for organisation in {row.organisation_id for row in rows}:
        with suppress(PolicyUnreadable):
            hours[organisation] = (await policy_of(conn, organisation, visitor.now)).notice_hours
    ahead = [row for row in rows if row.stage in LIVE and row.starts_at > visitor.now and row.organisation_id in hours]
    return {
        row.id: hours[row.organisation_id]
        for row in ahead
        if notice_hours(row.starts_at, visitor.now) < hours[row.organisation_id]
    }


def _midnight(at: datetime, zone: str) -> datetime:
    return datetime.combine(at.astimezone(zone_of(zone)).date(), time(), zone_of(zone))
