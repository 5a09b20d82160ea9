"""GET /interviews/{id}/slots: the days to offer times on, what is taken on them, and which starts are free (R8)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.commanding import seen
from api.context import Caller, Connected, now
from api.documented import READING
from api.params import Day, Params
from db import holidays, slots
from db.holidays import SetDay
from db.people import policy_of
from db.slots import Engagement
from domain import workdays
from domain.clock import local_day, midnights
from domain.policy import Policy
from domain.slots import Wish, free_starts, hours, on_day
from domain.state import LIVE
from domain.workdays import DayKind

router = APIRouter(prefix="/api/v1/interviews", tags=["interviews"], responses=READING)


class SlotsQuery(Params):
    """From which day on (default: tomorrow), how many; days of the interview's zone."""

    since: Day | None = Field(default=None, alias="from")
    days: int = Field(default=14, ge=1, le=42)


class TakenView(BaseModel):
    """Another interview's time (UTC). `interview_id` is null when you may not see that interview."""

    interview_id: UUID | None
    position: str = Field(description="empty for an interview elsewhere in the group that you may not see")
    starts_at: datetime
    ends_at: datetime
    interviewer: bool = Field(description="it takes the interviewer's time")
    candidate: bool = Field(description="it takes the candidate's time")


class FreeView(BaseModel):
    """A start to propose (UTC); `late`: it is less than the notice hours away."""

    starts_at: datetime
    late: bool


class SlotDay(BaseModel):
    """One day; `opens_at` and `closes_at` are its working hours (UTC), null on a day off."""

    day: date
    kind: DayKind
    name_zh: str
    name_en: str
    opens_at: datetime | None
    closes_at: datetime | None
    taken: list[TakenView]
    free: list[FreeView]


class Slots(BaseModel):
    """Times for one interview. Whose time is looked at: `interviewer`, or, where none is named, the recruiter."""

    interview_id: UUID
    timezone: str
    duration_minutes: int
    notice_hours: int
    interviewer: str
    recruiter: str
    days: list[SlotDay]


@router.get("/{id}/slots")
async def slots_of(id: UUID, query: Annotated[SlotsQuery, Query()], app: Connected, user: Caller) -> Slots:
    """Day by day what is taken, and every free half hour within working hours; the interview itself takes nothing."""
    row = await seen(app, user, id)
    first = query.since or local_day(now(), row.timezone) + timedelta(days=1)
    days = [first + timedelta(days=nth) for nth in range(query.days)]
    async with app.engine.connect() as conn:
        # An interview lives by the policy of its beginning.
        policy = await policy_of(conn, row.organisation_id, row.created_at)
        own = await holidays.set_days(conn, row.organisation_id, days[0], days[-1])
        others = await slots.engagements(conn, user, id, *midnights(days[0], days[-1], row.timezone))
    wish = _wish(row, policy)
    return Slots(
        interview_id=id,
        timezone=row.timezone,
        duration_minutes=row.minutes,
        notice_hours=policy.notice_hours,
        interviewer=row.interviewer,
        recruiter=row.recruiter,
        days=[_day(day, wish, own, others) for day in days],
    )


def _wish(row: Any, policy: Policy) -> Wish:
    at = now()
    return Wish(
        minutes=row.minutes,
        timezone=row.timezone,
        now=at,
        latest=at + timedelta(days=policy.max_days_ahead),
        notice_hours=policy.notice_hours,
        work=policy.working_hours,
        present=row.starts_at if row.stage in LIVE else None,
    )


def _day(date: date, wish: Wish, own: Mapping[date, SetDay], others: Sequence[Engagement]) -> SlotDay:
    day = workdays.day_of(date, wish.timezone, own[date].own if date in own else None)
    opens, closes = hours(date, wish.timezone, wish.work) if day.works else (None, None)
    here = [other for other in others if on_day(other.taken, date, wish.timezone)]
    return SlotDay(
        day=date,
        kind=day.kind,
        name_zh=day.name_zh,
        name_en=day.name_en,
        opens_at=opens,
        closes_at=closes,
        taken=[TakenView(interview_id=other.id, position=other.position, **vars(other.taken)) for other in here],
        free=[FreeView(**vars(free)) for free in free_starts(day, [other.taken for other in here], wish)],
    )
