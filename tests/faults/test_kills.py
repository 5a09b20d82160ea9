"""SIGKILL of a worker before, during and after a provider call, and before and after the commit of a change."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from bench.faults.killing import POINTS, Doom, mortal, planned, strike
from bench.faults.mortal_worker import struck
from bench.faults.runs import fresh, judged_runs
from bench.faults.scene import Scene
from domain.keys import workflow_id
from tests.faults.conftest import whole
from tests.processes import process

# Real processes are killed and started: longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(240)

_STARTED = 2  # PendingActivityState


@asynccontextmanager
async def _followed_by_another(argv: list[str], environment: dict[str, str]) -> AsyncIterator[None]:
    """A worker within the block; when it dies the next one comes."""

    async def keep() -> None:
        while True:
            async with process(argv, environment) as worker:
                await worker.wait()

    keeper = asyncio.create_task(keep())
    try:
        yield
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)


async def _pending(client: Client, id: str) -> Sequence[PendingActivityInfo]:
    """The activities of a workflow that have not ended; none before it has begun."""
    try:
        return (await client.get_workflow_handle(id).describe()).raw_description.pending_activities
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return []


async def _noticed(scene: Scene, doom: Doom) -> None:
    """What Temporal notices of a dead worker after 30 s: its attempts have failed."""
    for one in doom.run.interviews:
        id = workflow_id(one.id)
        for activity in await _pending(scene.client, id):
            if activity.state == _STARTED:
                handle = scene.client.get_async_activity_handle(
                    workflow_id=id, run_id=None, activity_id=activity.activity_id
                )
                await handle.fail(ApplicationError("the worker is gone", type="Timeout"))


async def test_a_worker_killed_around_a_provider_call_and_around_a_commit(
    scene: Scene, environment: dict[str, str], tmp_path: Path
) -> None:
    await fresh(scene)
    dooms = [planned(scene, 1, point) for point in POINTS]
    folder = tmp_path / "dooms"
    async with _followed_by_another(mortal(folder, dooms), environment):
        ending = []
        for doom in dooms:
            ending.append(await strike(scene, folder, doom))
            await _noticed(scene, doom)
        await asyncio.gather(*ending)
        account = whole(await judged_runs(scene, [doom.run for doom in dooms]))
    assert all(struck(folder, doom.what).exists() for doom in dooms)
    assert account.held > 0
