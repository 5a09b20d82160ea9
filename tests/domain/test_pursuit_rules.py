"""A message in pursuit that a channel rule stops: it waits for the rule to pass, or takes the next channel."""

from dataclasses import replace
from datetime import timedelta

from domain.terms import NoticeKind, NoticeState
from tests.domain.build import AT, EMAIL, HOUR, INBOX, SMS, START
from tests.domain.pursued import FOLLOWED, PATIENT_POLICY, RULES, cancellation, invitation, used

MINUTE = timedelta(minutes=1)
UNKNOWN, SKIPPED = NoticeState.UNKNOWN, NoticeState.SKIPPED


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
