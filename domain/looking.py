"""One look at one line of a message: wait, ask its provider, send again by decision, or the next channel's turn (P1, P2)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from domain.change import Decided, Planned
from domain.outgoing import in_place_of
from domain.policy import DeliveryRules
from domain.state import Line, Pursuit, State
from domain.terms import NoticeState

RULE = "rule:"
_GENERATIONS = 2
# A rule that still holds when its own time is over (a cap that filled up again) is waited for so often.
_RULED_GENERATIONS = 4
# How long the answer to a question may take before the question counts as not answered.
_ANSWER = timedelta(minutes=10)
# What a provider that took a notice says of it is waited for less long: the next channel may be quicker.
_WORD = timedelta(minutes=1)
_NONE = timedelta()


@dataclass(frozen=True)
class Standing:
    """Where the ledger says one notice of a message stands; `looked` is what its provider said when last asked, at `looked_at`."""

    id: str
    state: NoticeState
    detail: str = ""
    looked: str = ""
    acknowledged: bool = False
    created_at: AwareDatetime | None = None
    attempted_at: AwareDatetime | None = None
    accepted_at: AwareDatetime | None = None
    retry_at: AwareDatetime | None = None
    looked_at: AwareDatetime | None = None


@dataclass(frozen=True)
class Step:
    """What one look made of a line: the line after it, when to look again (None: nothing more to come), what it sends and decides."""

    line: Line
    again_at: datetime | None = None
    notice: Planned | None = None
    decided: tuple[Decided, ...] = ()
    asks: bool = False


def look_at(
    state: State, pursuit: Pursuit, line: Line, standing: Standing | None, rules: DeliveryRules, at: datetime
) -> Step:
    """What becomes of a line whose notice stands so in the ledger."""
    if line.ended or standing is None:
        return Step(replace(line, ended=True))
    match standing.state:
        case NoticeState.INTENT | NoticeState.ATTEMPTING:
            return _leaving(state, pursuit, line, standing, rules, at)
        case NoticeState.ACCEPTED:
            return _taken(state, pursuit, line, standing, rules, at)
        case NoticeState.UNKNOWN:
            return _unknown(state, pursuit, line, standing, rules, at)
        case NoticeState.SKIPPED if not standing.detail.startswith(RULE):
            return Step(replace(line, ended=True))
        case NoticeState.SKIPPED if standing.retry_at is not None:
            soon = rules.hold > _NONE and standing.retry_at - at <= rules.hold
            if soon or not line.left:
                return _when_allowed(state, pursuit, line, standing.detail, standing.retry_at, rules, at)
    return _next_channel(state, pursuit, line, standing.detail or str(standing.state))


def _leaving(
    state: State, pursuit: Pursuit, line: Line, standing: Standing, rules: DeliveryRules, at: datetime
) -> Step:
    """Not handed over yet: the next channel when that takes too long; what could not be tried in all that time is tried first."""
    late_at = (standing.created_at or at) + rules.wait(pursuit.needed_by - at)
    if line.held_until is not None:
        late_at = max(late_at, line.held_until)
    if at < late_at:
        return Step(line, late_at)
    # Workers were away, or very much is queued: the first attempt is still to come, or has only now begun.
    begun = standing.attempted_at is None or (
        standing.state is NoticeState.ATTEMPTING and at - standing.attempted_at < rules.hold
    )
    if begun and rules.hold > _NONE and line.held_until is None:
        return Step(replace(line, held_until=at + rules.hold), at + rules.hold)
    return _too_slow(state, pursuit, line, "not_sent_in_time")


def _taken(state: State, pursuit: Pursuit, line: Line, standing: Standing, rules: DeliveryRules, at: datetime) -> Step:
    """Handed over and not reported delivered: after its wait the provider's word, then the next channel."""
    late_at = (standing.accepted_at or at) + rules.wait(pursuit.needed_by - at)
    if at < late_at:
        return Step(line, late_at)
    if not rules.ask_first or not (line.left or pursuit.by_phone):
        return _too_slow(state, pursuit, line, "not_delivered_in_time")
    if line.asked_at is None or line.asked_at < late_at:
        return Step(_asking(line, at), at + _WORD, asks=True)
    if at < line.asked_at + _WORD and (standing.looked_at is None or standing.looked_at < line.asked_at):
        return Step(line, line.asked_at + _WORD)
    onward = _too_slow(state, pursuit, line, "not_delivered_in_time")
    return replace(onward, line=replace(onward.line, earlier=line.notices)) if onward.notice else onward


def _asking(line: Line, at: datetime) -> Line:
    return replace(line, asked_at=at, asked=line.asked + 1)


def _too_slow(state: State, pursuit: Pursuit, line: Line, because: str) -> Step:
    """The next channel's turn; the last one may still arrive."""
    return _next_channel(state, pursuit, line, because) if line.left else Step(line)


def _next_channel(state: State, pursuit: Pursuit, line: Line, because: str) -> Step:
    if not line.left:
        return Step(replace(line, ended=True))
    channel, *left = line.left
    notice = in_place_of(state, pursuit, line, channel, because)
    decided = Decided(line.notice, "next_channel", because)
    return Step(Line(notice.id, channel, left, earlier=line.earlier), None, notice, (decided,))


def _unknown(
    state: State, pursuit: Pursuit, line: Line, standing: Standing, rules: DeliveryRules, at: datetime
) -> Step:
    """Nobody knows whether it left: wait for its receipt, ask the provider, then decide by kind; never a blind repeat (P2)."""
    ask_at = (standing.attempted_at or at) + timedelta(minutes=rules.unknown_minutes)
    if at < ask_at:
        return Step(line, ask_at)
    if line.asked_at is None:
        return Step(_asking(line, at), at + _ANSWER, asks=True)
    if not standing.looked and at < line.asked_at + _ANSWER:
        return Step(line, line.asked_at + _ANSWER)
    because = f"unknown:{standing.looked or 'no_answer'}"
    if pursuit.must_arrive and line.generation - line.ruled < _GENERATIONS:
        return _once_more(state, pursuit, line, Decided(line.notice, "sent_again", because))
    kept = Decided(line.notice, "not_sent_again", because)
    onward = _next_channel(state, pursuit, line, because)
    return replace(onward, decided=(kept, *onward.decided))


def _when_allowed(
    state: State, pursuit: Pursuit, line: Line, rule: str, retry_at: datetime, rules: DeliveryRules, at: datetime
) -> Step:
    """Stopped by a rule that passes soon, or (quiet hours) with no other channel left: sent when it may go, if still in time."""
    if retry_at >= pursuit.until or line.generation >= _RULED_GENERATIONS:
        return _next_channel(state, pursuit, line, rule)
    if at < retry_at:
        return Step(line, retry_at)
    once_more = _once_more(state, pursuit, line, Decided(line.notice, "sent_when_allowed", rule))
    # Lives begun before `hold_minutes` count these among the sends that may be repeated once.
    ruled = line.ruled + (rules.hold > _NONE)
    return replace(once_more, line=replace(once_more.line, ruled=ruled))


def _once_more(state: State, pursuit: Pursuit, line: Line, decided: Decided) -> Step:
    notice = in_place_of(state, pursuit, line, line.channel, decided.because)
    after = Line(notice.id, line.channel, line.left, line.generation + 1, ruled=line.ruled, earlier=line.earlier)
    return Step(after, None, notice, (decided,))
