"""Providers that spoil requests and answers: each way for a tenth of all sends, and for all of them until they are healed."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bench.faults.oracle import Account
from bench.faults.runs import Run, drawn, fresh, judged_runs
from bench.faults.scene import Scene

# Seconds: beyond the provider timeout of the benchmark's workers, which is 2.
_LATE = 3.0
MODES: dict[str, dict[str, Any]] = {
    "answer dropped": {"mode": "drop_answer"},
    "answer late": {"mode": "late_answer", "seconds": _LATE},
    "503 after taking it": {"mode": "503_after"},
    "answer truncated": {"mode": "truncate"},
    "429": {"mode": "429", "retry_after": 3},
    "connection lost": {"mode": "refuse"},
    "request repeated": {"mode": "twice"},
    "request held": {"mode": "hold", "seconds": _LATE},
}
SHARES = {"10 %": 0.1, "all": 1.0}
_HEALED_AFTER = 8.0
_AT_ONCE = 40
# A receipt comes promptly, after unknown sends were asked about, or never.
_RECEIPTS: tuple[dict[str, Any], ...] = (
    {"outcome": "delivered", "delay_seconds": 0.3},
    {"outcome": "delivered", "delay_seconds": 6.0},
    {"outcome": "none"},
)
_WEIGHTS = (6, 2, 2)


async def spoilt(scene: Scene, seeds: Sequence[int]) -> list[tuple[Run, Account]]:
    """All modes side by side, for every fault hits only its own candidates' addresses."""
    found: list[tuple[Run, Account]] = []
    for share in SHARES:
        runs = [drawn(scene, f"{mode}, {share}", seed) for mode in MODES for seed in seeds]
        for first in range(0, len(runs), _AT_ONCE):
            found += await batch(scene, share, runs[first : first + _AT_ONCE])
    return found


async def batch(
    scene: Scene, share: str, runs: Sequence[Run], healed_after: float = _HEALED_AFTER
) -> list[tuple[Run, Account]]:
    """These runs at once; where every send is spoilt, the providers are healed after so many seconds."""
    await fresh(scene)
    addresses = [(run, to) for run in runs for one in run.interviews for to in (one.phone, one.email)]
    await scene.provider.play([_fault(run, to, share) for run, to in addresses])
    await scene.provider.report([{"to": to, **_receipt(run)} for run, to in addresses])
    for run in runs:
        run.begin()
    if SHARES[share] == 1:
        await asyncio.sleep(healed_after)
    else:
        await asyncio.gather(*(run.task for run in runs if run.task is not None), return_exceptions=True)
    await scene.provider.play([])
    for run in runs:
        run.healed()
    await asyncio.gather(*(run.end(scene.watch) for run in runs))
    return await judged_runs(scene, runs)


def _receipt(run: Run) -> dict[str, Any]:
    # Of a repeated request nobody can know but by two receipts: there they come, and before the run is judged.
    weights = (1, 0, 0) if run.name.startswith("request repeated") else _WEIGHTS
    return run.dice.choices(_RECEIPTS, weights)[0]


def _fault(run: Run, to: str, share: str) -> dict[str, Any]:
    mode = run.name.rpartition(",")[0]
    return {**MODES[mode], "to": to, "share": SHARES[share], "seed": run.dice.randrange(2**31)}
