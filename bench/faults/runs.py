"""Runs: a handful of interviews played at once from one seed, waited for, and judged."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bench.faults import books
from bench.faults.books import Watch
from bench.faults.interview import Interview, in_days
from bench.faults.oracle import Account, World, judged, world
from bench.faults.organisation import NAME, RUNG_MINUTES
from bench.faults.scene import Scene
from domain import keys

STORIES: tuple[tuple[str, ...], ...] = (
    ("open", "confirm"),
    ("open", "cancel"),
    ("open", "confirm", "cancel"),
    ("open", "move"),
    ("open", "move", "cancel"),
    ("open", "cancel", "move"),
    ("open", "remind"),
)
_DECIDING = [story for story in STORIES if {"cancel", "move"} & set(story)]
# Before each step; some messages leave before the next decision, some are overtaken by it.
_PAUSES = (0.0, 0.1, 0.4, 1.0, 1.5)
_PATIENCE = 150.0
_REMINDED_AFTER = 4.0


@dataclass
class Run:
    """One seed of one fault class. `halt` is the step (interview, place in its story) after which that interview waits until the
    fault has struck; `missed`: it found nothing to strike."""

    name: str
    seed: int
    stories: list[tuple[str, ...]]
    interviews: list[Interview]
    dice: random.Random
    act: Callable[["Run"], Awaitable[None]]
    halt: tuple[int, int] | None = None
    struck: asyncio.Event = field(default_factory=asyncio.Event)
    healed_at: float = 0.0
    settled_at: float = 0.0
    error: str = ""
    missed: bool = False
    task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Let its people act; returns at once."""
        self.task = asyncio.create_task(_acted(self))

    def healed(self) -> None:
        """The fault is over."""
        self.healed_at = time.monotonic()
        self.struck.set()

    async def end(self, watch: Watch) -> None:
        """Wait until everything was answered and everything it entails is settled; what goes wrong is kept in `error`."""
        assert self.task is not None
        try:
            await self.task
            self.settled_at = await watch.settled(self.interviews, _PATIENCE)
        except Exception as error:  # noqa: BLE001 (a run that fails is a finding, and the others go on)
            self.error = f"{type(error).__name__}: {error}"

    async def still_settled(self, watch: Watch) -> None:
        """What followed afterwards (a next channel, a second look) has come to its end, too."""
        try:
            await watch.settled(self.interviews, _PATIENCE)
        except TimeoutError as error:
            self.error = str(error)

    @property
    def recovery(self) -> float:
        """Seconds from the end of the fault until all was settled."""
        return max(0.0, self.settled_at - self.healed_at)


async def _acted(run: Run) -> None:
    await run.act(run)


async def played(run: Run) -> None:
    """Every interview's story at its own pace."""
    pauses = [[run.dice.choice(_PAUSES) for _ in story] for story in run.stories]
    await asyncio.gather(*(_story(run, nth, pauses[nth]) for nth in range(len(run.stories))))


async def _story(run: Run, nth: int, pauses: Sequence[float]) -> None:
    one, story = run.interviews[nth], run.stories[nth]
    soon = timedelta(minutes=RUNG_MINUTES, seconds=_REMINDED_AFTER)
    one.starts_at = in_days(soon / timedelta(days=1)) if "remind" in story else in_days()
    for place, step in enumerate(story):
        await asyncio.sleep(pauses[place])
        if step == "remind":
            one.will_be_reminded()
        else:
            await getattr(one, step)()
        if run.halt == (nth, place):
            await run.struck.wait()


def drawn(scene: Scene, name: str, seed: int, size: tuple[int, int] = (2, 4)) -> Run:
    """The run of this seed: the same seed plays the same stories of interviews with the same ids."""
    dice = random.Random(f"{name}/{seed}")
    stories = [dice.choice(_DECIDING), *(dice.choice(STORIES) for _ in range(dice.randint(*size) - 1))]
    return Run(name, seed, stories, [invited(scene, name, seed, nth) for nth in range(len(stories))], dice, played)


def invited(scene: Scene, name: str, seed: int, nth: int) -> Interview:
    """The nth interview of a run; nothing has begun yet."""
    id = keys.interview_id(NAME, name, f"{seed}/{nth}")
    return Interview(id, in_days(), scene.whose.policy, scene.client, scene.engine)


async def fresh(scene: Scene) -> None:
    """A batch begins: healthy providers that hold nothing and report promptly."""
    await scene.provider.play([])
    await scene.provider.report([])
    await scene.provider.forget()


Judge = Callable[[Interview, World], Account]


async def judged_runs(scene: Scene, runs: Sequence[Run], judge: Judge = judged) -> list[tuple[Run, Account]]:
    """What came of these runs, once nothing more can follow."""
    await asyncio.sleep(scene.quiet)
    await asyncio.gather(*(run.still_settled(scene.watch) for run in runs if not run.error))
    at_end = await _world(scene, [one for run in runs for one in run.interviews])
    listed = await _listed(scene)
    found: list[tuple[Run, Account]] = []
    for run in runs:
        account = Account()
        for one in run.interviews:
            account.add(judge(one, at_end))
        account.listed = len(listed & set(account.unknown))
        if run.error:
            account.wrong.append(run.error)
        found.append((run, account))
    return found


async def _listed(scene: Scene) -> set[str]:
    """Every send that HR finds in the list of unknown ones, page by page."""
    found: set[str] = set()
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        asked = {"limit": 200, **({"cursor": page["next"]} if page["next"] else {})}
        page = (await scene.api.get("/api/v1/unknown-sends", params=asked)).raise_for_status().json()
        found |= {item["id"] for item in page["items"]}
    return found


async def strays(scene: Scene) -> list[str]:
    """Messages that the provider took for notices that nobody has in the books."""
    taken = {message.notice for message in await scene.provider.taken()}
    async with scene.engine.connect() as conn:
        return sorted(taken - await books.known(conn, taken))


async def _world(scene: Scene, interviews: Sequence[Interview]) -> World:
    async with scene.engine.connect() as conn:
        ours = await books.read(conn, [one.id for one in interviews])
    return world(await scene.provider.taken(), await scene.provider.receipts(), ours)
