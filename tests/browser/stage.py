"""The stage of ./run shots for tests: a whole stack with the demo's list, a company's half year, and people in every situation by name."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.own_stack import ROOT, surroundings
from db.engine import make_engine
from db.people import keep_token, user_of
from demo import arrival, scenes
from demo.doors import Broken, Doors, until
from demo.story import Play
from settings import Settings
from shots.cast import Named
from shots.people import cast
from tests.browser.bystanders import bystanders

_START_SECONDS = 90.0


@dataclass(frozen=True)
class Stage:
    """What is there to look at."""

    config: Settings
    engine: AsyncEngine
    doors: Doors
    found: Mapping[str, Named]


class _Doors(Doors):
    """Those of the demo, without a program for every token."""

    def __init__(self, config: Settings, engine: AsyncEngine) -> None:
        super().__init__(config)
        self._engine = engine

    async def sign_in(self, *logins: str) -> None:
        for login in logins:
            async with self._engine.begin() as conn:
                user = await user_of(conn, login)
                assert user is not None, login
                await keep_token(conn, user, f"of-{login}-on-the-stage", datetime.now(UTC), 1)
            self._tokens[login] = f"of-{login}-on-the-stage"


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """The stage, set; and struck at the end."""
    with tempfile.TemporaryDirectory(prefix="mianyue-stage-") as folder, tempfile.TemporaryFile("w+") as said:
        environment = surroundings(folder)
        argv = (sys.executable, "stack.py", "up")
        stack = await asyncio.create_subprocess_exec(*argv, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            connection = Path(environment["MIANYUE_HOME"], "env")
            await until(lambda: _written(connection, stack, said), "the stack", _START_SECONDS)
            async with _set(environment | dict(_lines(connection))) as stage:
                yield stage
        finally:
            if stack.returncode is None:
                stack.terminate()
            await stack.wait()


@asynccontextmanager
async def _set(environment: Mapping[str, str]) -> AsyncIterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        config = Settings()
        engine = make_engine(config, "tests")
        doors = _Doors(config, engine)
        plays: list[Play] = []

        async def begin(play: Play) -> None:
            plays.append(play)
            await _begin(play)

        found = await cast(doors, engine, config, begin)
        found |= await bystanders(plays[0], engine, config)
    try:
        yield Stage(config, engine, doors, found)
    finally:
        await doors.close()
        await engine.dispose()


async def _begin(play: Play) -> None:
    """Of the demo only what the pictures name: the others take their time."""
    for scene in (scenes.import_list, scenes.late, arrival.bounced):
        with play.story.scene(scene.__name__, "", ""):
            await scene(play)
    assert play.story.ok, [check for scene in play.story.scenes for check in scene.checks if not check["ok"]]


async def _written(connection: Path, stack: asyncio.subprocess.Process, said: IO[str]) -> bool | None:
    """Whether the stack is up: then it writes how to reach it."""
    if stack.returncode is not None:
        said.seek(0)
        raise Broken(f"the stack did not start:\n{said.read()[-2000:]}")
    return connection.exists() or None


def _lines(connection: Path) -> list[tuple[str, str]]:
    pairs = [line.partition("=") for line in connection.read_text().splitlines()]
    return [(name, value) for name, _, value in pairs if name]
