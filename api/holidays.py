"""The calendar that proposals of interview times go by: the country's holidays and make-up workdays, and an organisation's own (R8)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Header, Path, Query, Request
from pydantic import BaseModel, Field

from api import organisations
from api.bodies import Body
from api.context import App, Caller, Connected, hr_operations, now
from api.documented import DOCUMENTED, READING, refusals
from api.fields import DayName, OrganisationId, Zone
from api.params import Day, Params
from api.problems import Problem, invalid
from api.uploads import FILE_BODY, uploaded_table
from db import holidays
from db.holidays import SetDay
from db.people import User, policy_of
from domain.clock import local_day
from domain.holiday_table import read_days
from domain.roster import RowError
from domain.workdays import DayKind, OwnDay, day_of

router = APIRouter(prefix="/api/v1/holidays", tags=["holidays"])
_log = structlog.get_logger()
_MOST_DAYS = 731
_USUAL_DAYS = 365
_MOST_TOLD = 50
DayInPath = Annotated[Day, Path(examples=["2029-02-13"])]


class Whose(Params):
    """The organisation whose calendar is meant: your own, or one below it."""

    organisation: OrganisationId | None = None


class CalendarQuery(Whose):
    """From the first day to the last, both included; without them the coming year. `timezone`: the calendar of that zone's country
    (default: the organisation's zone)."""

    since: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")
    timezone: Zone | None = None


class DayView(BaseModel):
    """One day; `organisation`, `set_by` and `set_at` of one that an organisation set. Only holidays and make-up workdays have names."""

    day: date
    kind: DayKind
    name_zh: str
    name_en: str
    source: Literal["library", "table"]
    organisation: str | None
    set_by: str | None
    set_at: datetime | None


class Calendar(BaseModel):
    """The effective calendar of an organisation, every day of the period."""

    organisation: str
    timezone: str
    items: list[DayView]
    next: None = None


class DayBody(Body):
    """PUT: what the organisation (default: your own) says of the day; it holds for all below, until one says otherwise."""

    kind: Literal[DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY]
    name: DayName = Field(examples=["春节"])
    organisation: OrganisationId | None = None


class DaysSet(BaseModel):
    """The days of an imported table, as they now stand."""

    organisation: str
    items: list[DayView]


@router.get("", responses=READING)
async def listed(query: Annotated[CalendarQuery, Query()], app: Connected, user: Caller) -> Calendar:
    """Every day with its kind: holiday, make-up workday, workday, weekend; the organisation's own days overrule its country's."""
    organisation = await organisations.seen(app, user, query.organisation)
    zone = query.timezone or await _zone(app, organisation)
    first = query.since or local_day(now(), zone)
    last = query.until or first + timedelta(days=_USUAL_DAYS)
    many = (last - first).days + 1
    if not 1 <= many <= _MOST_DAYS:
        detail = f"须不早于 from，最多{_MOST_DAYS}天 / not before `from`, {_MOST_DAYS} days at most"
        raise invalid("to", "period-invalid", detail)
    whole = [first + timedelta(days=nth) for nth in range(many)]
    return Calendar(organisation=organisation, timezone=zone, items=await _views(app, organisation, zone, whole))


@router.put("/{day}", responses=DOCUMENTED)
async def put(day: DayInPath, body: DayBody, app: Connected, user: Caller) -> DayView:
    """Make a day a holiday or a make-up workday. For HR operations and administrators. The same again changes nothing."""
    organisation = await _own(app, user, body.organisation)
    await _set(app, user, organisation, {day: OwnDay(body.kind, body.name)}, "put")
    return await _one(app, organisation, day)


@router.delete("/{day}", responses=DOCUMENTED)
async def remove(day: DayInPath, query: Annotated[Whose, Query()], app: Connected, user: Caller) -> DayView:
    """Take back what the organisation itself said of a day; answers the day as it now is. For HR operations and administrators."""
    organisation = await _own(app, user, query.organisation)
    async with app.engine.begin() as conn:
        if not await holidays.remove(conn, organisation, day):
            detail = "该组织没有设置这一天 / this organisation has not set that day"
            raise Problem(404, "day-not-set", detail)
    _log.info("day of the calendar taken back", organisation=organisation, day=day.isoformat(), by=user.login)
    return await _one(app, organisation, day)


@router.post("/import", openapi_extra=FILE_BODY, responses=refusals((400, 401, 403, 404, 413, 422, 503)))
async def import_days(
    request: Request,
    query: Annotated[Whose, Query()],
    app: Connected,
    user: Caller,
    content_type: Annotated[str, Header(max_length=300)] = "",
) -> DaysSet:
    """Set the days of a csv or xlsx with the columns day, kind and name; one mistake, named by its line, and nothing is set."""
    organisation = await _own(app, user, query.organisation)
    header, rows = await uploaded_table(request, content_type)
    days, mistakes = read_days(header, rows)
    if mistakes:
        raise _mistaken(mistakes)
    await _set(app, user, organisation, days, "file")
    items = await _views(app, organisation, await _zone(app, organisation), sorted(days))
    return DaysSet(organisation=organisation, items=items)


async def _own(app: App, user: User, wanted: str | None) -> str:
    """Raises: Problem 403 for a recruiter or manager, 404 for an organisation that is not theirs."""
    hr_operations(user)
    return await organisations.seen(app, user, wanted)


async def _set(app: App, user: User, organisation: str, days: Mapping[date, OwnDay], source: str) -> None:
    async with app.engine.begin() as conn:
        await holidays.put(conn, organisation, days, source, user.login, now())
    _log.info("days of the calendar set", organisation=organisation, days=len(days), by=user.login)


async def _zone(app: App, organisation: str) -> str:
    async with app.engine.connect() as conn:
        return (await policy_of(conn, organisation, now())).timezone


async def _one(app: App, organisation: str, day: date) -> DayView:
    return (await _views(app, organisation, await _zone(app, organisation), [day]))[0]


async def _views(app: App, organisation: str, zone: str, days: Sequence[date]) -> list[DayView]:
    """These days, in their order, as they stand for the organisation; at least one."""
    async with app.engine.connect() as conn:
        own = await holidays.set_days(conn, organisation, days[0], days[-1])
    return [_view(day, zone, own.get(day)) for day in days]


def _view(day: date, zone: str, own: SetDay | None) -> DayView:
    found = day_of(day, zone, own.own if own is not None else None)
    return DayView(
        day=day,
        kind=found.kind,
        name_zh=found.name_zh,
        name_en=found.name_en,
        source="library" if own is None else "table",
        organisation=own.organisation if own is not None else None,
        set_by=own.set_by if own is not None else None,
        set_at=own.set_at if own is not None else None,
    )


def _mistaken(mistakes: list[RowError]) -> Problem:
    """422 with every mistake, as far as they are few enough to read."""
    told: list[dict[str, Any]] = [
        {"field": m.column, "line": m.line, "rule": m.rule, "detail": f"{m.message_zh} / {m.message_en}"}
        for m in mistakes[:_MOST_TOLD]
    ]
    first = mistakes[0]
    zh, en = (
        f"第{first.line}行 {first.column}：{first.message_zh}",
        f"line {first.line}, {first.column}: {first.message_en}",
    )
    detail = f"共{len(mistakes)}处错误，未作任何更改。{zh} / {len(mistakes)} mistakes, nothing was changed; {en}"
    return Problem(422, "table-mistaken", detail, errors=told)
