"""The plan: which step comes next, when, and until when it is worth taking, at every stage of an interview's life."""

from datetime import UTC, datetime, timedelta

import pytest

from domain import aftermath
from domain.commands import AnswerSurvey
from domain.plan import next_due
from domain.state import State
from domain.terms import Audience, NoticeKind, Outcome, Stage
from tests.domain.build import (
    AT,
    DAY,
    END,
    HOUR,
    NEW,
    START,
    asking,
    cancelled,
    confirmed,
    due,
    ended,
    invited,
    lived,
    offering,
    policy,
    scheduled,
    taken,
    until,
)

MINUTE = timedelta(minutes=1)
ANSWER = AnswerSurvey("survey-1", "candidate", Audience.CANDIDATE, 5, 5)


def answered(state: State, at: datetime) -> State:
    return aftermath.survey_answered(state, ANSWER, at).state


# Stage by stage: what is next, and when.


@pytest.mark.parametrize(
    ("state", "step", "at"),
    [
        (invited(), "remind:1440", START - DAY),
        (confirmed(), "remind:1440", START - DAY),
        (until(invited(), "remind:60"), "remind:60", START - HOUR),
        (until(invited(), "ask_outcome:0"), "ask_outcome:0", END + 15 * MINUTE),
        (until(invited(), "ask_outcome:1"), "ask_outcome:1", END + 15 * MINUTE + 24 * HOUR),
        (until(invited(), "ask_outcome:2"), "ask_outcome:2", END + 15 * MINUTE + 72 * HOUR),
        (until(invited(), "ask_outcome:3"), "ask_outcome:3", END + 15 * MINUTE + 168 * HOUR),
        (asking(invited()), "chase_approval", AT + 4 * HOUR),
        (until(asking(invited()), "escalate_approval"), "escalate_approval", AT + 24 * HOUR),
        (offering(invited(), NEW), "remind:1440", START - DAY),
        (offering(invited(), AT + HOUR, AT + 2 * HOUR), "lapse_request", AT + 2 * HOUR),
        (cancelled(), "survey", AT + 2 * HOUR),
        (until(cancelled(), "close"), "close", AT + 2 * HOUR + 168 * HOUR),
        (asking(cancelled()), "survey", AT + 2 * HOUR),
        (ended(), "survey", END + 2 * HOUR),
        (until(ended(), "close"), "close", END + 170 * HOUR),
        (ended(Outcome.CANDIDATE_NO_SHOW), "close", END + 72 * HOUR),
        (ended(Outcome.INTERVIEWER_NO_SHOW), "survey", END + 2 * HOUR),
    ],
)
def test_every_stage_has_one_next_step(state: State, step: str, at: datetime) -> None:
    assert (due(state).step, due(state).at) == (step, at)


def test_a_life_begins_with_opening_and_is_over_when_closed() -> None:
    assert due(scheduled()).step == "open"
    assert due(scheduled()).at == datetime(1970, 1, 1, tzinfo=UTC)
    closed = lived(cancelled())
    assert closed.stage is Stage.CLOSED
    assert next_due(closed) is None


def test_after_the_last_ask_only_the_recruiters_word_is_waited_for() -> None:
    waiting = lived(confirmed())
    assert (waiting.stage, due(waiting).step, due(waiting).at) == (Stage.CONFIRMED, "wait", None)


# While a move is asked for, the old time stands.


def test_reminders_go_on_while_a_move_is_pending() -> None:
    state = asking(until(invited(), "remind:60"), at=START - 2 * HOUR)
    assert (due(state).step, due(state).at) == ("remind:60", START - HOUR)


@pytest.mark.parametrize("target", [NEW, None])
def test_a_silent_recruiter_is_reminded_and_then_overruled_upwards_also_when_no_time_was_named(
    target: datetime | None,
) -> None:
    state = asking(invited(), target)
    steps = []
    for _ in range(2):
        steps.append((due(state).step, due(state).at))
        state = taken(state).state
    assert steps == [("chase_approval", AT + 4 * HOUR), ("escalate_approval", AT + 24 * HOUR)]
    assert due(state).step == "remind:1440"


def test_times_on_offer_wait_for_the_candidate_so_nobody_is_chased() -> None:
    steps = [due(state := offering(invited(), NEW)).step]
    while due(state).step != "lapse_request":
        state = taken(state).state
        steps.append(due(state).step)
    assert not any("approval" in step for step in steps)


