"""Which notices a step sends: channels by policy and reach, the inbox as the last resort, deadlines, and what has gone out of date."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import decide, rescheduling
from domain.commands import Move
from domain.outgoing import queued, to_candidate, to_staff, true_in, without_stale
from domain.policy import Reminder
from domain.state import LIVE, State
from domain.terms import Audience, Channel, NoticeKind, Stage
from tests.domain.build import (
    AT,
    DAY,
    EMAIL,
    HOUR,
    INBOX,
    NEW,
    SMS,
    START,
    asking,
    cancel,
    cancelled,
    ended,
    invited,
    offering,
    policy,
    scheduled,
    taken,
    until,
)

MINUTE = timedelta(minutes=1)
BOTH = [SMS, EMAIL, INBOX]


def channels(state: State, kind: NoticeKind, wanted: list[Channel] | None = None) -> list[Channel]:
    return [notice.channel for notice in to_candidate(state, kind, "step", wanted)]


@pytest.mark.parametrize(
    ("kind", "reach", "used"),
    [
        (NoticeKind.INVITE, BOTH, [EMAIL]),
        (NoticeKind.INVITE, [SMS, INBOX], [SMS]),
        (NoticeKind.CANCELLED, BOTH, [SMS, EMAIL, INBOX]),
        (NoticeKind.CANCELLED, [EMAIL, INBOX], [EMAIL, INBOX]),
        (NoticeKind.CONFIRM_REQUEST, [EMAIL, INBOX], [EMAIL]),
        (NoticeKind.SURVEY, [SMS, INBOX], [INBOX]),
        (NoticeKind.INVITE, [INBOX], [INBOX]),
    ],
)
def test_policy_and_reach_decide_and_the_inbox_is_the_last_resort(
    kind: NoticeKind, reach: list[Channel], used: list[Channel]
) -> None:
    assert channels(invited(reach=reach), kind) == used


@pytest.mark.parametrize(
    ("wanted", "used"),
    [
        ([SMS], [SMS]),
        ([INBOX], [INBOX]),
        ([EMAIL, SMS], [EMAIL, SMS]),
        ([SMS, SMS, EMAIL, SMS], [SMS, EMAIL]),
        (BOTH, BOTH),
    ],
)
def test_channels_named_by_the_recruiter_are_used_once_each(wanted: list[Channel], used: list[Channel]) -> None:
    assert channels(invited(), NoticeKind.CANCELLED, wanted) == used


def test_of_the_named_channels_only_those_that_reach_are_used() -> None:
    assert channels(invited(reach=[EMAIL, INBOX]), NoticeKind.CANCELLED, [SMS, EMAIL]) == [EMAIL]


@pytest.mark.parametrize("kind", [NoticeKind.CANCELLED, NoticeKind.MOVED])
@pytest.mark.parametrize(
    ("reach", "used"), [([SMS, INBOX], [SMS, INBOX]), ([EMAIL, INBOX], [EMAIL, INBOX]), ([INBOX], [INBOX])]
)
def test_what_must_arrive_takes_any_channel_that_reaches_when_the_policys_own_do_not(
    kind: NoticeKind, reach: list[Channel], used: list[Channel]
) -> None:
    """P1: nobody travels to an interview that is off because the policy named a channel they do not have."""
    for chains in ({}, {kind: [[INBOX]]}):
        assert channels(invited(reach=reach, policy=policy(channels=chains)), kind) == used


def test_staff_are_told_in_the_inbox() -> None:
    (notice,) = to_staff(invited(), NoticeKind.OUTCOME_WANTED, "ask", Audience.HROPS)
    assert (notice.audience, notice.channel, notice.skipped) == (Audience.HROPS, INBOX, None)


def test_only_what_a_provider_carries_is_queued() -> None:
    state = replace(invited(), outbox=[])
    notices = [*to_candidate(state, NoticeKind.CANCELLED, "cancelled"), *to_staff(state, NoticeKind.MISSED_YOU, "x")]
    skipped = to_candidate(state, NoticeKind.REMINDER, "remind:60", skipped="too_late")
    after = queued(state, [*notices, *skipped], AT)
    assert [(ref.channel, ref.kind) for ref in after.outbox] == [
        (SMS, NoticeKind.CANCELLED),
        (EMAIL, NoticeKind.CANCELLED),
    ]
    assert queued(state, skipped, AT) is state


# Until when a send is worth a retry.


@pytest.mark.parametrize(
    ("kind", "starts_at", "deadline"),
    [
        (NoticeKind.INVITE, AT + 10 * DAY, AT + DAY),
        (NoticeKind.INVITE, AT + 3 * HOUR, AT + 3 * HOUR),
        (NoticeKind.INVITE, AT + MINUTE, AT + 5 * MINUTE),
        (NoticeKind.MOVED, AT - HOUR, AT + 5 * MINUTE),
        (NoticeKind.MOVED, AT + 2 * HOUR, AT + 2 * HOUR),
        (NoticeKind.CANCELLED, AT + MINUTE, AT + DAY),
        (NoticeKind.CANCELLED, AT - HOUR, AT + DAY),
        (NoticeKind.SURVEY, AT - DAY, AT + DAY),
        (NoticeKind.MISSED_YOU, AT - HOUR, AT + DAY),
    ],
)
def test_what_speaks_of_the_coming_interview_ends_with_its_start(
    kind: NoticeKind, starts_at: datetime, deadline: datetime
) -> None:
    state = scheduled(starts_at=starts_at, stage=Stage.INVITED)
    (ref, *_) = queued(state, to_candidate(state, kind, "step"), AT).outbox
    assert ref.deadline == deadline


@pytest.mark.parametrize(
    ("step", "sent_at", "deadline"),
    [
        ("remind:1440", START - DAY, START - DAY + 120 * MINUTE),
        ("remind:60", START - HOUR, START - 40 * MINUTE),
        ("remind:60", START - 40 * MINUTE, START - 35 * MINUTE),
    ],
)
def test_a_reminder_that_a_provider_holds_up_is_given_up_when_its_grace_is_over(
    step: str, sent_at: datetime, deadline: datetime
) -> None:
    """An outage must not end with yesterday's and this hour's reminder arriving together."""
    state = until(invited(), step)
    (ref, *_) = queued(replace(state, outbox=[]), to_candidate(state, NoticeKind.REMINDER, step), sent_at).outbox
    assert ref.deadline == deadline


def test_no_ladder_no_grace() -> None:
    ladder = [Reminder(30, 500)]
    state = until(invited(policy=policy(reminders=ladder)), "remind:30")
    assert taken(state).state.outbox[-1].deadline == START


# What has gone out of date.

EVER = list(Stage)


@pytest.mark.parametrize(
    ("state", "kind", "stages"),
    [
        (invited(), NoticeKind.INVITE, LIVE),
        (invited(), NoticeKind.REMINDER, LIVE),
        (invited(), NoticeKind.REQUEST_DECLINED, LIVE),
        (cancelled(), NoticeKind.REQUEST_DECLINED, (Stage.CANCELLED, Stage.RESCHEDULE_REQUESTED, Stage.CLOSED)),
        (cancelled(), NoticeKind.CANCELLED, (Stage.CANCELLED, Stage.RESCHEDULE_REQUESTED, Stage.CLOSED)),
        (asking(invited()), NoticeKind.REQUEST_RECEIVED, (Stage.RESCHEDULE_REQUESTED,)),
        (offering(invited(), NEW), NoticeKind.OPTIONS_OFFERED, (Stage.RESCHEDULE_REQUESTED,)),
        (ended(), NoticeKind.SURVEY, EVER),
    ],
)
def test_every_notice_carries_the_stages_in_which_it_is_true(
    state: State, kind: NoticeKind, stages: tuple[Stage, ...]
) -> None:
    assert set(true_in(state, kind)) == set(stages)


def test_a_cancellation_calls_back_the_unsent_invitation() -> None:
    state = invited()
    assert [ref.kind for ref in state.outbox] == [NoticeKind.INVITE]
    after = decide.cancelled(state, cancel(), AT).state
    assert {ref.kind for ref in after.outbox} == {NoticeKind.CANCELLED}


def test_a_move_calls_back_everything_said_about_the_old_time() -> None:
    state = until(invited(), "remind:60")
    after = rescheduling.moved_directly(state, Move("m", "zhangsan", NEW), START - 2 * HOUR).state
    assert {(ref.kind, ref.revision) for ref in after.outbox} == {(NoticeKind.MOVED, 2)}


def test_a_revival_calls_back_the_unsent_cancellation_notice() -> None:
    after = rescheduling.moved_directly(cancelled(), Move("m", "zhangsan", NEW), AT).state
    assert {ref.kind for ref in after.outbox} == {NoticeKind.MOVED}


def test_an_unsent_cancellation_notice_stays_while_another_time_is_asked_for_and_after_closing() -> None:
    waiting = asking(cancelled())
    assert NoticeKind.CANCELLED in {ref.kind for ref in waiting.outbox}
    assert without_stale(replace(waiting, stage=Stage.CLOSED)).outbox != []


def test_an_offer_that_was_withdrawn_before_it_left_is_not_sent() -> None:
    state = offering(invited(), NEW)
    assert NoticeKind.OPTIONS_OFFERED in {ref.kind for ref in state.outbox}
    lapsed = without_stale(replace(state, stage=Stage.INVITED, request=None))
    assert NoticeKind.OPTIONS_OFFERED not in {ref.kind for ref in lapsed.outbox}
