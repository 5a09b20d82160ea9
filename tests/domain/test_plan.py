"""The plan: which step comes next, when, and until when it is worth taking, at every stage of an interview's life."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

import pytest

from domain import aftermath, decide, rescheduling
from domain.commands import AnswerSurvey, Confirm, Move
from domain.plan import next_due, skipped_reminders
from domain.policy import Policy, Reminder
from domain.state import State
from domain.terms import Audience, NoticeKind, Outcome, Stage
from tests.domain.build import (
    AT,
    DAY,
    END,
    HOUR,
    NEW,
    SMS,
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
    told,
    until,
)
from tests.domain.pursued import PATIENT, PATIENT_POLICY

MINUTE = timedelta(minutes=1)
ANSWER = AnswerSurvey("survey-1", "candidate", Audience.CANDIDATE, 5, 5)


def answered(state: State, at: datetime) -> State:
    return aftermath.survey_answered(state, ANSWER, at).state


def reminders_early(rules: Policy, interviews: int) -> list[timedelta]:
    """How long before its time the first reminder of so many interviews leaves, once the invitation has arrived."""
    ids = [str(uuid5(NAMESPACE_OID, str(n))) for n in range(interviews)]
    arrived = [replace(invited(policy=rules, interview_id=id), pursuits=[]) for id in ids]
    return [START - DAY - at for state in arrived if (at := due(state).at) is not None]


def rungs(*minutes: int, grace: int = 15) -> list[Reminder]:
    return [Reminder(m, grace) for m in minutes]


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


# The reminder ladder (R16).


def test_a_reminder_is_useful_for_its_grace_and_never_beyond_the_start() -> None:
    assert due(invited()).until == START - DAY + 120 * MINUTE
    short = invited(policy=policy(reminders=[Reminder(10, 60)]))
    assert due(short).until == START


@pytest.mark.parametrize(
    ("ahead", "armed", "past"),
    [
        (timedelta(hours=24, microseconds=1), ["remind:1440", "remind:60"], []),
        (timedelta(hours=24), ["remind:60"], ["remind:1440"]),
        (timedelta(hours=1, microseconds=1), ["remind:60"], ["remind:1440"]),
        (timedelta(hours=1), [], ["remind:1440", "remind:60"]),
        (timedelta(0), [], ["remind:1440", "remind:60"]),
        (-timedelta(days=400), [], ["remind:1440", "remind:60"]),
    ],
)
def test_a_rung_that_had_passed_when_the_time_was_set_is_never_armed(
    ahead: timedelta, armed: list[str], past: list[str]
) -> None:
    state = invited(starts_at=AT + ahead)
    assert skipped_reminders(state) == past
    steps = []
    while due(state).step.startswith("remind"):
        steps.append(due(state).step)
        state = taken(state).state
    assert steps == armed


def test_offsets_are_the_organisations_own() -> None:
    ladder = policy(reminders=rungs(2880, 240, 30))
    state = invited(policy=ladder)
    seen = []
    while due(state).step.startswith("remind"):
        seen.append((due(state).step, due(state).at))
        state = taken(state).state
    assert seen == [(f"remind:{m}", START - m * MINUTE) for m in (2880, 240, 30)]


def test_reminders_of_interviews_on_the_same_hour_leave_within_the_minute_before_it() -> None:
    """A whole morning's interviews begin at ten sharp; each reminder has a moment of its own."""
    ladder = replace(PATIENT_POLICY, reminders=[Reminder(1440, 120, early_seconds=60)])
    early = reminders_early(ladder, 600)
    assert min(early) >= timedelta(0)
    assert max(early) < MINUTE
    busiest = Counter(one // timedelta(seconds=10) for one in early).most_common(1)
    assert busiest[0][1] < 150, "a hundred in ten seconds would be even"


@pytest.mark.parametrize("ahead", [timedelta(milliseconds=1), timedelta(seconds=20), MINUTE])
def test_who_is_booked_within_the_last_minute_is_reminded_to_the_second(ahead: timedelta) -> None:
    """Else the reminder would come together with the invitation."""
    ladder = replace(PATIENT_POLICY, reminders=[Reminder(1440, 120, 60)])
    state = invited(at=START - DAY - ahead, policy=ladder)
    assert (due(state).step, due(state).at) == ("remind:1440", START - DAY)
    assert skipped_reminders(state) == []
    assert due(state).until == START - DAY + 120 * MINUTE


@pytest.mark.parametrize(("hold", "most"), [(2, 60), (0.5, 30), (0, 0)])
def test_a_reminder_is_no_earlier_than_the_end_of_quiet_hours_is_waited_for(hold: float, most: float) -> None:
    """Else the one of 08:30 would go by mail because it left in the quiet minute before."""
    rules = replace(PATIENT, hold_minutes=hold)
    ladder = replace(PATIENT_POLICY, delivery=rules, reminders=[Reminder(1440, 120, early_seconds=60)])
    early = reminders_early(ladder, 200)
    assert max(early) <= timedelta(seconds=most)
    assert max(early) >= timedelta(seconds=most * 0.9)


def test_where_messages_are_not_followed_reminders_keep_their_second() -> None:
    assert due(invited(policy=policy(reminders=[Reminder(1440, 120, early_seconds=60)]))).at == START - DAY


def test_without_a_ladder_the_outcome_is_the_first_thing_asked() -> None:
    assert due(invited(policy=policy(reminders=[]))).step == "ask_outcome:0"


def test_of_two_rungs_that_overlap_only_the_later_is_still_useful() -> None:
    """After an outage both are due at once; the longer one must not go out in a heap with the shorter one."""
    state = invited(policy=policy(reminders=rungs(120, 60, grace=120)))
    assert due(state).until == START - 60 * MINUTE
    back = START - 50 * MINUTE
    first = aftermath.stepped(state, due(state), back)
    second = aftermath.stepped(first.state, due(first.state), back)
    assert told(first) == []
    assert told(second) == [(NoticeKind.REMINDER, SMS)]


def test_confirming_does_not_re_arm_a_reminder() -> None:
    state = until(invited(), "remind:60")
    later = decide.confirmed(state, Confirm("c", "candidate", Audience.CANDIDATE), START - 20 * HOUR).state
    assert due(later).step == "remind:60"


def test_moving_re_arms_the_whole_ladder_for_the_new_time() -> None:
    state = until(invited(), "ask_outcome:0")
    moved = rescheduling.moved_directly(state, Move("m", "zhangsan", NEW), START - MINUTE).state
    assert (due(moved).step, due(moved).at) == ("remind:1440", NEW - DAY)


def test_moving_to_an_earlier_time_arms_only_what_is_still_ahead() -> None:
    earlier = AT + 5 * HOUR
    moved = rescheduling.moved_directly(invited(), Move("m", "zhangsan", earlier), AT).state
    assert (due(moved).step, due(moved).at) == ("remind:60", earlier - HOUR)
    assert skipped_reminders(moved) == ["remind:1440"]


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("America/New_York", "2027-03-14T09:00"),
        ("America/New_York", "2026-11-01T01:30"),
        ("Europe/Berlin", "2027-03-28T03:00"),
        ("Australia/Lord_Howe", "2026-10-04T09:00"),
        ("Asia/Kathmandu", "2026-12-04T09:00"),
    ],
)
def test_a_reminder_comes_its_hours_before_the_start_also_when_clocks_change(zone: str, local: str) -> None:
    starts_at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    state = invited(at=starts_at - 10 * DAY, starts_at=starts_at, timezone=zone)
    at = due(state).at
    assert at is not None
    assert starts_at - at == DAY


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
