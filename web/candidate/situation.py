"""What a candidate's page shows of an interview at this moment, and which actions make sense now; pure rules over the rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.links import Linked
from domain.catalogue import NextStep
from domain.plan import due_before
from domain.policy import Policy, is_late
from domain.purposes import Purpose
from domain.state import LIVE
from domain.terms import Audience, Outcome, Party, Stage

ACTIONS = ("acknowledge", "confirm", "reschedule", "cancel", "survey")
# After these the AI's part is what the candidate may object to.
_HELD = (Outcome.COMPLETED, Outcome.INTERVIEWER_NO_SHOW)


@dataclass(frozen=True)
class Situation:
    """`status` names the page's headline; `may` the actions that make sense; `late` that less than the policy's notice hours
    are left (R6). `options` are offered times still ahead; picking one `settles` the move at once, else the recruiter confirms.
    `answer_by` is when a waiting request is answered or goes to HR operations, `consent` that an offered time was picked too late to
    settle it. `human` tells whether a person can still be asked for as interviewer, `expired` that the link's time is over."""

    seen: Linked
    policy: Policy
    at: datetime
    status: str
    live: bool
    late: bool
    may: tuple[str, ...]
    options: tuple[datetime, ...]
    picked: datetime | None
    settles: bool
    window_until: datetime | None
    answer_by: datetime | None
    consent: bool
    human: bool
    expired: bool

    @property
    def next_step(self) -> str:
        """What a cancellation still offers now; `close` when there is nothing to tell."""
        offered = self.seen.next_step or NextStep.CLOSE
        past = offered == NextStep.OFFER_RESCHEDULE and "reschedule" not in self.may
        return NextStep.CLOSE if past or self.status == "closed" else offered


def situation(seen: Linked, policy: Policy, at: datetime) -> Situation:
    """The situation at an instant."""
    live = seen.cancelled_at is None and seen.stage in LIVE
    late = live and is_late(policy, seen.starts_at, at)
    window = _window(seen, policy)
    request = seen.request or {}
    picked = datetime.fromisoformat(request["picked"]) if request.get("picked") else None
    times = sorted(datetime.fromisoformat(option) for option in request.get("options", ()))
    offered = request.get("by") == Audience.RECRUITER
    asked_at = datetime.fromisoformat(request["at"]) if request.get("at") and not offered else None
    status, may = _status(seen, live, picked, offered, at), _may(seen, policy, live, window, at)
    expired = _expired(seen, policy, status, at)
    if seen.purpose != Purpose.INTERVIEW:
        may = tuple(action for action in may if action == seen.purpose)
    return Situation(
        seen=seen,
        policy=policy,
        at=at,
        status=status,
        live=live,
        late=late,
        may=() if expired else may,
        options=tuple(option for option in times if option > at),
        picked=picked,
        settles=offered and not late,
        window_until=window,
        answer_by=_answer_by(seen, policy, live, asked_at, [*times, *([picked] if picked else [])], window),
        consent=asked_at is not None and live and picked in times and is_late(policy, seen.starts_at, asked_at),
        human=not expired and ("reschedule" in may or seen.outcome in _HELD),
        expired=expired,
    )


def _answer_by(
    seen: Linked, policy: Policy, live: bool, asked_at: datetime | None, times: list[datetime], window: datetime | None
) -> datetime | None:
    """As domain.plan counts when a silent recruiter's request goes to HR operations."""
    if asked_at is None:
        return None
    ends = ([max(times)] if times else [window]) + ([_ends_at(seen)] if live else [])
    known = [end for end in ends if end is not None]
    return due_before(asked_at, policy.approval_escalate_hours, min(known, default=None), 3 / 4)


def _expired(seen: Linked, policy: Policy, status: str, at: datetime) -> bool:
    """Whether nothing is left to see or to do: closed, about to be, or over and (still) without an outcome."""
    if seen.stage == Stage.CLOSED or seen.erased_at is not None:
        return True
    if seen.due_step == "close" and seen.due_at is not None and at >= seen.due_at:
        return True
    return status == "over" and at >= _ends_at(seen) + timedelta(minutes=policy.outcome_ask_minutes)


def _ends_at(seen: Linked) -> datetime:
    return seen.starts_at + timedelta(minutes=seen.minutes)


def _window(seen: Linked, policy: Policy) -> datetime | None:
    """Until when a cancelled interview can still be given a new time (R8)."""
    if seen.cancelled_at is None or seen.next_step != NextStep.OFFER_RESCHEDULE:
        return None
    return seen.cancelled_at + timedelta(hours=policy.reschedule_window_hours)


def _may(seen: Linked, policy: Policy, live: bool, window: datetime | None, at: datetime) -> tuple[str, ...]:
    running = live and at < _ends_at(seen)
    waiting = seen.request is not None or (window is not None and at <= window)
    reopens = not live and seen.cancelled_at is not None and waiting and seen.stage != Stage.CLOSED
    allowed = {
        "acknowledge": seen.acknowledged is False and (not live or at < seen.starts_at) and seen.stage != Stage.CLOSED,
        "confirm": live and at < seen.starts_at and seen.stage != Stage.CONFIRMED,
        "reschedule": running or reopens,
        "cancel": running,
        "survey": _survey_open(seen, policy, live),
    }
    return tuple(action for action in ACTIONS if allowed[action])


def _survey_open(seen: Linked, policy: Policy, live: bool) -> bool:
    """R12: after a cancellation and after an interview, once; not after the candidate's own absence."""
    over = not live and seen.stage != Stage.CLOSED and seen.outcome != Outcome.CANDIDATE_NO_SHOW
    return over and policy.survey_enabled and not seen.surveyed


def _status(seen: Linked, live: bool, picked: datetime | None, offered: bool, at: datetime) -> str:
    if seen.stage == Stage.CLOSED:
        return "closed"
    if seen.stage == Stage.RESCHEDULE_REQUESTED:
        return "options" if offered else "picked" if picked is not None else "asked"
    if seen.cancelled_at is not None:
        return _cancelled(seen)
    if seen.outcome is not None:
        return seen.outcome
    if live and at >= seen.starts_at:
        return "over" if at >= _ends_at(seen) else "running"
    return seen.stage


def _cancelled(seen: Linked) -> str:
    if seen.party == Party.CANDIDATE:
        return "cancelled_by_you"
    return "cancelled_late" if seen.late else "cancelled"
