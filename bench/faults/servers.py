"""Temporal or PostgreSQL killed by SIGKILL, or the providers' port closed, while notices are on their way; back a moment later."""

import asyncio
from collections.abc import Sequence

from bench.faults.oracle import Account
from bench.faults.runs import Run, drawn, fresh, judged_runs
from bench.faults.scene import Scene

_LINES = {"Temporal killed": "temporal", "PostgreSQL killed": "postgres", "provider's port closed": "sandbox"}
# Every provider call takes so long, so that there are some under way at any moment; seconds.
_SLOW = (0.1, 0.9)
_STRIKES_AFTER = (0.1, 3.0)
_AWAY = (0.0, 3.0)


async def struck(scene: Scene, seeds: Sequence[int]) -> list[tuple[Run, Account]]:
    """One kill in each run, of each part in turn; a run's last notices may still be settling when the next one begins."""
    assert scene.ground is not None
    await fresh(scene)
    runs: list[Run] = []
    ending: list[asyncio.Task[None]] = []
    for name, seed in [(name, seed) for seed in seeds for name in _LINES]:
        run = drawn(scene, name, seed)
        await scene.provider.play([{"mode": "slow", "seconds": run.dice.uniform(*_SLOW)}])
        run.begin()
        await asyncio.sleep(run.dice.uniform(*_STRIKES_AFTER))
        await scene.ground.kill(_LINES[name])
        await asyncio.sleep(run.dice.uniform(*_AWAY))
        await scene.ground.start(_LINES[name])
        run.healed()
        runs.append(run)
        ending.append(asyncio.create_task(run.end(scene.watch)))
    await asyncio.gather(*ending)
    return await judged_runs(scene, runs)
