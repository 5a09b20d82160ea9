"""The life of one interview: one loop over domain.plan, commands that only change its state, notices sent beside it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities import names
from domain import aftermath, decide, pursuit
from domain.catalogue import CATALOGUE
from domain.change import Change, Decision
from domain.commands import Answer, Cancel, can_be_kept
from domain.looking import Standing
from domain.narrative import arrival_label, change_label, current_details, due_label, step_name
from domain.plan import AT_ONCE, Due, next_due
from domain.refusals import Refused
from domain.state import Pursuit, State
from domain.terms import FROM_UI, Audience, Party
from workflows.attributes import attributes
from workflows.commands import Commands
from workflows.database import at_database
from workflows.delivery import Delivery

_UNSTATED_CODE = "E_REQ_CHANGED"
_STANDING: Any = Change | None
_CODE: Any = str | None
_INSTANT: Any = datetime | None
_STANDINGS: Any = list[Standing]


@dataclass(frozen=True)
class Preview:
    """What a cancellation would do: the change it would write, or the rule that refuses it."""

    change: Change | None = None
    refused: str | None = None


@workflow.defn
class InterviewWorkflow(Commands):
    """Invite → remind → cancel or reschedule → survey, for one interview (R1–R10, R12, R16, R18)."""

    @workflow.init
    def __init__(self, state: State) -> None:
        self.state = state
        self._delivery = Delivery(self._show_details)
        self._lock = asyncio.Lock()
        self._shown: list[Any] = attributes(state)
        self._asked_to_cancel = False

    @workflow.run
    async def run(self, state: State) -> State:
        """Live until nothing is due any more. A cancel request from the Temporal UI is a domain cancel."""
        self._show_details()
        while due := self._next():
            if self._may_start_afresh():
                workflow.continue_as_new(replace(self.state, outbox=[], asking=[]))
            try:
                if await self._reached(due):
                    await asyncio.shield(asyncio.create_task(self._perform(due)))
            except asyncio.CancelledError:
                await self._cancel_from_ui()
        try:
            await workflow.wait_condition(self._at_rest)
        except asyncio.CancelledError:
            # The life is over and there is nothing to cancel, but what is on its way still has to arrive.
            await workflow.wait_condition(self._at_rest)
        return replace(self.state, outbox=[], asking=[])

    def _at_rest(self) -> bool:
        return self._delivery.idle and workflow.all_handlers_finished()

    def _may_start_afresh(self) -> bool:
        """A valve for lives with very many commands, and for a life that goes on after HR's cancel request, because
        Temporal takes only one per run. Everything that matters is in the state; sends are waited for, never cut short, and
        news is looked at first."""
        wanted = workflow.info().is_continue_as_new_suggested() or (self._asked_to_cancel and self.state.live)
        return wanted and self._at_rest() and self._step_with_news() is None

    async def _reached(self, due: Due) -> bool:
        """True when the step is due; False when a command changed the plan first."""
        if due.at is None:
            await workflow.wait_condition(lambda: self._woken(due))
            return False
        if due.at <= workflow.now():
            return True
        try:
            await workflow.wait_condition(
                lambda: self._woken(due),
                timeout=due.at - workflow.now(),
                timeout_summary=due_label(due, self.state),
            )
        except TimeoutError:
            return True
        return False

    def _woken(self, due: Due) -> bool:
        return self._next() != due or self._may_start_afresh()

    def _next(self) -> Due | None:
        """The plan's next step; a message in pursuit comes first when there is news of it."""
        step = self._step_with_news()
        return Due(step, AT_ONCE) if step is not None else next_due(self.state)

    def _step_with_news(self) -> str | None:
        return pursuit.step_with_news(self.state, self._delivery.news)

    async def _perform(self, due: Due) -> None:
        async with self._lock:
            if self._next() != due:
                return
            followed = pursuit.pursued(self.state, due.step)
            if followed is not None:
                await self._follow(followed)
            elif due.step == "await_told":
                told_at = await self._told_at()
                await self._take(aftermath.told(self.state, due, told_at, workflow.now()))
            elif (held := aftermath.held_back(self.state, due, workflow.now())) is not None:
                await self._take(held)
            elif due.step == "survey" and not await self._may_be_asked(due):
                await self._take(aftermath.asked_lately(self.state, due, workflow.now()))
            else:
                await self._take(aftermath.stepped(self.state, due, workflow.now()))

    async def _told_at(self) -> datetime | None:
        """R12: when the candidate learned of the cancellation, as far as the ledger knows."""
        label = step_name("await_told", self.state.locale)
        interview = (self.state.interview_id, self.state.revision)
        found: datetime | None = await at_database(names.TOLD_AT, *interview, result=_INSTANT, summary=label)
        return found

    async def _may_be_asked(self, due: Due) -> bool:
        """R12: once per candidate and period, whichever of their interviews asks first; one that comes too late takes no turn."""
        rules = self.state.policy.surveys
        if rules is None or (due.until is not None and workflow.now() > due.until):
            return True
        question = (self.state.interview_id, self.state.revision, workflow.now(), rules.once_in_days)
        label = step_name("survey", self.state.locale)
        found: bool = await at_database(names.MAY_BE_ASKED, *question, result=bool, summary=label)
        return found

    async def _follow(self, message: Pursuit) -> None:
        """Read where a message's notices stand and decide what follows (P1, P2)."""
        self._delivery.seen(message)
        which = (self.state.interview_id, message.revision, message.step)
        label = arrival_label(message, self.state.locale)
        standings: list[Standing] = await at_database(names.STANDING, *which, result=_STANDINGS, summary=label)
        if not await self._take(pursuit.followed(self.state, message, standings, workflow.now())):
            # Another step stood in this one's place: what was seen has still to be acted on.
            self._delivery.tell_all(self.state)

    async def _apply(self, rule: Callable[..., Decision], command: Any) -> Answer:
        """One command at a time: decide, write, then remember; the answer comes after the commit (design rule 3)."""
        await workflow.wait_condition(lambda: self.state.stage is not None)
        async with self._lock:
            while command.id not in self.state.applied:
                decision = self._decide(rule, command)
                if await self._take(decision):
                    return self._answer(decision.result)
            return self._answer(self.state.applied[command.id])

    def _decide(self, rule: Callable[..., Decision], command: Any) -> Decision:
        if not can_be_kept(command):
            # Typed by hand in the Temporal UI or CLI: the database could never write it, and nobody could act meanwhile.
            raise ApplicationError("id: a UUID; actor: a login", type="bad-command", non_retryable=True)
        try:
            return rule(self.state, command, workflow.now())
        except Refused as refused:
            raise ApplicationError(str(refused), type=refused.rule, non_retryable=True) from None

    def _check(self, rule: Callable[..., Decision], command: Any) -> None:
        """Validator: a refused command leaves nothing in the history."""
        if self.state.stage is not None and command.id not in self.state.applied:
            self._decide(rule, command)

    async def _take(self, decision: Decision) -> bool:
        """Write, then remember. False when a step that had been committed but lost stood in its place: that one is taken up.

        A local activity may be committed although Temporal drops the task it ran in, and with it the order of commands;
        the database then says which came first.
        """
        change = decision.change
        if change is None:
            self.state = decision.state
            self._delivery.follow(self.state)
            return True
        lost: Change | None = await at_database(names.RECORD, change, result=_STANDING, summary=change_label(change))
        after = decision.state if lost is None else lost.state
        remaining = self._delivery.remaining
        self.state = replace(after, outbox=remaining(after.outbox), asking=remaining(after.asking, True), remark="")
        self._delivery.follow(self.state)
        self._show()
        return lost is None

    def _show(self) -> None:
        """Keep the Temporal UI readable: details in the organisation's language, attributes only when they changed."""
        self._show_details()
        now = attributes(self.state)
        changed = [pair.key.value_set(pair.value) for pair in now if pair not in self._shown]
        gone = {pair.key for pair in self._shown} - {pair.key for pair in now}
        if changed or gone:
            workflow.upsert_search_attributes([*changed, *(key.value_unset() for key in sorted(gone, key=_name))])
        self._shown = now

    def _show_details(self) -> None:
        workflow.set_current_details(current_details(self.state, self._delivery.reports, self.state.remark))

    def _answer(self, result: str) -> Answer:
        assert self.state.stage is not None
        return Answer(result, self.state.stage, self.state.revision, self.state.starts_at)

    async def _cancel_from_ui(self) -> None:
        """R18: HR's "Request Cancellation" leaves the same log and notices; a vague reason is marked and asked for."""
        self._asked_to_cancel = True
        # The reading is recorded: the rules of reasons change, and a replay must not read the text anew.
        typed = workflow.cancellation_reason() or ""
        code: str | None = await at_database(names.READ_REASON, typed, result=_CODE)
        party = CATALOGUE[code].party if code is not None else Party.COMPANY
        command = Cancel(
            str(workflow.uuid4()),
            FROM_UI,
            Audience.HROPS,
            party,
            code or _UNSTATED_CODE,
            reason_stated=code is not None,
        )
        try:
            await self._apply(decide.cancelled, command)
        except ApplicationError as refused:
            # In the state, because a send that ends now, or a new run, shows the details anew.
            self.state = replace(self.state, remark=f"⚠ {refused.message}")
            self._show_details()

    @workflow.query(description="取消预览 / what a cancellation would do")
    def preview_cancel(self, command: Cancel) -> Preview:
        """The change a cancellation would write now; nothing is written."""
        try:
            return Preview(change=decide.cancelled(self.state, command, workflow.now()).change)
        except Refused as refused:
            return Preview(refused=refused.rule)

    @workflow.signal(description="通知有新回执 / news of a notice")
    def look(self) -> None:
        """The ledger has news of a notice that is followed; nothing else is told, so that a lost or a repeated one is harmless."""
        self._delivery.tell_all(self.state)


def _name(key: Any) -> str:
    return str(key.name)
