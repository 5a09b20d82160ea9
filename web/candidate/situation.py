"""What a candidate's page shows of an interview at this moment, and which actions make sense now; pure rules over the rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.links import Linked
from domain.catalogue import NextStep
from domain.policy import Policy, is_late
from domain.state import LIVE
from domain.terms import Audience, Outcome, Party, Stage

ACTIONS = ("acknowledge", "confirm", "reschedule", "cancel", "survey")


@dataclass(frozen=True)
class Situation:
    """`status` names the page's headline; `may` the actions that make sense; `late` that less than the policy's notice hours
    are left (R6). `options` are offered times still ahead; picking one `settles` the move at once, else the recruiter confirms."""

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
    return Situation(
        seen=seen,
        policy=policy,
        at=at,
        status=_status(seen, live, picked, offered, at),
        live=live,
        late=late,
        may=_may(seen, policy, live, window, at),
        options=tuple(option for option in times if option > at),
        picked=picked,
        settles=offered and not late,
        window_until=window,
    )


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
