"""Which notices a step sends: channels chosen from policy and reach, ids from business keys, deadlines, and when one is out of date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain import keys
from domain.change import Planned
from domain.plan import reminder_until
from domain.state import LIVE, Line, NoticeRef, Pursuit, State
from domain.terms import Audience, Channel, NoticeKind, Stage

_ABOUT_LIVE_TIME = frozenset(
    {
        NoticeKind.INVITE,
        NoticeKind.CONFIRM_REQUEST,
        NoticeKind.REMINDER,
        NoticeKind.MOVED,
    }
)
CARRIED = (Channel.SMS, Channel.EMAIL)
"""The channels that a provider carries."""
_MUST_ARRIVE = frozenset({NoticeKind.CANCELLED, NoticeKind.MOVED})


def true_in(state: State, kind: NoticeKind) -> list[Stage]:
    """The stages in which a notice of this kind stays true; checked again just before it is handed to a provider."""
    if kind in _ABOUT_LIVE_TIME or (kind is NoticeKind.REQUEST_DECLINED and state.live):
        return list(LIVE)
    if kind is NoticeKind.CANCELLED or kind is NoticeKind.REQUEST_DECLINED:
        return [Stage.CANCELLED, Stage.RESCHEDULE_REQUESTED, Stage.CLOSED]
    if kind is NoticeKind.OPTIONS_OFFERED or kind is NoticeKind.REQUEST_RECEIVED:
        return [Stage.RESCHEDULE_REQUESTED]
    return list(Stage)


def to_candidate(
    state: State, kind: NoticeKind, step: str, wanted: Sequence[Channel] | None = None, skipped: str | None = None
) -> list[Planned]:
    """One notice per wanted channel (default: the policy's) that can reach the candidate; the inbox when none can."""
    channels = _usual(state, kind) if wanted is None else [c for c in dict.fromkeys(wanted) if c in state.reach]
    return [_planned(state, kind, step, Audience.CANDIDATE, c, skipped) for c in channels or [Channel.INBOX]]


def _usual(state: State, kind: NoticeKind) -> list[Channel]:
    """The policy's channels; when they leave only the inbox for a time that no longer holds, whatever reaches (P1)."""
    usual = state.policy.channels_of(kind, state.reach)
    return list(state.reach) if kind in _MUST_ARRIVE and set(usual) <= {Channel.INBOX} else usual


def to_staff(state: State, kind: NoticeKind, step: str, audience: Audience = Audience.RECRUITER) -> list[Planned]:
    """An in-app message to the recruiter or to HR operations."""
    return [_planned(state, kind, step, audience, Channel.INBOX, None)]


def _planned(
    state: State, kind: NoticeKind, step: str, audience: Audience, channel: Channel, skipped: str | None
) -> Planned:
    key = keys.notice_key(state.interview_id, state.revision, step, audience, channel)
    return Planned(keys.notice_id(key), key, kind, audience, channel, step, state.revision, skipped)


def in_place_of(state: State, pursuit: Pursuit, line: Line, channel: Channel, because: str) -> Planned:
    """The notice that takes the place of a line's: on another channel, or once more on the same one as the next generation."""
    generation = line.generation + 1 if channel is line.channel else 1
    key = keys.notice_key(state.interview_id, pursuit.revision, pursuit.step, Audience.CANDIDATE, channel, generation)
    return Planned(
        keys.notice_id(key),
        key,
        pursuit.kind,
        Audience.CANDIDATE,
        channel,
        pursuit.step,
        pursuit.revision,
        generation=generation,
        after=line.notice,
        because=because,
    )


def queued(state: State, notices: Sequence[Planned], at: datetime) -> State:
    """The state with the notices that a provider has to carry in its outbox."""
    leaving = [n for n in notices if n.channel in CARRIED and n.skipped is None]
    refs = [
        NoticeRef(n.id, n.kind, n.channel, n.revision, due_by(state, n, at), true_in(state, n.kind)) for n in leaving
    ]
    return replace(state, outbox=[*state.outbox, *refs]) if refs else state


def useful_until(state: State, kind: NoticeKind, step: str, at: datetime) -> datetime:
    """When a message stops being worth following: a reminder's own time, the start of the interview it is about, else a day."""
    if ends := _rung_ends(state, step):
        return ends[0]
    if kind in _ABOUT_LIVE_TIME or kind is NoticeKind.CANCELLED:
        return max(state.starts_at, at + timedelta(minutes=30))
    return at + timedelta(hours=24)


def due_by(state: State, notice: Planned, at: datetime) -> datetime:
    """When sending stops being worth a retry: the start for what speaks of the coming interview, a reminder's own grace, else a day.
    A call is to be made before its message is needed; when that is over, as long as the message is followed. A survey leaves by day or
    not at all."""
    if notice.channel is Channel.PHONE:
        needed = [one.needed_by for one in state.pursuits if one.phone == notice.id and one.needed_by > at]
        return needed[0] if needed else useful_until(state, notice.kind, notice.step, at)
    day = at + timedelta(hours=24)
    if notice.kind is NoticeKind.SURVEY and state.policy.surveys is not None:
        return min(day, state.policy.surveys.asked_until(at, state.timezone))
    if notice.kind not in _ABOUT_LIVE_TIME:
        return day
    return min(day, max(min([state.starts_at, *_rung_ends(state, notice.step)]), at + timedelta(minutes=5)))


def _rung_ends(state: State, step: str) -> list[datetime]:
    """When a reminder's own text stops being useful; empty for any other step."""
    return [reminder_until(state, rung) for rung in state.policy.reminders if step == f"remind:{rung.minutes}"]


def without_stale(state: State) -> State:
    """The state without queued notices and pursuits of messages that are no longer true (moved, cancelled)."""
    return replace(
        state,
        outbox=[ref for ref in state.outbox if not _stale(state, ref)],
        asking=[ref for ref in state.asking if not _stale(state, ref)],
        pursuits=[pursuit for pursuit in state.pursuits if not _stale(state, pursuit)],
    )


def _stale(state: State, sent: NoticeRef | Pursuit) -> bool:
    return sent.revision != state.revision or state.stage not in sent.stages
