"""Whatever providers do to a message, in whatever order: it ends in time, nothing repeats without a reason, somebody is told (P1, P2)."""

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain import decide
from domain.policy import Policy
from domain.terms import Audience, Channel, NoticeState
from tests.domain.build import AT, EMAIL, INBOX, SMS, START, cancel, invited
from tests.domain.pursued import FOLLOWED, PATIENT_POLICY, Message

MINUTE = timedelta(minutes=1)
FATES = st.sampled_from(
    [
        (NoticeState.INTENT, {}),
        (NoticeState.ACCEPTED, {}),
        (NoticeState.REFUSED, {"detail": "http_400"}),
        (NoticeState.FAILED, {"detail": "bounce_550"}),
        (NoticeState.UNKNOWN, {}),
        (NoticeState.UNKNOWN, {"looked": "not_found"}),
        (NoticeState.UNKNOWN, {"looked": "cannot_say"}),
        (NoticeState.SKIPPED, {"detail": "rule:opted_out"}),
        (NoticeState.SKIPPED, {"detail": "rule:quiet_hours", "retry_at": AT + timedelta(hours=9)}),
        (NoticeState.SKIPPED, {"detail": "rule:per_number_cap", "retry_at": AT + timedelta(minutes=1)}),
        (NoticeState.ACCEPTED, {"looked": "found", "looked_at": START}),
    ]
)
REACHES = st.sampled_from([[SMS, EMAIL, INBOX], [SMS, INBOX], [EMAIL, INBOX]])
# As before patience was introduced, and with it.
POLICIES = st.sampled_from([FOLLOWED, PATIENT_POLICY])
AHEAD = st.integers(min_value=1, max_value=60 * 72).map(lambda minutes: START - minutes * MINUTE)


def lead(message: Message, fates: list[tuple[NoticeState, dict[str, object]]]) -> int:
    """Give every new notice the next fate, look when the plan says so, until the message is followed no more; how many looks."""
    met: set[str] = set()
    looks = 0
    while message.open:
        for id, channel in message.channels.items():
            if id not in met and channel is not Channel.PHONE:
                state, more = fates[len(met) % len(fates)]
                generation = [i for i, c in message.channels.items() if c is channel].index(id) + 1
                message.becomes(channel, state, message.changes[-1].at, generation, **more)
                met.add(id)
        due = message.state.pursuits[0].check_at
        if due is None:
            break
        message.look(due)
        looks += 1
        assert not message.open or message.state.pursuits[0].check_at is None or message.next_look > due
        assert looks < 100
    return looks


@given(st.lists(FATES, min_size=1, max_size=8), REACHES, AHEAD, POLICIES)
@settings(max_examples=300)
def test_a_cancellation_nobody_received_always_ends_with_a_call_and_a_record(
    fates: list[tuple[NoticeState, dict[str, object]]], reach: list[Channel], at: object, policy: Policy
) -> None:
    state = invited(policy=policy, reach=reach)
    message = Message.of(decide.cancelled(state, cancel("E_REQ_FROZEN"), at), "cancelled")  # type: ignore[arg-type]
    lead(message, fates)
    assert not message.open
    calls = [id for id, channel in message.channels.items() if channel is Channel.PHONE]
    assert len(calls) == 1
    assert message.changes[-1].closes == calls
    given_up = [one.notice for one in message.changes[-1].decisions if one.decision == "given_up"]
    assert given_up[-1:] == calls


@given(st.lists(FATES, min_size=1, max_size=8), REACHES, AHEAD, POLICIES)
@settings(max_examples=300)
def test_no_channel_carries_a_message_twice_without_a_decision(
    fates: list[tuple[NoticeState, dict[str, object]]], reach: list[Channel], at: object, policy: Policy
) -> None:
    state = invited(policy=policy, reach=reach)
    message = Message.of(decide.cancelled(state, cancel("E_REQ_FROZEN"), at), "cancelled")  # type: ignore[arg-type]
    lead(message, fates)
    sent = [n for change in message.changes for n in change.notices if n.audience is Audience.CANDIDATE]
    assert all(notice.after and notice.because for notice in sent if notice.generation > 1)
    assert max(notice.generation for notice in sent) <= 5
    assert max(Counter(notice.key for notice in sent).values()) == 1
    keys = [change.key for change in message.changes]
    assert len(set(keys)) == len(keys)
    once_more = ("sent_again", "sent_when_allowed")
    again = [one for change in message.changes for one in change.decisions if one.decision in once_more]
    assert len(again) == sum(notice.generation > 1 for notice in sent)
