"""Hundreds of interviews cancelled in one bulk, the worker killed by SIGKILL in the middle: it ends, and each candidate is told once."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import func, select

from bench.faults.oracle import Account
from bench.faults.runs import Run, fresh, invited, judged_runs
from bench.faults.scene import Scene
from db.tables_interview import interviews, notices
from domain.terms import NoticeKind

NAME = "bulk, worker killed"
_MANY, _FEW = 500, 25
_PER_MINUTE = 1_200
# How many have had their turn when it strikes.
_SHARES = (0.2, 0.6)
_PATIENCE = 300.0
_LOOK_SECONDS = 0.1
_AT_ONCE = 32
Kill = Callable[[], Awaitable[None]]


async def bulked(scene: Scene, seeds: Sequence[int]) -> list[tuple[Run, Account]]:
    """One bulk for each seed, one after the other; the first one is of 500 interviews, the others of 25."""
    ground = scene.ground
    assert ground is not None

    async def kill() -> None:
        await ground.kill("worker")
        await ground.start("worker")

    found: list[tuple[Run, Account]] = []
    for place, seed in enumerate(seeds):
        found += await struck(scene, seed, _FEW if place else _MANY, kill)
    return found


async def struck(scene: Scene, seed: int, size: int, kill: Kill) -> list[tuple[Run, Account]]:
    """One bulk of so many interviews. `kill` ends the worker and returns when the next one is at work."""
    await fresh(scene)

    async def act(run: Run) -> None:
        await _cancelled_together(scene, run, kill)

    people = [invited(scene, NAME, seed, nth) for nth in range(size)]
    run = Run(NAME, seed, [], people, random.Random(f"{NAME}/{seed}"), act)
    run.begin()
    await run.end(scene.watch)
    return await judged_runs(scene, [run])


async def _cancelled_together(scene: Scene, run: Run, kill: Kill) -> None:
    await _opened(scene, run)
    ids = [one.id for one in run.interviews]
    said = {"action": "cancel", "reason_detail": "岗位冻结", "party": "company"}
    body: dict[str, Any] = {**said, "select": {"ids": ids}, "per_minute": _PER_MINUTE}
    preview = await _asked(scene, run, body | {"dry_run": True})
    bulk = await _asked(scene, run, body)
    strikes_at = run.dice.uniform(*_SHARES) * len(ids)
    await _until(scene, bulk["id"], lambda now: now["counts"]["pending"] <= len(ids) - strikes_at)
    await kill()
    run.healed()
    done = await _until(scene, bulk["id"], lambda now: now["state"] in ("finished", "paused"))
    if done["counts"]["done"] != len(ids):
        raise AssertionError(f"the bulk is {done['state']}: {done['counts']}")
    for one in run.interviews:
        one.was_cancelled()
    if (there := await _written(scene, ids)) != (told := _foretold(preview)):
        raise AssertionError(f"previewed {told}, written {there}")


async def _opened(scene: Scene, run: Run) -> None:
    """Everybody invited, and their rows there to be selected."""
    few = asyncio.Semaphore(_AT_ONCE)

    async def opened(call: Awaitable[None]) -> None:
        async with few:
            await call

    await asyncio.gather(*(opened(one.open()) for one in run.interviews))
    wanted = [UUID(one.id) for one in run.interviews]
    count = select(func.count()).select_from(interviews).where(interviews.c.id.in_(wanted))
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        async with scene.engine.connect() as conn:
            if (await conn.execute(count)).scalar_one() == len(wanted):
                return
        await asyncio.sleep(_LOOK_SECONDS)
    raise TimeoutError("not everybody was invited in time")


async def _asked(scene: Scene, run: Run, body: dict[str, Any]) -> Any:
    """The answer to the request, sent again with its key while nobody confirms it."""
    headers, deadline = {"Idempotency-Key": f"{run.seed}/{len(run.interviews)}"}, time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        answer = await scene.api.post("/api/v1/bulks", json=body, headers=headers)
        if answer.status_code != httpx2.codes.SERVICE_UNAVAILABLE:
            return answer.raise_for_status().json()
        await asyncio.sleep(_LOOK_SECONDS)
    raise TimeoutError("the bulk was never confirmed")


async def _until(scene: Scene, bulk: str, reached: Callable[[Any], bool]) -> Any:
    """The bulk, once it has come so far."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        now = (await scene.api.get(f"/api/v1/bulks/{bulk}")).raise_for_status().json()
        if reached(now):
            return now
        await asyncio.sleep(_LOOK_SECONDS)
    raise TimeoutError(f"the bulk did not come so far: {now['state']} {now['counts']}")


async def _written(scene: Scene, ids: Iterable[str]) -> Counter[str]:
    """The first cancellation notice of each channel and interview, by channel."""
    query = select(notices.c.channel, func.count().label("how_many")).group_by(notices.c.channel)
    mine = notices.c.interview_id.in_([UUID(id) for id in ids]) & (notices.c.kind == str(NoticeKind.CANCELLED))
    async with scene.engine.connect() as conn:
        rows = (await conn.execute(query.where(mine, notices.c.after_id.is_(None), notices.c.channel != "phone"))).all()
    return Counter({row.channel: row.how_many for row in rows})


def _foretold(preview: Any) -> Counter[str]:
    """The same by the preview."""
    found: Counter[str] = Counter()
    for one in preview["notices"]:
        found[one["channel"]] += one["count"]
    return found
