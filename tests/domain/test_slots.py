"""Times to propose, worked out by hand: in Shanghai with its make-up days, in New York across the changes of its clocks (R8)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy import USUAL_HOURS
from domain.slots import CONCERNS, Concern, Taken, Wish, concerns, free_starts, grid, hours, on_day
from domain.workdays import DayKind, OwnDay, day_of

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
WISH = Wish(45, SHANGHAI, NOW, NOW + timedelta(days=365), 24, USUAL_HOURS)
MONDAY = date(2026, 11, 30)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def taken(begins: str, ends: str, interviewer: bool = True, candidate: bool = False) -> Taken:
    return Taken(utc(begins), utc(ends), interviewer, candidate)


def offered(day: date, *others: Taken, wish: Wish = WISH, own: OwnDay | None = None) -> list[str]:
    """The free starts on the clock of the interview's zone."""
    found = free_starts(day_of(day, wish.timezone, own), others, wish)
    return [f"{free.starts_at.astimezone(ZoneInfo(wish.timezone)):%H:%M}" for free in found]


def test_a_free_day_offers_every_half_hour_that_leaves_time_for_the_whole_interview() -> None:
    assert offered(MONDAY) == [f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)] + ["17:00"]
    assert offered(MONDAY, wish=replace(WISH, minutes=480)) == ["09:00", "09:30", "10:00"]
    assert offered(MONDAY, wish=replace(WISH, minutes=30))[-1] == "17:30"


def test_taken_time_is_left_out_and_what_only_touches_it_is_not() -> None:
    """10:00–10:45 and 14:15–15:15 in Shanghai are taken; 45 minutes from 9:00 end before 10:00, from 9:30 they do not."""
    morning, afternoon = taken("2026-11-30 02:00", "2026-11-30 02:45"), taken("2026-11-30 06:15", "2026-11-30 07:15")
    left = offered(MONDAY, morning, afternoon)
    assert left == ["09:00", "11:00", "11:30", "12:00", "12:30", "13:00", "13:30", "15:30", "16:00", "16:30", "17:00"]


def test_the_candidates_time_is_left_out_like_the_interviewers() -> None:
    assert "10:00" not in offered(
        MONDAY, taken("2026-11-30 02:00", "2026-11-30 03:00", interviewer=False, candidate=True)
    )


@pytest.mark.parametrize(
    ("day", "many"),
    [
        (date(2026, 2, 14), 17),  # a Saturday worked for Spring Festival
        (date(2026, 10, 10), 17),  # a Saturday worked for National Day
        (date(2026, 2, 20), 0),  # a Friday off in exchange
        (date(2026, 2, 17), 0),  # Spring Festival
        (date(2026, 11, 28), 0),  # an ordinary Saturday
    ],
)
def test_made_up_days_are_offered_and_days_off_are_not(day: date, many: int) -> None:
    early = replace(WISH, now=datetime(2026, 1, 1, tzinfo=UTC), latest=datetime(2027, 1, 1, tzinfo=UTC))
    assert len(offered(day, wish=early)) == many


def test_the_organisations_own_days_overrule_the_calendar() -> None:
    assert offered(MONDAY, own=OwnDay(DayKind.HOLIDAY, "司庆")) == []
    assert len(offered(date(2026, 11, 28), own=OwnDay(DayKind.MAKEUP_WORKDAY, "补班"))) == 17


def test_what_is_near_is_marked_what_is_past_or_too_far_is_not_offered() -> None:
    """It is Monday 11:00 in Shanghai, 24 hours' notice: the whole Monday is late, Tuesday is until before 11:00."""
    now = utc("2026-11-30 03:00")
    wish = replace(WISH, now=now, latest=utc("2026-12-01 04:00"))
    assert offered(MONDAY, wish=wish)[:2] == ["11:30", "12:00"]
    assert all(free.late for free in free_starts(day_of(MONDAY, SHANGHAI), [], wish))
    tuesday = free_starts(day_of(date(2026, 12, 1), SHANGHAI), [], wish)
    assert [(f"{free.starts_at:%H:%M}", free.late) for free in tuesday] == [
        ("01:00", True),
        ("01:30", True),
        ("02:00", True),
        ("02:30", True),
        ("03:00", False),
        ("03:30", False),
        ("04:00", False),
    ]


