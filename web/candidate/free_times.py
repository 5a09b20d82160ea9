"""The times a candidate may pick freely: half hours of working days, within working hours of the place where the interview is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.clock import ClockError, to_instant, zone_of
from domain.policy import WorkingHours
from domain.workdays import OwnDay, day_of, in_working_hours

_STEP = timedelta(minutes=30)
# What a list can show; a time further ahead is asked for through the recruiter.
_MOST_DAYS = 40
_SEARCHED = timedelta(days=60)


@dataclass(frozen=True)
class FreeTimes:
    """Whole interviews of `minutes` on the clock of `timezone`, after `now` and before `until`, within `work`; `own` are the days that the
    organisation's own table knows."""

    minutes: int
    timezone: str
    work: WorkingHours
    own: Mapping[date, OwnDay]
    now: datetime
    until: datetime

    def fits(self, starts_at: datetime) -> bool:
        """Whether it lies within working hours, whenever that is."""
        day = starts_at.astimezone(zone_of(self.timezone)).date()
        return in_working_hours(starts_at, self.minutes, self.timezone, self.work, self.own.get(day))

    def days(self) -> list[date]:
        """The next working days on which something is left."""
        found = [day for day in self._days(self.now) if any(self._of(day, self.now))]
        return found[:_MOST_DAYS]

    def hours(self) -> list[str]:
        """When an interview may begin, as `09:00`."""
        start, last = _at(self.work.begin), _at(self.work.end) - timedelta(minutes=self.minutes)
        number = max(0, (last - start) // _STEP + 1)
        return [f"{start + step * _STEP:%H:%M}" for step in range(number)]

    def next(self, wanted: datetime, most: int = 3) -> list[datetime]:
        """The first times from the wanted one on (from now on for one that has passed)."""
        after = max(wanted, self.now)
        found = (at for day in self._days(after) for at in self._of(day, after))
        return [at for at, _ in zip(found, range(most), strict=False)]

    def _days(self, after: datetime) -> Iterator[date]:
        zone = zone_of(self.timezone)
        day, last = after.astimezone(zone).date(), min(self.until, after + _SEARCHED).astimezone(zone).date()
        while day <= last:
            if day_of(day, self.timezone, self.own.get(day)).works:
                yield day
            day += timedelta(days=1)

    def _of(self, day: date, after: datetime) -> Iterator[datetime]:
        for hour in self.hours():
            try:
                at = to_instant(f"{day.isoformat()} {hour}", self.timezone)
            except ClockError:  # the clocks change
                continue
            if after < at < self.until:
                yield at


def _at(clock: time) -> datetime:
    return datetime.combine(date(2000, 1, 3), clock, UTC)
