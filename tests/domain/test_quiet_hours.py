"""Nobody is texted at night, unless an interview that is near has changed: local hours, midnight, daylight saving."""

from datetime import datetime, timedelta

import pytest

from domain.channel_profiles import Profile, QuietHours, profile_for
from domain.channel_rules import Outgoing, Stop, stopped_by
from domain.terms import Channel, NoticeKind
from tests.domain.build import HOUR
from tests.domain.outgoing import ABROAD, PROFILES, TO_CHINA, local, outgoing, quiet_from

MAINLAND = profile_for(PROFILES, Channel.SMS, TO_CHINA)
NEW_YORK = "America/New_York"
CHANGES = [NoticeKind.CANCELLED, NoticeKind.MOVED, NoticeKind.REQUEST_DECLINED]


def quiet(notice: Outgoing, rules: Profile = MAINLAND) -> datetime | None:
    """Until when quiet hours hold this back; None when they do not."""
    stop = stopped_by(rules, notice)
    assert stop is None or stop.rule == "quiet_hours"
    return stop.retry_at if stop else None


def later(at: datetime, **wait: float) -> datetime:
    return at + timedelta(**wait)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-29T20:59:59.999999", None),
        ("2026-11-29T21:00:00", "2026-11-30T08:30"),
        ("2026-11-29T23:59:59.999999", "2026-11-30T08:30"),
        ("2026-11-30T00:00:00", "2026-11-30T08:30"),
        ("2026-11-30T08:29:59.999999", "2026-11-30T08:30"),
        ("2026-11-30T08:30:00", None),
        ("2026-12-31T22:00:00", "2027-01-01T08:30"),
    ],
)
def test_nine_in_the_evening_is_quiet_and_half_past_eight_is_not(now: str, until: str | None) -> None:
    notice = outgoing(now=local(now), starts_at=local("2027-01-05T10:00"))
    assert quiet(notice) == (until and local(until))


def test_the_recipient_s_clock_counts_and_not_ours() -> None:
    noon_here = local("2026-11-29T12:00")  # 23:00 of the evening before in New York
    assert quiet(outgoing(now=noon_here)) is None
    assert quiet(outgoing(now=noon_here, timezone=NEW_YORK)) == local("2026-11-29T08:30", NEW_YORK)


def test_abroad_there_are_none_by_default() -> None:
    assert stopped_by(profile_for(PROFILES, Channel.SMS, ABROAD), outgoing(now=local("2026-11-29T23:00"))) is None


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize(
    ("ahead", "held"),
    [
        (timedelta(hours=12, microseconds=1), True),
        (timedelta(hours=12), False),
        (timedelta(hours=1), False),
        (timedelta(0), False),
        (-timedelta(hours=1), False),  # somebody may still be waiting
        (-timedelta(hours=1, microseconds=1), True),
        (timedelta(days=3), True),
    ],
)
def test_a_change_within_twelve_hours_goes_out_at_night(kind: NoticeKind, ahead: timedelta, held: bool) -> None:
    night = local("2026-11-29T23:00")
    until = quiet(outgoing(kind=kind, now=night, starts_at=night + ahead))
    assert until == (local("2026-11-30T08:30") if held else None)


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind not in [*CHANGES, NoticeKind.SURVEY]])
def test_anything_else_waits_for_the_morning(kind: NoticeKind) -> None:
    night = local("2026-11-29T23:00")
    assert quiet(outgoing(kind=kind, now=night, starts_at=night + 2 * HOUR)) == local("2026-11-30T08:30")


def test_who_would_come_to_the_old_time_is_told_at_night_that_it_moved() -> None:
    night = local("2026-11-29T22:00")
    moved = outgoing(kind=NoticeKind.MOVED, now=night, starts_at=local("2026-12-07T10:00"))
    assert quiet(moved) == local("2026-11-30T08:30")
    old = local("2026-11-30T09:00")
    assert quiet(outgoing(kind=NoticeKind.MOVED, now=night, starts_at=moved.starts_at, old_starts_at=old)) is None


