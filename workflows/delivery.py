"""Sends an interview's notices beside its loop: one activity per notice on its provider's queue; overtaken ones are called back."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

from activities import names
from domain.narrative import notice_label
from domain.state import NoticeRef, Pursuit, State
from domain.terms import Channel, NoticeKind, NoticeState
from workflows.database import at_database

_ROUTES = {
    Channel.SMS: (names.SEND_SMS, names.SMS_QUEUE),
    Channel.EMAIL: (names.SEND_EMAIL, names.EMAIL_QUEUE),
}
_QUESTIONS = {
    Channel.SMS: (names.ASK_SMS, names.SMS_QUEUE),
    Channel.EMAIL: (names.ASK_EMAIL, names.EMAIL_QUEUE),
}
_URGENCY = {NoticeKind.CANCELLED: 1, NoticeKind.MOVED: 1, NoticeKind.INVITE: 2, NoticeKind.SURVEY: 5}
_REPORTS = 8
_ONE_ATTEMPT = timedelta(seconds=30)
# A refusal that may pass (429, provider unreachable) is tried again until the notice's own deadline ends it.
_RETRY = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=1))
# A provider that cannot say now may say later; after these attempts it counts as not having answered.
_ASKING = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=1), maximum_attempts=5)
_ANSWERED_WITHIN = timedelta(minutes=8)


class Delivery:
    """The notices on their way. Sends never hold up the loop, a reminder or a command."""

    def __init__(self, reported: Callable[[], None]) -> None:
        self._running: dict[str, tuple[NoticeRef, asyncio.Task[None]]] = {}
        self._called_back: set[str] = set()
        self._left: set[str] = set()
        self._reported = reported
        self._asked: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._answered: set[tuple[str, int]] = set()
        self.news: set[str] = set()
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
        for ref in state.asking:
            if _question(ref) not in self._asked and _question(ref) not in self._answered:
                self._asked[_question(ref)] = asyncio.create_task(self._ask(ref, state))

    def remaining(self, refs: Sequence[NoticeRef], asking: bool = False) -> list[NoticeRef]:
        """The refs that have not left yet, or not been answered for."""
        if asking:
            return [ref for ref in refs if _question(ref) not in self._answered]
        return [ref for ref in refs if ref.id not in self._left]

    @property
    def idle(self) -> bool:
        """True when nothing is on its way."""
        return not self._running and not self._asked

    def tell_all(self, state: State) -> None:
        """There may be news of every message in pursuit."""
        self.news.update(notice for pursuit in state.pursuits for line in pursuit.lines for notice in line.notices)

    def seen(self, pursuit: Pursuit) -> None:
        """The news of this message is being looked at."""
        self.news.difference_update(notice for line in pursuit.lines for notice in line.notices)

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
            given_up = (ref.id, detail, to)
            label = notice_label(ref, state.locale)
            left: NoticeState = await at_database(names.GIVE_UP, *given_up, result=NoticeState, summary=label)
            self._report(ref, left)
        finally:
            self._left.add(ref.id)
            self._running.pop(ref.id, None)

    async def _ask(self, ref: NoticeRef, state: State) -> None:
        """Ask the provider what became of this notice; the ledger keeps the answer, and no answer is one too."""
        activity, queue = _QUESTIONS[ref.channel]
        try:
            await workflow.execute_activity(
                activity,
                ref,
                task_queue=queue,
                start_to_close_timeout=_ONE_ATTEMPT,
                schedule_to_close_timeout=_ANSWERED_WITHIN,
                retry_policy=_ASKING,
                summary=notice_label(ref, state.locale),
                priority=Priority(priority_key=_URGENCY.get(ref.kind, 3)),
            )
        except ActivityError:
            workflow.logger.info("a provider did not say what became of a notice")
        finally:
            self._answered.add(_question(ref))
            self._asked.pop(_question(ref), None)
            self.news.add(ref.id)

    def _report(self, ref: NoticeRef, state: NoticeState) -> None:
        if state not in (NoticeState.ACCEPTED, NoticeState.DELIVERED):
            self.news.add(ref.id)
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


def _question(ref: NoticeRef) -> tuple[str, int]:
    return ref.id, ref.question
