"""A Temporal server of its own whose clocks stand still until they are moved on, one per workflow, with workers that come and go."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from connect import SEARCH_ATTRIBUTES, plugin
from domain.keys import workflow_id
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from local import temporal_server
from settings import Settings
from worker import workers

_PATIENCE = 60.0
_LOOK_SECONDS = 0.02
_DYNAMIC = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.timerProcessorMaxTimeShift="10ms"',
    *temporal_server.DYNAMIC_CONFIG,
)


class Clocks:
    """The clocks of the workflows on such a server."""

    def __init__(self, env: WorkflowEnvironment) -> None:
        self._env = env
        self.client: Client = env.client

    async def now(self, interview: str) -> datetime:
        """What time it is in an interview's life."""
        return await self._env.get_current_time(self._handle(interview))

    async def work_until(self, interview: str, at: datetime) -> None:
        """Go on to this moment; workers act on what is due on the way."""
        await self._env.fast_forward(self._handle(interview), at - await self.now(interview))

    async def sleep_until(self, interview: str, at: datetime) -> None:
        """Go on to this moment with nobody there to act on anything. Raises: TimeoutError."""
        skipping = asyncio.create_task(self._env.fast_forward(self._handle(interview), at - await self.now(interview)))

        async def passed() -> bool:
            return await self.now(interview) >= at

        try:
            await _until(passed)
        finally:
            skipping.cancel()

    async def idle(self, interview: str) -> None:
        """Wait until no worker has anything of it in hand. Raises: TimeoutError."""

        async def at_rest() -> bool:
            now = (await self._handle(interview).describe()).raw_description
            return not now.pending_activities and not now.HasField("pending_workflow_task")

        await _until(at_rest)

    def _handle(self, interview: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(workflow_id(interview))


async def _until(reached: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not await reached():
        if time.monotonic() > deadline:
            raise TimeoutError("an interview's clock did not get there")
        await asyncio.sleep(_LOOK_SECONDS)


@asynccontextmanager
async def clocks() -> AsyncIterator[Clocks]:
    """The server, within the block."""
    env = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        plugins=[plugin(sandboxed=False)],
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_existing_path=temporal_server.program(),
        dev_server_log_level="error",
        dev_server_extra_args=[word for value in _DYNAMIC for word in ("--dynamic-config-value", value)],
    )
    try:
        yield Clocks(env)
    finally:
        await env.shutdown()


@asynccontextmanager
async def at_work(client: Client, config: Settings, engine: AsyncEngine) -> AsyncIterator[None]:
    """The production workers, within the block."""
    async with AsyncExitStack() as stack:
        sms, email = SmsGateway(config), EmailGateway(config)
        stack.push_async_callback(sms.close)
        stack.push_async_callback(email.close)
        for worker in workers(client, config, engine, sms, email):
            await stack.enter_async_context(worker)
        yield
