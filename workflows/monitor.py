"""The watch that a schedule starts every minute: one activity looks for what went wrong quietly and keeps what it finds."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from activities import names

_ONE_LOOK = timedelta(seconds=30)
_IN_ALL = timedelta(seconds=90)
# The next minute's run is the retry; two attempts bridge a worker that was replaced in between.
_LOOKING = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_attempts=2)


@workflow.defn
class MonitorWorkflow:
    """One look at the ledger, the interviews and Temporal itself; its result counts the open findings by kind."""

    @workflow.run
    async def run(self) -> dict[str, int]:
        """Look once. Fails when the look fails twice, which the Temporal UI then shows as a failed run."""
        found: dict[str, int] = await workflow.execute_activity(
            names.WATCH,
            result_type=dict[str, int],
            start_to_close_timeout=_ONE_LOOK,
            schedule_to_close_timeout=_IN_ALL,
            retry_policy=_LOOKING,
            summary="巡检 watch",
        )
        return found
