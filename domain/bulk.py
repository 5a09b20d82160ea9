"""Many interviews at once (批量处理): what a bulk asks of each of them, how fast it goes, and the words for where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from domain import keys
from domain.clock import zone_of
from domain.commands import Cancel, Offer
from domain.refusals import Refused
from domain.terms import Audience, Channel, Locale, Party

MOST_INTERVIEWS = 2_000
SLOWEST, USUAL, FASTEST = 1, 120, 1_200
"""Interviews per minute."""


class BulkAction(StrEnum):
    """What is done with each interview."""

    CANCEL = "cancel"
    OFFER = "offer"


class BulkState(StrEnum):
    """Where a bulk stands; `waiting` until its workflow has begun."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


OVER = (BulkState.STOPPED, BulkState.FINISHED)


class Steering(StrEnum):
    """What people may ask of a bulk that is not over."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class ItemState(StrEnum):
    """What came of one interview. `already`: it was cancelled before; `refused`: a rule said no; `failed`: no answer in time, to be
    tried again by resuming; `skipped`: the bulk was stopped before its turn."""

    PENDING = "pending"
    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"
    FAILED = "failed"
    SKIPPED = "skipped"


Counts = dict[ItemState, int]


@dataclass(frozen=True)
class Came:
    """What came of one interview's command; `rule` says why when it is not done."""

    state: ItemState
    rule: str = ""


@dataclass(frozen=True)
class Wish:
    """What a bulk asks of each of its interviews, without the free text. A cancellation has party, code, channels (None: the policy's)
    and `offer_reschedule`; an offer has `days`, on which each interview keeps its own time of day, moved by `shift_minutes`."""

    action: BulkAction
    actor: str
    by: Audience
    party: Party
    code: str
    channels: list[Channel] | None = None
    offer_reschedule: bool | None = None
    days: list[date] = field(default_factory=list)
    shift_minutes: int = 0

    def command(self, id: str, starts_at: datetime, timezone: str) -> Cancel | Offer:
        """The command, with this id, for an interview at that time (UTC) in that IANA zone. Raises: UnknownZone."""
        if self.action is BulkAction.CANCEL:
            return Cancel(id, self.actor, self.by, self.party, self.code, self.channels, self.offer_reschedule)
        return Offer(id, self.actor, times_on(self.days, starts_at, timezone, self.shift_minutes))


@dataclass(frozen=True)
class BulkRun:
    """What a bulk's workflow carries: ids, codes and numbers."""

    id: str
    organisation: str
    by: str
    action: BulkAction
    total: int
    per_minute: int
    locale: Locale
    begun: bool = False
    paused: bool = False


@dataclass(frozen=True)
class Turn:
    """The interviews whose turn it is, and how many stand in each state."""

    interviews: list[str]
    counts: Counts


@dataclass(frozen=True)
class Steer:
    """Somebody wants a bulk to go another way."""

    id: str
    actor: str
    to: Steering


def times_on(days: list[date], starts_at: datetime, timezone: str, shift_minutes: int = 0) -> list[datetime]:
    """The interview's own time of day on each of these days of its zone (UTC), moved by `shift_minutes`: whoever had different times
    is offered different times. The time that it has now is left out while there are others. Raises: UnknownZone.
    """
    place = zone_of(timezone)
    clock = starts_at.astimezone(place).timetz().replace(tzinfo=None)
    shift = timedelta(minutes=shift_minutes)
    # A time that the clocks jump over becomes the one an hour later.
    times = [datetime.combine(day, clock, place).astimezone(UTC) + shift for day in days]
    return [time for time in times if time != starts_at] or times


def command_of(bulk: str, interview: str, login: str) -> str:
    """The id of a bulk's command to one interview: sending it again, after whatever crash, is the same command."""
    return keys.command_id(interview, login, "bulk", bulk)


def pace(per_minute: int) -> tuple[int, timedelta]:
    """How many interviews have their turn at once, and after how long the next ones have theirs: about a second where that is enough."""
    at_once = max(1, per_minute // 60)
    return at_once, timedelta(minutes=1) * at_once / per_minute


def came_of(result: str) -> Came:
    """What an interview's answer means to the bulk."""
    return Came(ItemState.ALREADY if result == "already_cancelled" else ItemState.DONE)


def must_not_be_over(state: BulkState) -> None:
    """Raises: Refused when the bulk can go no other way any more."""
    if state in OVER:
        raise Refused("bulk-over")


def left(counts: Mapping[ItemState, int]) -> int:
    """How many still have their turn to come."""
    return counts.get(ItemState.PENDING, 0)
