"""Workers killed by SIGKILL at a chosen point of a chosen notice or write; another one takes over at once."""

import asyncio
import contextlib
import json
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.faults.ground import SECOND_WORKER, Ground
from bench.faults.interview import Told
from bench.faults.mortal_worker import CALLS, COMMITS, DOOMS, struck
from bench.faults.oracle import Account
from bench.faults.organisation import RUNG_MINUTES
from bench.faults.runs import Run, drawn, fresh, judged_runs
from bench.faults.scene import Scene
from domain.terms import Channel, NoticeKind

POINTS = (*CALLS, *COMMITS)
_MESSAGES = {
    "open": (1, 0, "invite", NoticeKind.INVITE),
    "cancel": (1, 2, "cancelled", NoticeKind.CANCELLED),
    "move": (2, 0, "moved", NoticeKind.MOVED),
    "remind": (1, 1, f"remind:{RUNG_MINUTES}", NoticeKind.CONFIRM_REQUEST),
}
_ACTIONS = {"open": "opened", "confirm": "confirmed", "cancel": "cancelled", "move": "moved"}
_CREW = ("worker", SECOND_WORKER)
# A task that the dying worker had just been given comes again after its time limit of 30 s.
_PATIENCE = 45.0
_LOOK_SECONDS = 0.1
# Longer than the worker lives once it has begun the call, shorter than its time limit.
_HELD_SECONDS = 1.5


@dataclass(frozen=True)
class Doom:
    """Whose sending (notice id) or writing (interview/action) a worker will not survive; `held` keeps the provider busy with it."""

    run: Run
    point: str
    what: str
    held: dict[str, object] = field(default_factory=dict)


async def killed(scene: Scene, seeds: Sequence[int]) -> list[tuple[Run, Account]]:
    """Rounds of one run for each point, on two workers; a round begins when all of the one before has settled."""
    assert scene.ground is not None
    await fresh(scene)
    rounds = [[planned(scene, seed, point) for point in POINTS] for seed in seeds]
    async with _crew(scene.ground, [doom for one in rounds for doom in one]) as folder:
        for dooms in rounds:
            ending = [await strike(scene, folder, doom) for doom in dooms]
            await asyncio.gather(*ending)
    return await judged_runs(scene, [doom.run for one in rounds for doom in one])


async def strike(scene: Scene, folder: Path, doom: Doom) -> asyncio.Task[None]:
    """Return when it has struck, with what waits for the end of the run.

    A doom may be missed: another worker's death has cut its call short, or its message was overtaken.
    """
    await scene.provider.play([doom.held] if doom.held else [])
    doom.run.begin()
    deadline = time.monotonic() + _PATIENCE
    while not doom.run.missed and not struck(folder, doom.what).exists():
        await asyncio.sleep(_LOOK_SECONDS)
        doom.run.missed = time.monotonic() > deadline
    doom.run.healed()
    return asyncio.create_task(doom.run.end(scene.watch))


@contextlib.asynccontextmanager
async def _crew(ground: Ground, dooms: Sequence[Doom]) -> AsyncIterator[Path]:
    """Two mortal workers, each followed by another when it dies; in the end the usual one is back. Yields their folder."""
    folder = ground.folder / "dooms"
    argv = mortal(folder, dooms)
    await ground.kill("worker")
    keepers = [asyncio.create_task(_kept(ground, name, argv)) for name in _CREW]
    try:
        yield folder
    finally:
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        for name in _CREW:
            await ground.kill(name)
        await ground.start("worker")


def mortal(folder: Path, dooms: Sequence[Doom]) -> list[str]:
    """The command of a worker that will not survive these; `folder` keeps which of them have struck."""
    folder.mkdir(exist_ok=True)
    (folder / DOOMS).write_text(json.dumps({doom.what: doom.point for doom in dooms}))
    return [sys.executable, "-m", "bench.faults.mortal_worker", str(folder)]


async def _kept(ground: Ground, name: str, argv: Sequence[str]) -> None:
    while True:
        process: Process = await ground.start(name, argv)
        await process.wait()


def planned(scene: Scene, seed: int, point: str) -> Doom:
    """The run of this seed, and what in it is doomed."""
    run = drawn(scene, f"worker killed {point}", seed)
    known = _MESSAGES if point in CALLS else _ACTIONS
    steps = [(i, n, step) for i, story in enumerate(run.stories) for n, step in enumerate(story) if step in known]
    interview, place, step = run.dice.choice(steps)
    one = run.interviews[interview]
    if point in COMMITS:
        return Doom(run, point, f"{one.id}/{_ACTIONS[step]}")
    told = Told(*_MESSAGES[step])
    if step == "cancel" and "move" in run.stories[interview][:place]:
        told = replace(told, revision=2)
    run.halt = (interview, place)
    channel = run.dice.choice(one.channels(told))
    # Held until it is dead, by a provider that takes the message in the end, or never does.
    mode = run.dice.choice(("slow", "hold"))
    to = one.phone if channel is Channel.SMS else one.email
    held = {"to": to, "mode": mode, "seconds": _HELD_SECONDS} if point == "during" else {}
    return Doom(run, point, one.notice(told, channel), held)
