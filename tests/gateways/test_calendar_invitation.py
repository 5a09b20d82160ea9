"""Calendar invitations, read back by a parser: a move replaces, a cancel removes, times hold across DST."""

from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from icalendar import Calendar

from gateways.calendar import invitation

START = datetime(2027, 3, 15, 13, 0, tzinfo=UTC)
LATE_NIGHT = datetime(2027, 11, 7, 6, 30, tzinfo=UTC)


def ics(**changes: Any) -> bytes:
    given: dict[str, Any] = {
        "uid": "interview-1@mianyue.example",
        "sequence": 0,
        "method": "REQUEST",
        "summary": "AI 云面试：后端工程师",
        "description": "您好，请提前 10 分钟测试设备；如需改期，请回复邮件。\n面约",
        "url": "https://mianyue.example/c/token?a=1,2;b",
        "starts_at": START,
        "minutes": 45,
        "timezone": "Asia/Shanghai",
        "organizer_email": "interviews@mianyue.example",
        "organizer_name": "某某科技 招聘组",
        "attendee_email": "zhang.san@example.com",
        "stamped_at": datetime(2027, 3, 1, 8, 0, tzinfo=UTC),
    }
    return invitation(**{**given, **changes})


def read(**changes: Any) -> tuple[Calendar, Any]:
    calendar = Calendar.from_ical(ics(**changes))
    assert isinstance(calendar, Calendar)
    return calendar, calendar.events[0]


def test_an_invitation_says_when_where_and_who() -> None:
    """R16."""
    calendar, event = read()
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert (event["SUMMARY"], event["URL"]) == ("AI 云面试：后端工程师", "https://mianyue.example/c/token?a=1,2;b")
    assert "如需改期，请回复邮件。\n面约" in event["DESCRIPTION"]
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == (
        "mailto:interviews@mianyue.example",
        "某某科技 招聘组",
    )
    assert (event["ATTENDEE"], event["ATTENDEE"].params["RSVP"]) == ("mailto:zhang.san@example.com", "TRUE")


def test_a_move_and_a_cancel_speak_of_the_same_entry_with_rising_sequence() -> None:
    """R8: calendars replace or remove only an entry of the same UID, and only for a higher SEQUENCE (RFC 5546, 3.2)."""
    _, invited = read()
    _, moved = read(sequence=1, starts_at=START + timedelta(days=1))
    calendar, cancelled = read(sequence=2, method="CANCEL")
    assert invited["UID"] == moved["UID"] == cancelled["UID"]
    assert invited["SEQUENCE"] < moved["SEQUENCE"] < cancelled["SEQUENCE"]
    assert (calendar["METHOD"], cancelled["STATUS"]) == ("CANCEL", "CANCELLED")
    assert "RSVP" not in cancelled["ATTENDEE"].params


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Sydney", "UTC"])
@pytest.mark.parametrize("days", [0, 120, 260, 4500])
def test_the_instant_is_kept_in_every_zone_and_season(zone: str, days: int) -> None:
    starts_at = START + timedelta(days=days)
    _, event = read(timezone=zone, starts_at=starts_at)
    begin, end = event["DTSTART"].dt, event["DTEND"].dt
    assert begin.astimezone(UTC) == starts_at
    assert end - begin == timedelta(minutes=45)
    assert begin.replace(tzinfo=None) == starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai"])
def test_times_carry_their_zone_and_the_file_carries_the_zones_rules(zone: str) -> None:
    calendar, event = read(timezone=zone)
    assert event["DTSTART"].params["TZID"] == zone
    assert [str(rules["TZID"]) for rules in calendar.walk("VTIMEZONE")] == [zone]
    assert calendar.get_missing_tzids() == set()


def test_new_york_rules_are_told_on_the_clock_that_ends() -> None:
    """RFC 5545, 3.6.5: 2027 springs forward on 14 March at 02:00 EST and falls back on 7 November at 02:00 EDT."""
    text = ics(timezone="America/New_York").decode()
    daylight = text.partition("BEGIN:DAYLIGHT")[2].partition("END:DAYLIGHT")[0]
    for told in ("20270314T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400"):
        assert told in daylight
    assert "T030000" not in daylight
    assert "20271107T020000" in text


def test_the_repeated_hour_of_autumn_is_told_in_utc() -> None:
    """01:30 comes twice that night; a local time would be read as the first."""
    _, event = read(timezone="America/New_York", starts_at=LATE_NIGHT)
    assert event["DTSTART"].to_ical() == b"20271107T063000Z"
    assert event["DTEND"].to_ical() == b"20271107T071500Z"


def test_long_chinese_lines_are_folded_between_characters() -> None:
    summary = "面试官临时无法参加，" * 30
    raw = ics(summary=summary)
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()
    assert Calendar.from_ical(raw).events[0]["SUMMARY"] == summary


@pytest.mark.parametrize("field", ["summary", "description", "uid", "organizer_name"])
def test_a_line_break_in_a_text_cannot_start_a_property(field: str) -> None:
    raw = ics(**{field: "a\r\nATTENDEE:mailto:evil@example.com\nEND:VEVENT"}).decode().replace("\r\n ", "")
    assert "\r\nATTENDEE:mailto:evil" not in raw
    assert raw.count("\r\nEND:VEVENT") == 1
    assert [str(a) for a in Calendar.from_ical(raw).walk("VEVENT")[0].get("ATTENDEE").split(",")] == [
        "mailto:zhang.san@example.com"
    ]


@pytest.mark.parametrize("field", ["url", "attendee_email", "organizer_email"])
def test_a_line_break_in_an_address_is_refused(field: str) -> None:
    with pytest.raises(ValueError):
        ics(**{field: "a@example.com\r\nX-EVIL:1"})


def test_a_time_without_a_zone_and_an_unknown_zone_are_refused() -> None:
    with pytest.raises(ValueError):
        ics(starts_at=START.replace(tzinfo=None))
    with pytest.raises(ZoneInfoNotFoundError):
        ics(timezone="Asia/Nowhere")


def test_a_thousand_invitations_take_seconds_at_most() -> None:
    """A bulk cancellation must not stall on calendar files; about 0.5 ms each is usual, 5 ms is the alarm."""
    ics()
    began = perf_counter()
    for _ in range(200):
        ics(timezone="America/New_York")
    assert (perf_counter() - began) / 200 < 0.005
