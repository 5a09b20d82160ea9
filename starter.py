"""Talks to a Temporal client for all others, with upkeep.py: starts interviews and sends their commands; its command line is
commandline.py."""

import time
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

from connect import INTERVIEWS_QUEUE, RPC_TIMEOUT, Ended, Unanswered, answered
from domain import bulk_words
from domain.bulk import BulkRun, BulkState, Came, ItemState, Steer, came_of
from domain.commands import (
    Acknowledge,
    Answer,
    AnswerSurvey,
    Approve,
    Ask,
    Cancel,
    Command,
    Confirm,
    Decline,
    Move,
    Offer,
    RecordOutcome,
)
from domain.keys import bulk_workflow_id, workflow_id
from domain.labels import workflow_summary
from domain.refusals import REFUSALS, Refused
from domain.state import State
from workflows.attributes import at_start, of_bulk
from workflows.bulk import BulkWorkflow
from workflows.interview import InterviewWorkflow, Preview

__all__ = [
    "Ended",
    "Unanswered",
    "look",
    "preview_cancel",
    "put_through",
    "send",
    "start",
    "start_bulk",
    "steer_bulk",
    "worker_answers",
]

# A worker's poll waits at the server for a minute at most, so a living one is seen more often than this.
_POLLED_WITHIN_SECONDS = 90

_UPDATES = {
    Confirm: "confirm",
    Cancel: "cancel",
    Offer: "offer",
    Ask: "ask",
    Approve: "approve",
    Decline: "decline",
    Move: "move",
    RecordOutcome: "record_outcome",
    AnswerSurvey: "answer_survey",
    Acknowledge: "acknowledge",
}


async def start(client: Client, state: State) -> bool:
    """Start an interview's one life, and say whether this call did; starting it again does nothing (design rule 9).

    Raises: Unanswered when Temporal cannot be reached.
    """
    headline = workflow_summary(state.headline, "", state.starts_at, state.timezone, state.locale)
    call = client.start_workflow(
        InterviewWorkflow.run,
        state,
        id=workflow_id(state.interview_id),
        task_queue=INTERVIEWS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        search_attributes=at_start(state),
        static_summary=headline,
        rpc_timeout=RPC_TIMEOUT,
    )
    try:
        await answered(call)
    except WorkflowAlreadyStartedError:
        return False
    return True


async def send(client: Client, interview: str, command: Command) -> Answer:
    """Send a command and wait for its answer, given after the database committed.

    The command's id is the update's id, so that a repeat gets the first one's answer.
    Raises: Refused (a rule says no), Ended, Unanswered.
    """
    call = _handle(client, interview).execute_update(
        _UPDATES[type(command)], command, id=command.id, result_type=Answer, rpc_timeout=RPC_TIMEOUT
    )
    try:
        return await answered(call)
    except WorkflowUpdateFailedError as failure:
        raise _told(failure) from None


async def put_through(client: Client, interview: str, command: Command) -> Came | None:
    """`send` for a bulk: what came of it, a refusal or an ended life included; None when nobody answered in time."""
    try:
        return came_of((await send(client, interview, command)).result)
    except Refused as refused:
        return Came(ItemState.REFUSED, refused.rule)
    except Ended:
        return Came(ItemState.REFUSED, "interview-closed")
    except Unanswered:
        return None


async def start_bulk(client: Client, run: BulkRun) -> None:
    """Start a bulk's one run; starting it again, also after its end, does nothing. Raises: Unanswered."""
    call = client.start_workflow(
        BulkWorkflow.run,
        run,
        id=bulk_workflow_id(run.id),
        task_queue=INTERVIEWS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        search_attributes=of_bulk(run),
        static_summary=bulk_words.headline(run),
        rpc_timeout=RPC_TIMEOUT,
    )
    try:
        await answered(call)
    except WorkflowAlreadyStartedError:
        return


async def steer_bulk(client: Client, bulk: str, wanted: Steer) -> BulkState:
    """Pause, resume or stop a bulk; where it then stands. Raises: Refused when it is over, Unanswered."""
    call = client.get_workflow_handle(bulk_workflow_id(bulk)).execute_update(
        "steer", wanted, id=wanted.id, result_type=BulkState, rpc_timeout=RPC_TIMEOUT
    )
    try:
        return await answered(call)
    except Ended:
        raise Refused("bulk-over") from None
    except WorkflowUpdateFailedError as failure:
        told = _told(failure)
        raise Refused("bulk-over") if isinstance(told, Ended) else told from None


async def preview_cancel(client: Client, interview: str, command: Cancel) -> Preview:
    """What a cancellation would write now. Raises: Refused, Ended, Unanswered."""
    call = _handle(client, interview).query(InterviewWorkflow.preview_cancel, command, rpc_timeout=RPC_TIMEOUT)
    preview = await answered(call)
    if preview.refused is not None:
        raise Refused(preview.refused)
    return preview


async def look(client: Client, interview: str) -> bool:
    """Tell an interview that the ledger has news of its notices. False when its life is over or Temporal cannot be reached:
    nothing is lost by it, for the workflow looks by itself when the notice's time is up."""
    try:
        await answered(_handle(client, interview).signal(InterviewWorkflow.look, rpc_timeout=RPC_TIMEOUT))
    except (Ended, Unanswered):
        return False
    return True


async def worker_answers(client: Client) -> bool:
    """Whether a worker has polled the interviews' queue within the last minute and a half."""
    from temporalio.api.enums.v1 import TaskQueueType
    from temporalio.api.taskqueue.v1 import TaskQueue
    from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=INTERVIEWS_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    answer = await client.workflow_service.describe_task_queue(request, timeout=timedelta(seconds=3))
    since = time.time() - _POLLED_WITHIN_SECONDS
    return any(poller.last_access_time.seconds >= since for poller in answer.pollers)


def _handle(client: Client, interview: str) -> WorkflowHandle[Any, Any]:
    return client.get_workflow_handle(workflow_id(interview))


def _told(failure: WorkflowUpdateFailedError) -> Exception:
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.type in REFUSALS:
        return Refused(cause.type)
    if isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow":
        return Ended()
    return failure


if __name__ == "__main__":
    from commandline import main

    main()
