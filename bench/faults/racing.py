"""Two recruiters cancel and move the same interview at once: one final state, one log row per revision, nothing told twice."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from bench.faults.interview import Interview
from bench.faults.oracle import Account, World, judged
from bench.faults.runs import Run, fresh, invited, judged_runs
from bench.faults.scene import Scene
from domain.refusals import Refused

TRIALS = 50
_NAME = "cancel and move at once"
_AT_ONCE = 20
_BATCH = 250
_JITTER_SECONDS = 0.03
_INVITATION_SECONDS = 0.5


async def raced(scene: Scene, seeds: Sequence[int]) -> list[tuple[Run, Account]]:
    """One interview per trial, so many trials per seed."""
    trials = range(seeds[0], seeds[0] + TRIALS * len(seeds))
    batches = [trials[first : first + _BATCH] for first in range(0, len(trials), _BATCH)]
    return [found for batch in batches for found in await tried(scene, batch)]


async def tried(scene: Scene, trials: Sequence[int]) -> list[tuple[Run, Account]]:
    """These trials, some at once."""
    await fresh(scene)
    runs = [_trial(scene, trial) for trial in trials]
    few = asyncio.Semaphore(_AT_ONCE)
    await asyncio.gather(*(_held(few, scene, run) for run in runs))
    return await judged_runs(scene, runs, _judged)


def _trial(scene: Scene, trial: int) -> Run:
    return Run(_NAME, trial, [], [invited(scene, _NAME, trial, 0)], random.Random(f"{_NAME}/{trial}"), _both)


async def _held(few: asyncio.Semaphore, scene: Scene, run: Run) -> None:
    async with few:
        run.begin()
        run.healed()
        await run.end(scene.watch)


async def _both(run: Run) -> None:
    """Either first, a moment apart, once or sent twice by an impatient client; the invitation has left or is leaving."""
    [one], dice = run.interviews, run.dice
    pinned = dice.choice((None, 1))
    calls: list[Callable[[], Awaitable[Any]]] = [one.move] * dice.choice((1, 1, 2))
    calls += [partial(one.cancel, pinned)] * dice.choice((1, 1, 2))
    dice.shuffle(calls)
    waits = [dice.uniform(0, _JITTER_SECONDS) for _ in calls]
    pause = dice.choice((0.0, _INVITATION_SECONDS))
    await one.open()
    await asyncio.sleep(pause)
    answers = await asyncio.gather(
        *(_after(wait, call()) for wait, call in zip(waits, calls, strict=True)), return_exceptions=True
    )
    for answer in answers:
        if isinstance(answer, BaseException) and not _too_late(answer, pinned):
            raise answer
    run.healed()


async def _after(seconds: float, call: Awaitable[Any]) -> Any:
    await asyncio.sleep(seconds)
    return await call


def _too_late(answer: BaseException, pinned: int | None) -> bool:
    """A cancellation of the time that the move has just given up."""
    return pinned is not None and isinstance(answer, Refused)


def _judged(interview: Interview, at_end: World) -> Account:
    """As any run; and what the candidate read last, on either channel, is about where the interview stands."""
    account = judged(interview, at_end)
    last = interview.last
    for to, channel in ((interview.phone, "sms"), (interview.email, "email")):
        rows = {str(row.id): row for row in at_end.books.notices[interview.id]}
        read = sorted((t.at, t.notice) for id in rows for t in at_end.taken.get(id, ()) if t.to == to)
        row = rows[read[-1][1]] if read else None
        if row is not None and (row.revision, row.step) != (last.revision, last.step):
            account.wrong.append(f"{interview.id}: last on {channel} is r{row.revision} {row.step}, stands at {last}")
    return account
