"""What the candidate does themselves ends the pursuit of what they were sent; a new time begins another one."""

from dataclasses import replace
from datetime import timedelta

from domain import decide, rescheduling
from domain.commands import Acknowledge, Confirm, Decline, Move
from domain.outgoing import due_by
from domain.pursuit import pursued
from domain.terms import Audience, Channel, NoticeKind, NoticeState
from tests.domain.build import AT, DAY, EMAIL, HOUR, NEW, SMS, START, asking, invited, refusal
from tests.domain.pursued import FOLLOWED, Message, cancellation, invitation

MINUTE = timedelta(minutes=1)
PHONE = Channel.PHONE
ACCEPTED = NoticeState.ACCEPTED
REFUSED = NoticeState.REFUSED


def test_the_candidate_s_own_cancellation_is_confirmed_but_not_chased() -> None:
    message = cancellation(code="C_SCHEDULE")
    pursuit = pursued(message.state, "cancelled")
    assert pursuit is not None
    assert pursuit.check_at is None
    assert not pursuit.by_phone


def test_a_candidate_who_acts_has_read_what_was_sent() -> None:
    message = invitation()
    decision = decide.confirmed(message.state, Confirm("c1", "candidate", Audience.CANDIDATE), AT + MINUTE)
    assert decision.state.pursuits == []
    assert decision.change is not None
    assert decision.change.acknowledges


def test_an_acknowledged_cancellation_needs_no_call() -> None:
    message = cancellation()
    for channel in (SMS, EMAIL):
        message.becomes(channel, REFUSED, AT)
    message.look(AT)
    read = Acknowledge("a1", "candidate", Audience.CANDIDATE, 1)
    decision = decide.acknowledged(message.state, read, AT + HOUR)
    assert decision.state.pursuits == []
    assert decision.change is not None
    assert len(decision.change.closes) == 1
    assert decide.acknowledged(decision.state, replace(read, id="a2"), AT + HOUR).result == "already_acknowledged"
    assert refusal(decide.acknowledged, decision.state, replace(read, id="a3", revision=2), AT) == "moved-meanwhile"


def test_a_new_time_ends_the_pursuit_of_the_old_invitation_and_its_phone_task() -> None:
    message = invitation()
    message.becomes(EMAIL, REFUSED, AT)
    message.look(AT)
    message.becomes(SMS, REFUSED, AT)
    message.look(AT)
    decision = rescheduling.moved_directly(message.state, Move("m1", "zhangsan", NEW), AT + HOUR)
    assert [pursuit.step for pursuit in decision.state.pursuits] == ["moved"]
    assert decision.change is not None
    assert decision.change.closes == [i for i, c in message.channels.items() if c is PHONE]


def test_the_alarm_of_a_moved_interview_goes_by_the_time_the_candidate_knows() -> None:
    state = invited(policy=FOLLOWED)
    decision = rescheduling.moved_directly(state, Move("m1", "zhangsan", NEW), AT)
    [pursuit] = decision.state.pursuits
    assert pursuit.alarm_at == START - 3 * HOUR


def test_a_move_at_the_last_minute_is_in_a_hurry_however_far_the_new_time_is() -> None:
    """P1: the candidate sets out for the old one; a call after it would be too late."""
    at = START - HOUR
    decision = rescheduling.moved_directly(invited(policy=FOLLOWED), Move("m1", "zhangsan", START + 3 * DAY), at)
    message = Message.of(decision, "moved")
    for channel in (SMS, EMAIL):
        message.becomes(channel, ACCEPTED, at)
    assert message.next_look == at + 10 * MINUTE
    [call, *_] = message.look_when_due()
    assert (call.channel, call.because) == (PHONE, "no_channel_left")
    assert due_by(message.state, call, at + 10 * MINUTE) == START, "not the new time, days later"


def test_a_wish_declined_shortly_before_the_start_is_in_a_hurry_too() -> None:
    at = START - 2 * HOUR
    wishing = asking(invited(policy=FOLLOWED), at=at - MINUTE)
    decision = rescheduling.declined(wishing, Decline("d1", "zhangsan"), at)
    [pursuit] = [one for one in decision.state.pursuits if one.kind is NoticeKind.REQUEST_DECLINED]
    assert pursuit.check_at == at + 10 * MINUTE
