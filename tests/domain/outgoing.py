"""Builders for the tests of channel rules: a notice about to go out, the default profiles, local times."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.channel_rules import DEFAULT_PROFILES, Outgoing, Profile, channel_profiles_from, profile_for, verdicts
from domain.terms import Channel, NoticeKind

PROFILES = channel_profiles_from(DEFAULT_PROFILES)
TO_CHINA, ABROAD, BY_MAIL = "+8613900138001", "+12025550123", "wang@example.cn"
SHANGHAI = "Asia/Shanghai"
TEXT = "【某某科技】王小明您好，提醒您11月30日周一10:00参加后端工程师岗位AI云面试，详见邮件，咨询010-12345678。"

_REMINDER = Outgoing(
    channel=Channel.SMS,
    kind=NoticeKind.REMINDER,
    to=TO_CHINA,
    text=TEXT,
    starts_at=datetime(2026, 11, 30, 2, 0, tzinfo=UTC),
    timezone=SHANGHAI,
    now=datetime(2026, 11, 29, 2, 0, tzinfo=UTC),
    sent_last_hour=0,
    sent_last_day=0,
    same_text_last_hour=0,
    same_text_last_minute=0,
    opted_out=False,
)


def outgoing(**changes: Any) -> Outgoing:
    """A reminder by SMS to a mainland number, at ten in the morning of the day before."""
    return replace(_REMINDER, **changes)


def local(text: str, zone: str = SHANGHAI) -> datetime:
    """The instant of a wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def quiet_from(begin: str, to: str, **more: Any) -> Profile:
    """A profile that asks for nothing but these quiet hours, read as it is stored."""
    stored = {"sms": {"": {"quiet_hours": {"from": begin, "to": to, **more}}}, "email": {}}
    return channel_profiles_from(stored).sms[""]


def rules(notice: Outgoing) -> list[str]:
    """The rules by which the default profiles stop it."""
    return [stop.rule for stop in verdicts(profile_for(PROFILES, notice.channel, notice.to), notice)]
