"""P1, P2: a message is followed until it has arrived; what fails goes on, what is unknown is asked about, nothing repeats in silence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import decide, rescheduling
from domain.commands import Acknowledge, Confirm, Decline, Move
from domain.outgoing import due_by
from domain.pursuit import pursued
from domain.terms import Audience, Channel, NoticeKind, NoticeState
from tests.domain.build import AT, DAY, EMAIL, HOUR, INBOX, NEW, SMS, START, asking, cancel, invited, policy, refusal
from tests.domain.pursued import (
    FOLLOWED,
    PATIENT,
    PATIENT_POLICY,
    RULES,
    Message,
    cancellation,
    invitation,
    next_due,
    staff,
    step_with_news,
    used,
)

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
PHONE = Channel.PHONE
ACCEPTED, DELIVERED, FAILED = NoticeState.ACCEPTED, NoticeState.DELIVERED, NoticeState.FAILED
REFUSED, UNKNOWN, SKIPPED = NoticeState.REFUSED, NoticeState.UNKNOWN, NoticeState.SKIPPED
ATTEMPTING = NoticeState.ATTEMPTING


def test_a_message_that_was_delivered_costs_one_look_and_writes_nothing() -> None:
    message = invitation()
    assert message.next_look == AT + 120 * MINUTE
    message.becomes(EMAIL, DELIVERED, AT)
    assert message.look_when_due() == []
    assert not message.open
    assert len(message.changes) == 1


def test_a_mail_that_bounced_gives_way_to_the_text_message_at_once() -> None:
    message = invitation()
    message.becomes(EMAIL, FAILED, AT, detail="bounce_550")
    assert used(message.look(AT + MINUTE)) == [(SMS, "bounce_550")]
    assert message.decided == [("next_channel", "bounce_550")]
    message.becomes(SMS, DELIVERED, AT + MINUTE)
    assert message.look_when_due() == []
    assert not message.open


@pytest.mark.parametrize(("ahead", "wait"), [(3 * DAY, 120), (20 * HOUR, 10)])
def test_what_is_not_delivered_in_time_gives_way_sooner_when_the_interview_is_near(ahead: timedelta, wait: int) -> None:
    message = invitation(START - ahead)
    message.becomes(EMAIL, ACCEPTED, START - ahead)
    assert message.look(START - ahead + (wait - 1) * MINUTE) == []
    assert message.next_look == START - ahead + wait * MINUTE
    assert used(message.look_when_due()) == [(SMS, "not_delivered_in_time")]


def test_a_provider_that_is_down_for_long_is_given_up_for_the_next_channel() -> None:
    """The mail that never left is called back, so that it does not come hours later."""
    message = invitation(START - 5 * HOUR)
    assert [ref.channel for ref in message.state.outbox] == [EMAIL]
    assert used(message.look_when_due()) == [(SMS, "not_sent_in_time")]
    assert [ref.channel for ref in message.state.outbox] == [SMS]


def test_what_no_worker_could_send_is_tried_before_it_gives_way() -> None:
    """Workers were away for an hour: the first look after it comes before the mail has had its first try."""
    message = invitation(START - 5 * HOUR, policy=PATIENT_POLICY)
    back = message.next_look + HOUR
    assert message.look(back) == []
    assert message.look(back + SECOND) == [], "news of something else takes nothing away from its time"
    assert [ref.channel for ref in message.state.outbox] == [EMAIL]
    assert message.next_look == back + 2 * MINUTE
    late = message.look(message.next_look + HOUR)
    assert used(late) == [(SMS, "not_sent_in_time")], "it had its time, and has it once"


def test_a_send_that_has_only_just_begun_when_workers_are_back_is_not_overtaken() -> None:
    """P2: else the mail is called back in flight, and the text message is the second one to arrive."""
    message = invitation(START - 5 * HOUR, policy=PATIENT_POLICY)
    back = message.next_look + HOUR
    message.becomes(EMAIL, ATTEMPTING, back - timedelta(milliseconds=200))
    assert message.look(back) == []
    assert used(message.look_when_due()) == [(SMS, "not_sent_in_time")]


@pytest.mark.parametrize("state", [NoticeState.INTENT, NoticeState.ATTEMPTING])
def test_what_was_tried_in_vain_all_the_time_gives_way_when_its_time_is_over(state: NoticeState) -> None:
    message = invitation(START - 5 * HOUR, policy=PATIENT_POLICY)
    message.becomes(EMAIL, state, message.next_look - 5 * MINUTE)
    assert used(message.look_when_due()) == [(SMS, "not_sent_in_time")]


def test_one_channel_s_refusal_does_not_end_the_time_of_the_other() -> None:
    """P1: else somebody is called although the mail is about to leave."""
    message = cancellation(policy=PATIENT_POLICY)
    back = message.next_look + HOUR
    assert message.look(back) == []
    message.becomes(SMS, REFUSED, back, detail="twilio_21610")
    assert message.look(back + SECOND) == []


def test_a_provider_that_took_a_notice_and_never_reported_is_asked_before_anything_else_is_sent() -> None:
    """Its receipts cannot reach us: nobody is told twice or called because of that."""
    message = invitation(policy=PATIENT_POLICY)
    message.becomes(EMAIL, ACCEPTED, AT)
    assert message.look_when_due() == []
    assert [ref.channel for ref in message.state.asking] == [EMAIL]
    assert message.look(AT + 120 * MINUTE + 5 * SECOND) == [], "the answer is not there yet"
    assert message.next_look == AT + 121 * MINUTE
    message.becomes(EMAIL, DELIVERED, AT, looked="found")
    assert message.look(AT + 120 * MINUTE + 9 * SECOND) == []
    assert not message.open


@pytest.mark.parametrize("looked", ["found", "cannot_say", ""])
def test_a_provider_that_knows_no_more_than_that_it_took_it_holds_nothing_up(looked: str) -> None:
    message = invitation(policy=PATIENT_POLICY)
    message.becomes(EMAIL, ACCEPTED, AT)
    asked = message.next_look
    assert message.look(asked) == []
    message.becomes(EMAIL, ACCEPTED, AT, looked=looked, looked_at=asked + SECOND if looked else None)
    after = message.look(asked + (5 * SECOND if looked else MINUTE))
    assert used(after) == [(SMS, "not_delivered_in_time")]


def test_an_answer_that_comes_after_its_minute_still_counts() -> None:
    """The text message was stopped and somebody is to call, when the provider says that the mail had arrived."""
    message = invitation(policy=PATIENT_POLICY)
    message.becomes(EMAIL, ACCEPTED, AT)
    asked = message.next_look
    message.look(asked)
    assert used(message.look(asked + MINUTE)) == [(SMS, "not_delivered_in_time")]
    message.becomes(SMS, SKIPPED, asked, detail="rule:opted_out")
    assert used(message.look(asked + 2 * MINUTE)) == [(PHONE, "no_channel_left")]
    [mail] = [id for id, channel in message.channels.items() if channel is EMAIL]
    assert step_with_news(message.state, {mail}) == "pursue:invite"
    message.becomes(EMAIL, DELIVERED, AT, looked="found")
    assert message.look(asked + 6 * MINUTE) == []
    assert not message.open


def test_what_was_found_when_its_sending_was_in_doubt_is_asked_about_again_whether_it_arrived() -> None:
    message = invitation(policy=PATIENT_POLICY)
    message.becomes(EMAIL, UNKNOWN, AT)
    message.look(AT + 2 * MINUTE)
    message.becomes(EMAIL, ACCEPTED, AT, looked="found", looked_at=AT + 2 * MINUTE)
    assert message.look(AT + 3 * MINUTE) == []
    assert message.look_when_due() == []
    assert [(ref.channel, ref.question) for ref in message.state.asking] == [(EMAIL, 1), (EMAIL, 2)]
    assert used(message.look_when_due()) == [(SMS, "not_delivered_in_time")]


def test_who_is_told_no_other_way_need_not_be_asked_about() -> None:
    """A reminder has no call after it."""
    message = cancellation(policy=replace(PATIENT_POLICY, delivery=replace(PATIENT, phone=[])))
    for channel in (SMS, EMAIL):
        message.becomes(channel, ACCEPTED, AT)
    assert message.look(AT + 3 * HOUR) == []
    assert message.state.asking == []


def test_a_repetition_that_a_rule_held_back_is_not_the_one_that_may_be_decided() -> None:
    """It went nowhere the first time: when nobody knows of the second, it is sent once more."""
    message = cancellation(reach=[SMS, INBOX], policy=PATIENT_POLICY)
    message.becomes(SMS, SKIPPED, AT, detail="rule:per_number_cap", retry_at=AT + MINUTE)
    message.look(AT)
    assert used(message.look_when_due()) == [(SMS, "rule:per_number_cap")]
    message.becomes(SMS, UNKNOWN, AT + MINUTE, 2, looked="not_found")
    message.look(AT + 4 * MINUTE)
    message.look(AT + 5 * MINUTE)
    assert message.decided[-1] == ("sent_again", "unknown:not_found")


def test_one_of_two_channels_is_enough() -> None:
    message = cancellation()
    message.becomes(SMS, FAILED, AT, detail="twilio_30005")
    message.becomes(EMAIL, ACCEPTED, AT)
    assert message.look(AT + MINUTE) == []
    message.becomes(EMAIL, DELIVERED, AT)
    assert message.look_when_due() == []
    assert not message.open


def test_when_every_channel_failed_somebody_has_to_call() -> None:
    """P1."""
    message = cancellation()
    message.becomes(SMS, REFUSED, AT, detail="twilio_21211")
    message.becomes(EMAIL, FAILED, AT, detail="bounce_550")
    notices = message.look(AT + MINUTE)
    assert used(notices) == [(PHONE, "no_channel_left")]
    assert staff(notices) == [(Audience.RECRUITER, NoticeKind.PHONE_WANTED)]
    assert message.open


def test_a_call_that_reached_the_candidate_ends_the_pursuit() -> None:
    message = cancellation()
    for channel in (SMS, EMAIL):
        message.becomes(channel, REFUSED, AT, detail="http_400")
    message.look(AT + MINUTE)
    message.becomes(PHONE, DELIVERED, AT + HOUR)
    assert message.look(AT + HOUR) == []
    assert not message.open
    assert message.changes[-1].closes == [i for i, c in message.channels.items() if c is PHONE]


def test_a_late_receipt_calls_the_phone_task_off() -> None:
    message = cancellation()
    for channel in (SMS, EMAIL):
        message.becomes(channel, ACCEPTED, AT)
    assert used(message.look_when_due()) == [(PHONE, "no_channel_left")]
    message.becomes(SMS, DELIVERED, AT + 3 * HOUR)
    message.look(AT + 3 * HOUR)
    assert not message.open
    assert len(message.changes[-1].closes) == 1


def test_close_to_the_start_everybody_hears_that_the_candidate_may_be_on_the_way() -> None:
    """候选人可能已在路上."""
    message = cancellation(START - 5 * HOUR)
    for channel in (SMS, EMAIL):
        message.becomes(channel, REFUSED, START - 5 * HOUR, detail="http_400")
    assert staff(message.look(START - 5 * HOUR + MINUTE)) == [(Audience.RECRUITER, NoticeKind.PHONE_WANTED)]
    assert message.next_look == START - 3 * HOUR
    alarms = message.look_when_due()
    assert staff(alarms) == [(who, NoticeKind.MAY_BE_COMING) for who in (Audience.RECRUITER, Audience.HROPS)]
    assert message.look(START - 2 * HOUR) == []
    assert message.next_look == START


def test_a_cancellation_inside_the_last_hours_alarms_at_once() -> None:
    message = cancellation(START - 2 * HOUR)
    for channel in (SMS, EMAIL):
        message.becomes(channel, REFUSED, START - 2 * HOUR, detail="http_400")
    kinds = [kind for _, kind in staff(message.look(START - 2 * HOUR + MINUTE))]
    assert kinds == [NoticeKind.PHONE_WANTED, NoticeKind.MAY_BE_COMING, NoticeKind.MAY_BE_COMING]


def test_after_the_start_nothing_is_chased_and_the_loss_is_on_record() -> None:
    message = cancellation(START - 5 * HOUR)
    for channel in (SMS, EMAIL):
        message.becomes(channel, REFUSED, START - 5 * HOUR, detail="http_400")
    message.look(START - 5 * HOUR)
    message.look(START)
    assert not message.open
    assert [one.notice for one in message.changes[-1].decisions] == message.changes[-1].closes != []


def test_a_call_does_not_stop_the_message_that_is_still_trying_to_leave() -> None:
    """P1: perhaps nobody answers the phone, and the provider comes back."""
    message = cancellation(START - 5 * HOUR, reach=[SMS, INBOX])
    assert used(message.look_when_due()) == [(PHONE, "no_channel_left")]
    assert [ref.channel for ref in message.state.outbox] == [SMS]


def test_what_a_rule_stops_takes_the_next_channel_with_the_rule_s_name() -> None:
    message = invitation(policy=replace(FOLLOWED, channels={**FOLLOWED.channels, NoticeKind.INVITE: [[SMS, EMAIL]]}))
    message.becomes(SMS, SKIPPED, AT, detail="rule:quiet_hours", retry_at=AT + 8 * HOUR)
    assert used(message.look(AT)) == [(EMAIL, "rule:quiet_hours")]


def test_quiet_hours_are_waited_for_when_there_is_no_other_channel() -> None:
    message = cancellation(reach=[SMS, INBOX])
    message.becomes(SMS, SKIPPED, AT, detail="rule:quiet_hours", retry_at=AT + 8 * HOUR)
    assert message.look(AT) == []
    assert message.next_look == AT + 8 * HOUR
    [again] = message.look_when_due()
    assert (again.channel, again.generation, again.because) == (SMS, 2, "rule:quiet_hours")
    assert message.decided == [("sent_when_allowed", "rule:quiet_hours")], "it had not been sent before"


def test_a_rule_that_passes_within_a_moment_is_waited_for_though_there_is_a_next_channel() -> None:
    """A reminder of the minute before 08:30 goes by SMS at 08:30, not by mail."""
    patient = replace(PATIENT_POLICY, channels={NoticeKind.INVITE: [[SMS, EMAIL]]})
    message = invitation(policy=patient)
    message.becomes(SMS, SKIPPED, AT, detail="rule:quiet_hours", retry_at=AT + MINUTE)
    assert message.look(AT) == []
    assert message.next_look == AT + MINUTE
    [again] = message.look_when_due()
    assert (again.channel, again.because) == (SMS, "rule:quiet_hours")
    message.becomes(SMS, SKIPPED, AT, 2, detail="rule:per_number_cap", retry_at=AT + 5 * MINUTE)
    assert used(message.look(AT + MINUTE)) == [(EMAIL, "rule:per_number_cap")], "that is too long to wait"


def test_a_rule_that_passes_only_when_the_message_is_useless_gives_way_to_the_next_channel() -> None:
    patient = replace(FOLLOWED, delivery=replace(RULES, hold_minutes=120), channels={NoticeKind.INVITE: [[SMS, EMAIL]]})
    message = invitation(START - 20 * MINUTE, policy=patient)
    message.becomes(SMS, SKIPPED, AT, detail="rule:quiet_hours", retry_at=START + HOUR)
    assert used(message.look(START - 20 * MINUTE))[0] == (EMAIL, "rule:quiet_hours")


def test_opted_out_everywhere_means_a_call() -> None:
    message = cancellation()
    for channel in (SMS, EMAIL):
        message.becomes(channel, SKIPPED, AT, detail="rule:opted_out")
    assert used(message.look(AT)) == [(PHONE, "no_channel_left")]


def test_the_candidate_s_own_cancellation_is_confirmed_but_not_chased() -> None:
    message = cancellation(code="C_SCHEDULE")
    pursuit = pursued(message.state, "cancelled")
    assert pursuit is not None
    assert pursuit.check_at is None
    assert not pursuit.by_phone


def test_a_channel_that_the_recruiter_left_out_is_used_when_theirs_fails() -> None:
    state = invited(policy=FOLLOWED)
    decision = decide.cancelled(state, cancel("E_REQ_FROZEN", channels=[SMS]), AT)
    message = Message.of(decision, "cancelled")
    message.becomes(SMS, FAILED, AT, detail="twilio_30005")
    assert used(message.look(AT)) == [(EMAIL, "twilio_30005")]


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


def test_a_life_does_not_close_while_somebody_has_still_to_be_told() -> None:
    message = cancellation()
    survey_done = replace(message.state, survey_answered=True, ended_at=AT)
    due = next_due(survey_done)
    assert due is not None
    assert due.step == "pursue:cancelled"


def test_lives_begun_before_this_existed_are_sent_once_and_not_followed() -> None:
    assert invited(policy=policy()).pursuits == []
    assert decide.cancelled(invited(policy=policy()), cancel("E_REQ_FROZEN"), AT).state.pursuits == []


def test_news_of_a_notice_brings_the_look_forward() -> None:
    message = invitation()
    [line] = message.state.pursuits[0].lines
    assert step_with_news(message.state, {line.notice}) == "pursue:invite"
    assert step_with_news(message.state, {"another"}) is None


def test_the_waits_are_the_organisation_s() -> None:
    quick = replace(FOLLOWED, delivery=replace(RULES, wait_minutes=5))
    message = invitation(policy=quick)
    assert message.next_look == AT + 5 * MINUTE
