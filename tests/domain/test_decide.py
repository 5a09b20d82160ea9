"""Opening, confirming and cancelling: who is told what, when it is late, what is offered, what the log and the facts get (R2–R7)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import decide
from domain.catalogue import CATALOGUE
from domain.commands import Confirm
from domain.decide import settle
from domain.refusals import Refused
from domain.state import State
from domain.terms import Audience, NoticeKind, Stage
from tests.domain.build import (
    AT,
    DAY,
    EMAIL,
    END,
    HOUR,
    INBOX,
    SMS,
    START,
    asking,
    cancel,
    cancelled,
    change_of,
    confirmed,
    due,
    invited,
    offering,
    policy,
    scheduled,
    staff_told,
    told,
)

LATE = START - 23 * HOUR
CONFIRM = Confirm("confirm-2", "candidate", Audience.CANDIDATE)


# Opening.


def test_opening_invites_and_counts_one_scheduled_interview() -> None:
    decision = decide.opened(scheduled(), AT)
    assert decision.state.stage is Stage.INVITED
    assert decision.state.armed_at == AT
    assert told(decision) == [(NoticeKind.INVITE, EMAIL)]
    assert [fact.kind for fact in change_of(decision).facts] == ["scheduled"]


@pytest.mark.parametrize(
    ("ahead", "skipped"), [(30 * HOUR, []), (DAY, ["remind:1440"]), (HOUR, ["remind:1440", "remind:60"])]
)
def test_a_reminder_that_will_never_come_is_written_down_as_such(ahead: timedelta, skipped: list[str]) -> None:
    decision = decide.opened(scheduled(starts_at=AT + ahead), AT)
    rows = [(n.step, n.skipped) for n in change_of(decision).notices if n.kind is NoticeKind.REMINDER]
    assert rows == [(step, "time_past") for step in skipped]
    assert told(decision) == [(NoticeKind.INVITE, EMAIL)]


@pytest.mark.parametrize("ago", [timedelta(0), HOUR, 400 * DAY])
def test_an_interview_brought_in_after_its_time_invites_nobody(ago: timedelta) -> None:
    """Switching the system on over old records must not mail every past candidate."""
    decision = decide.opened(scheduled(starts_at=AT - ago), AT)
    assert told(decision) == []
    assert decision.state.outbox == []
    assert due(decision.state).step == "ask_outcome:0"


# Confirming.


def test_the_recruiter_hears_of_the_candidates_confirmation() -> None:
    decision = decide.confirmed(invited(), CONFIRM, AT)
    assert (decision.state.stage, decision.result) == (Stage.CONFIRMED, "confirmed")
    assert staff_told(decision) == [(Audience.RECRUITER, NoticeKind.CANDIDATE_CONFIRMED)]


def test_a_recruiter_who_confirms_for_the_candidate_is_not_told_so() -> None:
    assert staff_told(decide.confirmed(invited(), replace(CONFIRM, by=Audience.RECRUITER), AT)) == []


def test_confirming_twice_is_one() -> None:
    decision = decide.confirmed(confirmed(), CONFIRM, AT)
    assert (decision.result, decision.change) == ("already_confirmed", None)


@pytest.mark.parametrize("pending", [asking(confirmed()), offering(invited(), START + DAY)])
def test_confirming_withdraws_the_wish_to_move(pending: State) -> None:
    after = decide.confirmed(pending, CONFIRM, AT).state
    assert (after.stage, after.request, after.revision) == (Stage.CONFIRMED, None, 1)


def test_a_second_confirmation_after_a_withdrawn_wish_reaches_the_recruiter_too() -> None:
    first = change_of(decide.confirmed(invited(), replace(CONFIRM, id="confirm-1"), AT))
    second = change_of(decide.confirmed(asking(first.state), CONFIRM, AT + HOUR))
    assert {n.key for n in first.notices}.isdisjoint(n.key for n in second.notices)


def test_confirming_is_possible_until_the_start() -> None:
    assert decide.confirmed(invited(), CONFIRM, START - timedelta(microseconds=1)).result == "confirmed"
    with pytest.raises(Refused, match="already started"):
        decide.confirmed(invited(), CONFIRM, START)


# Cancelling.


def test_a_company_cancellation_tells_the_candidate_on_every_channel() -> None:
    decision = decide.cancelled(confirmed(), cancel("E_REQ_FROZEN"), AT)
    assert (decision.state.stage, decision.result) == (Stage.CANCELLED, "cancelled")
    assert told(decision) == [(NoticeKind.CANCELLED, c) for c in (SMS, EMAIL, INBOX)]
    assert staff_told(decision) == []
    assert change_of(decision).cancelled


def test_the_recruiter_is_told_when_the_candidate_cancels() -> None:
    decision = decide.cancelled(invited(), cancel("C_ILLNESS"), AT)
    assert staff_told(decision) == [(Audience.RECRUITER, NoticeKind.CANDIDATE_CANCELLED)]


def test_a_cancellation_without_a_usable_reason_is_marked_and_the_reason_asked_for() -> None:
    """R18: also HR's "Request Cancellation" in the Temporal UI leaves its log row."""
    unstated = cancel("E_REQ_CHANGED", by=Audience.HROPS, actor="temporal-ui", reason_stated=False)
    decision = decide.cancelled(invited(), unstated, AT)
    assert (Audience.RECRUITER, NoticeKind.REASON_WANTED) in staff_told(decision)
    assert change_of(decision).stated is False
    assert change_of(decision).facts[0].stated is False


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_facts_say_who_answers_for_it_and_how_far_ahead_it_was(code: str) -> None:
    # An absence can only be stated once the interview has begun.
    at, hours = (START, 0) if code == "C_NO_SHOW" else (LATE, 23)
    (fact,) = change_of(decide.cancelled(invited(), cancel(code), at)).facts
    reason = CATALOGUE[code]
    assert (fact.kind, fact.party, fact.code, fact.attributable) == (
        "cancelled",
        reason.party,
        code,
        str(reason.attributable),
    )
    assert (fact.late, fact.hours, fact.stated) == (True, hours, True)


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (START - DAY, False),
        (START - DAY + timedelta(milliseconds=1), True),
        (START, True),
        (END - timedelta(seconds=1), True),
    ],
)
@pytest.mark.parametrize("code", ["C_ILLNESS", "E_FILLED"])
def test_cancelling_late_is_possible_on_both_sides_and_recorded(code: str, at: datetime, late: bool) -> None:
    state = decide.cancelled(invited(), cancel(code), at).state
    assert state.cancellation is not None
    assert state.cancellation.late is late


