"""A worker killed in the middle of a bulk: it ends, and each candidate is told once."""

import asyncio
import sys

import pytest

from bench.faults import bulking
from bench.faults.scene import Scene
from tests.faults.conftest import whole
from tests.processes import process

# Real processes are killed and started: longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(240)
_SIZE = 24


async def test_a_bulk_whose_worker_is_killed_in_the_middle(scene: Scene, environment: dict[str, str]) -> None:
    killed = asyncio.Event()

    async def keep() -> None:
        while True:
            async with process([sys.executable, "-m", "worker"], environment) as worker:
                gone = asyncio.create_task(worker.wait())
                struck = asyncio.create_task(killed.wait())
                await asyncio.wait({gone, struck}, return_when=asyncio.FIRST_COMPLETED)
                struck.cancel()
                if not gone.done():
                    worker.kill()
                    killed.clear()

    async def kill() -> None:
        killed.set()

    keeper = asyncio.create_task(keep())
    try:
        account = whole(await bulking.struck(scene, 1, _SIZE, kill))
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
    # On two channels each; one whose sending died with the worker may be told once more, by a decision on record.
    assert account.interviews == _SIZE
    assert account.held + account.withheld + account.overtaken == _SIZE * (1 + 2)
