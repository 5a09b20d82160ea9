"""Whose a call is, for how long, and when it is urgent."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.phone import CALLED_OFF, TAKE_LASTS, URGENT, TaskState, lapsed, task_state, urgent
from domain.terms import NoticeState

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("state", "detail", "taken", "shown"),
    [
        (NoticeState.INTENT, "", None, TaskState.OPEN),
        (NoticeState.ATTEMPTING, "", NOW, TaskState.TAKEN),
        (NoticeState.ATTEMPTING, "", NOW - TAKE_LASTS + TICK, TaskState.TAKEN),
        (NoticeState.ATTEMPTING, "", NOW - TAKE_LASTS, TaskState.OPEN),
        (NoticeState.ATTEMPTING, CALLED_OFF, NOW, TaskState.TAKEN),
        (NoticeState.ATTEMPTING, CALLED_OFF, NOW - TAKE_LASTS, TaskState.CALLED_OFF),
        (NoticeState.DELIVERED, "", NOW, TaskState.REACHED),
        (NoticeState.FAILED, "wrong_number", NOW, TaskState.FAILED),
        (NoticeState.SKIPPED, CALLED_OFF, None, TaskState.CALLED_OFF),
    ],
)
def test_what_people_are_shown(state: NoticeState, detail: str, taken: datetime | None, shown: TaskState) -> None:
    assert task_state(state, detail, taken, NOW) is shown


def test_a_take_lapses_after_half_an_hour() -> None:
    assert not lapsed(NOW, NOW)
    assert lapsed(NOW - timedelta(minutes=30), NOW)


def test_urgent_is_what_is_not_done_and_has_less_than_three_hours_left() -> None:
    assert urgent(TaskState.OPEN, NOW + URGENT - TICK, NOW)
    assert urgent(TaskState.TAKEN, NOW - URGENT, NOW)
    assert not urgent(TaskState.OPEN, NOW + URGENT, NOW)
    assert not urgent(TaskState.REACHED, NOW, NOW)
