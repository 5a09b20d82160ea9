"""GET /kpi/comparison: two periods side by side (R17), with a plain sentence on whether a difference is more than chance."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import Caller, Connected, now
from api.documented import refusals
from api.fields import Login, OrganisationId
from api.findings import Sentence
from api.kpi import ShareView, share_view
from api.params import Day, Params
from api.problems import invalid
from db import figures, rollup, scopes
from db.calendars import DEFAULT_ZONE, zones_of_roots
from db.engine import snapshot
from db.scopes import By, Span
from domain.clock import midnights
from domain.comparing import Compared, Verdict, compare, sentence
from domain.kpi import Better, Counts, total
from domain.terms import Locale

router = APIRouter(prefix="/api/v1", tags=["kpi"], responses=refusals((401, 422, 503)))

_MOST_DAYS = 1100


class ComparisonQuery(Params):
    """Days of the group's calendar, the last one included: two periods, or `change` with `days` before and from then on."""

    before_from: Day | None = None
    before_to: Day | None = None
    after_from: Day | None = None
    after_to: Day | None = None
    change: Day | None = Field(default=None, description="the day on which something was changed")
    days: int = Field(default=90, ge=7, le=366, description="with `change`: days in each period")
    recruiter: Login | None = None
    organisation: OrganisationId | None = None


class PeriodView(BaseModel):
    """A period, both days included."""

    first: date
    last: date


class ComparedView(BaseModel):
    """One indicator before and after."""

    indicator: str
    title: Sentence
    better: Better = Field(description="which way is good")
    before_rate: float | None
    after_rate: float | None
    before: ShareView
    after: ShareView
    change_low: float | None = Field(description="95 % interval of the difference, -1 to 1")
    change_high: float | None
    verdict: Verdict
    sentence: Sentence


class ComparisonView(BaseModel):
    """All indicators of both periods."""

    before: PeriodView
    after: PeriodView
    items: list[ComparedView]


@router.get("/kpi/comparison")
async def comparison(query: Annotated[ComparisonQuery, Query()], app: Connected, user: Caller) -> ComparisonView:
    """Both periods, indicator by indicator; what may be chance is called so."""
    before, after = _periods(query)
    async with snapshot(app.engine) as conn:
        zones = await zones_of_roots(conn)
        zone = zones.get(user.path[0], DEFAULT_ZONE)
        scope = await scopes.scope_of(conn, user, query.recruiter, query.organisation)
        new = await rollup.touched(conn, user.path[0], zones)
        counted = [
            total((await figures.counts(conn, scope, _span(period, zone), By.RECRUITER, new)).values())
            for period in (before, after)
        ]
    items = [_view(one, *counted) for one in compare(*counted)]
    return ComparisonView(before=before, after=after, items=items)


def _periods(query: ComparisonQuery) -> tuple[PeriodView, PeriodView]:
    """Raises: Problem 422 unless there are two periods, one after the other."""
    one_day = timedelta(days=1)
    given = (query.before_from, query.before_to, query.after_from, query.after_to)
    if query.change is not None:
        if any(given):
            raise invalid("change", "one-way", "change 与 before_/after_ 只填其一 / give change, or the four days")
        span = timedelta(days=query.days)
        before = PeriodView(first=query.change - span, last=query.change - one_day)
        return before, PeriodView(first=query.change, last=query.change + span - one_day)
    missing = [name for name, day in zip(_DAYS, given, strict=True) if day is None]
    if missing:
        raise invalid(missing[0], "missing", "须填 change，或四个日期 / give change, or the four days")
    first, last, then, end = (day for day in given if day is not None)
    for name, early, late in (
        ("before_to", first, last),
        ("after_from", last + one_day, then),
        ("after_to", then, end),
    ):
        if late < early:
            raise invalid(name, "out-of-order", "两个时段须先后排列、不重叠 / the periods must follow one another")
    if max(last - first, end - then) > timedelta(days=_MOST_DAYS):
        raise invalid("before_from", "too-long", f"每段最多 {_MOST_DAYS} 天 / {_MOST_DAYS} days at most")
    return PeriodView(first=first, last=last), PeriodView(first=then, last=end)


_DAYS = ("before_from", "before_to", "after_from", "after_to")


def _span(period: PeriodView, zone: str) -> Span:
    """What is still open counts in neither period: both are held against each other by what was decided in them."""
    since, until = midnights(period.first, period.last, zone)
    return Span(since, until, zone, now(), with_open=False)


def _view(one: Compared, before: Counts, after: Counts) -> ComparedView:
    indicator = one.indicator
    return ComparedView(
        indicator=indicator.name,
        title=Sentence(zh=indicator.title.zh, en=indicator.title.en),
        better=indicator.better,
        before_rate=one.before.rate,
        after_rate=one.after.rate,
        before=share_view(indicator, before),
        after=share_view(indicator, after),
        change_low=one.change.low if one.change is not None else None,
        change_high=one.change.high if one.change is not None else None,
        verdict=one.verdict,
        sentence=Sentence(zh=sentence(one, Locale.ZH), en=sentence(one, Locale.EN)),
    )
