"""What every run needs: the stack under it, and our own connections to each of its parts."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx2
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

from bench.faults.books import Watch
from bench.faults.ground import Ground, ground
from bench.faults.organisation import WAIT, Organisation, organisation
from bench.faults.provider import Provider
from bench.tasks import running
from connect import connect
from db.engine import make_engine
from local.home import Home
from settings import Settings

# What follows a notice whose delivery is never reported: the wait, then a look, then a phone task.
_QUIET_SECONDS = WAIT * 60 + 3


@dataclass(frozen=True)
class Scene:
    """`client`, `engine` and `api` are those of people and their requests; the workers have their own. `ground` is there where
    parts are killed. After `quiet` seconds nothing more can follow from what has settled."""

    config: Settings
    client: Client
    engine: AsyncEngine
    provider: Provider
    api: httpx2.AsyncClient
    watch: Watch
    whose: Organisation
    ground: Ground | None = None
    quiet: float = _QUIET_SECONDS


@asynccontextmanager
async def scene(home: Home) -> AsyncIterator[Scene]:
    """A whole stack within the block; needs ground.own_environment."""
    async with AsyncExitStack() as stack:
        up = await stack.enter_async_context(ground(home))
        engine = make_engine(up.config, "bench", ping=True)
        stack.push_async_callback(engine.dispose)
        async with engine.begin() as conn:
            whose = await organisation(conn)
        provider = Provider(up.config.sandbox_url)
        stack.push_async_callback(provider.close)
        token = {"Authorization": f"Bearer {whose.token}"}
        http = httpx2.AsyncClient(base_url=up.config.web_url, headers=token, trust_env=False, timeout=30)
        api = await stack.enter_async_context(http)
        watch = Watch(engine)
        await stack.enter_async_context(running(watch.run()))
        yield Scene(up.config, await _client(), engine, provider, api, watch, whose, up)


async def _client() -> Client:
    """It says nothing of a server that is away: that is why we are here."""
    quiet = TelemetryConfig(logging=LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR")))
    return await connect(Runtime(telemetry=quiet), sandboxed=False)
