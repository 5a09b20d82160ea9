"""GET /console/comparison (R17): the days before and after something was changed, side by side, with what is more than chance."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api import comparison, organisations
from api.comparison import ComparedView, ComparisonQuery, ComparisonView
from api.context import App, Connected
from api.params import Day
from api.problems import Problem
from db.calendars import zone_of_tree
from db.people import colleagues
from domain.clock import local_day
from web.console import rendering
from web.console.complaints import Console, told
from web.console.figure_words import FigureWords
from web.console.periods import Trail, Whose, months_before
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
FIRST_ONES = ("cancellation_rate", "compliance_rate", "satisfaction")


class Change(Whose):
    """`change`: the day from which on things were different; `days` before it are held against so many from it on."""

    change: Day | None = None
    days: int = Field(default=90, ge=7, le=366)


@router.get("/comparison")
async def page(query: Annotated[Change, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """Both periods, indicator by indicator."""
    async with app.engine.connect() as conn:
        today = local_day(visitor.now, await zone_of_tree(conn, visitor.user.path[0]))
        people = await colleagues(conn, visitor.user)
    tree = await organisations.listed(app, visitor.user) if visitor.manager else None
    day = query.change or months_before(today, 3)
    wrong, found = "", None
    try:
        found = await _compared(app, visitor, query, day)
    except Problem as no:
        wrong = told(no, visitor.locale)[1]
    content = {
        "query": query,
        "day": day,
        "wrong": wrong,
        "found": found,
        "lines": _lines(found, query) if found is not None else [],
        "people": people,
        "organisations": tree.items if tree is not None else [],
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "comparison.html", content)


async def _compared(app: App, visitor: Visitor, query: Change, day: date) -> ComparisonView:
    asked = ComparisonQuery(change=day, days=query.days, recruiter=query.recruiter, organisation=query.organisation)
    return await comparison.comparison(asked, app, visitor.user)


def _lines(found: ComparisonView, query: Change) -> list[dict[str, Any]]:
    """Every indicator with the ways to the rows of both periods; those without any cases are left out."""
    before, after = (
        Trail(period.first, period.last, query.recruiter, query.organisation) for period in (found.before, found.after)
    )
    return [
        {
            "one": one,
            "before": before.to(one.indicator),
            "after": after.to(one.indicator),
            "first": one.indicator in FIRST_ONES,
        }
        for one in found.items
        if _any(one)
    ]


def _any(one: ComparedView) -> bool:
    return one.before.denominator + one.after.denominator > 0
