"""The rules of moving an interview (R8): offer, ask, approve, decline, move; one live time, one revision more."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.change import Change, Decision, Fact
from domain.commands import Approve, Ask, Decline, Move, Offer
from domain.decide import must_mean_this_time, reminders_not_armed, settle
from domain.outgoing import to_candidate, to_staff
from domain.policy import is_late, notice_hours
from domain.refusals import Refused
from domain.state import Request, State
from domain.terms import Audience, NoticeKind, Party, Stage

_MOST_OPTIONS = 10


def offered(state: State, command: Offer, at: datetime) -> Decision:
    """The recruiter puts times on the table; the present time stands until one is picked.

    Raises: Refused for options that are past, doubled, too many or too far ahead, or an interview that has ended or was moved meanwhile.
    """
    must_mean_this_time(state, command.revision)
    _must_be_movable(state, at)
    options = sorted(set(command.options))
    if not 1 <= len(options) <= _MOST_OPTIONS or len(options) != len(command.options):
        raise Refused("options-invalid")
    for option in options:
        _check_time(state, option, at, past="options-invalid")
    request = Request(Audience.RECRUITER, at, _prior(state), options)
    now = replace(state, stage=Stage.RESCHEDULE_REQUESTED, request=request)
    notices = to_candidate(now, NoticeKind.OPTIONS_OFFERED, _nth(command.id, "options"))
    return settle(now, Change("offered", command.id, at, command.actor, now, command.id), notices, "offered")


def asked(state: State, command: Ask, at: datetime) -> Decision:
    """The candidate asks for another time. One of the recruiter's options moves the interview at once, unless it is
    late (inside the notice hours moving needs the recruiter, R6); any other time waits for approval. The same wish
    twice is one.

    Raises: Refused when the interview cannot move, the window is over and no times are on the table, or the time has passed.
    """
    must_mean_this_time(state, command.revision)
    _must_be_movable(state, at)
    cancellation, before = state.cancellation, state.request
    window = cancellation.window_until if cancellation is not None else None
    if cancellation is not None and before is None and (window is None or at > window):
        raise Refused("window-closed")
    if before is not None and before.by is Audience.CANDIDATE and before.picked == command.starts_at:
        return Decision(state, None, "already_requested")
    options = before.options if before is not None else []
    if command.starts_at is not None:
        _check_time(state, command.starts_at, at, past="option-passed")
        late = state.live and is_late(state.policy, state.starts_at, at)
        if before is not None and before.by is Audience.RECRUITER and command.starts_at in options and not late:
            return _moved(state, command, command.starts_at, at, "moved")
    request = Request(Audience.CANDIDATE, at, _prior(state), options, command.starts_at)
    now = replace(state, stage=Stage.RESCHEDULE_REQUESTED, request=request)
    step = _nth(command.id, "asked")
    notices = to_candidate(now, NoticeKind.REQUEST_RECEIVED, step) + to_staff(now, NoticeKind.APPROVAL_WANTED, step)
    return settle(now, Change("asked", command.id, at, command.actor, now, command.id), notices, "requested")


def approved(state: State, command: Approve, at: datetime) -> Decision:
    """The recruiter approves the picked time, or names one that is on the table (a candidate's choice told by phone).

    Raises: Refused when nothing waits (also the second of two approvals), nothing is picked, or the time has passed.
    """
    request = _pending(state)
    target = command.starts_at or request.picked or (request.options[0] if len(request.options) == 1 else None)
    if target is None:
        raise Refused("nothing-picked")
    if command.starts_at is not None and target not in [*request.options, request.picked]:
        raise Refused("not-an-option")
    if target <= at:
        raise Refused("option-passed")
    _must_be_movable(state, at)
    return _moved(state, command, target, at, "moved")


def declined(state: State, command: Decline, at: datetime) -> Decision:
    """The pending move is off; what stood before stands again. Raises: Refused when nothing waits."""
    request = _pending(state)
    now = replace(state, stage=request.prior, request=None)
    action = "declined" if request.by is Audience.CANDIDATE else "offer_withdrawn"
    notices = to_candidate(now, NoticeKind.REQUEST_DECLINED, _nth(command.id, "declined"))
    return settle(now, Change(action, command.id, at, command.actor, now, command.id), notices, "declined")


def moved_directly(state: State, command: Move, at: datetime) -> Decision:
    """The recruiter moves the interview without asking, also after a no-show, which is then made up for.

    Raises: Refused for a past, too distant or unchanged time, or an interview that was held, moved meanwhile or has closed.
    """
    must_mean_this_time(state, command.revision)
    if state.stage is not Stage.NO_SHOW:
        _must_be_movable(state, at)
    _check_time(state, command.starts_at, at, past="starts-in-past")
    return _moved(state, command, command.starts_at, at, "moved")


def lapsed(state: State, at: datetime) -> Decision:
    """Nobody decided in time: the request ends and what stood before stands; a candidate who asked is told, unless it is over."""
    request = state.request
    assert request is not None
    now = replace(state, stage=request.prior, request=None)
    step = f"lapsed:{request.at.isoformat()}"
    told = request.by is Audience.CANDIDATE and (not now.live or now.starts_at > at)
    notices = to_candidate(now, NoticeKind.REQUEST_DECLINED, step) if told else []
    return settle(now, Change("request_lapsed", f"{state.key(step)}", at, "system", now), notices, "lapsed")


def _moved(state: State, command: Ask | Approve | Move, target: datetime, at: datetime, result: str) -> Decision:
    now = replace(
        state,
        stage=Stage.INVITED,
        starts_at=target,
        revision=state.revision + 1,
        armed_at=at,
        request=None,
        cancellation=None,
        ended_at=None,
        survey_at=None,
        survey_answered=False,
        survey_by_staff=False,
        survey_reminded=False,
        told_at=None,
        told_looks=0,
        asks_from=None,
        outcome=None,
        outcome_asks=0,
        last_ask_at=None,
        done=[],
    )
    hours = notice_hours(state.starts_at, at)
    late = state.live and is_late(state.policy, state.starts_at, at)
    fact = Fact("moved", party=_wanted_by(state, target), late=late, hours=hours)
    change = Change("moved", command.id, at, command.actor, now, command.id, [fact], old_starts_at=state.starts_at)
    notices = to_candidate(now, NoticeKind.MOVED, "moved") + reminders_not_armed(now)
    if isinstance(command, Ask):
        notices += to_staff(now, NoticeKind.CANDIDATE_CONFIRMED, "picked")
    return settle(now, change, notices, result)


def _wanted_by(state: State, target: datetime) -> Party:
    """Who a move is put down to: who cancelled the time it replaces, else the candidate when it is the time they asked for."""
    if state.cancellation is not None:
        return state.cancellation.party
    request = state.request
    asked_for = request is not None and request.by is Audience.CANDIDATE and request.picked in (None, target)
    return Party.CANDIDATE if asked_for else Party.COMPANY


def _pending(state: State) -> Request:
    if state.stage is Stage.CLOSED:
        raise Refused("interview-closed")
    if state.request is None:
        raise Refused("no-request")
    return state.request


def _must_be_movable(state: State, at: datetime) -> None:
    if state.stage is Stage.CLOSED:
        raise Refused("interview-closed")
    if state.outcome is not None:
        raise Refused("interview-ended")
    if state.live and at >= state.ends_at:
        raise Refused("interview-over")


def _check_time(state: State, target: datetime, at: datetime, past: str) -> None:
    if target <= at:
        raise Refused(past)
    if target > at + timedelta(days=state.policy.max_days_ahead):
        raise Refused("too-far-ahead")
    if state.live and target == state.starts_at:
        raise Refused("unchanged")


def _prior(state: State) -> Stage:
    """The stage to go back to: a pending request's own prior when one replaces another."""
    if state.request is not None:
        return state.request.prior
    assert state.stage is not None
    return state.stage


def _nth(command_id: str, step: str) -> str:
    """A step that may happen several times in one revision is named by its command."""
    return f"{step}:{command_id}"
