"""What is due next in an interview's life: one pure function over the state; commands only change the state it reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

from domain.policy import Reminder
from domain.state import State
from domain.surveying import survey_ends, survey_steps, survey_wanted
from domain.terms import Audience, Stage

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """The next step: when it is due (None = nothing to wait for but a command) and until when it is still useful (UTC)."""

    step: str
    at: datetime | None
    until: datetime | None = None


def next_due(state: State) -> Due | None:
    """The earliest step of the plan; None when the life is over.

    Depends on the state alone, so that a new time, a cancellation or an answer re-arms every timer by itself.
    """
    if state.stage is None:
        return Due("open", AT_ONCE)
    if state.stage is Stage.CLOSED:
        return None
    timed = [due for due in _dues(state) if due.at is not None]
    if not timed:
        return Due("wait", None)
    return min(timed, key=lambda due: due.at)  # type: ignore[arg-type,return-value]


def _dues(state: State) -> Iterator[Due]:
    if state.live:
        yield from _reminders(state)
        yield from _outcome_asks(state)
    else:
        yield from _ending(state)
    if state.request is not None:
        yield from _request_steps(state)
    for pursuit in state.pursuits:
        yield Due(f"pursue:{pursuit.step}", pursuit.check_at)


def _reminders(state: State) -> Iterator[Due]:
    """R16. A rung whose time had passed when this time was set is never armed."""
    for rung in state.policy.reminders:
        step = f"remind:{rung.minutes}"
        at = state.starts_at - timedelta(minutes=rung.minutes)
        if state.key(step) not in state.done and state.armed_at is not None and at > state.armed_at:
            yield Due(step, _moment(state, rung, at, state.armed_at), reminder_until(state, rung))


def _moment(state: State, rung: Reminder, at: datetime, armed_at: datetime) -> datetime:
    """When this interview's reminder of `at` leaves: evenly spread over all interviews, the same at every look.

    Never earlier than what `delivery.hold_minutes` makes up for, where that moment lies in quiet hours; and exactly then when the
    interview was booked only now, so that the reminder does not come with the invitation.
    """
    delivery = state.policy.delivery
    most = min(timedelta(seconds=rung.early_seconds), delivery.hold) if delivery is not None else timedelta()
    if at - most <= armed_at:
        return at
    return at - most * (crc32(state.interview_id.encode()) / 2**32)


def reminder_until(state: State, rung: Reminder) -> datetime:
    """When a rung's text stops being useful: its grace is over, the next rung's time has come, or the interview begins."""
    next_rungs = [r.minutes for r in state.policy.reminders if r.minutes < rung.minutes]
    return state.starts_at - timedelta(minutes=max(rung.minutes - rung.grace_minutes, *next_rungs, 0))


def skipped_reminders(state: State) -> list[str]:
    """The rungs of the ladder whose time had already passed when the current time was set."""
    past = (r for r in state.policy.reminders if _already_past(state, r.minutes))
    return [f"remind:{rung.minutes}" for rung in past]


def _already_past(state: State, minutes: int) -> bool:
    return state.armed_at is not None and state.starts_at - timedelta(minutes=minutes) <= state.armed_at


def _outcome_asks(state: State) -> Iterator[Due]:
    """The recruiter is asked after the end and again at the policy's waits; the outcome is never marked by itself."""
    asked, waits = state.outcome_asks, state.policy.outcome_reask_hours
    if asked == 0:
        yield Due("ask_outcome:0", state.ends_at + timedelta(minutes=state.policy.outcome_ask_minutes))
    elif state.last_ask_at is not None and asked <= len(waits):
        yield Due(f"ask_outcome:{asked}", state.last_ask_at + timedelta(hours=waits[asked - 1]))


def _request_steps(state: State) -> Iterator[Due]:
    """R8: a candidate's wish waits for the recruiter; a silent one is reminded, then escalated, and nothing outlives its times."""
    request, policy = state.request, state.policy
    assert request is not None
    lapses = _lapses_at(state)
    if request.by is Audience.CANDIDATE and not request.chased:
        yield Due("chase_approval", due_before(request.at, policy.approval_remind_hours, lapses, 1 / 2))
    elif request.by is Audience.CANDIDATE and not request.escalated:
        yield Due("escalate_approval", due_before(request.at, policy.approval_escalate_hours, lapses, 3 / 4))
    yield Due("lapse_request", lapses)


def due_before(asked: datetime, hours: float, lapses: datetime | None, share: float) -> datetime:
    """After the policy's hours, or, when time is short, after this share of what is left: while something can still be done (UTC)."""
    usual = asked + timedelta(hours=hours)
    return usual if lapses is None else min(usual, asked + (lapses - asked) * share)


def _lapses_at(state: State) -> datetime | None:
    request = state.request
    assert request is not None
    last = max([*request.options, *([request.picked] if request.picked else [])], default=None)
    ends = [last, state.ends_at if state.live else None]
    if state.cancellation is not None and last is None:
        ends.append(state.cancellation.window_until)
    return min((end for end in ends if end is not None), default=None)


def _ending(state: State) -> Iterator[Due]:
    """After an outcome or a cancellation: survey (R12), then close; an open reschedule window keeps the life open."""
    ended = state.ended_at
    assert ended is not None
    if survey_wanted(state):
        yield from (Due(*step) for step in survey_steps(state, ended))
        if state.survey_at is None and not _closes_on_answer(state):
            return
    if state.request is None and not any(pursuit.check_at for pursuit in state.pursuits):
        yield Due("close", _closes_at(state, ended))


def _closes_on_answer(state: State) -> bool:
    """Under the old rules an answer ends the survey; under the present ones its steps go on as if nothing had been said."""
    return state.survey_answered and state.policy.surveys is None


def _closes_at(state: State, ended: datetime) -> datetime:
    closing = [ended]
    if state.cancellation is not None and state.cancellation.window_until is not None:
        closing.append(state.cancellation.window_until)
    if survey_wanted(state) and not _closes_on_answer(state) and state.survey_at is not None:
        closing.append(survey_ends(state, state.survey_at))
    if not survey_wanted(state):
        closing.append(ended + timedelta(hours=state.policy.reschedule_window_hours))
    return max(closing)
