"""The production workers as the stories need them: at work, away for a while, or replaying every task from the start."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from gateways.email import EmailGateway
from gateways.pause import Pause
from gateways.sms import SmsGateway
from settings import Settings
from worker import workers


class Office:
    """Runs worker.workers() with the real gateways; a plain exception in workflow code fails the workflow at once."""

    def __init__(self, client: Client, engine: AsyncEngine, config: Settings) -> None:
        self._client, self._engine, self._config = client, engine, config
        self._stack = AsyncExitStack()
        self._gateways: list[SmsGateway | EmailGateway] = []

    async def open(self, **options: Any) -> None:
        """Start the workers."""
        sms, email = SmsGateway(self._config), EmailGateway(self._config)
        self._gateways = [sms, email]
        self._stack.push_async_callback(sms.close)
        self._stack.push_async_callback(email.close)
        options = {"workflow_failure_exception_types": [Exception], **options}
        for worker in workers(self._client, self._config, self._engine, sms, email, **options):
            await self._stack.enter_async_context(worker)

    def heal(self) -> None:
        """A provider that a story has healed does not want to be left alone any longer; its own time would be real time."""
        for gateway in self._gateways:
            gateway._pause = Pause()

    async def close(self) -> None:
        """Stop them gracefully."""
        await self._stack.aclose()

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Nobody works within the block."""
        await self.close()
        try:
            yield
        finally:
            await self.open()

    @asynccontextmanager
    async def forgetful(self) -> AsyncIterator[None]:
        """Within the block no workflow stays in memory: every task replays its whole history."""
        await self.close()
        await self.open(max_cached_workflows=0)
        try:
            yield
        finally:
            await self.close()
            await self.open()
