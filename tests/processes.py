"""The web process as a process of its own on the session's parts, and the production workers in this one."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from bench.own_stack import ROOT
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from local.probes import http
from settings import Settings
from tests.workflows.life import eventually
from worker import workers

# Two seconds of a core's time, on a machine that may be busy with more.
_START_SECONDS = 60.0


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
    """The web process on that port of the loopback interface, answering."""
    where = ("--host", "127.0.0.1", "--port", str(port))
    async with process([sys.executable, "-m", "uvicorn", "web.app:app", *where, "--no-access-log"], environment):
        await eventually(http(port, "/openapi.json"), "the web process", _START_SECONDS)
        yield


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
