"""Sends an interview's notices beside its loop: one activity per notice on its provider's queue; overtaken ones are called back."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

from activities import names
from domain.narrative import notice_label
from domain.state import NoticeRef, State
from domain.terms import Channel, NoticeKind, NoticeState

_ROUTES = {
    Channel.SMS: (names.SEND_SMS, names.SMS_QUEUE),
    Channel.EMAIL: (names.SEND_EMAIL, names.EMAIL_QUEUE),
}
_URGENCY = {NoticeKind.CANCELLED: 1, NoticeKind.MOVED: 1, NoticeKind.INVITE: 2, NoticeKind.SURVEY: 5}
_REPORTS = 8
_ONE_ATTEMPT = timedelta(seconds=30)
# A refusal that may pass (429, provider unreachable) is tried again until the notice's own deadline ends it.
_RETRY = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=1))
# PostgreSQL away: keep trying, because what was decided must be written; nothing else can be right.
RECORD_RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))


class Delivery:
    """The notices on their way. Sends never hold up the loop, a reminder or a command."""

    def __init__(self, reported: Callable[[], None]) -> None:
        self._running: dict[str, tuple[NoticeRef, asyncio.Task[None]]] = {}
        self._called_back: set[str] = set()
        self._left: set[str] = set()
        self._reported = reported
        self.reports: list[tuple[NoticeRef, NoticeState]] = []

    def follow(self, state: State) -> None:
        """Start what is new in the outbox and call back what has disappeared from it."""
        wanted = {ref.id: ref for ref in state.outbox}
        called_back = [(ref, task) for ref, task in self._running.values() if ref.id not in wanted]
        for ref, task in called_back:
            # Once only: a second call back would cut short the write that closes the ledger's row.
            if ref.id not in self._called_back:
                self._called_back.add(ref.id)
                task.cancel()
        for ref in wanted.values():
            if ref.id not in self._running and ref.id not in self._left:
                before = [task for other, task in called_back if other.channel is ref.channel]
                self._running[ref.id] = (ref, asyncio.create_task(self._send(ref, state, before)))

    def remaining(self, outbox: Sequence[NoticeRef]) -> list[NoticeRef]:
        """The refs that have not left yet."""
        return [ref for ref in outbox if ref.id not in self._left]

    @property
    def idle(self) -> bool:
        """True when nothing is on its way."""
        return not self._running

    async def _send(self, ref: NoticeRef, state: State, before: Sequence[asyncio.Task[None]]) -> None:
        """The correction never overtakes what it corrects: an overtaken send on the same channel ends first."""
        try:
            if before:
                await workflow.wait(before)
            self._report(ref, await self._attempt(ref, state))
        except (ActivityError, asyncio.CancelledError) as error:
            # A refusal that arrives after the call back ends the retries as an error of its own: still overtaken.
            overtaken = is_cancelled_exception(error) or ref.id in self._called_back
            detail, to = ("superseded", NoticeState.SKIPPED) if overtaken else ("deadline", NoticeState.REFUSED)
            left: NoticeState = await workflow.execute_local_activity(
                names.GIVE_UP,
                args=[ref.id, detail, to],
                result_type=NoticeState,
                start_to_close_timeout=timedelta(seconds=10),
                retry_policy=RECORD_RETRY,
                summary=notice_label(ref, state.locale),
            )
            self._report(ref, left)
        finally:
            self._left.add(ref.id)
            self._running.pop(ref.id, None)

    def _report(self, ref: NoticeRef, state: NoticeState) -> None:
        self.reports = [*self.reports, (ref, state)][-_REPORTS:]
        self._reported()

    async def _attempt(self, ref: NoticeRef, state: State) -> NoticeState:
        activity, queue = _ROUTES[ref.channel]
        done: NoticeState = await workflow.execute_activity(
            activity,
            ref,
            result_type=NoticeState,
            task_queue=queue,
            start_to_close_timeout=_ONE_ATTEMPT,
            schedule_to_close_timeout=max(ref.deadline - workflow.now(), timedelta(minutes=1)),
            retry_policy=_RETRY,
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
            summary=notice_label(ref, state.locale),
            priority=Priority(priority_key=_URGENCY.get(ref.kind, 3)),
        )
        return done
