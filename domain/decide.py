"""The rules of opening, confirming and cancelling: from a state and a command to the state after it and what to write."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.catalogue import CATALOGUE, NextStep
from domain.change import Change, Decision, Fact, Planned
from domain.commands import Acknowledge, Cancel, Confirm
from domain.outgoing import queued, to_candidate, to_staff, without_stale
from domain.plan import skipped_reminders
from domain.policy import is_late, notice_hours
from domain.pursuit import pursuits_of
from domain.refusals import Refused
from domain.state import Cancellation, State
from domain.terms import CANDIDATE, Audience, Channel, NoticeKind, Party, Stage

_REMEMBERED = 100


def settle(
    state: State, change: Change, notices: Sequence[Planned], result: str, shows_reading: bool = True
) -> Decision:
    """Finish a decision: unqueue notices that are no longer true, queue the new ones, remember the command as applied.

    A candidate who acts on the page has read what was sent: its messages are followed no more. `shows_reading`: whether the notices
    may tell that they were read by this.
    """
    after = replace(queued(without_stale(state), notices, change.at), writes=state.writes + 1)
    heard = change.acknowledges or (change.actor == CANDIDATE and bool(state.pursuits))
    kept = [] if heard else after.pursuits
    after = replace(after, pursuits=[*kept, *pursuits_of(state, change, notices, change.at)])
    if change.command_id is not None:
        applied = {**after.applied, change.command_id: result}
        after = replace(after, applied=dict(list(applied.items())[-_REMEMBERED:]))
    closes = [was.phone for was in state.pursuits if was.phone is not None and was not in after.pursuits]
    acknowledges = heard and shows_reading
    done = replace(change, state=after, notices=list(notices), closes=closes, acknowledges=acknowledges)
    return Decision(after, done, result)


def opened(state: State, at: datetime) -> Decision:
    """The life begins: invite (R16), or nothing to invite to when the time has already passed."""
    now = replace(state, stage=Stage.INVITED, armed_at=at)
    past = "time_past" if state.starts_at <= at else None
    notices = to_candidate(now, NoticeKind.INVITE, "invite", skipped=past) + reminders_not_armed(now)
    change = Change("opened", "opened", at, state.created_by, now, facts=[Fact("scheduled")])
    return settle(now, change, notices, "opened")


def reminders_not_armed(state: State) -> list[Planned]:
    """Ledger rows that tell HR why a reminder of this time will never come."""
    steps = skipped_reminders(state)
    return [n for step in steps for n in to_candidate(state, NoticeKind.REMINDER, step, skipped="time_past")]


def confirmed(state: State, command: Confirm, at: datetime) -> Decision:
    """The candidate keeps the time; a pending wish to move is withdrawn by it.

    Raises: Refused when the interview is cancelled, over, or has started.
    """
    must_be_live(state)
    must_mean_this_time(state, command.revision)
    if at >= state.starts_at:
        raise Refused("already-started")
    if state.stage is Stage.CONFIRMED:
        return Decision(state, None, "already_confirmed")
    now = replace(state, stage=Stage.CONFIRMED, request=None)
    step = f"confirmed:{command.id}"
    told = to_staff(now, NoticeKind.CANDIDATE_CONFIRMED, step) if command.by is Audience.CANDIDATE else []
    change = Change("confirmed", command.id, at, command.actor, now, command.id, [Fact("confirmed")])
    return settle(now, change, told, "confirmed")


def acknowledged(state: State, command: Acknowledge, at: datetime) -> Decision:
    """The candidate has read where the interview stands (or was told, says the recruiter); again changes nothing, unless
    something was sent in between.

    Raises: Refused when the life is closed, or another time was meant.
    """
    if state.stage is Stage.CLOSED:
        raise Refused("interview-closed")
    must_mean_this_time(state, command.revision)
    step = state.key(f"acknowledged:{state.stage}")
    if step in state.done and not state.pursuits:
        return Decision(state, None, "already_acknowledged")
    now = replace(state, done=list(dict.fromkeys([*state.done, step])))
    change = Change("acknowledged", command.id, at, command.actor, now, command.id, acknowledges=True)
    return settle(now, change, [], "acknowledged")


def cancelled(state: State, command: Cancel, at: datetime) -> Decision:
    """Cancel (R2–R7). The first one wins; a repeated one gets the same answer and writes nothing.

    A candidate can always say that they will not come; the company may cancel late, which is recorded and apologised for (R6).
    Raises: Refused when the interview is over or has an outcome, the code or party is wrong, or no wanted channel works.
    """
    if state.cancellation is not None:
        return _already_cancelled(state, command, at)
    must_be_live(state)
    must_mean_this_time(state, command.revision)
    if at >= state.ends_at:
        raise Refused("interview-over")
    _check_cancel(state, command, at)
    cancellation = _cancellation(state, command, at)
    now = replace(state, stage=Stage.CANCELLED, request=None, cancellation=cancellation, ended_at=at)
    notices = to_candidate(now, NoticeKind.CANCELLED, "cancelled", command.channels)
    if command.by is not Audience.RECRUITER:
        notices += to_staff(now, NoticeKind.CANDIDATE_CANCELLED, "cancelled")
    if not command.reason_stated:
        notices += to_staff(now, NoticeKind.REASON_WANTED, "reason_wanted")
    change = Change(
        "cancelled",
        command.id,
        at,
        command.actor,
        now,
        command.id,
        [_cancel_fact(state, cancellation, command)],
        cancelled=True,
        stated=command.reason_stated,
    )
    return settle(now, change, notices, "cancelled")


def _already_cancelled(state: State, command: Cancel, at: datetime) -> Decision:
    """The one log row answers; a wish or an offer of another time that was still open ends with it, and the candidate is told
    unless it was they who ended it."""
    request = state.request
    if request is None:
        return Decision(state, None, "already_cancelled")
    now = replace(state, stage=request.prior, request=None)
    own = command.by is Audience.CANDIDATE
    action = "withdrawn" if own else ("declined" if request.by is Audience.CANDIDATE else "offer_withdrawn")
    notices = [] if own else to_candidate(now, NoticeKind.REQUEST_DECLINED, f"declined:{command.id}")
    return settle(now, Change(action, command.id, at, command.actor, now, command.id), notices, "already_cancelled")


def _check_cancel(state: State, command: Cancel, at: datetime) -> None:
    reason = CATALOGUE.get(command.code)
    if reason is None:
        raise Refused("unknown-code")
    if command.party not in reason.parties:
        raise Refused("party-mismatch")
    if command.code == "C_NO_SHOW" and at < state.starts_at:
        raise Refused("not-started")
    outside = set(state.reach) - {Channel.INBOX}
    if command.channels is not None and not set(command.channels) & (outside or {Channel.INBOX}):
        raise Refused("channel-unreachable")


def _cancellation(state: State, command: Cancel, at: datetime) -> Cancellation:
    late = is_late(state.policy, state.starts_at, at)
    step = _next_step(command, late)
    offers = step is NextStep.OFFER_RESCHEDULE
    window = at + timedelta(hours=state.policy.reschedule_window_hours) if offers else None
    return Cancellation(at, _answering(command), command.code, late, str(step), window)


def _answering(command: Cancel) -> Party:
    """The party that a cancellation is put down to. Ending an interview over a failed check is the company's decision, also when
    the candidate gave the cause: it must not drop out of the company's notice hours."""
    party = CATALOGUE[command.code].party
    one_side = (party is Party.CANDIDATE) == (command.party is Party.CANDIDATE)
    return command.party if one_side else party


