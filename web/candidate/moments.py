"""How the page writes a time: day, hours and clock apart for the card, one short line for lists, a day alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import EN_DAYS, EN_MONTHS, ZH_DAYS, day_text, local_text, zone_of
from domain.terms import Locale


@dataclass(frozen=True)
class Moment:
    """An interview's time in three lines: the day, from–to, the clock it is read on."""

    day: str
    hours: str
    place: str


def moment(at: datetime, minutes: int, zone: str, locale: Locale) -> Moment:
    """The time of an interview that lasts `minutes`."""
    clock = zone_of(zone)
    begins, ends = at.astimezone(clock), (at + timedelta(minutes=minutes)).astimezone(clock)
    zh = locale is Locale.ZH
    # The letters' own wording of zone and offset stands in the last bracket.
    place = local_text(at, zone, locale).rpartition("（" if zh else "(")[2][:-1]
    if zh:
        day = f"{begins.year}年{begins.month}月{begins.day}日 周{ZH_DAYS[begins.weekday()]}"
    else:
        day = f"{EN_DAYS[begins.weekday()]} {begins.day} {EN_MONTHS[begins.month - 1]} {begins.year}"
    return Moment(day, f"{begins:%H:%M}–{ends:%H:%M}", place)


def line(at: datetime, zone: str, locale: Locale) -> str:
    """The time in one short line without its year."""
    local = at.astimezone(zone_of(zone))
    return f"{day_text(local.date(), locale)}{' ' if locale is Locale.ZH else ', '}{local:%H:%M}"


def lines(times: Sequence[datetime], zone: str, locale: Locale) -> str:
    """Some times, each day named once."""
    local = [at.astimezone(zone_of(zone)) for at in times]
    days = {at.date(): [f"{one:%H:%M}" for one in local if one.date() == at.date()] for at in local}
    zh = locale is Locale.ZH
    said = (
        f"{day_text(day, locale)}{' ' if zh else ', '}{('、' if zh else ', ').join(hours)}"
        for day, hours in days.items()
    )
    return ("，" if zh else "; ").join(said)
