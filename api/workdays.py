"""Whether a time falls into working hours where the interview is held: the country's holidays, overridden by the organisation's table."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files

import holidays

from domain.clock import zone_of

OPENS, CLOSES = time(9), time(18)


def in_working_hours(starts_at: datetime, minutes: int, timezone: str, kind: str | None = None) -> bool:
    """Whether an interview of `minutes` lies within 9:00–18:00 of one working day, read on the clock of `timezone`.

    `kind` is the organisation's own word for that day (`holiday`, `makeup_workday`) or None.
    """
    begins = starts_at.astimezone(zone_of(timezone))
    ends = (starts_at + timedelta(minutes=minutes)).astimezone(begins.tzinfo)
    same_day = begins.date() == ends.date() and begins.time() >= OPENS and ends.time() <= CLOSES
    return same_day and is_workday(begins.date(), timezone, kind)


def is_workday(day: date, timezone: str, kind: str | None = None) -> bool:
    """Whether people work on that day; a country the library does not know has Saturdays and Sundays off."""
    if kind is not None:
        return kind == "makeup_workday"
    country = _countries().get(timezone)
    if country is None:
        return day.weekday() < 5
    return bool(_calendar(country, day.year).is_working_day(day))


@lru_cache(maxsize=64)
def _calendar(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Zone → country, from the table that comes with the time zone data; countries without a calendar are left out."""
    known = holidays.list_supported_countries()
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if row[0] in known}
