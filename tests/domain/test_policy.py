"""The policy as data: when a cancellation is late (R6), which channels a notice takes, how organisations inherit."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.policy import is_late, merged, notice_hours, policy_from
from domain.terms import Channel, Locale, NoticeKind
from tests.domain.build import AT, DAY, EMAIL, HOUR, INBOX, SMS, START, policy

STORED: dict[str, Any] = {
    "locale": "zh-CN",
    "timezone": "Asia/Shanghai",
    "notice_hours": 24,
    "reminders": [{"minutes": 60, "grace_minutes": 20}, {"minutes": 1440, "grace_minutes": 120}],
    "channels": {"invite": [["email", "sms"]], "cancelled": [["sms"], ["email"]]},
    "approval_remind_hours": 4,
    "approval_escalate_hours": 24,
    "outcome_ask_minutes": 15,
    "outcome_reask_hours": [24, 48],
    "survey_delay_minutes": 120,
    "survey_open_hours": 168,
    "reschedule_window_hours": 72,
    "max_days_ahead": 365,
}


@pytest.mark.parametrize(
    ("ahead", "late"),
    [
        (timedelta(days=30), False),
        (timedelta(hours=24, milliseconds=1), False),
        (timedelta(hours=24), False),
        (timedelta(hours=23, minutes=59, seconds=59, milliseconds=999), True),
        (timedelta(hours=23, minutes=59, seconds=59, microseconds=999_999), True),
        (timedelta(seconds=1), True),
        (timedelta(0), True),
        (-timedelta(minutes=10), True),
    ],
)
def test_exactly_24_hours_ahead_is_still_in_time(ahead: timedelta, late: bool) -> None:
    assert is_late(policy(), START, START - ahead) is late


@pytest.mark.parametrize(
    ("hours", "ahead", "late"), [(48, 47.9, True), (48, 48, False), (2, 1.9, True), (2, 2, False), (0, 0, False)]
)
def test_every_organisation_sets_its_own_notice_hours(hours: int, ahead: float, late: bool) -> None:
    assert is_late(policy(notice_hours=hours), START, START - timedelta(hours=ahead)) is late


def test_notice_hours_are_hours_before_the_start_and_negative_after_it() -> None:
    assert notice_hours(START, START - 36 * HOUR) == 36
    assert notice_hours(START, START + 30 * timedelta(minutes=1)) == -0.5


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("America/New_York", "2027-03-14T09:00", 23),  # clocks go forward in the night before
        ("America/New_York", "2026-11-01T09:00", 25),  # … and back
        ("Europe/Berlin", "2027-03-28T09:00", 23),
        ("Australia/Lord_Howe", "2026-10-04T09:00", 23.5),  # half an hour only
        ("Asia/Shanghai", "2027-03-28T09:00", 24),
    ],
)
def test_the_same_time_of_day_one_day_earlier_is_not_always_24_hours(zone: str, start: str, hours: float) -> None:
    here = ZoneInfo(zone)
    begins = datetime.fromisoformat(start).replace(tzinfo=here)
    decided = begins - DAY  # Python subtracts a day of the wall clock
    assert notice_hours(begins.astimezone(UTC), decided.astimezone(UTC)) == hours
    assert notice_hours(begins, decided) == hours
    assert is_late(policy(), begins, decided) is (hours < 24)


def test_an_instant_is_the_same_whatever_offset_it_is_written_with() -> None:
    shanghai = timezone(8 * HOUR)
    assert notice_hours(START.astimezone(shanghai), AT) == notice_hours(START, AT.astimezone(shanghai)) == 72


@pytest.mark.parametrize(
    ("chains", "reach", "used"),
    [
        ([[SMS], [EMAIL]], [SMS, EMAIL, INBOX], [SMS, EMAIL]),
        ([[SMS], [EMAIL]], [EMAIL, INBOX], [EMAIL]),
        ([[EMAIL, SMS]], [SMS, EMAIL, INBOX], [EMAIL]),
        ([[EMAIL, SMS]], [SMS, INBOX], [SMS]),
        ([[EMAIL, SMS], [SMS, EMAIL]], [SMS, INBOX], [SMS]),
        ([[SMS], [SMS], [EMAIL]], [SMS, EMAIL], [SMS, EMAIL]),
        ([[SMS]], [EMAIL, INBOX], []),
        ([], [SMS, EMAIL, INBOX], []),
        ([[]], [SMS], []),
    ],
)
def test_each_chain_gives_the_first_channel_that_reaches(
    chains: list[list[Channel]], reach: list[Channel], used: list[Channel]
) -> None:
    assert policy(channels={NoticeKind.INVITE: chains}).channels_of(NoticeKind.INVITE, reach) == used


def test_a_kind_that_the_policy_does_not_know_has_no_channels() -> None:
    assert policy(channels={}).channels_of(NoticeKind.SURVEY, [SMS, EMAIL]) == []


def test_a_subsidiary_inherits_and_overrides_single_kinds() -> None:
    group = {"notice_hours": 24, "channels": {"invite": [["sms"]], "survey": [["email"]]}}
    region = {"notice_hours": 48, "reminders": []}
    office = {"channels": {"invite": [["email"]]}}
    assert merged([group, region, office]) == {
        "notice_hours": 48,
        "reminders": [],
        "channels": {"invite": [["email"]], "survey": [["email"]]},
    }
    assert group["channels"] == {"invite": [["sms"]], "survey": [["email"]]}


def test_stored_json_becomes_a_policy_with_its_longest_reminder_first() -> None:
    read = policy_from({**STORED, "unknown": 1}, 7)
    assert read.version == 7
    assert read.locale is Locale.ZH
    assert [rung.minutes for rung in read.reminders] == [1440, 60]
    assert read.channels[NoticeKind.CANCELLED] == [[SMS], [EMAIL]]
    assert read.survey_enabled


@pytest.mark.parametrize("name", list(STORED))
def test_a_policy_with_a_missing_field_is_refused(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        policy_from({key: value for key, value in STORED.items() if key != name}, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("locale", "fr"),
        ("notice_hours", "a day"),
        ("notice_hours", -1),
        ("approval_remind_hours", None),
        ("survey_open_hours", -0.5),
        ("survey_open_hours", float("inf")),
        ("reschedule_window_hours", float("nan")),
        ("outcome_reask_hours", "24"),
        ("outcome_reask_hours", [24, "soon"]),
        ("reminders", [{"minutes": 60}]),
        ("reminders", [{"minutes": 0, "grace_minutes": 5}]),
        ("reminders", [{"minutes": 60, "grace_minutes": 5, "early_seconds": 3601}]),
        ("reminders", [{"minutes": 60, "grace_minutes": 5, "early_seconds": -1}]),
        ("reminders", [{"minutes": 60, "grace_minutes": 5}, {"minutes": 60, "grace_minutes": 9}]),
        ("channels", {"invite": [["pigeon"]]}),
        ("channels", {"greeting": [["sms"]]}),
        ("channels", [["sms"]]),
    ],
)
def test_a_policy_with_a_value_of_the_wrong_form_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError):
        policy_from({**STORED, name: value}, 1)
