"""What one accepted step writes: the new state plus the log row, facts and notices that go with it, in one transaction."""

from dataclasses import dataclass, field

from pydantic import AwareDatetime

from domain.state import State
from domain.terms import Audience, Channel, NoticeKind, Party


@dataclass(frozen=True)
class Planned:
    """A row for the notice ledger; `skipped` names why it will not be sent (it is written all the same, so that HR sees it)."""

    id: str
    key: str
    kind: NoticeKind
    audience: Audience
    channel: Channel
    step: str
    revision: int
    skipped: str | None = None


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


@dataclass(frozen=True)
class Decision:
    """A rule's verdict on a command or a due step: the state after it, what to write (nothing when it was already so), the result."""

    state: State
    change: Change | None
    result: str
