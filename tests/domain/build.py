"""Builders of states for the tests of pure rules: an interview as it is scheduled, invited, confirmed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain import aftermath, decide, rescheduling
from domain.catalogue import CATALOGUE
from domain.change import Change, Decision
from domain.commands import Approve, Ask, Cancel, Confirm, Decline, Move, Offer, RecordOutcome
from domain.plan import Due, next_due
from domain.policy import Policy, Reminder
from domain.refusals import Refused
from domain.state import State
from domain.terms import Audience, Channel, Locale, NoticeKind, Outcome, Party

AT = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
START = AT + timedelta(days=3)
END = START + timedelta(minutes=45)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW = START + 2 * DAY
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


def cancel(code: str = "C_SCHEDULE", **changes: Any) -> Cancel:
    """A cancellation with this code, sent by whom it concerns: the candidate, else the recruiter."""
    party = CATALOGUE[code].party
    by, actor = (Audience.CANDIDATE, "candidate") if party is Party.CANDIDATE else (Audience.RECRUITER, "zhangsan")
    return replace(Cancel("cancel-1", actor, by, party, code), **changes)


def cancelled(at: datetime = AT, code: str = "C_SCHEDULE", **changes: Any) -> State:
    """A cancelled interview; by default the candidate has a clash and may pick another time."""
    return decide.cancelled(invited(**changes), cancel(code), at).state


def asking(state: State, target: datetime | None = NEW, at: datetime = AT, id: str = "ask-1") -> State:
    """The candidate has asked for another time."""
    return rescheduling.asked(state, Ask(id, "candidate", target), at).state


def offering(state: State, *options: datetime, at: datetime = AT, id: str = "offer-1") -> State:
    """The recruiter has put times on the table."""
    return rescheduling.offered(state, Offer(id, "zhangsan", list(options)), at).state


def ended(outcome: Outcome = Outcome.COMPLETED, at: datetime = END, **changes: Any) -> State:
    """An interview whose outcome the recruiter has recorded."""
    return aftermath.outcome_recorded(confirmed(**changes), RecordOutcome("outcome-1", "zhangsan", outcome), at).state


def due(state: State) -> Due:
    """The next step of a life that is not over."""
    found = next_due(state)
    assert found is not None
    return found


def taken(state: State, late: timedelta = timedelta()) -> Decision:
    """The next step of the plan, taken when it is due or that much later."""
    step = due(state)
    assert step.at is not None
    return aftermath.stepped(state, step, max(step.at, AT) + late)


def until(state: State, step: str, most: int = 20) -> State:
    """The state in which this step of the plan is the next one: everything before it was taken on time."""
    for _ in range(most):
        if due(state).step == step:
            return state
        state = taken(state).state
    raise AssertionError(f"{step} never comes")


def lived(state: State, most: int = 50) -> State:
    """The state when nothing comes by itself any more."""
    for _ in range(most):
        step = next_due(state)
        if step is None or step.at is None:
            return state
        state = taken(state).state
    raise AssertionError("the plan goes on for ever")


def change_of(decision: Decision) -> Change:
    """What a decision writes."""
    assert decision.change is not None
    return decision.change


def told(decision: Decision) -> list[tuple[NoticeKind, Channel]]:
    """What the candidate is sent, and how; without what is only written down as skipped."""
    mine = [n for n in change_of(decision).notices if n.audience is Audience.CANDIDATE and n.skipped is None]
    return [(n.kind, n.channel) for n in mine]


def staff_told(decision: Decision) -> list[tuple[Audience, NoticeKind]]:
    """What recruiter and HR operations find in their inbox."""
    return [(n.audience, n.kind) for n in change_of(decision).notices if n.audience is not Audience.CANDIDATE]


def ask(state: State, target: datetime | None = NEW, at: datetime = AT, id: str = "ask-2") -> Decision:
    """The candidate asks for another time, or picks an offered one."""
    return rescheduling.asked(state, Ask(id, "candidate", target), at)


def approve(state: State, target: datetime | None = None, at: datetime = AT) -> Decision:
    """The recruiter approves."""
    return rescheduling.approved(state, Approve("approve-1", "zhangsan", target), at)


def decline(state: State, at: datetime = AT) -> Decision:
    """The recruiter declines."""
    return rescheduling.declined(state, Decline("decline-1", "zhangsan"), at)


def move(state: State, target: datetime = NEW, at: datetime = AT, id: str = "move-1") -> Decision:
    """The recruiter moves the interview without asking."""
    return rescheduling.moved_directly(state, Move(id, "zhangsan", target), at)


def refusal(act: Callable[..., Decision], *args: Any, **more: Any) -> str:
    """The rule by which this is refused."""
    with pytest.raises(Refused) as refused:
        act(*args, **more)
    return refused.value.rule
