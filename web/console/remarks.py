"""GET /console/comments (R12): what candidates would have a recruiter improve, by month, never so few that one could guess whose it is;
before one is chosen, how satisfied each recruiter's candidates are."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import kpi, kpi_comments, organisations
from api.context import Connected
from api.kpi import KpiGroups, KpiQuery, KpiView
from api.problems import Problem
from db.calendars import zone_of_tree
from db.people import colleagues
from db.scopes import By
from domain.clock import local_day
from domain.kpi import SHOWN_FROM
from web.console import rendering
from web.console.complaints import Console, told
from web.console.figure_words import FigureWords
from web.console.periods import Choice, FigureQuery, Trail
from web.console.visitor import SignedIn

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


class CommentsOf(FigureQuery):
    """Comments are few: half a year of them, unless asked otherwise."""

    period: Choice = Choice.HALF


@router.get("/comments")
async def page(query: Annotated[CommentsOf, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The recruiter's months with at least five answers; managers see everybody's satisfaction, and choose whose."""
    async with app.engine.connect() as conn:
        today = local_day(visitor.now, await zone_of_tree(conn, visitor.user.path[0]))
        people = await colleagues(conn, visitor.user)
    tree = (await organisations.listed(app, visitor.user)).items if visitor.manager else []
    first, last = query.days(today)
    login = query.recruiter if visitor.manager else visitor.user.login
    asked = {"from": first.isoformat(), "to": last.isoformat(), "recruiter": login, "organisation": query.organisation}
    wrong, months, rates = "", [], {}
    try:
        if login is not None:
            months = (await kpi_comments.comments_on(KpiQuery.model_validate(asked), app, visitor.user)).items
        by = By.RECRUITER if login is None else By.MONTH
        found = await kpi.kpi(KpiGroups.model_validate(asked | {"by": by}), app, visitor.user)
        assert isinstance(found, KpiView)
        rates = {one.key: one.fractions["satisfaction"] for one in found.items}
    except Problem as no:
        wrong = told(no, visitor.locale)[1]
    content = {
        "query": query,
        "trail": Trail(first, last, login, query.organisation),
        "months": months,
        "rates": rates,
        "login": login,
        "least": SHOWN_FROM,
        "wrong": wrong,
        "people": people,
        "organisations": tree,
        "choices": list(Choice),
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "comments.html", content)
