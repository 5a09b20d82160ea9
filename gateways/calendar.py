"""Calendar invitations for e-mail: iCalendar (RFC 5545) with the scheduling methods of iTIP (RFC 5546)."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vUri

Method = Literal["REQUEST", "CANCEL"]
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def invitation(
    *,
    uid: str,
    sequence: int,
    method: Method,
    summary: str,
    description: str,
    url: str,
    starts_at: datetime,
    minutes: int,
    timezone: str,
    organizer_email: str,
    organizer_name: str,
    attendee_email: str,
    stamped_at: datetime,
) -> bytes:
    """The .ics that puts an appointment into a calendar, moves it (same `uid`, higher `sequence`) or takes it out.

    `starts_at` and `stamped_at` are aware instants, `timezone` the IANA zone shown; an empty `url` is left out.
    Raises ValueError for a naive time or a control character in an address, ZoneInfoNotFoundError for an unknown zone.
    """
    begin, end = _local(starts_at, minutes, timezone)
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", _aware(stamped_at).astimezone(UTC))
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("summary", summary)
    event.add("description", description)
    if url:
        event.add("url", vUri(url))
    event.add("status", "CONFIRMED" if method == "REQUEST" else "CANCELLED")
    event.add("organizer", _address(organizer_email, CN=organizer_name))
    event.add("attendee", _attendee(attendee_email, method))
    return _calendar(method, event, begin)


def _calendar(method: Method, event: Event, begin: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Mianyue//Interviews//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if begin.tzinfo is not UTC:
        calendar.add_component(_rules(str(begin.tzinfo), begin.year))
    calendar.add_component(event)
    ics: bytes = calendar.to_ical()
    return ics


def _local(starts_at: datetime, minutes: int, timezone: str) -> tuple[datetime, datetime]:
    """Begin and end on the zone's wall clock; in UTC when that clock cannot name them.

    The second pass of an hour that is repeated in autumn has no TZID form: readers take the first (RFC 5545, 3.3.5).
    """
    zone = ZoneInfo(timezone)
    begin = _aware(starts_at).astimezone(UTC)
    moments = begin, begin + timedelta(minutes=minutes)
    local = moments[0].astimezone(zone), moments[1].astimezone(zone)
    return moments if timezone == "UTC" or local[0].fold or local[1].fold else local


@lru_cache(maxsize=512)
def _rules(zone: str, year: int) -> Timezone:
    """The VTIMEZONE around a year: all of 1970–2038 would be 2 kB and 3–10 ms in every mail, and end in 2038."""
    rules = Timezone.from_tzid(zone, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))
    for observance in rules.subcomponents:
        _start_on_old_clock(observance, ZoneInfo(zone))
    return rules


def _start_on_old_clock(observance: Component, zone: ZoneInfo) -> None:
    """An onset is told on the clock that ends (RFC 5545, 3.6.5); icalendar tells a spring one an hour late."""
    told: dict[str, Any] = dict(observance)
    new_offset = told["TZOFFSETTO"].td
    gap = new_offset - told["TZOFFSETFROM"].td
    later = told["RDATE"].dts if "RDATE" in told else []
    for onset in (told["DTSTART"], *later):
        if gap > timedelta() and onset.dt.replace(tzinfo=zone).utcoffset() == new_offset:
            onset.dt -= gap


def _attendee(email: str, method: Method) -> vCalAddress:
    asked = {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if method == "REQUEST" else {}
    return _address(email, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", **asked)


def _address(email: str, **parameters: str) -> vCalAddress:
    if CONTROL.search(email):
        raise ValueError("control character in an address")
    address = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        if value:
            address.params[name] = CONTROL.sub(" ", value)
    return address


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a time without a zone")
    return moment
