"""Receipts before the answer to the send, doubled, or in reversed order: each message delivered once, and nothing decided on it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bench.faults.interview import Interview
from bench.faults.oracle import Account, World, judged
from bench.faults.runs import Run, drawn, fresh, judged_runs
from bench.faults.scene import Scene

RULES: dict[str, dict[str, Any]] = {
    "receipts early": {"when": "early"},
    "receipts doubled": {"copies": 20, "delay_seconds": 0.2},
    "receipts reversed": {"order": "reversed", "delay_seconds": 0.2},
}


async def received(scene: Scene, seeds: Sequence[int]) -> list[tuple[Run, Account]]:
    """All runs side by side, each with its own rule."""
    await fresh(scene)
    runs = [drawn(scene, name, seed) for name in RULES for seed in seeds]
    addresses = [(run, to) for run in runs for one in run.interviews for to in (one.phone, one.email)]
    await scene.provider.report([{"outcome": "delivered", "to": to, **RULES[run.name]} for run, to in addresses])
    for run in runs:
        run.begin()
    await asyncio.gather(*(run.task for run in runs if run.task is not None), return_exceptions=True)
    for run in runs:
        run.healed()
    await asyncio.gather(*(run.end(scene.watch) for run in runs))
    return await judged_runs(scene, runs, _judged)


def _judged(interview: Interview, at_end: World) -> Account:
    """As any run; and the ledger says `delivered` of everything that was reported so."""
    account = judged(interview, at_end)
    for row in at_end.books.notices[interview.id]:
        if str(row.id) in at_end.reported and row.state != "delivered":
            account.wrong.append(f"{interview.id}: reported as delivered: {row.step} {row.channel} {row.state}")
    return account
