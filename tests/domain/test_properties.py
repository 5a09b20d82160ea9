"""Random lives: whatever people do in whatever order, what must never happen does not happen (P1, P2, R18)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain import aftermath, decide, rescheduling
from domain.catalogue import CATALOGUE
from domain.change import Change, Decision
from domain.commands import AnswerSurvey, Approve, Ask, Confirm, Decline, Move, Offer, RecordOutcome
from domain.plan import next_due
from domain.policy import Reminder
from domain.refusals import Refused
from domain.state import State
from domain.terms import Audience, Channel, NoticeKind, Outcome, Stage
from tests.domain.build import AT, DAY, EMAIL, HOUR, INBOX, SMS, cancel, policy, scheduled

MINUTE = timedelta(minutes=1)
STORED = TypeAdapter(State)
NEW, SURE, ASKS = Stage.INVITED, Stage.CONFIRMED, Stage.RESCHEDULE_REQUESTED
DONE, ABSENT, OFF, CLOSED = Stage.COMPLETED, Stage.NO_SHOW, Stage.CANCELLED, Stage.CLOSED
# design.md: invited → confirmed → (reschedule_requested) → completed / no_show / cancelled / closed; a move invites anew.
STEPS: dict[Stage | None, set[Stage]] = {
    None: {NEW},
    NEW: {NEW, SURE, ASKS, DONE, ABSENT, OFF},
    SURE: {NEW, SURE, ASKS, DONE, ABSENT, OFF},
    ASKS: {NEW, SURE, ASKS, DONE, ABSENT, OFF},
    OFF: {OFF, ASKS, NEW, CLOSED},
    DONE: {DONE, CLOSED},
    ABSENT: {ABSENT, CLOSED, NEW},
    CLOSED: set(),
}
ABOUT_THE_TIME = {NoticeKind.INVITE, NoticeKind.REMINDER, NoticeKind.CONFIRM_REQUEST}


@dataclass
class Life:
    """One interview as its workflow leads it: steps when they are due, commands in between, everything written kept."""

    state: State
    now: datetime = AT
    changes: list[Change] = field(default_factory=list)
    commands: int = 0

    def take(self, decision: Decision) -> None:
        if decision.change is None:
            assert decision.state == self.state
            return
        check_step(self.state, decision.change, self.now)
        self.changes.append(decision.change)
        self.state = decision.state

    def pass_time(self, until: datetime, asleep: bool) -> None:
        """Every step that falls due; with the worker asleep they all come late, at the end."""
        while (due := next_due(self.state)) and due.at is not None and due.at <= until:
            self.now = until if asleep else max(self.now, due.at)
            self.take(aftermath.stepped(self.state, due, self.now))
            assert len(self.changes) < 400
        self.now = until

    def say(self, act: Callable[["Life", int], Decision], number: int) -> None:
        self.commands += 1
        try:
            decision = act(self, number)
        except Refused:
            return
        assert self.state.stage is not Stage.CLOSED or decision.change is None
        self.take(decision)

    @property
    def id(self) -> str:
        return f"command-{self.commands}"

    def time(self, number: int) -> datetime:
        """A time somebody may think of: on the table, near, far, past, the present one."""
        request = self.state.request
        table = [*(request.options if request else []), *([request.picked] if request and request.picked else [])]
        return [*table, self.now + number * 5 * HOUR, self.state.starts_at, self.now - HOUR][number % (len(table) + 3)]


CODES = list(CATALOGUE)
ACTS: dict[str, Callable[[Life, int], Decision]] = {
    "confirm": lambda x, n: decide.confirmed(x.state, Confirm(x.id, "candidate", list(Audience)[n % 2]), x.now),
    "cancel": lambda x, n: decide.cancelled(
        x.state,
        cancel(CODES[n % 16], id=x.id, offer_reschedule=[None, True, False][n % 3], reason_stated=n % 5 > 0),
        x.now,
    ),
    "offer": lambda x, n: rescheduling.offered(
        x.state, Offer(x.id, "zhangsan", [x.now + (n + i) * 7 * HOUR for i in range(1, 1 + n % 4)]), x.now
    ),
    "ask": lambda x, n: rescheduling.asked(x.state, Ask(x.id, "candidate", x.time(n) if n % 4 else None), x.now),
    "approve": lambda x, n: rescheduling.approved(x.state, Approve(x.id, "z", x.time(n) if n % 2 else None), x.now),
    "decline": lambda x, n: rescheduling.declined(x.state, Decline(x.id, "zhangsan"), x.now),
    "move": lambda x, n: rescheduling.moved_directly(x.state, Move(x.id, "zhangsan", x.time(n)), x.now),
    "outcome": lambda x, n: aftermath.outcome_recorded(
        x.state, RecordOutcome(x.id, "zhangsan", list(Outcome)[n % 3]), x.now
    ),
    "survey": lambda x, n: aftermath.survey_answered(
        x.state, AnswerSurvey(x.id, "candidate", list(Audience)[n % 3], 1 + n % 5, 5), x.now
    ),
}
MOMENTS = st.tuples(st.sampled_from([0, 0, 1, 7, 59, 240, 500, 1440, 3000]), st.booleans())
EVENTS = st.lists(st.tuples(MOMENTS, st.sampled_from(sorted(ACTS)), st.integers(0, 40)), min_size=3, max_size=16)
LADDERS = st.sampled_from([[], [Reminder(1440, 120), Reminder(60, 20)], [Reminder(2880, 3000), Reminder(180, 200)]])
REACHES = st.sampled_from([[SMS, EMAIL, INBOX], [SMS, INBOX], [EMAIL, INBOX], [INBOX]])
AHEAD = st.sampled_from([-500, 1, 90, 1440, 4321, 4321, 9000, 30000])


@st.composite
def lives(draw: st.DrawFn) -> Life:
    rules = policy(reminders=draw(LADDERS), survey_enabled=draw(st.booleans()), outcome_reask_hours=draw(WAITS))
    start = AT + draw(AHEAD) * MINUTE
    life = Life(scheduled(policy=rules, starts_at=start, reach=draw(REACHES)))
    life.pass_time(AT, asleep=False)
    for (minutes, asleep), act, number in draw(EVENTS):
        life.pass_time(life.now + minutes * MINUTE, asleep)
        life.say(ACTS[act], number)
    return life


WAITS = st.sampled_from([[], [24.0, 48.0, 96.0]])


def check_step(before: State, change: Change, now: datetime) -> None:
    """What holds of every single step."""
    after = change.state
    assert after.stage is not None
    assert after.stage in STEPS[before.stage]
    assert after.revision == before.revision + (after.starts_at != before.starts_at or change.action == "moved")
    assert (after.request is None) == (after.stage is not Stage.RESCHEDULE_REQUESTED)
    check_cancellation(after)
    check_time(after, change, now)
    assert all(ref.revision == after.revision and after.stage in ref.stages for ref in after.outbox)
    assert len(after.applied) <= 100


def check_cancellation(after: State) -> None:
    prior = after.request.prior if after.request is not None else None
    off = after.stage is Stage.CANCELLED or prior is Stage.CANCELLED
    assert after.stage is Stage.CLOSED or (after.cancellation is not None) == off
    assert not (after.cancellation is not None and after.outcome is not None)
    assert prior in (None, Stage.INVITED, Stage.CONFIRMED, Stage.CANCELLED)


def check_time(after: State, change: Change, now: datetime) -> None:
    """Nothing that speaks of a coming interview is queued for one that is off, over or elsewhere."""
    due = next_due(after)
    if due is not None and due.at is not None and due.step.startswith("remind"):
        assert after.armed_at is not None
        assert due.until is not None
        assert after.armed_at < due.at <= due.until <= after.starts_at
    for notice in change.notices:
        if notice.kind in ABOUT_THE_TIME and notice.skipped is None:
            assert after.live
            assert now <= after.starts_at
            assert notice.revision == after.revision


@given(lives())
@settings(max_examples=250)
def test_no_order_of_commands_breaks_a_life(life: Life) -> None:
    keys = Counter(notice.key for change in life.changes for notice in change.notices)
    assert [key for key, times in keys.items() if times > 1] == []
    writes = Counter(change.key for change in life.changes)
    assert max(writes.values()) == 1
    cancellations = Counter(change.state.revision for change in life.changes if change.cancelled)
    assert max(cancellations.values(), default=1) == 1
    assert STORED.validate_json(STORED.dump_json(life.state)) == life.state


@given(lives())
@settings(max_examples=120)
def test_left_alone_every_life_ends_or_waits_for_an_outcome_that_hr_operations_know_of(life: Life) -> None:
    life.pass_time(life.now + 500 * DAY, asleep=False)
    if next_due(life.state) is None:
        assert life.state.stage is Stage.CLOSED
        return
    assert life.state.live
    assert life.state.ends_at < life.now
    last = [notice for notice in life.changes[-1].notices if notice.kind is NoticeKind.OUTCOME_WANTED]
    assert Audience.HROPS in {notice.audience for notice in last}


@given(lives())
@settings(max_examples=120)
def test_whenever_the_time_changes_or_falls_away_the_candidate_is_told(life: Life) -> None:
    """P1: by every channel that reaches them, in the same transaction."""
    for change in life.changes:
        if change.cancelled or change.action == "moved":
            kind = NoticeKind.CANCELLED if change.cancelled else NoticeKind.MOVED
            used = {n.channel for n in change.notices if n.kind is kind and n.skipped is None}
            reach = set(life.state.reach) - {Channel.INBOX}
            assert reach <= used
            assert used


@given(lives(), st.sampled_from(sorted(ACTS)), st.integers(0, 40))
@settings(max_examples=100)
def test_a_rule_only_reads_the_state_it_is_given(life: Life, act: str, number: int) -> None:
    """The validator and the handler of a command ask the same rule twice; both must get the same answer."""

    def answer() -> Decision | str:
        try:
            return ACTS[act](life, number)
        except Refused as refused:
            return refused.rule

    before = STORED.dump_json(life.state)
    assert answer() == answer()
    assert STORED.dump_json(life.state) == before
