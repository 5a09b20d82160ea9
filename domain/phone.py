"""Phone tasks (电话任务): whose a call is and for how long, when one is urgent, and what can come of it (P1, P2)."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.terms import NoticeState

CALLED_OFF = "no_longer_wanted"
"""The ledger's mark on a task that the interview needs no more."""
TAKE_LASTS = timedelta(minutes=30)
"""After so long without a result a task is open to others again."""
URGENT = timedelta(hours=3)


class TaskState(StrEnum):
    """Where a phone task stands for people."""

    OPEN = "open"
    TAKEN = "taken"
    REACHED = "reached"
    FAILED = "failed"
    CALLED_OFF = "called_off"


class CallOutcome(StrEnum):
    """What came of one call."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    ASKED_NOT_TO_CALL = "asked_not_to_call"


_ENDED = {
    NoticeState.INTENT: TaskState.OPEN,
    NoticeState.DELIVERED: TaskState.REACHED,
    NoticeState.FAILED: TaskState.FAILED,
}


def lapsed(taken_at: datetime | None, at: datetime) -> bool:
    """Whether a take has stood too long without a result."""
    return taken_at is None or taken_at <= at - TAKE_LASTS


def task_state(state: NoticeState, detail: str, taken_at: datetime | None, at: datetime) -> TaskState:
    """What people are shown of a task's ledger row."""
    if state is not NoticeState.ATTEMPTING:
        return _ENDED.get(state, TaskState.CALLED_OFF)
    if not lapsed(taken_at, at):
        return TaskState.TAKEN
    return TaskState.CALLED_OFF if detail == CALLED_OFF else TaskState.OPEN


def urgent(state: TaskState, deadline: datetime, at: datetime) -> bool:
    """Whether a task that is not done has to be done now."""
    return state in (TaskState.OPEN, TaskState.TAKEN) and deadline < at + URGENT