def test_an_organisation_may_let_reminders_through_as_well() -> None:
    night = local("2026-11-29T23:00")
    open_to = quiet_from("21:00", "08:30", unless_within_hours=2, unless_kinds=["reminder"])
    assert quiet(outgoing(now=night, starts_at=night + 2 * HOUR), open_to) is None


def test_a_change_is_never_held_back_past_its_interview() -> None:
    night = local("2026-11-29T22:00")
    tight = quiet_from("20:00", "10:00", unless_within_hours=2, unless_kinds=["cancelled"])
    starts = local("2026-11-30T09:00")
    until = quiet(outgoing(kind=NoticeKind.CANCELLED, now=night, starts_at=starts), tight)
    assert until == starts - 2 * HOUR
    assert quiet(outgoing(kind=NoticeKind.CANCELLED, now=until, starts_at=starts), tight) is None


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ("2027-03-13T22:00", 9.5),  # clocks go forward in this night
        ("2027-03-12T22:00", 10.5),
        ("2026-10-31T22:00", 11.5),  # … and back
    ],
)
def test_the_morning_comes_earlier_or_later_when_the_clocks_change(now: str, hours: float) -> None:
    night = local(now, NEW_YORK)
    assert quiet(outgoing(now=night, timezone=NEW_YORK)) == night + timedelta(hours=hours)


def test_hours_that_end_where_the_clocks_jump_end_behind_the_jump() -> None:
    night = local("2027-03-14T00:30", NEW_YORK)
    until = quiet(outgoing(now=night, timezone=NEW_YORK), quiet_from("21:00", "02:30"))
    assert until == local("2027-03-14T03:30", NEW_YORK)


def test_hours_that_end_twice_in_a_night_end_each_time() -> None:
    early = quiet_from("21:00", "01:30")
    first = local("2026-11-01T01:30", NEW_YORK)
    assert quiet(outgoing(now=first - HOUR, timezone=NEW_YORK), early) == first
    assert quiet(outgoing(now=first, timezone=NEW_YORK), early) is None
    again = first + HOUR / 2  # 01:00 for the second time
    assert quiet(outgoing(now=again, timezone=NEW_YORK), early) == first + HOUR


def test_hours_within_one_day_and_hours_from_midnight() -> None:
    lunch = quiet_from("12:00", "13:00")
    assert quiet(outgoing(now=local("2026-11-29T11:59")), lunch) is None
    assert quiet(outgoing(now=local("2026-11-29T12:30")), lunch) == local("2026-11-29T13:00")
    assert quiet(outgoing(now=local("2026-11-29T13:00")), lunch) is None
    assert quiet(outgoing(now=local("2026-11-29T23:00")), quiet_from("22:00", "00:00")) == local("2026-11-30T00:00")
    assert quiet(outgoing(now=local("2026-11-30T00:00")), quiet_from("00:00", "06:00")) == local("2026-11-30T06:00")


def test_a_wait_that_would_end_at_night_ends_in_the_morning() -> None:
    evening = outgoing(now=local("2026-11-29T20:30"), same_text_last_hour=1)
    assert stopped_by(MAINLAND, evening) == Stop("identical_resend", local("2026-11-30T08:30"))
    near = outgoing(
        kind=NoticeKind.CANCELLED, now=evening.now, sent_last_hour=10, starts_at=later(evening.now, hours=9)
    )
    assert stopped_by(MAINLAND, near) == Stop("per_number_cap", evening.now + HOUR)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        stopped_by(MAINLAND, outgoing(timezone="Mars/Olympus"))


def test_data_reads_into_hours() -> None:
    hours = MAINLAND.quiet_hours
    assert isinstance(hours, QuietHours)
    assert (hours.begin.isoformat("minutes"), hours.end.isoformat("minutes")) == ("21:00", "08:30")
    assert hours.unless_kinds == frozenset(CHANGES)
