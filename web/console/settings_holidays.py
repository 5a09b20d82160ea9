"""/console/settings/holidays: the year as an organisation knows it, its own days set, taken back, or imported from a table (R8)."""

from calendar import Calendar as Weeks
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api import holidays
from api.context import App, Connected
from api.holidays import CalendarQuery, DayBody, DayView, Whose
from api.problems import Problem
from domain.clock import EN_MONTHS, local_day
from domain.terms import Locale
from domain.vocabulary import said
from domain.workdays import DAY_KINDS, SETTABLE, DayKind
from web import speech
from web.console import rendering
from web.console.complaints import Console, complaints, told
from web.console.forms import mistakes
from web.console.settings_door import Chosen, HrPosted, HrVisitor, Tree, tree
from web.console.visitor import Visitor

router = APIRouter(prefix="/console/settings/holidays", include_in_schema=False, route_class=Console)
FIRST_YEAR, LAST_YEAR = 2000, 2100
_WEEKDAYS = (("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun"))
_MARKS = {DayKind.HOLIDAY: ("休", "off"), DayKind.MAKEUP_WORKDAY: ("班", "on")}


@router.get("")
async def shown(
    request: Request,
    app: Connected,
    visitor: HrVisitor,
    organisation: Chosen = "",
    year: int = 0,
    done: str = "",
    refused: str = "",
) -> Response:
    """The year's calendar and the list of its named days; `done`: what was just set; `refused`: a table was too large to be taken in."""
    places = await tree(app, visitor, organisation)
    large = visitor.say("文件过大：节假日表最多 1 MB。") if refused else ""
    return await _page(request, app, visitor, places, year, done=done[:10], refused=large, status=422 if large else 200)


@router.get("/day")
async def asked(
    request: Request, app: Connected, visitor: HrVisitor, organisation: Chosen = "", day: str = ""
) -> Response:
    """The dialog to say of a day what it is."""
    places = await tree(app, visitor, organisation)
    typed = {"day": day, "kind": "", "name": ""}
    found = await _day(app, visitor, places, day)
    if found is not None and found.kind in SETTABLE:
        typed |= {"kind": str(found.kind), "name": said((found.name_zh, found.name_en), visitor.locale)}
    return _asking(request, visitor, places, typed, found)


@router.post("/day")
async def put(request: Request, posted: HrPosted, app: Connected) -> Response:
    """Set a day, or take back what was set."""
    visitor = posted.visitor
    places = await tree(app, visitor, posted.text("organisation"))
    typed = {name: posted.text(name) for name in ("day", "kind", "name")}
    day = _date(typed["day"])
    if day is None:
        wrong = {"day": visitor.say("请填写 2000 至 2100 年的日期。")}
        return _asking(request, visitor, places, typed, None, wrong)
    if posted.text("step") == "remove":
        try:
            await holidays.remove(day, Whose(organisation=places.chosen), app, visitor.user)
        except Problem as no:
            if no.rule != "day-not-set":
                raise
    else:
        try:
            body = DayBody.model_validate({"kind": typed["kind"], "name": typed["name"], "organisation": places.chosen})
        except ValidationError as no:
            found = await _day(app, visitor, places, typed["day"])
            return _asking(request, visitor, places, typed, found, mistakes(no, visitor.locale))
        await holidays.put(day, body, app, visitor.user)
    return _back(places, day.year, typed["day"])


@router.post("")
async def taken(request: Request, posted: HrPosted, app: Connected) -> Response:
    """Set the days of a table: all of them, or none and every mistake by its line."""
    visitor = posted.visitor
    places = await tree(app, visitor, posted.text("organisation"))
    year = posted.text("year")
    shown_year = int(year[:4]) if year.isdecimal() else 0
    if not isinstance(posted.fields.get("file"), UploadFile):
        text = visitor.say("请选择要导入的文件。")
        return await _page(request, app, visitor, places, shown_year, refused=text, status=422)
    try:
        found = await holidays.import_days(
            request, Whose(organisation=places.chosen), app, visitor.user, request.headers.get("content-type", "")
        )
    except Problem as no:
        if no.status not in (413, 422):
            raise
        errors = no.extra.get("errors", [])
        lines = [
            (one["line"], one["field"], speech.one_language(str(one["detail"]), visitor.locale))
            for one in errors
            if "line" in one
        ]
        text = "" if lines else "；".join(complaints(no, visitor.locale).values()) or told(no, visitor.locale)[1]
        return await _page(request, app, visitor, places, shown_year, lines=lines, refused=text, status=no.status)
    return _back(places, found.items[0].day.year, str(len(found.items)))


def _back(places: Tree, year: int, done: str) -> Response:
    query = rendering.query({"organisation": places.chosen, "year": year, "done": done})
    return rendering.onward(router.prefix + query)


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


async def _day(app: App, visitor: Visitor, places: Tree, text: str) -> DayView | None:
    day = _date(text)
    if day is None:
        return None
    query = CalendarQuery.model_validate({"organisation": places.chosen, "from": day, "to": day})
    return (await holidays.listed(query, app, visitor.user)).items[0]


def _asking(
    request: Request,
    visitor: Visitor,
    places: Tree,
    typed: dict[str, str],
    found: DayView | None,
    wrong: dict[str, str] | None = None,
) -> Response:
    given = {"tree": places, "typed": typed, "found": found, "wrong": wrong or {}, "settable": SETTABLE}
    template = "holiday_day.html" if visitor.partial else "holiday_day_page.html"
    return rendering.page(request, visitor, template, given | _words(visitor), 422 if wrong else 200)


def _words(visitor: Visitor) -> dict[str, Any]:
    locale = visitor.locale
    return {
        "kind": lambda kind: said(DAY_KINDS[kind], locale),
        "mark": lambda kind: said(_MARKS[kind], locale) if kind in _MARKS else "",
        "weekday": lambda at: said(_WEEKDAYS[at], locale),
        "month_name": lambda at: said((f"{at}月", EN_MONTHS[at - 1]), locale),
        "name": lambda one: one.name_zh if locale is Locale.ZH else one.name_en,
    }


async def _page(
    request: Request,
    app: App,
    visitor: Visitor,
    places: Tree,
    year: int,
    done: str = "",
    lines: list[tuple[int, str, str]] | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    today = local_day(visitor.now, visitor.zone)
    year = year if FIRST_YEAR <= year <= LAST_YEAR else today.year
    query = CalendarQuery.model_validate(
        {"organisation": places.chosen, "from": date(year, 1, 1), "to": date(year, 12, 31)}
    )
    found = await holidays.listed(query, app, visitor.user)
    weeks = Weeks()
    given = {
        "tree": places,
        "year": year,
        "years": (FIRST_YEAR, LAST_YEAR),
        "zone": found.timezone,
        "days": {one.day: one for one in found.items},
        "named": [one for one in found.items if one.kind in SETTABLE],
        "months": {month: weeks.monthdatescalendar(year, month) for month in range(1, 13)},
        "today": today,
        "done": done,
        "lines": lines or [],
        "refused": refused,
    }
    return rendering.page(request, visitor, "holidays_page.html", given | _words(visitor), status)
