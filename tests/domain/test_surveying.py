"""When candidates are asked how it was (R12): after they learned of it, by day, once and with one reminder; hand-worked times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain import aftermath
from domain.commands import AnswerSurvey
from domain.plan import Due, next_due
from domain.policy import SurveyRules
from domain.state import State
from domain.terms import Audience, Channel, NoticeKind, Outcome
from tests.domain.build import AT, DAY, END, HOUR, INBOX, cancelled, change_of, due, ended, policy

ZONE = "Asia/Shanghai"
RULES = SurveyRules()
# 10:00 in Shanghai on Monday, 30 November 2026.
MINUTE = timedelta(minutes=1)


def beijing(day: int, hour: int, minute: int = 0) -> datetime:
    """That time of December (or 30 November, as day 0) on Beijing's clocks."""
    return datetime(2026, 11, 30, tzinfo=UTC) + timedelta(days=day, hours=hour - 8, minutes=minute)


def ending(at: datetime = AT) -> State:
    """An interview that the company cancels at an instant, under the rules of surveys."""
    return cancelled(at, "E_REQ_FROZEN", policy=policy(surveys=RULES))


def told(state: State, told_at: datetime | None, at: datetime) -> State:
    """The ledger was asked."""
    return aftermath.told(state, due(state), told_at, at).state


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        (beijing(0, 8, 59), beijing(0, 9)),
        (beijing(0, 9), beijing(0, 9)),
        (beijing(0, 19, 59), beijing(0, 19, 59)),
        (beijing(0, 20), beijing(1, 9)),
        (beijing(1, 0, 30), beijing(1, 9)),
    ],
)
def test_candidates_are_asked_between_nine_and_eight_in_the_evening(at: datetime, asked: datetime) -> None:
    assert RULES.asked_from(at, ZONE) == asked


def test_the_clock_is_that_of_the_interviews_zone() -> None:
    """20:00 in Beijing is 7:00 in New York."""
    assert RULES.asked_from(beijing(0, 20), "America/New_York") == beijing(0, 22)


@pytest.mark.parametrize("hours", [{"from_hour": 20, "to_hour": 9}, {"from_hour": 9, "to_hour": 9}])
def test_a_day_that_ends_before_it_begins_is_refused(hours: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="to_hour must be later than from_hour"):
        SurveyRules(**hours)


def test_after_a_cancellation_it_is_first_found_out_whether_the_news_arrived() -> None:
    assert due(ending()) == Due("await_told", AT + 2 * HOUR)


@pytest.mark.parametrize(
    ("cancelled_at", "arrived", "asked"),
    [
        (beijing(0, 10), beijing(0, 10, 1), beijing(0, 12, 1)),
        (beijing(0, 17, 59), beijing(0, 17, 59), beijing(0, 19, 59)),
        (beijing(0, 18), beijing(0, 18), beijing(1, 9)),
        (beijing(0, 23), beijing(1, 1), beijing(1, 9)),
        (beijing(0, 10), beijing(0, 16, 30), beijing(0, 18, 30)),
    ],
)
def test_two_to_24_hours_after_the_notice_arrived_and_by_day(
    cancelled_at: datetime, arrived: datetime, asked: datetime
) -> None:
    state = told(ending(cancelled_at), arrived, arrived + 2 * HOUR)
    assert due(state) == Due("survey", asked, arrived + 24 * HOUR)
    assert arrived + 2 * HOUR <= asked <= arrived + 24 * HOUR


def test_while_nothing_has_arrived_it_is_looked_for_every_four_hours() -> None:
    state = told(ending(), None, AT + 2 * HOUR)
    assert due(state) == Due("await_told", AT + 6 * HOUR)
    assert due(told(state, None, AT + 6 * HOUR)) == Due("await_told", AT + 10 * HOUR)


def test_however_late_it_arrives_the_look_is_early_enough_to_ask_within_a_day() -> None:
    """The worst case: noticed four hours after the arrival, then a whole night."""
    for minutes in range(0, 24 * 60, 7):
        noticed = AT + minutes * MINUTE
        arrived = noticed - 4 * HOUR
        assert RULES.asked_from(noticed, ZONE) <= arrived + 24 * HOUR


def test_whom_no_notice_reached_is_not_asked_whether_it_came_in_time() -> None:
    state = replace(ending(), told_looks=18)
    at = due(state).at
    assert at == AT + 74 * HOUR
    decision = aftermath.told(state, due(state), None, at)
    [notice] = change_of(decision).notices
    assert (notice.kind, notice.skipped) == (NoticeKind.SURVEY, "not_told")
    assert due(decision.state).step == "close"


