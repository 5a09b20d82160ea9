"""The daily appraisal's order of steps: what fails in one keeps none of the others from being taken, and is not hidden."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities import names
from workflows.appraisal import AppraisalWorkflow


async def test_alerts_that_fail_keep_no_recruiter_from_the_month_s_score(temporal: WorkflowEnvironment) -> None:
    taken: list[tuple[str, str]] = []

    @activity.defn(name=names.ROLL_UP)
    async def roll_up() -> int:
        return 0

    @activity.defn(name=names.LOOK_FOR_ALERTS)
    async def look(day: str) -> int:
        raise ApplicationError("a policy that cannot be read", non_retryable=True)

    @activity.defn(name=names.PROPOSE_WEIGHTS)
    async def propose(day: str) -> int:
        taken.append(("proposals", day))
        return 0

    @activity.defn(name=names.SCORE_MONTH)
    async def score(day: str) -> int:
        taken.append(("scores", day))
        return 3

    queue = f"appraisal-{uuid4()}"
    steps: list[Callable[..., Any]] = [roll_up, look, propose, score]
    # The client's plugin brings the workflows.
    async with Worker(temporal.client, task_queue=queue, activities=steps):
        with pytest.raises(WorkflowFailureError):
            await temporal.client.execute_workflow(AppraisalWorkflow.run, "2026-11-02", id=queue, task_queue=queue)
    assert taken == [("proposals", "2026-11-01"), ("scores", "2026-11-01")]
