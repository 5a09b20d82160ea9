"""The least a workflow can be: it waits and answers two updates; what Temporal itself takes for an update is read off it."""

from temporalio import workflow

QUEUE = "bench-bare"


@workflow.defn
class BareWorkflow:
    """Ends with its second update; the first one finds it still starting, as no cancel does."""

    def __init__(self) -> None:
        self._touched = 0

    @workflow.run
    async def run(self) -> None:
        """Wait for the updates."""
        await workflow.wait_condition(lambda: self._touched == 2)

    @workflow.update
    async def touch(self) -> str:
        """Answer at once."""
        self._touched += 1
        return "touched"
