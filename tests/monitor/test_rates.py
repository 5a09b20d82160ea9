"""A provider's queue keeps the rate that was set while everything runs, and what is urgent goes out first, whenever it was queued."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity, workflow
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker
from typer.testing import CliRunner

import upkeep
from activities import names
from commandline import app
from domain.state import LIVE, NoticeRef, State
from domain.terms import Channel, NoticeKind, NoticeState
from tests.domain.build import scheduled
from tests.workflows.life import eventually
from workflows.delivery import Delivery

CANCELLED, REMINDER, SURVEY = NoticeKind.CANCELLED, NoticeKind.REMINDER, NoticeKind.SURVEY


@workflow.defn(sandboxed=False)
class Sending:
    """Only the sending part of an interview: its real routes, priorities and retries."""

    def __init__(self) -> None:
        self._delivery = Delivery(lambda: None)
        self._state: State | None = None

    @workflow.run
    async def run(self, state: State) -> None:
        self.more(state)
        await workflow.wait_condition(lambda: self._delivery.idle)

    @workflow.signal
    def more(self, state: State) -> None:
        """New notices in the outbox."""
        self._delivery.follow(state)


class Provider:
    """Notes which kinds of notices were sent, in their order, and when."""

    def __init__(self) -> None:
        self.sent: list[tuple[NoticeKind, float]] = []
        self.tenth = asyncio.Event()

    @activity.defn(name=names.SEND_SMS)
    async def send(self, ref: NoticeRef) -> NoticeState:
        """Take one."""
        self.sent.append((ref.kind, time.monotonic()))
        if len(self.sent) == 10:
            self.tenth.set()
        return NoticeState.ACCEPTED

    @property
    def kinds(self) -> list[NoticeKind]:
        """The order they came in."""
        return [kind for kind, _ in self.sent]

    def sender(self, client: Client) -> Worker:
        """A sender with few slots, so that the queue and not the worker holds what waits."""
        return Worker(client, task_queue=names.SMS_QUEUE, activities=[self.send], max_concurrent_activities=2)


def outbox(*kinds: NoticeKind) -> list[NoticeRef]:
    """One notice of each of these kinds."""
    until = datetime.now(UTC) + timedelta(hours=2)
    return [NoticeRef(str(uuid4()), kind, Channel.SMS, 1, until, list(LIVE)) for kind in kinds]


async def begun(handle: WorkflowHandle[Any, Any]) -> None:
    """Wait until the workflow has handed its first notices to the queue."""

    async def there() -> bool:
        return len((await handle.describe()).raw_description.pending_activities) == 60

    await eventually(there, "60 scheduled")


async def queued(client: Client, number: int) -> None:
    """Wait until so many activities are waiting in the queue of text messages."""
    kind = TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
    request = DescribeTaskQueueRequest(
        namespace=client.namespace, task_queue=TaskQueue(name="sms"), task_queue_type=kind, report_stats=True
    )

    async def there() -> bool:
        stats = (await client.workflow_service.describe_task_queue(request)).stats
        return stats.approximate_backlog_count >= number

    await eventually(there, f"{number} waiting")


async def test_cancellations_queued_last_go_out_first_at_the_rate_set(server: Client) -> None:
    provider = Provider()
    waiting = outbox(*[REMINDER] * 30, *[SURVEY] * 30)
    urgent = outbox(*[CANCELLED] * 10)
    async with Worker(server, task_queue="sending", workflows=[Sending]):
        handle = await server.start_workflow(
            Sending.run, scheduled(outbox=waiting), id=f"sending-{uuid4()}", task_queue="sending"
        )
        await begun(handle)
        await handle.signal(Sending.more, scheduled(outbox=waiting + urgent))
        await queued(server, 70)
        await upkeep.set_rate(server, "sms", 20, "admin")
        async with provider.sender(server):
            await handle.result()
        await upkeep.set_rate(server, "sms", None, "admin")
    assert Counter(provider.kinds) == {CANCELLED: 10, REMINDER: 30, SURVEY: 30}
    # Tasks leave in this order; two that run at once on a busy machine may be noted the other way round.
    first, second = provider.kinds[:12], provider.kinds[:42]
    assert first.count(CANCELLED) == 10, provider.kinds
    assert second.count(REMINDER) == 30, provider.kinds
    # The first second's worth may leave at once.
    took = provider.sent[-1][1] - provider.sent[0][1]
    assert 0.8 * (70 - 20) / 20 <= took <= 3 * 70 / 20, took


async def test_a_cancellation_overtakes_what_is_already_being_sent(server: Client) -> None:
    provider = Provider()
    waiting = outbox(*[REMINDER] * 30, *[SURVEY] * 30)
    urgent = outbox(*[CANCELLED] * 10)
    async with Worker(server, task_queue="sending", workflows=[Sending]), provider.sender(server):
        await upkeep.set_rate(server, "sms", 20, "admin")
        handle = await server.start_workflow(
            Sending.run, scheduled(outbox=waiting), id=f"sending-{uuid4()}", task_queue="sending"
        )
        await provider.tenth.wait()
        before = len(provider.sent)
        await handle.signal(Sending.more, scheduled(outbox=waiting + urgent))
        await handle.result()
        await upkeep.set_rate(server, "sms", None, "admin")
    last = max(place for place, kind in enumerate(provider.kinds) if kind is CANCELLED)
    # What the server had handed out, or was about to, when the cancellations came.
    assert last < before + 10 + 6, provider.kinds
    left = provider.kinds[last + 1 :]
    assert left == sorted(left), "reminders before surveys"


async def test_a_rate_is_set_shown_and_lifted_on_the_command_line(server: Client) -> None:
    env = {"TEMPORAL_ADDRESS": server.service_client.config.target_host}

    async def typed(*words: str) -> str:
        done = await asyncio.to_thread(lambda: CliRunner().invoke(app, ["rate", *words], env=env))
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "email  5.5/s" in await typed("--queue", "email", "--per-second", "5.5")
    [rate] = [each for each in await upkeep.get_rates(server) if each.queue == "email"]
    assert (rate.per_second, rate.set_by) == (5.5, "command-line")
    assert "email  5.5/s" in await typed()
    assert "email  no limit" in await typed("--queue", "email", "--off")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--queue", "fax", "--off"), "queue"),
        (("--per-second", "5"), "queue"),
        (("--queue", "sms"), "per-second"),
        (("--queue", "sms", "--per-second", "5", "--off"), "per-second"),
        (("--queue", "sms", "--per-second", "0.01"), "per-second"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(words: tuple[str, ...], named: str) -> None:
    refused = CliRunner().invoke(app, ["rate", *words])
    assert refused.exit_code != 0
    assert named in refused.output
