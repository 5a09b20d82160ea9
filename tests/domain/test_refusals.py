"""Every stage × every command: what happens, or which rule says no; written by hand, so that a change of a rule shows here."""

import ast
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain import aftermath, decide, rescheduling
from domain.change import Decision
from domain.commands import AnswerSurvey, Approve, Ask, Confirm, Decline, Move, Offer, RecordOutcome
from domain.refusals import REFUSALS, Refused, sentence
from domain.state import State
from domain.terms import Audience, Locale, NoticeKind, Outcome, Party, Stage
from tests.domain.build import (
    AT,
    DAY,
    END,
    NEW,
    START,
    asking,
    cancel,
    cancelled,
    confirmed,
    ended,
    invited,
    lived,
    move,
    offering,
    refusal,
    told,
)

SOON, RUNNING, OVER = AT + timedelta(hours=1), START + timedelta(minutes=5), END + timedelta(hours=1)
LATER = NEW + 5 * DAY

COMMANDS: dict[str, Callable[[State, datetime], Decision]] = {
    "confirm": lambda s, at: decide.confirmed(s, Confirm("x", "candidate", Audience.CANDIDATE), at),
    "cancel": lambda s, at: decide.cancelled(s, cancel(id="x"), at),
    "offer": lambda s, at: rescheduling.offered(s, Offer("x", "zhangsan", [LATER]), at),
    "ask": lambda s, at: rescheduling.asked(s, Ask("x", "candidate", LATER), at),
    "approve": lambda s, at: rescheduling.approved(s, Approve("x", "zhangsan"), at),
    "decline": lambda s, at: rescheduling.declined(s, Decline("x", "zhangsan"), at),
    "move": lambda s, at: rescheduling.moved_directly(s, Move("x", "zhangsan", LATER), at),
    "outcome": lambda s, at: aftermath.outcome_recorded(s, RecordOutcome("x", "zhangsan", Outcome.COMPLETED), at),
    "survey": lambda s, at: aftermath.survey_answered(s, AnswerSurvey("x", "candidate", Audience.CANDIDATE, 5, 5), at),
}

STANDS: dict[str, tuple[State, datetime]] = {
    "invited": (invited(), SOON),
    "confirmed": (confirmed(), SOON),
    "wish pending": (asking(confirmed()), SOON),
    "times offered": (offering(confirmed(), NEW, NEW + DAY), SOON),
    "running": (invited(), RUNNING),
    "over": (confirmed(), OVER),
    "over, wish unanswered": (asking(confirmed()), OVER),
    "cancelled, window open": (cancelled(), SOON),
    "cancelled for good": (cancelled(code="E_FILLED"), SOON),
    "cancelled, wish pending": (asking(cancelled()), SOON),
    "cancelled, times offered": (offering(cancelled(code="E_FILLED"), NEW, LATER), SOON),
    "completed": (ended(), OVER),
    "candidate absent": (ended(Outcome.CANDIDATE_NO_SHOW), OVER),
    "interviewer absent": (ended(Outcome.INTERVIEWER_NO_SHOW), OVER),
    "closed after cancelling": (lived(cancelled()), OVER),
    "closed after the interview": (lived(ended()), OVER),
}

# A rule's name is a refusal, anything else the result; the order is that of COMMANDS.
TABLE = """
invited                    | confirmed           | cancelled         | offered          | requested        | no-request       | no-request       | moved            | not-started         | survey-not-open
confirmed                  | already_confirmed   | cancelled         | offered          | requested        | no-request       | no-request       | moved            | not-started         | survey-not-open
wish pending               | confirmed           | cancelled         | offered          | requested        | moved            | declined         | moved            | not-started         | survey-not-open
times offered              | confirmed           | cancelled         | offered          | requested        | nothing-picked   | declined         | moved            | not-started         | survey-not-open
running                    | already-started     | cancelled         | offered          | requested        | no-request       | no-request       | moved            | recorded            | survey-not-open
over                       | already-started     | interview-over    | interview-over   | interview-over   | no-request       | no-request       | interview-over   | recorded            | survey-not-open
over, wish unanswered      | already-started     | interview-over    | interview-over   | interview-over   | interview-over   | declined         | interview-over   | recorded            | survey-not-open
cancelled, window open     | interview-cancelled | already_cancelled | offered          | requested        | no-request       | no-request       | moved            | interview-cancelled | answered
cancelled for good         | interview-cancelled | already_cancelled | offered          | window-closed    | no-request       | no-request       | moved            | interview-cancelled | answered
cancelled, wish pending    | interview-cancelled | already_cancelled | offered          | requested        | moved            | declined         | moved            | interview-cancelled | answered
cancelled, times offered   | interview-cancelled | already_cancelled | offered          | moved            | nothing-picked   | declined         | moved            | interview-cancelled | answered
completed                  | interview-ended     | interview-ended   | interview-ended  | interview-ended  | no-request       | no-request       | interview-ended  | already_recorded    | answered
candidate absent           | interview-ended     | interview-ended   | interview-ended  | interview-ended  | no-request       | no-request       | moved            | outcome-recorded    | survey-not-open
interviewer absent         | interview-ended     | interview-ended   | interview-ended  | interview-ended  | no-request       | no-request       | moved            | outcome-recorded    | answered
closed after cancelling    | interview-closed    | already_cancelled | interview-closed | interview-closed | interview-closed | interview-closed | interview-closed | interview-closed    | interview-closed
closed after the interview | interview-closed    | interview-closed  | interview-closed | interview-closed | interview-closed | interview-closed | interview-closed | already_recorded    | interview-closed
"""  # noqa: E501
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
CASES = [(row[0], name, cell) for row in ROWS for name, cell in zip(COMMANDS, row[1:], strict=True)]


