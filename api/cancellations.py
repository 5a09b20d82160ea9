"""GET /cancellations: the cancellation log as pages of JSON, or whole as csv or xlsx (R4, R10)."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from api.cancelling import log_row
from api.context import App, Caller, Connected
from api.cursors import TwoWays, place_by, ways
from api.documented import READING
from api.exports import FILES, MOST_EXPORTED, TYPES, exported, format_of, too_many
from api.fields import Login, ReasonCode
from api.params import Paged, Period, instants
from api.problems import invalid
from api.views import LogRow
from db import log
from db.log import LogFilter
from db.people import User
from domain.catalogue import CATALOGUE
from domain.terms import Party

router = APIRouter(prefix="/api/v1", tags=["cancellations"], responses=READING)
_LIST = "cancellations"


class CancellationsQuery(Paged, Period):
    """Filters of the log; `from` and `to` are about the instant of cancelling. A date is a day of your own organisation's zone, as
    are the times in its files; `/kpi` counts by days of the whole group's calendar, so that subsidiaries add up."""

    interview: UUID | None = None
    recruiter: Login | None = None
    party: Party | None = None
    code: ReasonCode | None = None
    format: Literal["json", "csv", "xlsx"] | None = None


@router.get(
    "/cancellations",
    response_model=TwoWays[LogRow],
    responses=FILES,
)
async def cancellations(
    query: Annotated[CancellationsQuery, Query()],
    app: Connected,
    user: Caller,
    accept: Annotated[str, Header(max_length=1000)] = "",
) -> TwoWays[LogRow] | Response:
    """The log rows you may see, newest first. `Accept: text/csv` (or xlsx's type, or `format`) exports all of them as a file."""
    wanted = await _filter(app, user, query)
    kind = query.format or format_of(accept)
    if kind != "json":
        return await _file(app, user, wanted, kind)
    async with app.engine.connect() as conn:
        part = await log.page(conn, user, wanted, place_by(app, _LIST, query.cursor, int))
    return TwoWays(items=[log_row(row) for row in part.rows], **ways(app, _LIST, part, "id"))


async def _filter(app: App, user: User, query: CancellationsQuery) -> LogFilter:
    if query.code is not None and query.code not in CATALOGUE:
        raise invalid("code", "unknown-code", "不在原因目录中 / not in the catalogue")
    since, until = await instants(app, user, query)
    return LogFilter(
        interview=query.interview,
        recruiter=query.recruiter,
        since=since,
        until=until,
        party=query.party,
        code=query.code,
        limit=query.limit,
    )


async def _file(app: App, user: User, wanted: LogFilter, kind: str) -> Response:
    """Every row of the filter as a file. Raises: Problem 422 when they are too many for one."""
    everything = LogFilter(**{**vars(wanted), "limit": MOST_EXPORTED})
    async with app.engine.connect() as conn:
        rows = await log.rows(conn, user, everything)
    if len(rows) > MOST_EXPORTED:
        raise too_many()
    content = await exported(app, user, [log_row(row) for row in rows], kind)
    name = {"Content-Disposition": f'attachment; filename="cancellations{_period(wanted)}.{kind}"'}
    return Response(content, media_type=TYPES[kind], headers=name)


def _period(wanted: LogFilter) -> str:
    """The period's days for the file's name, on the calendar that they were given in; empty without one."""
    since = f"-{wanted.since:%Y%m%d}" if wanted.since else ""
    until = f"-to-{wanted.until - timedelta(seconds=1):%Y%m%d}" if wanted.until else ""
    return since + until
