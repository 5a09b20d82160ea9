"""Many interviews cancelled, or offered new times, one turn after the other at a steady pace; paused, resumed and stopped at once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from activities import names
from domain.bulk import OVER, BulkRun, BulkState, Counts, ItemState, Steer, Steering, Turn, left, must_not_be_over, pace
from domain.bulk_words import details, item_label, pace_label, rest_label, state_label
from domain.refusals import Refused
from domain.terms import FROM_UI
from workflows.database import at_database

# Longer than the starter waits for an interview's answer; a worker that died is noticed by then.
_ONE_ATTEMPT = timedelta(seconds=20)
# PostgreSQL away: until it is back. Nobody answers: the activity itself says after how many attempts it has failed.
_AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30))
# A pause that is forgotten ends as a stop: what it is about has long passed.
_LONGEST_PAUSE = timedelta(days=7)
_WRITES_AGAIN = "writes-its-end-again"
_AFTER = {Steering.PAUSE: BulkState.PAUSED, Steering.RESUME: BulkState.RUNNING, Steering.STOP: BulkState.STOPPED}


@workflow.defn
class BulkWorkflow:
    """Goes through each interview's own Update, so that every rule of theirs holds; what came of each is in PostgreSQL."""

    @workflow.init
    def __init__(self, run: BulkRun) -> None:
        self._run = run
        self._state = BulkState.PAUSED if run.paused else BulkState.RUNNING
        self._by = ""
        self._written = False
        self._counts: Counts = {}
        self._lock = asyncio.Lock()
        self._turn: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, run: BulkRun) -> Counts:
        """Work until nothing is left or somebody stops it; "Request Cancellation" in the Temporal UI stops it, too."""
        try:
            if not run.begun:
                await self._become(BulkState.RUNNING, "")
            await self._work()
            await self._end()
        except (asyncio.CancelledError, ActivityError) as error:
            if not is_cancelled_exception(error):
                raise
            await self._stopped_in_the_ui()
            await self._end()
        return self._counts

    async def _work(self) -> None:
        at_once, lasts = pace(self._run.per_minute)
        while self._state not in OVER:
            begun = workflow.now()
            turn = await self._look(at_once)
            if not left(turn.counts) and not turn.counts.get(ItemState.FAILED):
                await self._become(BulkState.FINISHED, "")
            elif self._state is BulkState.PAUSED:
                await self._rest()
            elif not turn.interviews:
                # Somebody has to say whether those that did not answer are tried again.
                await self._become(BulkState.PAUSED, "")
            else:
                self._turn = asyncio.create_task(self._apply(turn.interviews))
                await asyncio.shield(self._turn)
                await self._breathe(begun + lasts)
                self._start_afresh_if_long()

    async def _end(self) -> None:
        """Whoever steers it has their answer first."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self._look(0)

    async def _look(self, at_once: int) -> Turn:
        """Whose turn it is, once everything that was wanted is written; what the Temporal UI shows is as old as this."""
        async with self._lock:
            turn: Turn = await at_database(names.NEXT_ITEMS, self._run.id, at_once, result=Turn)
        self._counts = turn.counts
        self._show()
        return turn

    async def _apply(self, interviews: list[str]) -> None:
        calls = [
            workflow.execute_activity(
                names.APPLY_ITEM,
                args=[self._run.id, interview],
                result_type=ItemState,
                start_to_close_timeout=_ONE_ATTEMPT,
                retry_policy=_AGAIN,
                summary=item_label(self._run),
            )
            for interview in interviews
        ]
        await asyncio.gather(*calls)

    async def _breathe(self, until: datetime) -> None:
        """Keep the pace, unless somebody wants another one."""
        if until > workflow.now():
            await self._wait(until - workflow.now(), BulkState.RUNNING, pace_label(self._run))

    async def _rest(self) -> None:
        if not await self._wait(_LONGEST_PAUSE, BulkState.PAUSED, rest_label(self._run.locale)):
            await self._become(BulkState.STOPPED, "")

    async def _wait(self, most: timedelta, during: BulkState, label: str) -> bool:
        """Whether it stood elsewhere before the time was over."""
        try:
            await workflow.wait_condition(lambda: self._state is not during, timeout=most, timeout_summary=label)
        except TimeoutError:
            return False
        return True

    async def _become(self, state: BulkState, by: str) -> None:
        """Stand there, and have it written; whoever comes later waits for that, and what is over stays over."""
        async with self._lock:
            if self._state not in OVER:
                self._state, self._by, self._written = state, by, False
            # "Request Cancellation" takes a write under way with it; histories from before that was mended did not write again.
            elif self._written or not workflow.patched(_WRITES_AGAIN):
                return
            label = state_label(self._state, self._by, self._run.locale)
            await at_database(
                names.MARK_BULK, self._run.id, self._state, self._by, workflow.now(), result=None, summary=label
            )
            self._written = True
            self._run = replace(self._run, begun=True, paused=self._state is BulkState.PAUSED)
            self._show()

    async def _stopped_in_the_ui(self) -> None:
        if self._turn is not None:
            await self._turn
        await self._become(BulkState.STOPPED, FROM_UI)

    def _start_afresh_if_long(self) -> None:
        """Everything that matters is in PostgreSQL; a command under way is waited for by the next turn."""
        long = workflow.info().is_continue_as_new_suggested() and self._state not in OVER
        if long and workflow.all_handlers_finished():
            workflow.continue_as_new(self._run)

    def _show(self) -> None:
        workflow.set_current_details(details(self._run, self._state, self._by, self._counts))

    @workflow.update(description="暂停、继续、停止 / pause, resume, stop")
    async def steer(self, wanted: Steer) -> BulkState:
        """Pause, resume or stop; answers when it is written. What is under way is finished."""
        await workflow.wait_condition(lambda: self._run.begun)
        if _AFTER[wanted.to] is not self._state:
            await self._become(_AFTER[wanted.to], wanted.actor)
        return self._state

    @steer.validator
    def _may_steer(self, wanted: Steer) -> None:
        try:
            must_not_be_over(self._state)
        except Refused as refused:
            raise ApplicationError(str(refused), type=refused.rule, non_retryable=True) from None
