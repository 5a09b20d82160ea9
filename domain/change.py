"""What one accepted step writes: the new state plus the log row, facts and notices that go with it, in one transaction."""

from dataclasses import dataclass, field

from pydantic import AwareDatetime

from domain.state import State
from domain.terms import Audience, Channel, NoticeKind, Party


@dataclass(frozen=True)
class Planned:
    """A row for the notice ledger; `skipped` names why it will not be sent (it is written all the same, so that HR sees it).
    `after` is the id of the notice it takes the place of, `because` says why, `generation` counts the sends on one channel."""

    id: str
    key: str
    kind: NoticeKind
    audience: Audience
    channel: Channel
    step: str
    revision: int
    skipped: str | None = None
    generation: int = 1
    after: str | None = None
    because: str = ""


@dataclass(frozen=True)
class Decided:
    """What was decided about a notice and why; written down for good, so that nothing is sent twice in silence."""

    notice: str
    decision: str
    because: str = ""


@dataclass(frozen=True)
class Fact:
    """One append-only KPI fact (R5, R10). `attributable`: no, partly or yes; `hours` = notice hours at the decision."""

    kind: str
    party: Party | None = None
    code: str | None = None
    attributable: str | None = None
    late: bool | None = None
    hours: float | None = None
    stated: bool | None = None
    score: float | None = None


@dataclass(frozen=True)
class Change:
    """One transaction's worth of writing. `key` is unique per interview, so that a repeated write does nothing;
    `due` is when a timed step was due; `facts_of` is the place of the change whose texts its notices repeat; `closes` are
    phone tasks that are no longer wanted; `acknowledges` marks this revision's notices as read by the candidate;
    `cancelled` asks for a log row, `stated` says whether its reason was usable; `old_starts_at` is set by a move."""

    action: str
    key: str
    at: AwareDatetime
    actor: str
    state: State
    command_id: str | None = None
    facts: list[Fact] = field(default_factory=list)
    notices: list[Planned] = field(default_factory=list)
    cancelled: bool = False
    stated: bool = True
    old_starts_at: AwareDatetime | None = None
    scores: tuple[int, int] | None = None
    due: AwareDatetime | None = None
    facts_of: int | None = None
    decisions: list[Decided] = field(default_factory=list)
    closes: list[str] = field(default_factory=list)
    acknowledges: bool = False


@dataclass(frozen=True)
class Decision:
    """A rule's verdict on a command or a due step: the state after it, what to write (nothing when it was already so), the result."""

    state: State
    change: Change | None
    result: str
