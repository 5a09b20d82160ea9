"""What one interview's workflow remembers: a single serialisable value, carried whole through every step."""

from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import AwareDatetime

from domain.policy import Policy
from domain.terms import Audience, Channel, Locale, NoticeKind, Outcome, Party, Stage


@dataclass(frozen=True)
class NoticeRef:
    """A notice of the ledger that still has to leave or to be asked about: its id, what it is, when it stops being useful (UTC),
    the stages in which what it says is true, and how often its provider has been asked with this."""

    id: str
    kind: NoticeKind
    channel: Channel
    revision: int
    deadline: AwareDatetime
    stages: list[Stage]
    question: int = 1


@dataclass(frozen=True)
class Line:
    """The notice in play on one of a message's channel chains, and the channels that can still follow it. `asked_at`: when its
    provider was last asked about it, `asked` how often; `ended`: nothing more will be tried on this line; `held_until`: until when
    it is given time to be tried at all; `ruled`: how many of its generations only waited for a rule; `earlier`: notices that gave
    way after their provider was asked: a late answer still counts."""

    notice: str
    channel: Channel
    left: list[Channel] = field(default_factory=list)
    generation: int = 1
    asked_at: AwareDatetime | None = None
    asked: int = 0
    ended: bool = False
    held_until: AwareDatetime | None = None
    ruled: int = 0
    earlier: list[str] = field(default_factory=list)

    @property
    def notices(self) -> list[str]:
        """The notices of which news is of interest."""
        return [self.notice, *self.earlier]


@dataclass(frozen=True)
class Pursuit:
    """A message to the candidate on its way, followed until it has arrived (domain/pursuit.py). `nth` is the place of the change
    that it tells of, `until` when it stops being useful, `expected_at` the coming start that the candidate has in mind (None: none),
    `alarm_at` from when the candidate may be on the way for nothing, `check_at` when to look next (None: only when something is
    reported), `phone` the phone task's id, `decided` counts what was decided so far."""

    step: str
    kind: NoticeKind
    revision: int
    nth: int
    stages: list[Stage]
    until: AwareDatetime
    lines: list[Line]
    must_arrive: bool = False
    by_phone: bool = False
    expected_at: AwareDatetime | None = None
    alarm_at: AwareDatetime | None = None
    check_at: AwareDatetime | None = None
    phone: str | None = None
    alarmed: bool = False
    decided: int = 0

    @property
    def needed_by(self) -> AwareDatetime:
        """By when it has to have arrived: a moved interview's old start counts, for the candidate may set out for it (UTC)."""
        return min(self.until, self.expected_at or self.until)


@dataclass(frozen=True)
class Request:
    """A pending move (R8): who opened it, the offered times, the picked one, how often the recruiter was reminded."""

    by: Audience
    at: AwareDatetime
    prior: Stage
    options: list[AwareDatetime] = field(default_factory=list)
    picked: AwareDatetime | None = None
    chased: bool = False
    escalated: bool = False


@dataclass(frozen=True)
class Cancellation:
    """The cancellation in force: when, whose, why (a code only), whether late, and until when a new time can be picked."""

    at: AwareDatetime
    party: Party
    code: str
    late: bool
    next_step: str
    window_until: AwareDatetime | None = None


@dataclass(frozen=True)
class State:
    """One interview. `starts_at` is a UTC instant, `timezone` the IANA zone it is shown in; `reach` holds the channels that
    can reach the candidate; `headline` is masked (design rule 5); `done` lists steps already taken as "r<revision>:<step>";
    `remark` is what the Temporal UI shows until the next change; `writes` counts the changes written so far, so that each has
    its one place in the audit; `told_at` is when the candidate learned of the cancellation (None: not known yet), `told_looks` how
    often that was looked for, `asks_from` the moment before which nobody is surveyed, because it is not day; `survey_answered` tells
    of the candidate's own answer, `survey_by_staff` of one that was taken by phone; `pursuits` are the messages not known to have
    arrived yet, `asking` the notices whose provider is being asked about them."""

    interview_id: str
    organisation: str
    recruiter: str
    headline: str
    locale: Locale
    policy: Policy
    starts_at: AwareDatetime
    minutes: int
    timezone: str
    reach: list[Channel]
    created_by: str = "system"
    command_id: str | None = None
    stage: Stage | None = None
    revision: int = 1
    armed_at: AwareDatetime | None = None
    done: list[str] = field(default_factory=list)
    request: Request | None = None
    cancellation: Cancellation | None = None
    outcome: Outcome | None = None
    ended_at: AwareDatetime | None = None
    outcome_asks: int = 0
    last_ask_at: AwareDatetime | None = None
    survey_at: AwareDatetime | None = None
    survey_answered: bool = False
    survey_by_staff: bool = False
    survey_reminded: bool = False
    told_at: AwareDatetime | None = None
    told_looks: int = 0
    asks_from: AwareDatetime | None = None
    outbox: list[NoticeRef] = field(default_factory=list)
    applied: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    writes: int = 0
    pursuits: list[Pursuit] = field(default_factory=list)
    asking: list[NoticeRef] = field(default_factory=list)

    @property
    def ends_at(self) -> AwareDatetime:
        """When the interview is over (UTC)."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def live(self) -> bool:
        """True while the interview's time stands: invited or confirmed, also while a move is being asked for."""
        return self.cancellation is None and self.stage in LIVE

    def key(self, step: str) -> str:
        """The name under which a step of this revision is remembered in `done`."""
        return f"r{self.revision}:{step}"


LIVE = (Stage.INVITED, Stage.CONFIRMED, Stage.RESCHEDULE_REQUESTED)
