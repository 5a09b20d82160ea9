"""P1, P2: a message is followed until it has arrived; what fails goes on, what is unknown is asked about, nothing repeats in silence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import decide
from domain.terms import NoticeState
from tests.domain.build import AT, DAY, EMAIL, HOUR, SMS, START, cancel, invited, policy
from tests.domain.pursued import (
    FOLLOWED,
    PATIENT_POLICY,
    RULES,
    Message,
    cancellation,
    invitation,
    next_due,
    step_with_news,
    used,
)

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
ACCEPTED, DELIVERED, FAILED = NoticeState.ACCEPTED, NoticeState.DELIVERED, NoticeState.FAILED
REFUSED = NoticeState.REFUSED
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


def test_one_of_two_channels_is_enough() -> None:
    message = cancellation()
    message.becomes(SMS, FAILED, AT, detail="twilio_30005")
    message.becomes(EMAIL, ACCEPTED, AT)
    assert message.look(AT + MINUTE) == []
    message.becomes(EMAIL, DELIVERED, AT)
    assert message.look_when_due() == []
    assert not message.open


def test_a_channel_that_the_recruiter_left_out_is_used_when_theirs_fails() -> None:
    state = invited(policy=FOLLOWED)
    decision = decide.cancelled(state, cancel("E_REQ_FROZEN", channels=[SMS]), AT)
    message = Message.of(decision, "cancelled")
    message.becomes(SMS, FAILED, AT, detail="twilio_30005")
    assert used(message.look(AT)) == [(EMAIL, "twilio_30005")]


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
