"""Moving an interview: directly, again and again, and after it had been cancelled (R8); one revision more each time."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import aftermath
from domain.change import Decision, Fact
from domain.commands import AnswerSurvey
from domain.state import State
from domain.terms import Audience, Party, Stage
from tests.domain.build import (
    AT,
    DAY,
    END,
    HOUR,
    NEW,
    START,
    approve,
    ask,
    asking,
    cancelled,
    change_of,
    confirmed,
    ended,
    invited,
    move,
    offering,
    refusal,
    until,
)

MINUTE = timedelta(minutes=1)
LATE = START - 23 * HOUR


def moved_fact(decision: Decision) -> Fact:
    (fact,) = change_of(decision).facts
    assert fact.kind == "moved"
    return fact


# Direct moves.


@pytest.mark.parametrize("before", [invited(), confirmed(), asking(invited()), offering(invited(), NEW), cancelled()])
def test_the_recruiter_can_move_at_any_point_before_the_end(before: State) -> None:
    state = move(before, NEW + 3 * DAY, at=AT + HOUR).state
    assert (state.stage, state.revision, state.starts_at, state.request) == (Stage.INVITED, 2, NEW + 3 * DAY, None)
    assert state.live


@pytest.mark.parametrize(
    ("target", "rule"),
    [(AT, "starts-in-past"), (AT - DAY, "starts-in-past"), (START, "unchanged"), (AT + 366 * DAY, "too-far-ahead")],
)
def test_a_move_needs_a_new_time_ahead(target: datetime, rule: str) -> None:
    assert refusal(move, invited(), target) == rule


@pytest.mark.parametrize(("at", "allowed"), [(START, True), (END - MINUTE, True), (END, False), (END + 5 * DAY, False)])
def test_nothing_moves_after_the_end(at: datetime, allowed: bool) -> None:
    if allowed:
        assert move(invited(), at + DAY, at=at).state.revision == 2
    else:
        assert refusal(move, invited(), at + DAY, at=at) == "interview-over"
        assert refusal(ask, invited(), at + DAY, at=at) == "interview-over"


def test_the_last_day_that_the_organisation_books_can_be_booked() -> None:
    assert move(invited(), AT + 365 * DAY).result == "moved"


def test_nothing_moves_after_an_outcome() -> None:
    assert refusal(move, ended(), END + DAY, at=END) == "interview-ended"


def test_a_move_to_an_earlier_time_writes_down_the_reminders_that_will_not_come() -> None:
    decision = move(invited(), AT + 2 * HOUR)
    rows = [(n.step, n.skipped, n.revision) for n in change_of(decision).notices if n.skipped]
    assert rows == [("remind:1440", "time_past", 2)]


@pytest.mark.parametrize(("at", "late", "hours"), [(AT, False, 72), (LATE, True, 23)])
def test_a_move_counts_its_notice_hours_from_the_old_time(at: datetime, late: bool, hours: float) -> None:
    fact = moved_fact(move(invited(), at=at))
    assert (fact.party, fact.late, fact.hours) == (Party.COMPANY, late, hours)


@pytest.mark.parametrize(
    ("decision", "party"),
    [
        (approve(asking(invited())), Party.CANDIDATE),
        (move(asking(invited()), NEW), Party.CANDIDATE),
        (move(asking(invited(), None), NEW), Party.CANDIDATE),
        (move(asking(invited()), NEW + DAY), Party.COMPANY),  # not the time they asked for
        (ask(offering(invited(), NEW), NEW), Party.COMPANY),
        (move(invited()), Party.COMPANY),
    ],
)
def test_a_move_is_put_down_to_who_wanted_that_time(decision: Decision, party: Party) -> None:
    assert moved_fact(decision).party is party


# Cancelled and given a new time.


def revived() -> Decision:
    surveyed = until(cancelled(), "close")
    answered = aftermath.survey_answered(surveyed, AnswerSurvey("s", "candidate", Audience.CANDIDATE, 5, 5), AT + DAY)
    return approve(asking(answered.state, at=AT + 2 * DAY), at=AT + 2 * DAY)


def test_a_cancelled_interview_comes_back_with_a_new_time_and_a_clean_sheet() -> None:
    state = revived().state
    assert (state.stage, state.revision, state.starts_at, state.live) == (Stage.INVITED, 2, NEW, True)
    assert (state.cancellation, state.ended_at, state.survey_at, state.survey_answered) == (None, None, None, False)


def test_moving_a_freed_time_is_neither_late_nor_the_companys_doing() -> None:
    """The cancellation has been counted and apologised for; the old time's clock no longer runs."""
    late = asking(cancelled(), at=AT + 2 * DAY)
    for decision in (approve(late, at=START - HOUR), move(cancelled(), at=START - HOUR)):
        assert (moved_fact(decision).party, moved_fact(decision).late) == (Party.CANDIDATE, False)
    ours = moved_fact(move(cancelled(code="E_MISTAKE")))
    assert (ours.party, ours.late) == (Party.COMPANY, False)


@pytest.mark.parametrize(
    ("code", "at", "allowed"),
    [
        ("C_SCHEDULE", AT + 72 * HOUR, True),
        ("C_SCHEDULE", AT + 72 * HOUR + MINUTE, False),
        ("E_INTERVIEWER", AT + HOUR, True),
        ("C_OTHER_OFFER", AT, False),
        ("E_FILLED", AT, False),
    ],
)
def test_the_window_decides_whether_the_candidate_may_ask(code: str, at: datetime, allowed: bool) -> None:
    if allowed:
        assert ask(cancelled(code=code), at=at).result == "requested"
    else:
        assert refusal(ask, cancelled(code=code), at=at) == "window-closed"


@pytest.mark.parametrize("code", ["E_FILLED", "C_OTHER_OFFER", "C_SCHEDULE"])
def test_times_that_the_recruiter_offers_can_be_picked_whatever_the_window_says(code: str) -> None:
    state = offering(cancelled(code=code), NEW, at=AT + 71 * HOUR)
    assert ask(state, NEW, at=AT + 73 * HOUR).result == "moved"
    assert ask(state, NEW + DAY, at=AT + 73 * HOUR).result == "requested"


# Many moves.


def test_two_hundred_moves_leave_one_interview_and_a_small_state() -> None:
    state, at = invited(), AT
    for n in range(200):
        state = replace(until(state, "remind:60"), outbox=[])
        at = state.starts_at - 2 * HOUR
        state = move(state, state.starts_at + 3 * DAY, at=at, id=f"move-{n}").state
    assert (state.revision, state.stage, state.starts_at) == (201, Stage.INVITED, START + 600 * DAY)
    assert len(state.applied) == 100
    assert state.done == []
    assert len(state.outbox) == 2
