"""What comes by itself and what ends a life: reminders, chasing, outcome asks, outcomes, surveys, closing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import aftermath, decide
from domain.change import Decision
from domain.commands import AnswerSurvey, RecordOutcome
from domain.refusals import Refused
from domain.state import State
from domain.terms import Audience, Channel, NoticeKind, Outcome, Party, Stage
from tests.domain.build import (
    AT,
    DAY,
    EMAIL,
    END,
    HOUR,
    INBOX,
    NEW,
    SMS,
    START,
    asking,
    cancel,
    cancelled,
    change_of,
    confirmed,
    due,
    ended,
    invited,
    lived,
    policy,
    staff_told,
    taken,
    told,
    until,
)

MINUTE = timedelta(minutes=1)
RECRUITER, HROPS = Audience.RECRUITER, Audience.HROPS


def record(state: State, outcome: Outcome = Outcome.COMPLETED, at: object = END) -> Decision:
    return aftermath.outcome_recorded(state, RecordOutcome("outcome-2", "zhangsan", outcome), at)  # type: ignore[arg-type]


def answer(state: State, by: Audience = Audience.CANDIDATE, at: object = AT) -> Decision:
    return aftermath.survey_answered(state, AnswerSurvey("survey-1", "x", by, 4, 1), at)  # type: ignore[arg-type]


# Reminders (R16).


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (invited(), NoticeKind.CONFIRM_REQUEST),
        (confirmed(), NoticeKind.REMINDER),
        (asking(invited()), NoticeKind.REMINDER),
    ],
)
def test_the_day_before_those_who_have_not_answered_are_asked_to_confirm(state: State, kind: NoticeKind) -> None:
    assert {kind for kind, _ in told(taken(until(state, "remind:1440")))} == {kind}


def test_the_hour_before_everybody_is_just_reminded() -> None:
    assert told(taken(until(invited(), "remind:60"))) == [(NoticeKind.REMINDER, SMS)]


@pytest.mark.parametrize(
    ("step", "late", "sent"),
    [
        ("remind:1440", 120 * MINUTE, True),
        ("remind:1440", 120 * MINUTE + timedelta(microseconds=1), False),
        ("remind:60", 20 * MINUTE, True),
        ("remind:60", 20 * MINUTE + timedelta(microseconds=1), False),
        ("remind:60", 3 * DAY, False),
    ],
)
def test_a_reminder_held_up_beyond_its_grace_is_written_down_and_not_sent(
    step: str, late: timedelta, sent: bool
) -> None:
    decision = taken(until(invited(), step), late)
    reasons = {notice.skipped for notice in change_of(decision).notices}
    assert reasons == ({None} if sent else {"too_late"})
    assert due(decision.state).step != step


# The recruiter's silence.


def test_a_pending_wish_is_chased_with_the_recruiter_and_then_escalated() -> None:
    chased = taken(until(asking(invited()), "chase_approval"))
    assert staff_told(chased) == [(RECRUITER, NoticeKind.APPROVAL_OVERDUE)]
    escalated = taken(until(chased.state, "escalate_approval"))
    assert staff_told(escalated) == [(RECRUITER, NoticeKind.APPROVAL_OVERDUE), (HROPS, NoticeKind.APPROVAL_OVERDUE)]


def test_a_second_wish_is_chased_anew() -> None:
    first = change_of(taken(until(asking(invited()), "chase_approval")))
    again = asking(first.state, NEW + DAY, at=AT + 5 * HOUR, id="ask-2")
    second = change_of(taken(until(again, "chase_approval")))
    assert second.at == AT + 9 * HOUR
    assert {n.key for n in first.notices}.isdisjoint(n.key for n in second.notices)
    assert first.key != second.key


@pytest.mark.parametrize(
    ("waits", "asked"),
    [
        ([24, 48, 96], [[RECRUITER], [RECRUITER], [RECRUITER], [HROPS]]),
        ([24], [[RECRUITER], [HROPS]]),
        ([], [[RECRUITER, HROPS]]),
    ],
)
def test_the_outcome_is_asked_of_the_recruiter_and_at_last_of_hr_operations(
    waits: list[float], asked: list[list[Audience]]
) -> None:
    state, audiences = until(invited(policy=policy(outcome_reask_hours=waits)), "ask_outcome:0"), []
    while due(state).at is not None:
        decision = taken(state)
        audiences.append([audience for audience, _ in staff_told(decision)])
        state = decision.state
    assert audiences == asked
    assert state.outcome is None


def test_the_outcome_is_never_marked_by_itself() -> None:
    state = lived(confirmed())
    assert (state.stage, state.outcome) == (Stage.CONFIRMED, None)
    assert record(state, at=END + 300 * DAY).result == "recorded"


# Outcomes.


@pytest.mark.parametrize(
    ("outcome", "stage", "party", "kinds"),
    [
        (Outcome.COMPLETED, Stage.COMPLETED, None, set()),
        (Outcome.CANDIDATE_NO_SHOW, Stage.NO_SHOW, Party.CANDIDATE, {NoticeKind.MISSED_YOU}),
        (Outcome.INTERVIEWER_NO_SHOW, Stage.NO_SHOW, Party.INTERVIEWER, {NoticeKind.INTERVIEWER_ABSENT}),
    ],
)
def test_each_outcome_has_its_stage_fact_and_notice(
    outcome: Outcome, stage: Stage, party: Party | None, kinds: set[NoticeKind]
) -> None:
    decision = record(confirmed(), outcome)
    (fact,) = change_of(decision).facts
    assert (decision.state.stage, fact.kind, fact.party) == (stage, outcome, party)
    assert {kind for kind, _ in told(decision)} == kinds


def test_an_outcome_is_possible_from_the_start_on() -> None:
    assert record(invited(), at=START).result == "recorded"
    with pytest.raises(Refused) as refused:
        record(invited(), at=START - timedelta(microseconds=1))
    assert refused.value.rule == "not-started"


def test_the_same_outcome_twice_is_one_and_another_is_refused() -> None:
    assert (record(ended()).result, record(ended()).change) == ("already_recorded", None)
    assert record(lived(ended())).result == "already_recorded"
    with pytest.raises(Refused) as refused:
        record(ended(), Outcome.CANDIDATE_NO_SHOW)
    assert refused.value.rule == "outcome-recorded"


def test_an_outcome_ends_a_pending_wish() -> None:
    state = record(asking(confirmed(), at=START - HOUR)).state
    assert (state.stage, state.request) == (Stage.COMPLETED, None)


# Survey (R12).


@pytest.mark.parametrize(
    ("reach", "channel"), [([SMS, EMAIL, INBOX], EMAIL), ([EMAIL, INBOX], EMAIL), ([SMS, INBOX], INBOX)]
)
def test_the_survey_goes_by_mail_or_waits_in_the_inbox(reach: list[Channel], channel: Channel) -> None:
    decision = taken(until(cancelled(reach=reach), "survey"))
    assert told(decision) == [(NoticeKind.SURVEY, channel)]
    assert decision.state.survey_at == AT + 2 * HOUR


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (cancelled(), True),
        (cancelled(code="E_FILLED"), True),
        (ended(), True),
        (ended(Outcome.INTERVIEWER_NO_SHOW), True),
        (ended(Outcome.CANDIDATE_NO_SHOW), False),
        (ended(policy=policy(survey_enabled=False)), False),
        (answer(cancelled()).state, False),
    ],
)
def test_a_survey_goes_out_once_to_those_who_have_something_to_tell(state: State, asked: bool) -> None:
    sent = 0
    while due(state).step != "close":
        decision = taken(state)
        sent += sum(kind is NoticeKind.SURVEY for kind, _ in told(decision))
        state = decision.state
    assert sent == int(asked)


@pytest.mark.parametrize(("by", "kind"), [(Audience.CANDIDATE, "surveyed"), (RECRUITER, "surveyed_by_staff")])
def test_an_answer_taken_by_phone_is_marked_as_entered_by_staff(by: Audience, kind: str) -> None:
    decision = answer(cancelled(), by)
    (fact,) = change_of(decision).facts
    assert (fact.kind, fact.score, change_of(decision).scores) == (kind, 2.5, (4, 1))


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (invited(), "survey-not-open"),
        (asking(confirmed()), "survey-not-open"),
        (ended(Outcome.CANDIDATE_NO_SHOW), "survey-not-open"),
        (cancelled(policy=policy(survey_enabled=False)), "survey-not-open"),
        (answer(cancelled()).state, "survey-answered"),
        (lived(cancelled()), "interview-closed"),
    ],
)
def test_a_survey_is_answered_once_and_only_while_it_is_open(state: State, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        answer(state)
    assert refused.value.rule == rule


def test_answering_while_a_new_time_is_asked_for_keeps_the_life_open() -> None:
    state = answer(asking(cancelled()), at=AT + 100 * HOUR).state
    assert (state.stage, state.survey_answered) == (Stage.RESCHEDULE_REQUESTED, True)


def test_the_last_answer_closes_a_life_that_waits_for_nothing_else() -> None:
    done = answer(cancelled(code="E_FILLED"), at=AT + DAY)
    assert done.state.stage is Stage.CLOSED
    assert change_of(done).action == "survey_answered"


# Whole lives.


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (cancelled(), ["survey", "close"]),
        (cancelled(code="E_FILLED", policy=policy(survey_enabled=False)), ["close"]),
        (ended(), ["survey", "close"]),
        (ended(Outcome.CANDIDATE_NO_SHOW), ["close"]),
        (asking(cancelled(), None), ["survey", "chase_approval", "escalate_approval", "lapse_request", "close"]),
        (
            asking(confirmed()),
            ["chase_approval", "escalate_approval", "remind:1440", "remind:60", "lapse_request"]
            + [f"ask_outcome:{n}" for n in range(4)],
        ),
    ],
)
def test_a_life_left_alone_takes_these_steps(state: State, steps: list[str]) -> None:
    seen = []
    while (step := due(state)).at is not None:
        seen.append(step.step)
        state = taken(state).state
        if state.stage is Stage.CLOSED:
            break
    assert seen == steps


def test_a_step_writes_under_a_key_of_its_revision_as_the_system() -> None:
    change = change_of(taken(until(replace(invited(), revision=3), "remind:60")))
    assert (change.key, change.actor, change.command_id) == ("r3:remind:60", "system", None)


def test_closing_drops_what_is_no_longer_true_and_keeps_what_is() -> None:
    state = decide.cancelled(invited(), cancel("E_FILLED"), AT).state
    assert {ref.kind for ref in lived(state).outbox} == {NoticeKind.CANCELLED, NoticeKind.SURVEY}