def _next_step(command: Cancel, late: bool) -> NextStep:
    """What the notice offers: another time, priority for later openings, a human interview, or nothing (close).

    R6: a late cancellation by the company always offers something.
    """
    step, wish = CATALOGUE[command.code].next_step, command.offer_reschedule
    if wish is not None:
        step = NextStep.OFFER_RESCHEDULE if wish else step
        if not wish and step is NextStep.OFFER_RESCHEDULE:
            step = NextStep.CLOSE
    if late and step is NextStep.CLOSE and _answering(command) is not Party.CANDIDATE:
        return NextStep.FUTURE_PRIORITY
    return step


def _cancel_fact(state: State, cancellation: Cancellation, command: Cancel) -> Fact:
    return Fact(
        "cancelled",
        cancellation.party,
        cancellation.code,
        str(CATALOGUE[cancellation.code].attributable),
        cancellation.late,
        notice_hours(state.starts_at, cancellation.at),
        command.reason_stated,
    )


def must_be_live(state: State) -> None:
    """Raises Refused, naming what the interview already is, unless its time stands."""
    if state.live:
        return
    if state.stage is Stage.CLOSED:
        raise Refused("interview-closed")
    raise Refused("interview-cancelled" if state.cancellation is not None else "interview-ended")


def must_mean_this_time(state: State, revision: int | None) -> None:
    """Raises Refused when the sender was looking at another time than the one that stands now."""
    if revision is not None and revision != state.revision:
        raise Refused("moved-meanwhile")


def reachable(phone: str | None, email: str | None) -> list[Channel]:
    """The channels that can reach a candidate with these contacts; the page's inbox always can."""
    return [*([Channel.SMS] if phone else []), *([Channel.EMAIL] if email else []), Channel.INBOX]
