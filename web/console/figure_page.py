"""GET /console/figures/rows: the agreed times behind one figure, newest first, each with its interview (P3)."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api import kpi_rows
from api.context import App, Connected
from api.fields import ReasonCode
from api.kpi_rows import AgreedTimeView, RowsQuery
from db.calendars import zone_of_tree
from db.figure_rows import interviews_of
from db.people import colleagues
from domain.agreed_times import COUNTED, REMINDED
from domain.clock import local_day
from domain.kpi import INDICATORS
from web.console import rendering
from web.console.complaints import Console
from web.console.figure_words import FigureWords
from web.console.periods import FigureQuery, Trail
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_ROWS = 50


class RowsOf(FigureQuery):
    """`of`: a count, or an indicator, whose denominator is listed; `code`: only with this reason; `after` continues a page."""

    of: str = Field(default="interviews", max_length=40)
    code: ReasonCode | None = None
    after: str | None = Field(default=None, max_length=500)


@router.get("/figures/rows")
async def rows(query: Annotated[RowsOf, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The page; the figure's other counts are a click away."""
    async with app.engine.connect() as conn:
        today = local_day(visitor.now, await zone_of_tree(conn, visitor.user.path[0]))
        people = await colleagues(conn, visitor.user)
    first, last = query.days(today)
    asked = {"of": query.of, "from": first.isoformat(), "to": last.isoformat(), "limit": _ROWS, "cursor": query.after}
    whose = {"recruiter": query.recruiter, "organisation": query.organisation, "code": query.code}
    found = await kpi_rows.rows(RowsQuery.model_validate(_given(asked | whose)), app, visitor.user)
    content = {
        "query": query,
        "trail": Trail(first, last, query.recruiter, query.organisation),
        "rows": found.items,
        "next": found.next,
        "known": await _known(app, visitor, found.items),
        "names": {one.login: one for one in people},
        "indicator": query.of if query.of in INDICATORS else None,
        "parts": _parts(query.of),
        "of_reminders": query.of in REMINDED,
        "hit": lambda row: _hit(query.of, row),
        "address_of": rendering.query,
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "figure_rows.html", content)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


async def _known(app: App, visitor: Visitor, items: list[AgreedTimeView]) -> dict[Any, Any]:
    if not items:
        return {}
    async with app.engine.connect() as conn:
        return await interviews_of(conn, visitor.user, [row.interview_id for row in items])


_REMINDED = (REMINDED[:2], REMINDED[2:])


def _parts(of: str) -> list[str]:
    """The counts that an indicator is made of, or that the indicators of a count have beside it."""
    together = next((names for names in _REMINDED if of in names), None)
    if together is not None:
        return list(together)
    one = INDICATORS.get(of) or next((each for each in INDICATORS.values() if of == each.hits), None)
    if one is None:
        return []
    below = ["interviews"] if set(one.of) == {"decided", "open"} else list(one.of)
    return list(dict.fromkeys([one.hits, *below]))


def _hit(of: str, row: AgreedTimeView) -> bool:
    """Whether an indicator's numerator counts this row of its denominator."""
    if of not in INDICATORS:
        return False
    columns = COUNTED[INDICATORS[of].hits].columns
    return all(getattr(row, name) in values for name, values in columns.items())
