"""Receipts come repeated and in any order; where a notice stands after them must not depend on either."""

from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.receipts import SENDGRID, TWILIO, Receipt, detail, furthest, opts_out, proves
from domain.terms import NoticeState

NOTICE = UUID("9cbd002a-863c-5ed1-8904-5dc244ff84cf")
WORDS = {
    TWILIO: [
        "queued", "accepted", "scheduled", "sending", "sent", "delivered", "read", "undelivered", "failed", "canceled",
        "a_word_of_tomorrow",
    ],
    SENDGRID: [
        "processed", "deferred", "delivered", "open", "click", "bounce", "dropped", "blocked", "spamreport", "unsubscribe",
        "group_unsubscribe", "a_word_of_tomorrow",
    ],
}  # fmt: skip


def receipt(provider: str, status: str, code: str = "") -> Receipt:
    return Receipt(provider, f"{provider}:{status}", NOTICE, "id", status, code, datetime(2026, 11, 25, tzinfo=UTC))


ANY = st.sampled_from([receipt(provider, word) for provider, words in WORDS.items() for word in words])


@pytest.mark.parametrize(
    ("words", "proven"),
    [
        (["queued", "accepted", "scheduled", "sending", "sent", "a_word_of_tomorrow"], NoticeState.ACCEPTED),
        (["delivered", "read"], NoticeState.DELIVERED),
        (["undelivered", "failed", "canceled"], NoticeState.FAILED),
    ],
)
def test_what_each_word_of_twilio_proves(words: list[str], proven: NoticeState) -> None:
    assert {proves(receipt(TWILIO, word)) for word in words} == {proven}


@pytest.mark.parametrize(
    ("words", "proven"),
    [
        (["processed", "deferred", "a_word_of_tomorrow"], NoticeState.ACCEPTED),
        (["delivered", "open", "click", "spamreport", "unsubscribe", "group_unsubscribe"], NoticeState.DELIVERED),
        (["bounce", "dropped", "blocked"], NoticeState.FAILED),
    ],
)
def test_what_each_word_of_sendgrid_proves(words: list[str], proven: NoticeState) -> None:
    assert {proves(receipt(SENDGRID, word)) for word in words} == {proven}


@pytest.mark.parametrize("present", NoticeState)
def test_no_order_of_one_mails_story_ends_elsewhere(present: NoticeState) -> None:
    story = [receipt(SENDGRID, word) for word in ("processed", "deferred", "bounce", "delivered")]
    for told in permutations(story):
        assert furthest(present, told) is NoticeState.DELIVERED
    for told in permutations(story[:3]):
        ends = NoticeState.DELIVERED if present is NoticeState.DELIVERED else NoticeState.FAILED
        assert furthest(present, told) is ends


@given(present=st.sampled_from(NoticeState), told=st.lists(ANY, max_size=8), data=st.data())
def test_order_repeats_and_batches_do_not_matter(
    present: NoticeState, told: list[Receipt], data: st.DataObject
) -> None:
    at_once = furthest(present, told)
    again = data.draw(st.permutations([*told, *told]))
    one_by_one = present
    for one in again:
        one_by_one = furthest(one_by_one, [one])
    assert at_once is one_by_one
    cut = data.draw(st.integers(0, len(again)))
    assert furthest(furthest(present, again[:cut]), again[cut:]) is at_once


@given(present=st.sampled_from(NoticeState), told=st.lists(ANY, min_size=1, max_size=8))
def test_what_a_provider_has_is_never_sent_again(present: NoticeState, told: list[Receipt]) -> None:
    """The claim takes only an intent."""
    ends = furthest(present, told)
    assert ends in (NoticeState.ACCEPTED, NoticeState.FAILED, NoticeState.DELIVERED)
    assert ends is NoticeState.DELIVERED or present is not NoticeState.DELIVERED


@given(present=st.sampled_from(NoticeState))
def test_without_receipts_nothing_moves(present: NoticeState) -> None:
    assert furthest(present, []) is present


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (receipt(TWILIO, "undelivered", "30003"), "twilio_30003"),
        (receipt(TWILIO, "failed"), "twilio_failed"),
        (receipt(SENDGRID, "bounce", "550"), "bounce_550"),
        (receipt(SENDGRID, "dropped", "bounced_address"), "dropped_bounced_address"),
        (receipt(SENDGRID, "blocked"), "blocked"),
    ],
)
def test_why_a_notice_failed_is_a_code(told: Receipt, code: str) -> None:
    assert detail(told) == code


def test_who_wants_nothing_more() -> None:
    wishes = [receipt(SENDGRID, word) for word in ("spamreport", "unsubscribe", "group_unsubscribe")]
    wishes += [receipt(TWILIO, "failed", "21610"), receipt(SENDGRID, "dropped", "unsubscribed_address")]
    assert all(map(opts_out, wishes))
    others = [receipt(provider, word) for provider, words in WORDS.items() for word in words]
    assert {one.status for one in others if opts_out(one)} == {"spamreport", "unsubscribe", "group_unsubscribe"}
