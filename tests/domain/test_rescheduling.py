"""Asking for another time (R8): offers, wishes, approvals, and what happens when nobody decides; one live time throughout."""

from datetime import datetime, timedelta

import pytest

from domain import rescheduling
from domain.commands import Offer
from domain.state import State
from domain.terms import Audience, NoticeKind, Stage
from tests.domain.build import (
    AT,
    DAY,
    EMAIL,
    END,
    HOUR,
    NEW,
    SMS,
    START,
    approve,
    ask,
    asking,
    cancelled,
    change_of,
    confirmed,
    decline,
    due,
    invited,
    offering,
    refusal,
    staff_told,
    taken,
    told,
    until,
)

MINUTE = timedelta(minutes=1)
LATE = START - 23 * HOUR
MOVED = [(NoticeKind.MOVED, SMS), (NoticeKind.MOVED, EMAIL)]


# The recruiter offers times.


def test_offered_times_are_put_in_order_and_the_present_time_stands() -> None:
    decision = rescheduling.offered(confirmed(), Offer("offer-1", "zhangsan", [NEW + DAY, NEW]), AT)
    request = decision.state.request
    assert request is not None
    assert (request.by, request.options, request.prior) == (Audience.RECRUITER, [NEW, NEW + DAY], Stage.CONFIRMED)
    assert (decision.state.stage, decision.state.starts_at, decision.state.live) == (
        Stage.RESCHEDULE_REQUESTED,
        START,
        True,
    )
    assert told(decision) == [(NoticeKind.OPTIONS_OFFERED, EMAIL)]


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ([], "options-invalid"),
        ([NEW, NEW], "options-invalid"),
        ([NEW + n * HOUR for n in range(11)], "options-invalid"),
        ([AT], "options-invalid"),
        ([NEW, AT - DAY], "options-invalid"),
        ([NEW, START], "unchanged"),
        ([NEW, AT + 366 * DAY], "too-far-ahead"),
    ],
)
def test_times_that_cannot_be_chosen_are_not_offered(options: list[datetime], rule: str) -> None:
    assert refusal(rescheduling.offered, invited(), Offer("o", "zhangsan", options), AT) == rule


def test_a_picked_option_moves_the_interview_at_once_and_the_recruiter_is_told() -> None:
    decision = ask(offering(invited(), NEW, NEW + DAY), NEW + DAY)
    state = decision.state
    assert (decision.result, state.stage, state.revision, state.starts_at) == ("moved", Stage.INVITED, 2, NEW + DAY)
    assert told(decision) == MOVED
    assert staff_told(decision) == [(Audience.RECRUITER, NoticeKind.CANDIDATE_CONFIRMED)]


def test_inside_the_notice_hours_a_picked_option_waits_for_the_recruiter() -> None:
    decision = ask(offering(invited(), NEW), NEW, at=LATE)
    assert (decision.result, decision.state.revision) == ("requested", 1)
    assert approve(decision.state, at=LATE).state.starts_at == NEW


def test_a_picked_option_that_has_passed_is_refused() -> None:
    state = offering(invited(), AT + HOUR, NEW)
    assert refusal(ask, state, AT + HOUR, at=AT + HOUR) == "option-passed"


def test_another_time_than_the_offered_ones_waits_for_the_recruiter() -> None:
    decision = ask(offering(invited(), NEW), NEW + DAY)
    request = decision.state.request
    assert request is not None
    assert (decision.result, request.picked, request.options) == ("requested", NEW + DAY, [NEW])


# The candidate asks.


@pytest.mark.parametrize("target", [NEW, None])
def test_both_sides_hear_that_a_move_was_asked_for(target: datetime | None) -> None:
    decision = ask(invited(), target)
    assert told(decision) == [(NoticeKind.REQUEST_RECEIVED, EMAIL)]
    assert staff_told(decision) == [(Audience.RECRUITER, NoticeKind.APPROVAL_WANTED)]


@pytest.mark.parametrize(
    ("target", "rule"),
    [(AT, "option-passed"), (AT - DAY, "option-passed"), (START, "unchanged"), (AT + 366 * DAY, "too-far-ahead")],
)
def test_a_time_nobody_can_keep_is_not_asked_for(target: datetime, rule: str) -> None:
    assert refusal(ask, invited(), target) == rule


@pytest.mark.parametrize("target", [NEW, None])
def test_asking_again_for_the_same_is_one_wish_and_does_not_put_off_the_recruiters_reminder(
    target: datetime | None,
) -> None:
    waiting = asking(invited(), target)
    again = ask(waiting, target, at=AT + 3 * HOUR)
    assert (again.result, again.change) == ("already_requested", None)
    assert due(again.state).at == AT + 4 * HOUR


