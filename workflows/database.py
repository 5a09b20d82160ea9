"""A step at the database, as workflows take it: short, in the worker that runs the workflow, tried again until it is done."""

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy

_ONE_ATTEMPT = timedelta(seconds=10)
# PostgreSQL away: keep trying, because what was decided must be written; nothing else can be right.
_RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))


async def at_database(activity: str, *args: Any, result: Any, summary: str | None = None) -> Any:
    """What this activity answers; `result` is the type to read it as, `summary` what the Temporal UI shows."""
    return await workflow.execute_local_activity(
        activity,
        args=args,
        result_type=result,
        start_to_close_timeout=_ONE_ATTEMPT,
        retry_policy=_RETRY,
        summary=summary,
    )
