"""GET /console/scores (R14): every month's score line by line with what it was made of, what stood before, and the way to appeal."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api import appraisal_policies, scores
from api.context import App, Connected
from api.fields import Login, Month
from api.params import Paged, Params
from api.scores import LineView, ScoreId, ScoresQuery, ScoreView
from db.appraisal_policies import INSTALLATION
from db.people import colleagues
from domain.appraisal_policy import PolicyState
from domain.clock import first_day, next_month
from domain.kpi import INDICATORS, Better
from web.console import rendering
from web.console.complaints import Console
from web.console.figure_words import FigureWords
from web.console.periods import Trail
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_ROWS = 20


class Listed(Params):
    """Whose and which month's; `after` continues a page; `format` gives a file."""

    recruiter: Login | None = None
    month: Month | None = None
    after: str | None = Field(default=None, max_length=500)
    format: Literal["csv", "xlsx"] | None = None


@router.get("/scores")
async def listed(query: Annotated[Listed, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """One's own scores; for managers those of their organisations."""
    wanted = ScoresQuery(
        month=query.month, recruiter=query.recruiter, limit=_ROWS, cursor=query.after, format=query.format
    )
    found = await scores.listed(wanted, app, visitor.user)
    if isinstance(found, Response):
        return found
    async with app.engine.connect() as conn:
        people = await colleagues(conn, visitor.user)
    content = {
        "asked": query,
        "rows": [(row, _lines(row)) for row in found.items],
        "next": found.next,
        "people": people,
        "unread": await _unread(app, visitor),
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "scores.html", content)


@router.get("/scores/{id}/versions")
async def versions(id: ScoreId, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """Every version that a month's score has had, the one that stands first."""
    found = await scores.versions(id, app, visitor.user)
    content = {"rows": [(row, _lines(row)) for row in found.items], "f": FigureWords(visitor.locale)}
    return rendering.page(request, visitor, "score_versions.html", content)


def _lines(row: ScoreView) -> list[dict[str, Any]]:
    """Each indicator's line, with the way to its rows and the sign of its target."""
    first = first_day(row.month)
    trail = Trail(first, next_month(first) - timedelta(days=1), row.recruiter)
    return [_line(line, trail) for line in row.lines]


def _line(line: LineView, trail: Trail) -> dict[str, Any]:
    known = INDICATORS.get(line.indicator)
    return {
        "line": line,
        "rows": trail.to(line.indicator) if known is not None else "",
        "rate": line.hits / line.of if line.of else None,
        "sign": "≤" if known is not None and known.better is Better.LOW else "≥",
    }


async def _unread(app: App, visitor: Visitor) -> list[Any]:
    """Approved versions of the policy that the reader has not acknowledged; the installation's own needs nobody to."""
    found = await appraisal_policies.listed(Paged(limit=20), app, visitor.user)
    waiting = (one for one in found.items if one.state is PolicyState.APPROVED and not one.acknowledged)
    return [one for one in waiting if one.decided_by != INSTALLATION]
