"""The steps that come by themselves (reminders, chasing, asking, survey, closing) and the answers that end an interview."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.change import Change, Decision, Fact, Planned
from domain.commands import AnswerSurvey, RecordOutcome
from domain.decide import must_be_live, opened, settle
from domain.outgoing import to_candidate, to_staff
from domain.plan import AT_ONCE, Due, next_due
from domain.refusals import Refused
from domain.rescheduling import lapsed
from domain.state import State
from domain.surveying import day_to_ask, never_told, survey_wanted
from domain.terms import Audience, NoticeKind, Outcome, Party, Stage


def outcome_recorded(state: State, command: RecordOutcome, at: datetime) -> Decision:
    """What the recruiter says happened; the same answer twice is one.

    Raises: Refused before the start, for another outcome than the recorded one, or for a cancelled interview.
    """
    if state.outcome is command.outcome:
        return Decision(state, None, "already_recorded")
    if state.outcome is not None:
        raise Refused("outcome-recorded")
    must_be_live(state)
    if at < state.starts_at:
        raise Refused("not-started")
    stage = Stage.COMPLETED if command.outcome is Outcome.COMPLETED else Stage.NO_SHOW
    now = replace(state, stage=stage, outcome=command.outcome, ended_at=at, request=None)
    party = {Outcome.CANDIDATE_NO_SHOW: Party.CANDIDATE, Outcome.INTERVIEWER_NO_SHOW: Party.INTERVIEWER}
    fact = Fact(str(command.outcome), party=party.get(command.outcome))
    kind = {
        Outcome.CANDIDATE_NO_SHOW: NoticeKind.MISSED_YOU,
        Outcome.INTERVIEWER_NO_SHOW: NoticeKind.INTERVIEWER_ABSENT,
    }.get(command.outcome)
    notices = to_candidate(now, kind, "outcome") if kind is not None else []
    return settle(now, Change("outcome", command.id, at, command.actor, now, command.id, [fact]), notices, "recorded")


def survey_answered(state: State, command: AnswerSurvey, at: datetime) -> Decision:
    """The survey's answer (R12); taken once, also before the question went out. Under the old rules it closes the life when nothing
    else waits; under the present ones the life goes on as if it had not come, for nobody shall see who has answered, and what staff
    enter takes nothing from the candidate, who may still answer.

    Raises: Refused when there is nothing to ask about yet, or it was answered before.
    """
    by_staff = command.by is not Audience.CANDIDATE
    # What staff are told must not depend on the candidate's own answer.
    apart = by_staff and state.policy.surveys is not None
    if state.survey_by_staff if apart else state.survey_answered:
        raise Refused("survey-answered")
    if state.live or state.ended_at is None or not survey_wanted(state):
        raise Refused("survey-not-open")
    if state.stage is Stage.CLOSED:
        raise Refused("interview-closed")
    now = _with_answer(state, by_staff, at)
    score = (command.timeliness + command.handling) / 2
    fact = Fact("surveyed_by_staff" if by_staff else "surveyed", score=score)
    change = Change(
        "survey_answered",
        command.id,
        at,
        command.actor,
        now,
        command.id,
        [fact],
        scores=(command.timeliness, command.handling),
    )
    # That it was answered must show in no notice (R12).
    return settle(now, change, [], "answered", shows_reading=False)


def _with_answer(state: State, by_staff: bool, at: datetime) -> State:
    if state.policy.surveys is None:
        answered = replace(state, survey_answered=True)
        due = next_due(answered)
        over = due is not None and due.step == "close" and due.at is not None and due.at <= at
        return replace(answered, stage=Stage.CLOSED) if over else answered
    if by_staff:
        return replace(state, survey_by_staff=True)
    # A question that is still on its way is called back.
    return replace(
        state, survey_answered=True, outbox=[ref for ref in state.outbox if ref.kind is not NoticeKind.SURVEY]
    )


def stepped(state: State, due: Due, at: datetime) -> Decision:
    """Take the due step of the plan; one that is no longer useful is written down as skipped, never sent late in a heap."""
    name = due.step.split(":")[0]
    return _STEPS[name](state, due, at)


def _reminded(state: State, due: Due, at: datetime) -> Decision:
    first = due.step == f"remind:{state.policy.reminders[0].minutes}"
    asks = first and state.stage is Stage.INVITED
    kind = NoticeKind.CONFIRM_REQUEST if asks else NoticeKind.REMINDER
    notices = to_candidate(state, kind, due.step, skipped=_too_late(due, at))
    return _step(replace(state, done=[*state.done, state.key(due.step)]), due, at, notices)


def _chased(state: State, due: Due, at: datetime) -> Decision:
    assert state.request is not None
    now = replace(state, request=replace(state.request, chased=True))
    step = f"{due.step}:{state.request.at.isoformat()}"
    return _step(now, replace(due, step=step), at, to_staff(now, NoticeKind.APPROVAL_OVERDUE, step))


def _escalated(state: State, due: Due, at: datetime) -> Decision:
    assert state.request is not None
    now = replace(state, request=replace(state.request, escalated=True))
    step = f"{due.step}:{state.request.at.isoformat()}"
    told = [to_staff(now, NoticeKind.APPROVAL_OVERDUE, step, a) for a in (Audience.RECRUITER, Audience.HROPS)]
    return _step(now, replace(due, step=step), at, [n for notices in told for n in notices])


def _lapsed(state: State, due: Due, at: datetime) -> Decision:
    return lapsed(state, at)


def _asked(state: State, due: Due, at: datetime) -> Decision:
    now = replace(state, outcome_asks=state.outcome_asks + 1, last_ask_at=at)
    last = now.outcome_asks > len(state.policy.outcome_reask_hours)
    audiences = [Audience.RECRUITER] * (now.outcome_asks == 1 or not last) + [Audience.HROPS] * last
    told = [to_staff(now, NoticeKind.OUTCOME_WANTED, due.step, audience) for audience in audiences]
    return _step(now, due, at, [n for notices in told for n in notices])


def told(state: State, due: Due, told_at: datetime | None, at: datetime) -> Decision:
    """The ledger was asked when the candidate learned of the cancellation: wait, plan the survey, or do without it (R12)."""
    if told_at is not None:
        return _step(replace(state, told_at=told_at, asks_from=day_to_ask(state, at)), due, at, [])
    if never_told(state, at):
        return _surveyed(state, due, at, "not_told")
    return Decision(replace(state, told_looks=state.told_looks + 1), None, "waiting")


def held_back(state: State, due: Due, at: datetime) -> Decision | None:
    """A survey or reminder that is due when it is not day (a worker was away): it waits; None when the step can be taken."""
    later = day_to_ask(state, at)
    if due.step not in ("survey", "survey_reminder") or later == at or _too_late(due, at):
        return None
    now = replace(state, asks_from=later)
    key = state.key(f"{due.step}:held:{later.isoformat()}")
    return settle(now, Change("survey_held", key, at, "system", now), [], "held")


def asked_lately(state: State, due: Due, at: datetime) -> Decision:
    """The survey's time has come, but the candidate was asked about another interview not long ago: not again (R12)."""
    return _surveyed(state, due, at, "asked_lately")


