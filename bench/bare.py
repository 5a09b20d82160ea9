"""The least a workflow can be: it waits and answers one update; what Temporal itself takes for an update is read off it."""

from temporalio import workflow

QUEUE = "bench-bare"


@workflow.defn
class BareWorkflow:
    """Ends with its first update."""

    def __init__(self) -> None:
        self._touched = False

    @workflow.run
    async def run(self) -> None:
        """Wait for the update."""
        await workflow.wait_condition(lambda: self._touched)

    @workflow.update
    async def touch(self) -> str:
        """Answer at once."""
        self._touched = True
        return "touched"
