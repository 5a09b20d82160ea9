"""The reminder ladder (R16): when each rung is due, which ones are armed, and what becomes of those that come too late."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

import pytest

from domain import aftermath, decide, rescheduling
from domain.commands import Confirm, Move
from domain.plan import skipped_reminders
from domain.policy import Policy, Reminder
from domain.terms import Audience, NoticeKind
from tests.domain.build import AT, DAY, HOUR, NEW, SMS, START, due, invited, policy, taken, told, until
from tests.domain.pursued import PATIENT, PATIENT_POLICY

MINUTE = timedelta(minutes=1)


def reminders_early(rules: Policy, interviews: int) -> list[timedelta]:
    """How long before its time the first reminder of so many interviews leaves, once the invitation has arrived."""
    ids = [str(uuid5(NAMESPACE_OID, str(n))) for n in range(interviews)]
    arrived = [replace(invited(policy=rules, interview_id=id), pursuits=[]) for id in ids]
    return [START - DAY - at for state in arrived if (at := due(state).at) is not None]


def rungs(*minutes: int, grace: int = 15) -> list[Reminder]:
    return [Reminder(m, grace) for m in minutes]


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
