"""What Temporal says of workflows: which keep failing their tasks, and which of those wanted are not running at all."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode

_PROBLEMS = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")
_RUNNING = "ExecutionStatus = 'Running'"
_MOST = 200
_AT_ONCE = 100
_DESCRIBED_AT_ONCE = 20
_ONE_CALL = timedelta(seconds=5)


async def troubles(client: Client, wanted: Collection[str], known: Collection[str]) -> dict[str, str]:
    """What is wrong, in codes, by workflow id: at most 200 that report problems themselves, and of those `wanted` and of
    those `known` to have been wrong before every one.

    Raises: RPCError when Temporal does not answer in time.
    """
    reported = await _listed(client, f"TemporalReportedProblems IS NOT NULL AND {_RUNNING}", _MOST)
    asked = sorted({*wanted, *known})
    for first in range(0, len(asked), _AT_ONCE):
        ids = ", ".join("'" + id.replace("'", "''") + "'" for id in asked[first : first + _AT_ONCE])
        reported |= await _listed(client, f"WorkflowId IN ({ids}) AND {_RUNNING}", _AT_ONCE)
    ended = await _ended(client, [id for id in sorted(wanted) if id not in reported])
    return {id: problems for id, problems in reported.items() if problems} | ended


async def _listed(client: Client, query: str, most: int) -> dict[str, str]:
    """The problems that each of these workflows reports; empty for those that report none."""
    found = client.list_workflows(query, limit=most, page_size=most, rpc_timeout=_ONE_CALL)
    return {one.id: _problems(one) async for one in found}


def _problems(one: WorkflowExecution) -> str:
    """The codes alone, e.g. WorkflowTaskFailed:WorkflowTaskFailedCauseNonDeterminismError."""
    values = one.typed_search_attributes.get(_PROBLEMS) or []
    return ":".join(value.rpartition("=")[2] for value in values)


async def _ended(client: Client, ids: Sequence[str]) -> dict[str, str]:
    """Of workflows that the list does not show as running, those that really are not; the list comes a little later."""
    few = asyncio.Semaphore(_DESCRIBED_AT_ONCE)

    async def status(id: str) -> str:
        async with few:
            return await _status(client, id)

    found = await asyncio.gather(*(status(id) for id in ids))
    return {id: f"not_running:{how}" for id, how in zip(ids, found, strict=True) if how}


async def _status(client: Client, id: str) -> str:
    """How a workflow ended, `absent` for one that Temporal does not know; empty for one that runs."""
    try:
        described = await client.get_workflow_handle(id).describe(rpc_timeout=_ONE_CALL)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return "absent"
        raise
    running = described.status in (WorkflowExecutionStatus.RUNNING, WorkflowExecutionStatus.CONTINUED_AS_NEW)
    return "" if running or described.status is None else described.status.name.lower()
