"""P2: a provider that took a notice and never reported is asked about it, before anything else is sent or anybody called."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.terms import Channel, NoticeState
from tests.domain.build import AT, EMAIL, HOUR, SMS
from tests.domain.pursued import PATIENT, PATIENT_POLICY, cancellation, invitation, step_with_news, used

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
PHONE = Channel.PHONE
ACCEPTED, DELIVERED = NoticeState.ACCEPTED, NoticeState.DELIVERED
UNKNOWN, SKIPPED = NoticeState.UNKNOWN, NoticeState.SKIPPED


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