def test_the_present_time_is_no_new_one() -> None:
    assert offered(MONDAY, wish=replace(WISH, present=utc("2026-11-30 01:30")))[:3] == ["09:00", "10:00", "10:30"]


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 10, 30), "13:00"),  # Friday, still summer time (UTC-4)
        (date(2026, 11, 2), "14:00"),  # Monday after the clocks went back (UTC-5)
        (date(2027, 3, 12), "14:00"),
        (date(2027, 3, 15), "13:00"),
        (date(2027, 3, 14), "13:00"),  # the day of 23 hours itself
    ],
)
def test_nine_oclock_in_new_york_is_nine_on_its_clock_in_summer_and_winter(day: date, opens: str) -> None:
    assert f"{hours(day, NEW_YORK, USUAL_HOURS)[0]:%H:%M}" == opens
    starts = grid(day, 60, NEW_YORK, USUAL_HOURS)
    assert [f"{starts[at].astimezone(ZoneInfo(NEW_YORK)):%H:%M}" for at in (0, -1)] == ["09:00", "17:00"]
    assert len(starts) == 17


def test_overlap_is_one_of_instants_also_when_the_clock_shows_an_hour_twice() -> None:
    """1 November 2026 in New York: 1:30 comes twice, an hour apart. A half hour from the first 1:30 is over at the second 1:00."""
    place = ZoneInfo(NEW_YORK)
    first = datetime(2026, 11, 1, 1, 30, tzinfo=place)
    second = datetime(2026, 11, 1, 1, 30, tzinfo=place, fold=1)
    other = Taken(first, utc("2026-11-01 06:00"), interviewer=True, candidate=False)
    day = day_of(date(2026, 11, 1), NEW_YORK)
    assert Concern.INTERVIEWER_BUSY in concerns(first, 30, NEW_YORK, USUAL_HOURS, day, [other])
    assert Concern.INTERVIEWER_BUSY not in concerns(second, 30, NEW_YORK, USUAL_HOURS, day, [other])


def test_everything_that_speaks_against_a_time_is_said() -> None:
    both = taken("2026-11-30 02:00", "2026-11-30 03:00", candidate=True)
    day = day_of(MONDAY, SHANGHAI)
    assert concerns(utc("2026-11-30 01:15"), 45, SHANGHAI, USUAL_HOURS, day, [both]) == []
    assert concerns(utc("2026-11-30 02:30"), 45, SHANGHAI, USUAL_HOURS, day, [both]) == [
        Concern.INTERVIEWER_BUSY,
        Concern.CANDIDATE_BUSY,
    ]
    assert concerns(utc("2026-11-30 12:00"), 45, SHANGHAI, USUAL_HOURS, day, [both]) == [Concern.OUTSIDE_WORKING_HOURS]
    saturday = day_of(date(2026, 11, 28), SHANGHAI)
    assert concerns(utc("2026-11-28 02:00"), 45, SHANGHAI, USUAL_HOURS, saturday, []) == [Concern.OUTSIDE_WORKING_HOURS]
    festival = day_of(date(2026, 2, 17), SHANGHAI)
    assert concerns(utc("2026-02-17 02:00"), 45, SHANGHAI, USUAL_HOURS, festival, []) == [Concern.HOLIDAY]
    made_up = day_of(date(2026, 2, 14), SHANGHAI)
    assert concerns(utc("2026-02-14 02:00"), 45, SHANGHAI, USUAL_HOURS, made_up, []) == []


def test_every_concern_has_a_sentence_in_both_languages() -> None:
    assert CONCERNS.keys() == set(Concern)
    assert all(zh and en for zh, en in CONCERNS.values())


def test_an_interview_over_midnight_is_shown_on_both_days() -> None:
    night = taken("2026-11-30 15:30", "2026-11-30 17:00")
    assert [on_day(night, MONDAY + timedelta(days=nth), SHANGHAI) for nth in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]
    until_midnight = taken("2026-11-30 15:30", "2026-11-30 16:00")
    assert not on_day(until_midnight, MONDAY + timedelta(days=1), SHANGHAI)


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(5, 480),
    st.sampled_from([SHANGHAI, NEW_YORK, "Australia/Lord_Howe", "America/St_Johns", "Africa/Cairo", "UTC"]),
    st.lists(st.tuples(st.integers(0, 1440), st.integers(5, 480)), max_size=4),
)
def test_nothing_speaks_against_what_is_offered(
    day: date, minutes: int, zone: str, others: list[tuple[int, int]]
) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    busy = [
        Taken(midnight + timedelta(minutes=at), midnight + timedelta(minutes=at + long), True, False)
        for at, long in others
    ]
    wish = Wish(minutes, zone, midnight, midnight + timedelta(days=2), 24, USUAL_HOURS)
    found = day_of(day, zone)
    for free in free_starts(found, busy, wish):
        assert concerns(free.starts_at, minutes, zone, USUAL_HOURS, found, busy) == []
