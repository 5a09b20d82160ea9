"""Which starts are still free for an interview, and what speaks against a time: taken time, holidays, working hours (R8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from domain.clock import local_day, zone_of
from domain.policy import WorkingHours, notice_hours
from domain.workdays import Day, DayKind, within_hours

GRID = timedelta(minutes=30)


class Concern(StrEnum):
    """What speaks against a time without forbidding it."""

    INTERVIEWER_BUSY = "interviewer-busy"
    CANDIDATE_BUSY = "candidate-busy"
    OUTSIDE_WORKING_HOURS = "outside-working-hours"
    HOLIDAY = "holiday"


CONCERNS = {
    Concern.INTERVIEWER_BUSY: ("面试官在该时段已有其他面试", "the interviewer has another interview at that time"),
    Concern.CANDIDATE_BUSY: ("候选人在该时段已有其他面试", "the candidate has another interview at that time"),
    Concern.OUTSIDE_WORKING_HOURS: ("不在工作时间内", "outside working hours"),
    Concern.HOLIDAY: ("当天是节假日", "on a holiday"),
}


@dataclass(frozen=True)
class Taken:
    """Time that another interview takes (aware instants): the interviewer's, the candidate's, or both."""

    starts_at: datetime
    ends_at: datetime
    interviewer: bool
    candidate: bool


@dataclass(frozen=True)
class Wish:
    """What is looked for: so many minutes on the clock of a zone, after `now` and up to `latest`; `notice_hours` (R6) and `work` as in the
    policy. `present` is the start that stands now, which is no new time; None when none does."""

    minutes: int
    timezone: str
    now: datetime
    latest: datetime
    notice_hours: int
    work: WorkingHours
    present: datetime | None = None


@dataclass(frozen=True)
class Free:
    """A start that nothing speaks against (UTC); `late` when it is less than the notice hours away."""

    starts_at: datetime
    late: bool


def hours(day: date, timezone: str, work: WorkingHours) -> tuple[datetime, datetime]:
    """When working hours begin and end on that day (UTC). Raises: UnknownZone."""
    place = zone_of(timezone)
    opens, closes = (datetime.combine(day, at, place).astimezone(UTC) for at in (work.begin, work.end))
    return opens, closes


def grid(day: date, minutes: int, timezone: str, work: WorkingHours) -> list[datetime]:
    """Every half hour at which an interview of `minutes` fits into the day's working hours (UTC). Raises: UnknownZone."""
    opens, closes = hours(day, timezone, work)
    steps = (opens + GRID * nth for nth in range((closes - opens) // GRID + 1))
    return [start for start in steps if within_hours(start, minutes, timezone, work)]


def free_starts(day: Day, taken: Sequence[Taken], wish: Wish) -> list[Free]:
    """The day's starts that nothing speaks against; none on a day off."""
    if not day.works:
        return []
    return [
        Free(start, notice_hours(start, wish.now) < wish.notice_hours)
        for start in grid(day.date, wish.minutes, wish.timezone, wish.work)
        if wish.now < start <= wish.latest
        and start != wish.present
        and not any(_meet(start, wish.minutes, other) for other in taken)
    ]


def concerns(
    starts_at: datetime, minutes: int, timezone: str, work: WorkingHours, day: Day, taken: Sequence[Taken]
) -> list[Concern]:
    """What speaks against this start; `day` is its day in that zone. A weekend counts as outside working hours."""
    meeting = [other for other in taken if _meet(starts_at, minutes, other)]
    holiday = day.kind is DayKind.HOLIDAY
    found = {
        Concern.INTERVIEWER_BUSY: any(other.interviewer for other in meeting),
        Concern.CANDIDATE_BUSY: any(other.candidate for other in meeting),
        Concern.OUTSIDE_WORKING_HOURS: not holiday
        and not (day.works and within_hours(starts_at, minutes, timezone, work)),
        Concern.HOLIDAY: holiday,
    }
    return [concern for concern, holds in found.items() if holds]


def on_day(other: Taken, day: date, timezone: str) -> bool:
    """Whether some of it lies on that day of the zone. Raises: UnknownZone."""
    return local_day(other.starts_at, timezone) <= day <= local_day(other.ends_at - timedelta(microseconds=1), timezone)


def _meet(starts_at: datetime, minutes: int, other: Taken) -> bool:
    """Whether they overlap; one that begins when the other ends does not."""
    # Times of one zone would be compared as wall clocks, which an hour of the clock change shows twice.
    begins = starts_at.astimezone(UTC)
    ends = begins + timedelta(minutes=minutes)
    return begins < other.ends_at.astimezone(UTC) and other.starts_at.astimezone(UTC) < ends
