"""P2: a send of which nobody knows whether it left is asked about, then decided by its kind; nothing repeats in silence."""

from dataclasses import replace
from datetime import timedelta

from domain import aftermath
from domain.plan import Due
from domain.terms import NoticeState
from tests.domain.build import AT, EMAIL, HOUR, INBOX, SMS, START, invited
from tests.domain.pursued import FOLLOWED, Message, cancellation, invitation, used

MINUTE = timedelta(minutes=1)
ACCEPTED, FAILED, UNKNOWN = NoticeState.ACCEPTED, NoticeState.FAILED, NoticeState.UNKNOWN


def test_an_unknown_send_waits_for_its_receipt_then_the_provider_is_asked() -> None:
    """P2: lines 1 and 6 of the guide's table look the same to us; only the provider can tell them apart."""
    message = invitation()
    message.becomes(EMAIL, UNKNOWN, AT, detail="read_timeout")
    assert message.look(AT + timedelta(seconds=1)) == []
    assert message.state.asking == []
    assert message.next_look == AT + 2 * MINUTE
    assert message.look_when_due() == []
    assert [ref.channel for ref in message.state.asking] == [EMAIL]


def test_a_must_that_the_provider_does_not_have_is_sent_again_by_decision_once() -> None:
    message = invitation()
    message.becomes(EMAIL, UNKNOWN, AT, detail="read_timeout")
    message.look(AT + 2 * MINUTE)
    message.becomes(EMAIL, UNKNOWN, AT, looked="not_found")
    [again] = message.look(AT + 3 * MINUTE)
    assert (again.channel, again.generation, again.because) == (EMAIL, 2, "unknown:not_found")
    assert again.after == message.changes[0].notices[0].id
    assert message.decided == [("sent_again", "unknown:not_found")]
    message.becomes(EMAIL, UNKNOWN, AT + 3 * MINUTE, generation=2, detail="read_timeout")
    message.look(AT + 6 * MINUTE)
    message.becomes(EMAIL, UNKNOWN, AT + 3 * MINUTE, generation=2, looked="not_found")
    assert used(message.look(AT + 7 * MINUTE)) == [(SMS, "unknown:not_found")]
    assert [decision for decision, _ in message.decided] == ["sent_again", "not_sent_again", "next_channel"]


def test_a_send_that_the_provider_has_is_unknown_no_more() -> None:
    message = invitation()
    message.becomes(EMAIL, UNKNOWN, AT)
    message.look(AT + 2 * MINUTE)
    message.becomes(EMAIL, ACCEPTED, AT, looked="found")
    assert message.look(AT + 3 * MINUTE) == []
    assert message.decided == []


def test_a_reminder_that_may_have_left_is_not_repeated_on_its_channel() -> None:
    state = replace(invited(policy=FOLLOWED, reach=[SMS, EMAIL, INBOX]), pursuits=[])
    step = Due("remind:60", START - HOUR, START - 40 * MINUTE)
    message = Message.of(aftermath.stepped(state, step, START - HOUR), "remind:60")
    message.becomes(SMS, UNKNOWN, START - HOUR)
    message.look(START - 58 * MINUTE)
    message.becomes(SMS, UNKNOWN, START - HOUR, looked="cannot_say")
    assert used(message.look(START - 57 * MINUTE)) == [(EMAIL, "unknown:cannot_say")]
    assert message.decided[0] == ("not_sent_again", "unknown:cannot_say")


def test_a_provider_that_never_answers_the_question_counts_as_not_knowing() -> None:
    message = invitation()
    message.becomes(EMAIL, UNKNOWN, AT)
    message.look(AT + 2 * MINUTE)
    [again] = message.look_when_due()
    assert (again.channel, again.because) == (EMAIL, "unknown:no_answer")


def test_news_of_another_channel_does_not_cut_short_the_question() -> None:
    """P2: after an outage the attempt is old; what its provider says is waited for all the same."""
    message = cancellation()
    message.becomes(SMS, UNKNOWN, AT, detail="interrupted")
    message.becomes(EMAIL, ACCEPTED, AT)
    message.look(AT + HOUR)
    assert [ref.channel for ref in message.state.asking] == [SMS]
    message.becomes(EMAIL, FAILED, AT, detail="bounce_550")
    assert message.look(AT + HOUR + timedelta(seconds=1)) == []
    message.becomes(SMS, UNKNOWN, AT, looked="not_found")
    assert used(message.look(AT + HOUR + timedelta(seconds=9))) == [(SMS, "unknown:not_found")]
