"""P1: when no message arrives somebody has to call, and close to the start everybody hears that the candidate may be on the way."""

from datetime import timedelta

from domain.terms import Audience, Channel, NoticeKind, NoticeState
from tests.domain.build import AT, EMAIL, HOUR, INBOX, SMS, START
from tests.domain.pursued import cancellation, staff, used

MINUTE = timedelta(minutes=1)
PHONE = Channel.PHONE
ACCEPTED, DELIVERED, FAILED = NoticeState.ACCEPTED, NoticeState.DELIVERED, NoticeState.FAILED
REFUSED, SKIPPED = NoticeState.REFUSED, NoticeState.SKIPPED


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


def test_opted_out_everywhere_means_a_call() -> None:
    message = cancellation()
    for channel in (SMS, EMAIL):
        message.becomes(channel, SKIPPED, AT, detail="rule:opted_out")
    assert used(message.look(AT)) == [(PHONE, "no_channel_left")]
