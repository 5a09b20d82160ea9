"""The web process as a process of its own on the session's parts, the production workers in this one, and a Temporal that is away."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import IO

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from bench.own_stack import ROOT
from connect import plugin
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from local.probes import http
from settings import Settings
from worker import workers

_START_SECONDS = 60.0  # its imports alone take that long on a busy machine


def environment(config: Settings, temporal: WorkflowEnvironment) -> dict[str, str]:
    """What another process must be told to work on the same parts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MIANYUE_", "TEMPORAL_"))}
    return {
        **kept,
        "TEMPORAL_ADDRESS": temporal.client.service_client.config.target_host,
        "MIANYUE_HOME": str(config.home),
        "MIANYUE_DATABASE_URL": config.database_url,
        "MIANYUE_SECRET": config.secret.get_secret_value(),
        "MIANYUE_PUBLIC_URL": config.public_url,
        "MIANYUE_PROVIDER_TIMEOUT": str(config.provider_timeout_seconds),
        "TWILIO_API_BASE": config.twilio_api_base,
        "TWILIO_AUTH_TOKEN": config.twilio_auth_token.get_secret_value(),
        "SENDGRID_API_BASE": config.sendgrid_api_base,
        "SENDGRID_WEBHOOK_KEY": config.sendgrid_webhook_key,
        "MIANYUE_CANDIDATE_POSTS_PER_ADDRESS": str(config.candidate_posts_per_address),
        "MIANYUE_CANDIDATE_GUESSES_PER_ADDRESS": str(config.candidate_guesses_per_address),
    }


async def nobody() -> Client:
    """A Temporal client that reaches no server: as if Temporal were away, or had forgotten everything."""
    return await Client.connect("127.0.0.1:9", lazy=True, plugins=[plugin()])


@asynccontextmanager
async def process(argv: Sequence[str], environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process within the block."""
    nowhere = asyncio.subprocess.DEVNULL
    begun = await asyncio.create_subprocess_exec(*argv, cwd=ROOT, env=environment, stdout=nowhere, stderr=nowhere)
    try:
        yield begun
    finally:
        if begun.returncode is None:
            begun.kill()
        await begun.wait()


@asynccontextmanager
async def web_process(port: int, environment: dict[str, str]) -> AsyncIterator[None]:
    """The web process on that port of the loopback interface, answering. Raises: RuntimeError with the end of what it said."""
    where = ("--host", "127.0.0.1", "--port", str(port))
    # A browser may leave its stream of news open.
    how = ("--no-access-log", "--timeout-graceful-shutdown", "2")
    argv = [sys.executable, "-m", "uvicorn", "web.app:app", *where, *how]
    with tempfile.TemporaryFile("w+") as said:
        begun = await asyncio.create_subprocess_exec(*argv, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            await _answers(begun, port, said)
            yield
        finally:
            if begun.returncode is None:
                begun.terminate()
            await begun.wait()


async def _answers(begun: asyncio.subprocess.Process, port: int, said: IO[str]) -> None:
    probe, loop = http(port, "/openapi.json"), asyncio.get_running_loop()
    end = loop.time() + _START_SECONDS
    while not await probe():
        if begun.returncode is not None or loop.time() > end:
            said.seek(0)
            raise RuntimeError(f"the web process did not start:\n{said.read()[-2000:]}")
        await asyncio.sleep(0.05)


@asynccontextmanager
async def all_workers(temporal: WorkflowEnvironment, config: Settings, engine: AsyncEngine) -> AsyncIterator[None]:
    """The production workers with their gateways."""
    async with AsyncExitStack() as stack:
        sms, email = SmsGateway(config), EmailGateway(config)
        stack.push_async_callback(email.close)
        stack.push_async_callback(sms.close)
        for worker in workers(temporal.client, config, engine, sms, email):
            await stack.enter_async_context(worker)
        yield
