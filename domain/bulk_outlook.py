"""What a bulk would do, before anybody confirms it: each interview's own rule on its newest known state, and the sums of it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import decide, rescheduling
from domain.bulk import BulkAction, ItemState, Wish, came_of, command_of
from domain.change import Change
from domain.outgoing import CARRIED
from domain.policy import is_late
from domain.refusals import Refused
from domain.state import State
from domain.terms import Audience

_RULES = {BulkAction.CANCEL: decide.cancelled, BulkAction.OFFER: rescheduling.offered}
_NO_LIFE = "interview-closed"


@dataclass(frozen=True)
class Outlook:
    """What would come of one interview: `rule` names the refusal, `change` is what would be written (None: nothing), `late` says that
    it is inside the notice hours (R6)."""

    interview: str
    state: ItemState
    rule: str = ""
    change: Change | None = None
    late: bool = False

    @property
    def ends_request(self) -> bool:
        """Whether it was cancelled before, and an open wish for another time would end; the candidate is told of that."""
        return self.state is ItemState.ALREADY and self.change is not None

    @property
    def unreachable(self) -> bool:
        """Whether no message would leave for the candidate, so that somebody has to call."""
        if self.change is None:
            return False
        mine = [n for n in self.change.notices if n.audience is Audience.CANDIDATE and n.skipped is None]
        return not any(notice.channel in CARRIED for notice in mine)


def outlook(bulk: str, interview: str, state: State | None, wish: Wish, at: datetime) -> Outlook:
    """What would come of this interview now; without a state there is no life to command."""
    if state is None:
        return Outlook(interview, ItemState.REFUSED, _NO_LIFE)
    command = wish.command(command_of(bulk, interview, wish.actor), state.starts_at, state.timezone)
    try:
        decision = _RULES[wish.action](state, command, at)  # type: ignore[operator]
    except Refused as refused:
        return Outlook(interview, ItemState.REFUSED, refused.rule)
    came = came_of(decision.result)
    late = came.state is ItemState.DONE and is_late(state.policy, state.starts_at, at)
    return Outlook(interview, came.state, came.rule, decision.change, late)


def refused_by(outlooks: Sequence[Outlook]) -> dict[str, list[str]]:
    """The interviews that would be refused, by rule."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in outlooks:
        if one.state is ItemState.REFUSED:
            found[one.rule].append(one.interview)
    return dict(found)


def counted(outlooks: Sequence[Outlook]) -> Counter[ItemState]:
    """How many would end in each state."""
    return Counter(one.state for one in outlooks)
