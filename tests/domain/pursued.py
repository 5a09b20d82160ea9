"""A message in pursuit with a ledger beside it that a test fills in: what the rules of domain/pursuit.py look at."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain import decide
from domain.change import Change, Decision, Planned
from domain.looking import Standing
from domain.plan import next_due
from domain.policy import DeliveryRules
from domain.pursuit import followed, pursued, step_with_news
from domain.state import State
from domain.terms import Audience, Channel, NoticeKind, NoticeState
from tests.domain.build import AT, cancel, invited, policy, scheduled

RULES = DeliveryRules(
    near_hours=24,
    wait_minutes_near=10,
    wait_minutes=120,
    unknown_minutes=2,
    alarm_hours=3,
    again=[NoticeKind.INVITE, NoticeKind.CANCELLED, NoticeKind.MOVED],
    phone=[NoticeKind.INVITE, NoticeKind.CANCELLED, NoticeKind.MOVED],
)
FOLLOWED = policy(delivery=RULES)
# As migration 0004 makes them.
PATIENT = replace(RULES, hold_minutes=2, ask_first=True)
PATIENT_POLICY = policy(delivery=PATIENT)


@dataclass
class Message:
    """One interview with the rows that its candidate's notices have in the ledger."""

    state: State
    step: str
    rows: dict[str, Standing] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    @classmethod
    def of(cls, decision: Decision, step: str) -> "Message":
        """The message of this step that a decision begins."""
        assert decision.change is not None
        message = cls(decision.state, step)
        message._keep(decision.change)
        return message

    def _keep(self, change: Change) -> None:
        self.changes.append(change)
        for notice in change.notices:
            if (
                notice.audience is Audience.CANDIDATE
                and notice.step == self.step
                and notice.channel is not Channel.INBOX
            ):
                self.rows[notice.id] = Standing(notice.id, NoticeState.INTENT, created_at=change.at)
                self.channels[notice.id] = notice.channel

    def becomes(self, channel: Channel, state: NoticeState, at: datetime, generation: int = 1, **more: object) -> None:
        """What came of the notice on this channel (the newest, or that generation)."""
        ids = [id for id, used in self.channels.items() if used is channel]
        id = ids[generation - 1]
        times: dict[str, datetime] = {"attempted_at": at}
        if state is NoticeState.ACCEPTED:
            times["accepted_at"] = at
        self.rows[id] = replace(self.rows[id], **{"state": state, **times, **more})  # type: ignore[arg-type]

    def look(self, at: datetime) -> list[Planned]:
        """Look at the message now; the notices that follow from it."""
        pursuit = pursued(self.state, self.step)
        assert pursuit is not None, "the message is followed no more"
        decision = followed(self.state, pursuit, list(self.rows.values()), at)
        self.state = decision.state
        if decision.change is None:
            return []
        self._keep(decision.change)
        return decision.change.notices

    def look_when_due(self) -> list[Planned]:
        """Look when the plan says so."""
        return self.look(self.next_look)

    @property
    def next_look(self) -> datetime:
        """When the message is looked at next."""
        pursuit = pursued(self.state, self.step)
        assert pursuit is not None
        assert pursuit.check_at is not None
        return pursuit.check_at

    @property
    def open(self) -> bool:
        """Whether it is still followed."""
        return pursued(self.state, self.step) is not None

    @property
    def decided(self) -> list[tuple[str, str]]:
        """Everything decided about it, in order."""
        return [(one.decision, one.because) for change in self.changes for one in change.decisions]


def invitation(at: datetime = AT, **changes: object) -> Message:
    """An invitation by mail, else by SMS."""
    state = scheduled(**{"policy": FOLLOWED, **changes})
    return Message.of(decide.opened(state, at), "invite")


def cancellation(at: datetime = AT, code: str = "E_REQ_FROZEN", **changes: object) -> Message:
    """A cancellation by SMS and by mail."""
    state = invited(**{"policy": FOLLOWED, **changes})  # type: ignore[arg-type]
    return Message.of(decide.cancelled(state, cancel(code), at), "cancelled")


def used(notices: list[Planned]) -> list[tuple[Channel, str]]:
    """Channel and reason of the notices to the candidate among these."""
    return [(n.channel, n.because) for n in notices if n.audience is Audience.CANDIDATE]


def staff(notices: list[Planned]) -> list[tuple[Audience, NoticeKind]]:
    """What people inside are told."""
    return [(n.audience, n.kind) for n in notices if n.audience is not Audience.CANDIDATE]


__all__ = ["FOLLOWED", "RULES", "Message", "cancellation", "invitation", "next_due", "staff", "step_with_news", "used"]
