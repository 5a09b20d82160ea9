"""GET /console/cancellations: the cancellation log (R4) with filters in the address, and the same as a file."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.cancellations import CancellationsQuery, cancellations
from api.context import App, Connected
from api.cursors import TwoWays
from api.exports import NOTICE_BASES
from api.views import LogRow
from db.people import colleagues, names
from db.subjects import subjects
from domain.catalogue import CATALOGUE
from domain.terms import Party
from web.console import following, rendering
from web.console.complaints import Console
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_FILTERS = ("interview", "recruiter", "party", "code", "since", "until")


@router.get("/cancellations")
async def listed(
    query: Annotated[CancellationsQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The log, newest first, or with htmx only its table."""
    rows, shared = await following.listed(_page(app, visitor, query), query, visitor)
    async with app.engine.connect() as conn:
        about = await subjects(conn, {row.interview_id for row in rows})
        people = await names(conn, {login for row in rows for login in (row.operator, row.recruiter)})
        recruiters = await colleagues(conn, visitor.user)
    content = {
        **shared,
        "filtered": following.filtered(query, *_FILTERS),
        "about": about,
        "people": people,
        "recruiters": recruiters,
        "parties": list(Party),
        "codes": list(CATALOGUE),
        "bases": NOTICE_BASES,
    }
    template = "cancellations_table.html" if visitor.partial else "cancellations_page.html"
    return rendering.page(request, visitor, template, content)


@router.get("/cancellations.{kind}")
async def exported(
    kind: Literal["csv", "xlsx"], query: Annotated[CancellationsQuery, Query()], app: Connected, visitor: SignedIn
) -> Response:
    """Every row of the filters as a file, made by the API's own code."""
    wanted = following.in_own_days(query, visitor.zone).model_copy(update={"format": kind})
    file = await cancellations(wanted, app, visitor.user)
    assert isinstance(file, Response)
    return rendering.kept_nowhere(file)


async def _page(app: App, visitor: Visitor, query: CancellationsQuery) -> TwoWays[LogRow]:
    wanted = following.in_own_days(query, visitor.zone).model_copy(update={"format": "json"})
    page = await cancellations(wanted, app, visitor.user)
    assert isinstance(page, TwoWays)
    return page