def test_once_it_is_over_the_outcome_is_recorded_instead() -> None:
    with pytest.raises(Refused) as refused:
        decide.cancelled(invited(), cancel(), END)
    assert refused.value.rule == "interview-over"


def test_the_first_of_two_cancellations_wins_and_the_second_writes_nothing() -> None:
    second = decide.cancelled(cancelled(), cancel("E_FILLED", id="cancel-2"), AT + HOUR)
    assert (second.result, second.change) == ("already_cancelled", None)
    assert second.state.cancellation is not None
    assert second.state.cancellation.code == "C_SCHEDULE"


def test_cancelling_ends_a_pending_request() -> None:
    after = decide.cancelled(asking(invited()), cancel("E_FILLED"), AT).state
    assert (after.stage, after.request) == (Stage.CANCELLED, None)


# What the notice offers.

OFFER, FUTURE, HUMAN, CLOSE = "offer_reschedule", "future_priority", "human_interview", "close"


@pytest.mark.parametrize(
    ("code", "wish", "in_time", "late"),
    [
        ("C_SCHEDULE", None, OFFER, OFFER),
        ("C_FAMILY", None, OFFER, OFFER),
        ("C_SCHEDULE", False, CLOSE, CLOSE),
        ("C_OTHER_OFFER", None, CLOSE, CLOSE),
        ("C_NOT_INTERESTED", True, OFFER, OFFER),
        ("C_AI_DECLINED", None, HUMAN, HUMAN),
        ("C_AI_DECLINED", False, HUMAN, HUMAN),
        ("C_AI_DECLINED", True, OFFER, OFFER),
        ("E_REQ_FROZEN", None, FUTURE, FUTURE),
        ("E_REQ_FROZEN", False, FUTURE, FUTURE),
        ("E_REQ_FROZEN", True, OFFER, OFFER),
        ("E_INTERVIEWER", None, OFFER, OFFER),
        ("E_INTERVIEWER", False, CLOSE, FUTURE),
        ("S_OUTAGE", False, CLOSE, FUTURE),
        ("E_SCREEN_FAIL", None, CLOSE, FUTURE),
    ],
)
def test_a_late_company_cancellation_always_offers_something(
    code: str, wish: bool | None, in_time: str, late: str
) -> None:
    """R6, R8: a clash opens the reschedule choice; inside the notice hours the company never just closes."""
    for at, expected in ((AT, in_time), (LATE, late)):
        cancellation = decide.cancelled(invited(), cancel(code, offer_reschedule=wish), at).state.cancellation
        assert cancellation is not None
        assert cancellation.next_step == expected
        assert cancellation.window_until == (at + 72 * HOUR if expected == OFFER else None)


# What a step remembers.


def test_the_newest_hundred_commands_are_remembered() -> None:
    state = invited()
    for n in range(150):
        change = replace(change_of(decide.opened(state, AT)), state=state, command_id=f"c{n}")
        state = settle(state, change, [], f"result-{n}").state
    assert list(state.applied) == [f"c{n}" for n in range(50, 150)]
    assert state.applied["c149"] == "result-149"


def test_what_is_written_is_the_state_that_is_remembered() -> None:
    decision = decide.cancelled(confirmed(), cancel(), AT)
    assert change_of(decision).state == decision.state
    assert decision.state.applied["cancel-1"] == "cancelled"
    assert [invited().writes, confirmed().writes, decision.state.writes] == [1, 2, 3]


def test_policy_travels_with_the_interview() -> None:
    strict = invited(policy=policy(notice_hours=48, reschedule_window_hours=1))
    cancellation = decide.cancelled(strict, cancel(), START - 36 * HOUR).state.cancellation
    assert cancellation is not None
    assert (cancellation.late, cancellation.window_until) == (True, START - 35 * HOUR)
