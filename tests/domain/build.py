"""Builders of states for the tests of pure rules: an interview as it is scheduled, invited, confirmed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domain import decide
from domain.commands import Confirm
from domain.policy import Policy, Reminder
from domain.state import State
from domain.terms import Audience, Channel, Locale, NoticeKind

AT = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
START = AT + timedelta(days=3)
SMS, EMAIL, INBOX = Channel.SMS, Channel.EMAIL, Channel.INBOX


def policy(**changes: Any) -> Policy:
    """The default policy of the first migration, in short."""
    return replace(_POLICY, **changes)


_POLICY = Policy(
    version=1,
    locale=Locale.ZH,
    timezone="Asia/Shanghai",
    notice_hours=24,
    reminders=[Reminder(1440, 120), Reminder(60, 20)],
    channels={
        NoticeKind.INVITE: [[EMAIL, SMS]],
        NoticeKind.CONFIRM_REQUEST: [[SMS], [EMAIL]],
        NoticeKind.REMINDER: [[SMS, EMAIL]],
        NoticeKind.CANCELLED: [[SMS], [EMAIL], [INBOX]],
        NoticeKind.MOVED: [[SMS], [EMAIL]],
        NoticeKind.OPTIONS_OFFERED: [[EMAIL, SMS]],
        NoticeKind.REQUEST_RECEIVED: [[EMAIL, SMS]],
        NoticeKind.REQUEST_DECLINED: [[EMAIL, SMS]],
        NoticeKind.SURVEY: [[EMAIL]],
        NoticeKind.MISSED_YOU: [[EMAIL, SMS]],
        NoticeKind.INTERVIEWER_ABSENT: [[SMS], [EMAIL]],
    },
    approval_remind_hours=4,
    approval_escalate_hours=24,
    outcome_ask_minutes=15,
    outcome_reask_hours=[24, 48, 96],
    survey_delay_minutes=120,
    survey_open_hours=168,
    reschedule_window_hours=72,
    max_days_ahead=365,
)


def scheduled(**changes: Any) -> State:
    """An interview before its first step."""
    plain = State(
        interview_id="5f0c7e5e-0b0c-4c58-9f5e-2f6d8d1c0a11",
        organisation="mianyue-sh",
        recruiter="zhangsan",
        headline="王*明 · 后端工程师",
        locale=Locale.ZH,
        policy=policy(),
        starts_at=START,
        minutes=45,
        timezone="Asia/Shanghai",
        reach=[SMS, EMAIL, INBOX],
        created_by="zhangsan",
    )
    return replace(plain, **changes)


def invited(at: datetime = AT, **changes: Any) -> State:
    """An interview whose invitation has just been queued."""
    return decide.opened(scheduled(**changes), at).state


def confirmed(at: datetime = AT, **changes: Any) -> State:
    """An interview that the candidate has confirmed."""
    return decide.confirmed(invited(at, **changes), Confirm("confirm-1", "candidate", Audience.CANDIDATE), at).state
