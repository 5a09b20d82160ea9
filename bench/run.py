"""The run itself: waves of real lives, twin lives and bare updates in turn, each wave's time, CPU and calls booked to its side."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

import httpx2
from temporalio.client import Client

from bench.bare import QUEUE, BareWorkflow
from bench.life import Side, cancel_only, play
from bench.measure import History, busy_seconds, history, usage
from bench.organisation import Organisation
from domain.keys import workflow_id

ELSEWHERE = "elsewhere"


@dataclass
class Booked:
    """What was measured of one side: seconds of wall time, CPU seconds by part, seconds of each cancel or update call."""

    lives: int = 0
    seconds: float = 0.0
    cpu: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)
    workflows: list[str] = field(default_factory=list)
    provider_calls: int = 0

    @property
    def cpu_per_life(self) -> float:
        """CPU seconds of all our parts per life."""
        return sum(spent for part, spent in self.cpu.items() if part != ELSEWHERE) / self.lives

    @property
    def rate(self) -> float:
        """Lives per second."""
        return self.lives / self.seconds if self.seconds else 0.0


class Meter:
    """Books waves of work."""

    def __init__(self, pids: dict[str, int], sandbox: str) -> None:
        self._pids, self._sandbox = pids, sandbox
        self._http = httpx2.AsyncClient(timeout=5, trust_env=False)

    async def wave(self, booked: Booked, work: list[Awaitable[float]]) -> None:
        """Do the work all at once and book it."""
        before, sent, busy, begun = usage(self._pids), await self._provider(), busy_seconds(), time.perf_counter()
        booked.calls += await asyncio.gather(*work)
        booked.seconds += time.perf_counter() - begun
        spent = {part: used.cpu - before[part].cpu for part, used in usage(self._pids).items()}
        spent[ELSEWHERE] = max(0.0, busy_seconds() - busy - sum(spent.values()))
        for part, seconds in spent.items():
            booked.cpu[part] += seconds
        booked.provider_calls += await self._provider() - sent
        booked.lives += len(work)

    async def close(self) -> None:
        """Close the connection."""
        await self._http.aclose()

    async def _provider(self) -> int:
        answer = await self._http.get(f"{self._sandbox}/sandbox/health")
        return int(answer.raise_for_status().json()["messages"])


async def bare_update(client: Client) -> float:
    """Start the bare workflow and update it twice; the seconds of the second update."""
    handle = await client.start_workflow(BareWorkflow.run, id=f"bare-{uuid4().hex}", task_queue=QUEUE)
    await handle.execute_update(BareWorkflow.touch)
    begun = time.perf_counter()
    await handle.execute_update(BareWorkflow.touch)
    return time.perf_counter() - begun


async def alternate(
    sides: tuple[Side, Side], whose: Organisation, meter: Meter, waves: list[int], progress: Callable[[str], None]
) -> dict[str, Booked]:
    """Real, twin, bare, in turn, so that drift hits all alike."""
    booked = {side.name: Booked() for side in sides} | {"bare": Booked()}
    for number, size in enumerate(waves, 1):
        for side in sides if number % 2 else reversed(sides):
            states = [whose.interview() for _ in range(size)]
            await meter.wave(booked[side.name], [play(side, state) for state in states])
            booked[side.name].workflows += [workflow_id(state.interview_id) for state in states]
        await meter.wave(booked["bare"], [bare_update(sides[1].client) for _ in range(size)])
        rates = " · ".join(f"{name} {of.rate:.1f}/s" for name, of in booked.items())
        progress(f"wave {number}/{len(waves)}: {rates}")
    return booked


async def one_by_one(sides: tuple[Side, Side], whose: Organisation, booked: dict[str, Booked], count: int) -> None:
    """The calls of lives that have the machine to themselves, under the default policy."""
    for _ in range(count):
        for side in sides:
            booked[side.name].alone.append(await cancel_only(side, whose.interview()))
        booked["bare"].alone.append(await bare_update(sides[1].client))


async def read_histories(sides: tuple[Side, Side], booked: dict[str, Booked]) -> None:
    """Fetch every life's history, a few at once, after the clock has stopped."""
    few = asyncio.Semaphore(8)

    async def read(side: Side, workflow: str) -> History:
        async with few:
            return await history(side.client, workflow)

    for side in sides:
        mine = booked[side.name]
        mine.histories = list(await asyncio.gather(*(read(side, workflow) for workflow in mine.workflows)))