def test_a_changed_wish_replaces_the_first_and_keeps_what_stood_before() -> None:
    request = ask(asking(confirmed()), NEW + DAY, at=AT + HOUR).state.request
    assert request is not None
    assert (request.picked, request.at, request.prior) == (NEW + DAY, AT + HOUR, Stage.CONFIRMED)


# Approving and declining.


def test_approval_moves_the_one_interview() -> None:
    decision = approve(asking(confirmed()))
    state = decision.state
    assert (state.stage, state.revision, state.starts_at, state.armed_at) == (Stage.INVITED, 2, NEW, AT)
    assert (state.request, change_of(decision).old_starts_at) == (None, START)
    assert told(decision) == MOVED


def test_the_second_of_two_approvals_gets_a_clear_no() -> None:
    assert refusal(approve, approve(asking(invited())).state) == "no-request"


@pytest.mark.parametrize(
    ("state", "target", "at", "result"),
    [
        (asking(invited(), None), None, AT, "nothing-picked"),
        (offering(invited(), NEW, NEW + DAY), None, AT, "nothing-picked"),
        (offering(invited(), NEW, NEW + DAY), NEW + DAY, AT, NEW + DAY),  # told by phone
        (offering(invited(), NEW), None, AT, NEW),
        (asking(offering(invited(), NEW), NEW + DAY), NEW, AT, NEW),
        (asking(invited()), NEW + DAY, AT, "not-an-option"),
        (asking(invited(), AT + HOUR), None, AT + HOUR, "option-passed"),
        (asking(invited(), AT + HOUR), None, AT + HOUR - MINUTE, AT + HOUR),
        (asking(confirmed(), NEW, at=START - MINUTE), None, END - MINUTE, NEW),
        (asking(confirmed(), NEW, at=START - MINUTE), None, END, "interview-over"),
        (asking(confirmed(), NEW, at=START - MINUTE), None, END + DAY, "interview-over"),
    ],
)
def test_only_a_time_on_the_table_that_is_still_ahead_is_approved(
    state: State, target: datetime | None, at: datetime, result: datetime | str
) -> None:
    """The last rows: a worker that was away must not let an approval move an interview that is over."""
    if isinstance(result, str):
        assert refusal(approve, state, target, at=at) == result
    else:
        assert approve(state, target, at=at).state.starts_at == result


@pytest.mark.parametrize("before", [invited(), confirmed(), cancelled()])
def test_declining_restores_what_stood_before_also_after_offer_and_counter_wish(before: State) -> None:
    nested = asking(offering(asking(before), NEW + DAY, id="offer-1"), NEW + 2 * DAY, id="ask-3")
    decision = decline(nested)
    assert (decision.state.stage, decision.state.request) == (before.stage, None)
    assert (decision.state.starts_at, decision.state.revision) == (START, 1)
    assert told(decision) == [(NoticeKind.REQUEST_DECLINED, EMAIL)]


# Nobody decides.


@pytest.mark.parametrize("before", [invited(), confirmed(), cancelled()])
def test_a_lapsed_wish_restores_what_stood_before(before: State) -> None:
    decision = taken(until(asking(before, AT + 2 * DAY), "lapse_request"))
    assert (decision.state.stage, decision.state.request) == (before.stage, None)
    assert told(decision) == [(NoticeKind.REQUEST_DECLINED, EMAIL)]


def test_a_cancelled_candidate_who_asked_and_heard_nothing_is_told_before_they_set_out() -> None:
    """P1 once more: silence of the recruiter must not look like a yes."""
    for target in (NEW, None):
        decision = taken(until(asking(cancelled(), target), "lapse_request"))
        assert told(decision) == [(NoticeKind.REQUEST_DECLINED, EMAIL)]


def test_a_wish_that_outlived_the_interview_ends_without_a_word_about_its_time() -> None:
    decision = taken(until(asking(invited()), "lapse_request"))
    assert change_of(decision).at == END
    assert told(decision) == []


@pytest.mark.parametrize("before", [invited(), cancelled()])
def test_offered_times_that_pass_unanswered_do_not_tell_the_candidate_of_a_wish_they_never_had(before: State) -> None:
    decision = taken(until(offering(before, AT + HOUR), "lapse_request"))
    assert (decision.state.stage, told(decision)) == (before.stage, [])
