"""A worker killed by SIGKILL at a chosen point of a chosen notice or write; a new one takes over, armed for the next run."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bench.faults.interview import Told
from bench.faults.mortal_worker import CALLS, COMMITS
from bench.faults.oracle import Account
from bench.faults.organisation import RUNG_MINUTES
from bench.faults.runs import Run, Scene, drawn, fresh, judged_runs
from domain.terms import Channel, NoticeKind

POINTS = (*CALLS, *COMMITS)
_MESSAGES = {
    "open": (1, 0, "invite", NoticeKind.INVITE),
    "cancel": (1, 2, "cancelled", NoticeKind.CANCELLED),
    "move": (2, 0, "moved", NoticeKind.MOVED),
    "remind": (1, 1, f"remind:{RUNG_MINUTES}", NoticeKind.CONFIRM_REQUEST),
}
_ACTIONS = {"open": "opened", "confirm": "confirmed", "cancel": "cancelled", "move": "moved"}
_PATIENCE = 60.0
# Longer than the worker lives once it has begun the call, shorter than its time limit.
_HELD_SECONDS = 1.5


async def killed(scene: Scene, seeds: Sequence[int]) -> list[tuple[Run, Account]]:
    """One worker dies in each run, at each of the points in turn."""
    await fresh(scene)
    planned = [_planned(scene, seed, point) for seed in seeds for point in POINTS]
    await scene.ground.kill("worker")
    ending: list[asyncio.Task[None]] = []
    mortal = [_argv(doom) for doom in planned]
    process = await scene.ground.start("worker", mortal[0])
    for doom, following in zip(planned, [*mortal[1:], None], strict=True):
        run = doom.run
        await scene.provider.play([doom.held] if doom.point == "during" else [])
        run.begin()
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            run.error = "the fault never struck"
            await scene.ground.kill("worker")
        process = await scene.ground.start("worker", following)
        run.healed()
        ending.append(asyncio.create_task(run.end(scene.watch)))
    await asyncio.gather(*ending)
    return await judged_runs(scene, [doom.run for doom in planned])


@dataclass(frozen=True)
class _Doom:
    """Whose sending (notice id) or writing (interview/action) the worker will not survive; `held` keeps the provider busy with it."""

    run: Run
    point: str
    what: str
    held: dict[str, object] = field(default_factory=dict)


def _planned(scene: Scene, seed: int, point: str) -> _Doom:
    run = drawn(scene, f"worker killed {point}", seed)
    known = _MESSAGES if point in CALLS else _ACTIONS
    steps = [(i, n, step) for i, story in enumerate(run.stories) for n, step in enumerate(story) if step in known]
    interview, place, step = run.dice.choice(steps)
    one = run.interviews[interview]
    if point in COMMITS:
        return _Doom(run, point, f"{one.id}/{_ACTIONS[step]}")
    told = Told(*_MESSAGES[step])
    if step == "cancel" and "move" in run.stories[interview][:place]:
        told = replace(told, revision=2)
    run.halt = (interview, place)
    channel = run.dice.choice(one.channels(told))
    # The provider takes it in the end, or never does.
    mode = run.dice.choice(("slow", "hold"))
    to = one.phone if channel is Channel.SMS else one.email
    return _Doom(run, point, one.notice(told, channel), {"to": to, "mode": mode, "seconds": _HELD_SECONDS})


def _argv(doom: _Doom) -> list[str]:
    return [sys.executable, "-m", "bench.faults.mortal_worker", doom.point, doom.what]