def happening(stand: str, command: str) -> str:
    state, at = STANDS[stand]
    try:
        return COMMANDS[command](state, at).result
    except Refused as refused:
        return refused.rule


@pytest.mark.parametrize(("stand", "command", "expected"), CASES, ids=[f"{s}: {c}" for s, c, _ in CASES])
def test_every_command_has_one_answer_at_every_stage(stand: str, command: str, expected: str) -> None:
    assert happening(stand, command) == expected


def test_the_table_covers_every_stand_and_names_only_rules_that_exist() -> None:
    assert [row[0] for row in ROWS] == list(STANDS)
    assert {cell for _, _, cell in CASES if "-" in cell} <= set(REFUSALS)


WISHES = ("cancelled, wish pending", "cancelled, times offered")


@pytest.mark.parametrize("stand", WISHES)
def test_cancelling_once_more_withdraws_a_wish_that_was_still_open(stand: str) -> None:
    state, at = STANDS[stand]
    by_recruiter = decide.cancelled(state, cancel(by=Audience.RECRUITER, party=Party.COMPANY, code="E_FILLED"), at)
    assert {kind for kind, _ in told(by_recruiter)} == {NoticeKind.REQUEST_DECLINED}
    decision = decide.cancelled(state, cancel(by=Audience.CANDIDATE), at)
    assert told(decision) == [], "who withdraws it themself is not told no"
    after = decision.state
    assert (after.stage, after.request, after.cancellation) == (Stage.CANCELLED, None, state.cancellation)


@pytest.mark.parametrize(
    ("stand", "command"), [(s, c) for s, c, cell in CASES if cell.startswith("already_") and s not in WISHES]
)
def test_what_was_already_so_writes_nothing(stand: str, command: str) -> None:
    state, at = STANDS[stand]
    decision = COMMANDS[command](state, at)
    assert (decision.state, decision.change) == (state, None)


ON_WHAT_THEY_SEE: list[Callable[[State, int | None], Decision]] = [
    lambda s, seen: decide.confirmed(s, Confirm("x", "candidate", Audience.CANDIDATE, seen), SOON),
    lambda s, seen: decide.cancelled(s, cancel(revision=seen), SOON),
    lambda s, seen: rescheduling.asked(s, Ask("x", "candidate", LATER, seen), SOON),
    lambda s, seen: rescheduling.offered(s, Offer("x", "zhangsan", [LATER], seen), SOON),
    lambda s, seen: rescheduling.moved_directly(s, Move("x", "zhangsan", LATER, seen), SOON),
]


@pytest.mark.parametrize("act", ON_WHAT_THEY_SEE)
def test_who_still_looks_at_the_old_time_decides_nothing_about_the_new_one(
    act: Callable[[State, int | None], Decision],
) -> None:
    moved = move(invited(), NEW).state
    assert refusal(act, moved, 1) == "moved-meanwhile"
    assert act(moved, 2).change is not None
    assert act(moved, None).change is not None


# The list of rules itself.


def named_rules() -> set[str]:
    """Every rule that the domain's code names in Refused(...), also by way of the argument `past`."""
    found = set()
    for path in Path(decide.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named = node.args if isinstance(node.func, ast.Name) and node.func.id == "Refused" else []
                named = [*named, *(word.value for word in node.keywords if word.arg == "past")]
                found |= {c.value for arg in named for c in ast.walk(arg) if isinstance(c, ast.Constant)}
    return {rule for rule in found if isinstance(rule, str)}


def test_the_rules_code_names_only_listed_rules_and_no_rule_is_listed_for_nothing() -> None:
    assert named_rules() - {"time_past"} == set(REFUSALS)


@pytest.mark.parametrize("rule", REFUSALS)
def test_every_rule_has_a_client_error_and_a_sentence_in_both_languages(rule: str) -> None:
    status, zh, en = REFUSALS[rule]
    assert status in (409, 422)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in zh)
    assert en.isascii()
    assert (sentence(rule, Locale.ZH), sentence(rule, Locale.EN)) == (zh, en)
    assert str(Refused(rule)) == f"{zh} / {en}"
