"""What operators set up in Temporal: the schedules, days of the appraisal made up for, a push, the rates of the providers' queues."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import RateLimit, TaskQueue, TaskQueueConfig
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, UpdateTaskQueueConfigRequest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
    WorkflowHandle,
)
from temporalio.common import WorkflowIDConflictPolicy

from connect import EMAIL_QUEUE, INTERVIEWS_QUEUE, RPC_TIMEOUT, SMS_QUEUE, answered
from domain.clock import zone_of
from workflows.appraisal import AppraisalWorkflow, RollUpWorkflow
from workflows.monitor import MonitorWorkflow
from workflows.push import PushWorkflow

MONITOR = "mianyue-monitor"
ROLL_UP = "mianyue-roll-up"
APPRAISAL = "mianyue-appraisal"
PUSH = "mianyue-push"
PROVIDER_QUEUES = (SMS_QUEUE, EMAIL_QUEUE)
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_ONE_PUSH, _ONE_APPRAISAL = 6 * _HOUR, 6 * _HOUR
_KIND = TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY


async def ensure_schedules(client: Client, zone: str) -> None:
    """Have the watch, the roll-up, the daily appraisal (at 02:00 of this IANA zone) and the push started in time; a schedule that
    exists is brought up to date, and one that somebody paused stays paused.

    Raises: UnknownZone, Unanswered when Temporal cannot be reached.
    """
    zone_of(zone)
    for name, wanted in _schedules(zone).items():
        try:
            await answered(client.create_schedule(name, wanted, rpc_timeout=RPC_TIMEOUT))
        except ScheduleAlreadyRunningError:
            await answered(client.get_schedule_handle(name).update(_renewed(wanted), rpc_timeout=RPC_TIMEOUT))


def _renewed(wanted: Schedule) -> Callable[[ScheduleUpdateInput], Awaitable[ScheduleUpdate]]:
    async def renew(found: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(replace(wanted, state=found.description.schedule.state))

    return renew


def _schedules(zone: str) -> dict[str, Schedule]:
    return {
        # A watch that hangs would hold back every later one.
        MONITOR: _every(_MINUTE, _begins(MonitorWorkflow.run, MONITOR, "巡检 watch", 10 * _MINUTE)),
        ROLL_UP: _every(5 * _MINUTE, _begins(RollUpWorkflow.run, ROLL_UP, "指标汇总 roll-up", _HOUR)),
        PUSH: _every(5 * _MINUTE, _begins(PushWorkflow.run, PUSH, "考核推送 push", _ONE_PUSH)),
        APPRAISAL: _at_two(
            zone, _begins(AppraisalWorkflow.run, APPRAISAL, "每日考核 appraisal", _ONE_APPRAISAL, None, zone)
        ),
    }


def _begins(run: Any, id: str, summary: str, longest: timedelta, *args: str | None) -> ScheduleActionStartWorkflow:
    return ScheduleActionStartWorkflow(
        run,
        args=args,
        id=id,
        task_queue=INTERVIEWS_QUEUE,
        execution_timeout=longest,
        static_summary=summary,
    )


def _every(interval: timedelta, action: ScheduleActionStartWorkflow) -> Schedule:
    """One at a time; a start that was missed is made up for until the next one is due."""
    policy = SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=interval)
    return Schedule(action=action, spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(interval)]), policy=policy)


def _at_two(zone: str, action: ScheduleActionStartWorkflow) -> Schedule:
    """Every night of this zone, also the missed ones."""
    two = ScheduleCalendarSpec(hour=[ScheduleRange(2)], minute=[ScheduleRange(0)])
    policy = SchedulePolicy(
        # Every missed day has its turn, one after the other; skipping would make up for the first of them alone.
        overlap=ScheduleOverlapPolicy.BUFFER_ALL,
        # The first of a month brings alerts and proposals: not to be lost to a long week-end without a server.
        catchup_window=timedelta(days=7),
    )
    return Schedule(action=action, spec=ScheduleSpec(calendars=[two], time_zone_name=zone), policy=policy)


async def appraise(client: Client, day: date) -> dict[str, int]:
    """Make up for one day's appraisal now and wait for it; a day that was appraised before gives nothing new. Raises: Unanswered."""
    begun = client.start_workflow(
        AppraisalWorkflow.run,
        day.isoformat(),
        id=f"{APPRAISAL}-{day.isoformat()}",
        task_queue=INTERVIEWS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        execution_timeout=_ONE_APPRAISAL,
        static_summary=f"补考核 appraisal {day.isoformat()}",
    )
    run = await answered(begun)
    return await run.result()


async def start_push(client: Client) -> WorkflowHandle[PushWorkflow, dict[str, int]]:
    """Push now, beside a run that the schedule may have started: two at once do no harm. One that was started by hand and is not over
    is given instead of another. Raises: Unanswered."""
    begun = client.start_workflow(
        PushWorkflow.run,
        id=PUSH,
        task_queue=INTERVIEWS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        execution_timeout=_ONE_PUSH,
        static_summary="考核推送 push",
    )
    return await answered(begun)


async def pushed(run: WorkflowHandle[PushWorkflow, dict[str, int]], seconds: float) -> dict[str, int] | None:
    """The run's items by what became of them; None when it is not over after so long, which it outlives.

    Raises: WorkflowFailureError when somebody stopped it.
    """
    try:
        return await asyncio.wait_for(run.result(), seconds)
    except TimeoutError:
        return None


@dataclass(frozen=True)
class Rate:
    """How fast a provider's queue is worked off: sends per second, None for no limit of ours; when and by whom it was set."""

    queue: str
    per_second: float | None
    set_at: datetime | None
    set_by: str


async def set_rate(client: Client, queue: str, per_second: float | None, by: str) -> Rate:
    """Set or lift a provider queue's rate, at once and for all workers together; Temporal keeps it. Raises: Unanswered."""
    limit = RateLimit(requests_per_second=per_second) if per_second is not None else None
    request = UpdateTaskQueueConfigRequest(
        namespace=client.namespace,
        identity=by,
        task_queue=queue,
        task_queue_type=_KIND,
        update_queue_rate_limit=UpdateTaskQueueConfigRequest.RateLimitUpdate(rate_limit=limit, reason="mianyue"),
    )
    answer = await answered(client.workflow_service.update_task_queue_config(request, timeout=RPC_TIMEOUT))
    return _rate(queue, answer.config)


async def get_rates(client: Client) -> list[Rate]:
    """The rates of the providers' queues. Raises: Unanswered."""
    return [await _rate_of(client, queue) for queue in PROVIDER_QUEUES]


async def _rate_of(client: Client, queue: str) -> Rate:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace, task_queue=TaskQueue(name=queue), task_queue_type=_KIND, report_config=True
    )
    answer = await answered(client.workflow_service.describe_task_queue(request, timeout=RPC_TIMEOUT))
    return _rate(queue, answer.config)


def _rate(queue: str, config: TaskQueueConfig) -> Rate:
    found = config.queue_rate_limit
    limit = found.rate_limit.requests_per_second if found.HasField("rate_limit") else None
    at = found.metadata.update_time.ToDatetime(UTC) if found.HasField("metadata") else None
    # Temporal keeps the rate in single precision.
    return Rate(queue, round(limit, 3) if limit is not None else None, at, found.metadata.update_identity)
