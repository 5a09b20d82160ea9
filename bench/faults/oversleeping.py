"""All workers away for minutes of virtual time, with reminders due meanwhile: the useful ones are sent once, the others skipped."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bench.faults.interview import Interview, in_days
from bench.faults.oracle import Account, World, judged
from bench.faults.organisation import RUNG_MINUTES
from bench.faults.runs import Run, fresh, invited, judged_runs
from bench.faults.scene import Scene
from bench.faults.virtual import Clocks, at_work, clocks
from domain.policy import Reminder

_FATES = ("useful", "useless", "useful", "useless", "cancelled", "moved")
_MINUTE, _MOMENT = timedelta(minutes=1), timedelta(seconds=1)
_DUE_IN = timedelta(minutes=20)
_AT_ONCE = 16
# A request to confirm goes out by SMS and mail.
_CHANNELS = 2


@dataclass(frozen=True)
class Sleeper:
    """An interview whose reminder falls due while nobody works, from `begins` to `ends`; `fate` is what must come of it."""

    interview: Interview
    fate: str
    begins: datetime
    ends: datetime


async def overslept(scene: Scene, seeds: Sequence[int], minutes: int = 5, size: int = 5) -> list[tuple[Run, Account]]:
    """`size` interviews in each run; all runs share one absence of so many minutes."""
    async with clocks() as time:
        return await overslept_by(time, scene, seeds, minutes, size)


async def overslept_by(
    time: Clocks, scene: Scene, seeds: Sequence[int], minutes: int, size: int
) -> list[tuple[Run, Account]]:
    """The same on a server with such clocks, which nobody else works for."""
    await fresh(scene)
    planned = [_planned(scene, time, seed, minutes * _MINUTE, size) for seed in seeds]
    runs, sleepers = [run for run, _ in planned], [one for _, mine in planned for one in mine]
    async with at_work(time.client, scene.config, scene.engine):
        for run in runs:
            run.begin()
        await asyncio.gather(*(run.end(scene.watch) for run in runs))
        await _each(sleepers, partial(_awake, time))
    await _each(sleepers, lambda one: time.sleep_until(one.interview.id, one.ends))
    async with at_work(time.client, scene.config, scene.engine):
        for run in runs:
            run.healed()
        await asyncio.gather(*(run.end(scene.watch) for run in runs))
        fates = {one.interview.id: one.fate for one in sleepers}
        return await judged_runs(scene, runs, partial(_judged, fates))


def _planned(scene: Scene, time: Clocks, seed: int, away: timedelta, size: int) -> tuple[Run, list[Sleeper]]:
    name = f"all workers away {away // _MINUTE} min"
    dice = random.Random(f"{name}/{seed}")
    people = [replace(invited(scene, name, seed, nth), client=time.client) for nth in range(size)]
    sleepers = [_sleeper(one, dice, away) for one in people]
    run = Run(name, seed, [], people, dice, lambda _: _each(sleepers, _begun))
    return run, sleepers


def _sleeper(one: Interview, dice: random.Random, away: timedelta) -> Sleeper:
    """Its reminder falls due near the end of the absence, with a grace that outlasts it or does not.

    Not earlier: a clock that a due timer has stopped goes on in real time until a worker takes the task.
    """
    fate = dice.choice(_FATES)
    one.starts_at = in_days(0) + _DUE_IN + RUNG_MINUTES * _MINUTE
    due = one.starts_at - RUNG_MINUTES * _MINUTE
    one.policy = replace(one.policy, reminders=[Reminder(RUNG_MINUTES, dice.randint(1, 30) if fate == "useful" else 0)])
    return Sleeper(one, fate, due + _MOMENT - away, due + _MOMENT)


async def _begun(one: Sleeper) -> None:
    await one.interview.open()
    if one.fate == "cancelled":
        await one.interview.cancel()
    if one.fate == "moved":
        await one.interview.move()


async def _awake(time: Clocks, one: Sleeper) -> None:
    """The workers are there until the absence begins."""
    await time.work_until(one.interview.id, one.begins)
    await time.idle(one.interview.id)
    if one.fate in ("useful", "useless"):
        one.interview.will_be_reminded()


async def _each(sleepers: Sequence[Sleeper], do: Callable[[Sleeper], Awaitable[None]]) -> None:
    few = asyncio.Semaphore(_AT_ONCE)

    async def held(one: Sleeper) -> None:
        async with few:
            await do(one)

    await asyncio.gather(*(held(one) for one in sleepers))


def _judged(fates: Mapping[str, str], interview: Interview, at_end: World) -> Account:
    """As any run; and each reminder met its fate: sent on its channels, skipped with the reason, or never made at all."""
    account, fate = judged(interview, at_end), fates[interview.id]
    rows = [row for row in at_end.books.notices[interview.id] if row.step == f"remind:{RUNG_MINUTES}"]
    sent = [row for row in rows if str(row.id) in at_end.taken]
    late = [row for row in rows if row.detail == "too_late"]
    expected = {"useful": (_CHANNELS, 0, _CHANNELS), "useless": (0, _CHANNELS, _CHANNELS)}.get(fate, (0, 0, 0))
    if (len(sent), len(late), len(rows)) != expected:
        found = ", ".join(f"{row.channel} {row.state} {row.detail}".strip() for row in rows) or "no row"
        account.wrong.append(f"{interview.id}: reminder {fate}: {found}")
    return account