@pytest.mark.parametrize(
    ("state", "at"),
    [
        (asking(invited(), AT + 3 * HOUR), AT + 3 * HOUR),  # the wanted time comes before the present one
        (asking(invited(), NEW), END),  # the present time runs out first
        (asking(invited(), None), END),
        (offering(invited(), AT + HOUR, AT + 9 * HOUR), AT + 9 * HOUR),  # the last of the offered times
        (asking(cancelled(), NEW), NEW),
        (asking(cancelled(), None), AT + 72 * HOUR),  # as long as the window
        (offering(cancelled(), NEW, NEW + DAY), NEW + DAY),
        (offering(cancelled(code="E_FILLED"), NEW), NEW),
    ],
)
def test_a_request_lapses_with_its_times(state: State, at: datetime) -> None:
    at_last = until(state, "lapse_request")
    assert due(at_last).at == at
    assert at_last.request is not None


def test_a_request_made_while_the_interview_should_be_running_is_not_lost_at_once() -> None:
    """The room does not open: times offered then live until the end, instead of lapsing in the same breath."""
    running = START + 5 * MINUTE
    for state in (asking(confirmed(), NEW, at=running), offering(confirmed(), NEW, at=running)):
        assert due(until(state, "lapse_request")).at == END


# After the end: survey and closing (R12).


@pytest.mark.parametrize(
    ("survey_open", "window", "closes"),
    [(168, 72, 2 + 168), (24, 72, 72), (70, 72, 72), (72, 72, 74), (1, 1, 3), (168, 0, 170)],
)
def test_a_cancelled_life_closes_when_both_survey_and_window_are_over(
    survey_open: float, window: float, closes: float
) -> None:
    rules = policy(survey_open_hours=survey_open, reschedule_window_hours=window)
    state = until(cancelled(policy=rules), "close")
    assert due(state).at == AT + closes * HOUR


@pytest.mark.parametrize(("code", "closes"), [("C_SCHEDULE", AT + 72 * HOUR), ("C_OTHER_OFFER", AT), ("E_FILLED", AT)])
def test_answered_before_it_was_sent_the_survey_is_not_sent_any_more(code: str, closes: datetime) -> None:
    state = answered(cancelled(code=code), AT)
    if closes == AT:
        assert state.stage is Stage.CLOSED
    else:
        assert (due(state).step, due(state).at) == ("close", closes)


def test_answered_after_the_window_the_life_closes_with_the_answer() -> None:
    assert answered(until(cancelled(), "close"), AT + 71 * HOUR).stage is Stage.CANCELLED
    assert answered(until(cancelled(), "close"), AT + 72 * HOUR).stage is Stage.CLOSED


@pytest.mark.parametrize("state", [cancelled(policy=policy(survey_enabled=False)), ended(Outcome.CANDIDATE_NO_SHOW)])
def test_without_a_survey_the_life_still_stays_open_for_a_while(state: State) -> None:
    assert state.ended_at is not None
    assert (due(state).step, due(state).at) == ("close", state.ended_at + 72 * HOUR)


def test_an_open_request_keeps_a_cancelled_life_open() -> None:
    state = until(asking(cancelled(), AT + 30 * DAY), "lapse_request")
    assert state.survey_at is not None
    lapsed = taken(state).state
    assert lapsed.stage is Stage.CANCELLED
    assert (due(lapsed).step, due(lapsed).at) == ("close", AT + 170 * HOUR)


def test_a_late_worker_takes_every_overdue_step_once_and_in_order() -> None:
    """Down over the whole interview: no reminder leaves, the outcome is asked, nothing is asked in a heap."""
    back = END + 2 * DAY
    state, steps, sent = invited(), [], []
    while (step := due(state)).at is not None and step.at <= back:
        decision = aftermath.stepped(state, step, back)
        assert decision.change is not None
        steps.append(step.step)
        sent += [n.kind for n in decision.change.notices if n.skipped is None]
        state = decision.state
    assert steps == ["remind:1440", "remind:60", "ask_outcome:0"]
    assert sent == [NoticeKind.OUTCOME_WANTED]
    assert due(state).at == back + 24 * HOUR
