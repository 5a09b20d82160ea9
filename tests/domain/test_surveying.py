"""When candidates are asked how it was (R12): after they learned of it, by day, once and with one reminder; hand-worked times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from domain import aftermath
from domain.commands import AnswerSurvey
from domain.plan import Due
from domain.policy import Policy, SurveyRules, policy_from
from domain.refusals import Refused
from domain.state import Pursuit, State
from domain.terms import Audience, Channel, NoticeKind, Outcome, Stage
from tests.domain.build import AT, DAY, END, HOUR, INBOX, cancelled, change_of, due, ended, policy

ZONE = "Asia/Shanghai"
RULES = SurveyRules()
PURSUIT = Pursuit("survey", NoticeKind.SURVEY, 1, 4, list(Stage), AT + DAY, [])
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


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"remind_hours": 1e12}, "remind_hours"), ({"from_hour": 25}, "from_hour"), ({"look_hours": 0}, "look_hours")],
)
def test_a_policy_that_could_ask_nobody_is_refused(wrong: dict[str, float], said: str) -> None:
    data = TypeAdapter(Policy).dump_python(policy(), mode="json") | {"surveys": wrong}
    with pytest.raises(ValueError, match=said):
        policy_from(data, 1)


def test_a_delay_longer_than_the_time_for_asking_still_asks() -> None:
    """A subsidiary asked after two days, before there was such a limit; it inherits 24 hours."""
    patient = replace(policy(surveys=RULES), survey_delay_minutes=48 * 60)
    state = told(cancelled(AT, "E_REQ_FROZEN", policy=patient), AT, AT + 48 * HOUR)
    assert due(state) == Due("survey", AT + 48 * HOUR, AT + 72 * HOUR)


def test_an_hour_that_the_clocks_jump_over_is_no_earlier_than_now() -> None:
    """Cairo puts its clocks forward at midnight of 24 April 2026: 00:00 to 01:00 does not exist."""
    rules, at = SurveyRules(from_hour=0, to_hour=1), datetime(2026, 4, 23, 23, 1, tzinfo=UTC)
    assert rules.asked_from(at, "Africa/Cairo") >= at


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


def sent(cancelled_at: datetime, arrived: datetime) -> datetime:
    """When the survey leaves, by the plan's own looks."""
    state = ending(cancelled_at)
    while True:
        step = due(state)
        assert step.at is not None
        if step.step != "await_told":
            break
        state = told(state, arrived if arrived <= step.at else None, step.at)
    assert (step.step, aftermath.held_back(state, step, step.at)) == ("survey", None)
    assert change_of(aftermath.stepped(state, step, step.at)).notices[0].skipped is None
    return step.at


def test_whenever_it_arrives_the_survey_leaves_by_day_two_to_24_hours_later() -> None:
    """Every hour of cancelling, arrivals of three days at odd minutes; the looks are what the plan says."""
    for hour in range(24):
        begun = beijing(0, hour, 17)
        for minutes in range(0, 66 * 60, 97):
            arrived = begun + minutes * MINUTE
            left = sent(begun, arrived)
            assert 9 <= (left + 8 * HOUR).hour < 20
            assert arrived + 2 * HOUR <= left <= arrived + 24 * HOUR


def test_an_arrival_noticed_in_the_evening_is_asked_about_in_the_morning() -> None:
    """Arrived at 17:00, so due at 19:00; but only the look at 20:30 knows of it."""
    assert sent(beijing(0, 10, 30), beijing(0, 17)) == beijing(1, 9)


@pytest.mark.parametrize("step", ["survey", "survey_reminder"])
def test_what_a_worker_takes_up_at_night_waits_for_the_morning(step: str) -> None:
    state = surveyed(beijing(0, 12)) if step == "survey_reminder" else told(ending(), AT, AT + 2 * HOUR)
    planned = due(state)
    assert planned.step == step
    night = beijing(2 if step == "survey_reminder" else 0, 22)
    held = aftermath.held_back(state, planned, night)
    assert held is not None
    assert change_of(held).notices == []
    assert due(held.state).step == step
    assert due(held.state).at == night + 11 * HOUR
    assert aftermath.held_back(held.state, due(held.state), night + 11 * HOUR) is None


def test_a_survey_that_could_not_leave_by_day_does_not_leave_at_night() -> None:
    """The mail provider was away from 18:00 on: at 20:00 the send is given up."""
    state = surveyed(beijing(0, 18))
    [ref] = [ref for ref in state.outbox if ref.kind is NoticeKind.SURVEY]
    assert ref.deadline == beijing(0, 20)


def test_whom_no_notice_reached_is_not_asked_whether_it_came_in_time() -> None:
    state = replace(ending(), told_looks=18)
    at = due(state).at
    assert at == AT + 72 * HOUR, "the last look is at the end of the waiting"
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


def answered(state: State, by: Audience = Audience.CANDIDATE, id: str = "survey-1") -> State:
    actor = "candidate" if by is Audience.CANDIDATE else "zhangsan"
    return aftermath.survey_answered(state, AnswerSurvey(id, actor, by, 5, 5), AT + 3 * HOUR).state


def test_an_answer_shows_in_nothing_that_a_recruiter_sees() -> None:
    """Stage, steps and times go on as if nothing had been said; only the reminder has nothing to say."""
    silent = surveyed()
    said = answered(silent)
    while True:
        assert (due(silent), silent.stage) == (due(said), said.stage)
        step = due(silent)
        if step.step == "close":
            break
        assert step.at is not None
        silent = aftermath.stepped(silent, step, step.at).state
        decision = aftermath.stepped(said, step, step.at)
        assert [notice.skipped for notice in change_of(decision).notices] == ["answered"]
        said = decision.state


def test_a_question_on_its_way_is_called_back_by_the_answer() -> None:
    state = surveyed()
    assert [ref.kind for ref in state.outbox][-1] is NoticeKind.SURVEY
    assert [ref for ref in answered(state).outbox if ref.kind is NoticeKind.SURVEY] == []


def test_no_notice_tells_that_the_survey_was_answered() -> None:
    """The survey's mail is followed until it arrives; answering on the page ends that, and marks nothing as read."""
    state = replace(surveyed(), pursuits=[PURSUIT])
    answer = AnswerSurvey("survey-1", "candidate", Audience.CANDIDATE, 5, 5)
    change = change_of(aftermath.survey_answered(state, answer, AT + 3 * HOUR))
    assert (change.state.pursuits, change.acknowledges) == ([], False)


def test_what_staff_are_told_does_not_depend_on_the_candidates_answer() -> None:
    assert answered(answered(ending()), Audience.RECRUITER, "survey-2").survey_by_staff
    assert answered(ending(), Audience.RECRUITER, "survey-2").survey_by_staff


def test_what_staff_enter_takes_nothing_from_the_candidate() -> None:
    """A recruiter who answers for the candidate, before anybody was asked, spares themselves nothing."""
    entered = answered(ending(), Audience.RECRUITER)
    assert due(entered) == due(ending())
    with pytest.raises(Refused, match="answered"):
        answered(entered, Audience.RECRUITER, "survey-2")
    assert answered(entered, id="survey-3").survey_answered
    asked = aftermath.stepped(told(entered, AT, AT + 2 * HOUR), due(told(entered, AT, AT + 2 * HOUR)), AT + 2 * HOUR)
    assert [notice.skipped for notice in change_of(asked).notices] == [None]


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
