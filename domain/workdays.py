"""Which days people work where an interview is held: the country's calendar, overridden by the organisation's table; working hours."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import holidays

from domain.clock import zone_of
from domain.policy import WorkingHours
from domain.terms import Locale


class DayKind(StrEnum):
    """What kind of day it is (日期类型)."""

    HOLIDAY = "holiday"
    MAKEUP_WORKDAY = "makeup_workday"
    WORKDAY = "workday"
    WEEKEND = "weekend"


DAY_KINDS = {
    DayKind.HOLIDAY: ("节假日", "holiday"),
    DayKind.MAKEUP_WORKDAY: ("调休上班", "make-up workday"),
    DayKind.WORKDAY: ("工作日", "working day"),
    DayKind.WEEKEND: ("周末", "weekend"),
}
SETTABLE = (DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY)
"""What an organisation may say of a day; taking that back leaves the day to the country's calendar."""
_LANGUAGES = {Locale.ZH: "zh_CN", Locale.EN: "en_US"}


@dataclass(frozen=True)
class OwnDay:
    """What an organisation's table says of a day: `holiday` or `makeup_workday`, and what it calls it."""

    kind: DayKind
    name: str


@dataclass(frozen=True)
class Day:
    """A day as people of that place and organisation know it; working days and weekends have no name of their own."""

    date: date
    kind: DayKind
    name_zh: str
    name_en: str

    @property
    def works(self) -> bool:
        """Whether people work on it."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY)


def day_of(day: date, timezone: str, own: OwnDay | None = None) -> Day:
    """The day in the country of that zone, unless the organisation's `own` table says otherwise.

    A country the library does not know has Saturdays and Sundays off and no holidays.
    """
    if own is not None:
        return Day(day, own.kind, own.name, own.name)
    country = _country(timezone)
    if country is None:
        return Day(day, DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND, "", "")
    zh, en = (_calendar(country, day.year, locale) for locale in Locale)
    if day in zh:
        return Day(day, DayKind.HOLIDAY, zh[day], en[day])
    if not zh.is_working_day(day):
        return Day(day, DayKind.WEEKEND, "", "")
    made_up = zh.is_weekend(day)
    return (
        Day(day, DayKind.MAKEUP_WORKDAY, *DAY_KINDS[DayKind.MAKEUP_WORKDAY])
        if made_up
        else Day(day, DayKind.WORKDAY, "", "")
    )


def in_working_hours(
    starts_at: datetime, minutes: int, timezone: str, work: WorkingHours, own: OwnDay | None = None
) -> bool:
    """Whether an interview of `minutes` lies within the hours of one working day, read on the clock of `timezone`.

    `own` is what the organisation's table says of that day. Raises: UnknownZone.
    """
    begins = starts_at.astimezone(zone_of(timezone))
    return within_hours(starts_at, minutes, timezone, work) and day_of(begins.date(), timezone, own).works


def within_hours(starts_at: datetime, minutes: int, timezone: str, work: WorkingHours) -> bool:
    """Whether the whole of it lies within the working hours of one day, whatever day that is. Raises: UnknownZone."""
    begins = starts_at.astimezone(zone_of(timezone))
    ends = (starts_at + timedelta(minutes=minutes)).astimezone(begins.tzinfo)
    return begins.date() == ends.date() and begins.time() >= work.begin and ends.time() <= work.end


@lru_cache(maxsize=128)
def _calendar(country: str, year: int, locale: Locale) -> holidays.HolidayBase:
    """The country's holidays of a year, named in that language where the library has it, else in the country's own; of a year
    that the library does not know, only the weekends."""
    known, wanted = holidays.country_holidays(country), _LANGUAGES[locale]
    language = wanted if wanted in known.supported_languages else known.default_language
    years = [year] if known.start_year <= year <= known.end_year else []
    return holidays.country_holidays(country, years=years, language=language, expand=False)


def _country(timezone: str) -> str | None:
    """The country of a zone, also of its older names (PRC, US/Eastern); None where there is none or no calendar of it."""
    countries, links = _countries(), _links()
    return countries.get(timezone) or countries.get(links.get(timezone, ""))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Zone → country, from the table that comes with the time zone data; countries without a calendar are left out."""
    known = holidays.list_supported_countries()
    rows = (line.split("\t") for line in _zone_data("zone.tab") if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if row[0] in known}


@lru_cache(maxsize=1)
def _links() -> dict[str, str]:
    """Older name → the zone's present one."""
    rows = (line.split() for line in _zone_data("tzdata.zi") if line.startswith("L "))
    return {row[2]: row[1] for row in rows}


def _zone_data(name: str) -> list[str]:
    return files("tzdata.zoneinfo").joinpath(name).read_text("utf-8").splitlines()