def surveyed(at: datetime = AT + 2 * HOUR) -> State:
    """Told at once and asked two hours later."""
    state = told(ending(at - 2 * HOUR), at - 2 * HOUR, at)
    return aftermath.stepped(state, due(state), at).state


def test_one_reminder_two_days_later_and_then_the_life_closes() -> None:
    state = surveyed()
    asked = AT + 2 * HOUR
    assert due(state) == Due("survey_reminder", asked + 48 * HOUR, asked + 168 * HOUR)
    decision = aftermath.stepped(state, due(state), asked + 48 * HOUR)
    [notice] = change_of(decision).notices
    assert (notice.kind, notice.channel, notice.step) == (NoticeKind.SURVEY, Channel.EMAIL, "survey_reminder")
    assert due(decision.state) == Due("close", asked + 168 * HOUR)


def test_a_reminder_of_the_evening_waits_for_the_morning() -> None:
    rules = replace(RULES, remind_hours=11)
    state = surveyed(beijing(0, 12))
    state = replace(state, policy=replace(state.policy, surveys=rules))
    assert due(state).at == beijing(1, 9)


def test_who_has_answered_is_not_reminded() -> None:
    answer = AnswerSurvey("survey-1", "candidate", Audience.CANDIDATE, 5, 5)
    answered = aftermath.survey_answered(surveyed(), answer, AT + 3 * HOUR).state
    assert next_due(answered) is None


def test_who_was_asked_lately_is_neither_asked_nor_reminded() -> None:
    state = told(ending(), AT, AT + 2 * HOUR)
    decision = aftermath.asked_lately(state, due(state), AT + 2 * HOUR)
    assert [notice.skipped for notice in change_of(decision).notices] == ["asked_lately"]
    assert decision.state.outbox == state.outbox
    assert due(decision.state).step == "close"


def test_a_survey_that_no_worker_could_send_in_time_is_left_out() -> None:
    state = told(ending(), AT, AT + 2 * HOUR)
    decision = aftermath.stepped(state, due(state), AT + 25 * HOUR)
    assert [notice.skipped for notice in change_of(decision).notices] == ["too_late"]
    assert due(decision.state).step == "close"


def test_a_candidate_without_mail_is_asked_on_the_page_only() -> None:
    """No survey by SMS: the operators forbid it (guides/delivery.md)."""
    state = told(
        cancelled(AT, "E_REQ_FROZEN", reach=[Channel.SMS, INBOX], policy=policy(surveys=RULES)), AT, AT + 2 * HOUR
    )
    [notice] = change_of(aftermath.stepped(state, due(state), AT + 2 * HOUR)).notices
    assert notice.channel is INBOX


def held(recorded: datetime, outcome: Outcome = Outcome.COMPLETED) -> State:
    """An interview that ended at `END` (10:45 in Shanghai), whose outcome is recorded at an instant."""
    return ended(outcome, recorded, policy=policy(surveys=RULES))


@pytest.mark.parametrize("outcome", [Outcome.COMPLETED, Outcome.INTERVIEWER_NO_SHOW])
def test_a_finished_interview_is_asked_about_two_hours_after_its_end(outcome: Outcome) -> None:
    assert due(held(END + 5 * MINUTE, outcome)) == Due("survey", END + 2 * HOUR, END + 5 * MINUTE + 24 * HOUR)


def test_an_outcome_recorded_days_later_does_not_spare_the_recruiter_the_survey() -> None:
    assert due(held(END + 3 * DAY)).at == END + 3 * DAY
    assert due(held(END + 3 * DAY + 12 * HOUR)).at == END + 3 * DAY + 22 * HOUR + 15 * MINUTE


def test_who_did_not_come_is_not_asked() -> None:
    assert due(held(END, Outcome.CANDIDATE_NO_SHOW)).step == "close"


def test_lives_begun_under_the_old_rules_keep_them() -> None:
    """Two hours after the click, once; no reminder (histories in tests/histories replay)."""
    state = cancelled(AT, "E_REQ_FROZEN")
    assert due(state) == Due("survey", AT + 2 * HOUR)
    asked = aftermath.stepped(state, due(state), AT + 2 * HOUR).state
    assert due(asked).step == "close"