def _survey_due(state: State, due: Due, at: datetime) -> Decision:
    return _surveyed(state, due, at, _too_late(due, at))


def _surveyed(state: State, due: Due, at: datetime, skipped: str | None) -> Decision:
    now = replace(state, survey_at=at, survey_reminded=skipped is not None)
    return _step(now, due, at, to_candidate(now, NoticeKind.SURVEY, "survey", skipped=skipped or _answered(state)))


def _survey_reminded(state: State, due: Due, at: datetime) -> Decision:
    now = replace(state, survey_reminded=True)
    skipped = _too_late(due, at) or _answered(state)
    return _step(now, due, at, to_candidate(now, NoticeKind.SURVEY, due.step, skipped=skipped))


def _answered(state: State) -> str | None:
    return "answered" if state.survey_answered else None


def _too_late(due: Due, at: datetime) -> str | None:
    return "too_late" if due.until is not None and at > due.until else None


def _closed(state: State, due: Due, at: datetime) -> Decision:
    return _step(replace(state, stage=Stage.CLOSED), due, at, [])


def _opened(state: State, due: Due, at: datetime) -> Decision:
    return opened(state, at)


def _step(state: State, due: Due, at: datetime, notices: list[Planned]) -> Decision:
    name, was_due = due.step.split(":")[0], due.at if due.at is not None and due.at > AT_ONCE else None
    change = Change(name, state.key(due.step), at, "system", state, due=was_due)
    return settle(state, change, notices, due.step)


_STEPS: dict[str, Callable[[State, Due, datetime], Decision]] = {
    "open": _opened,
    "remind": _reminded,
    "chase_approval": _chased,
    "escalate_approval": _escalated,
    "lapse_request": _lapsed,
    "ask_outcome": _asked,
    "survey": _survey_due,
    "survey_reminder": _survey_reminded,
    "close": _closed,
}
