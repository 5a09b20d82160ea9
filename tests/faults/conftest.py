"""The fault classes of `./run bench faults` on the session's parts: a sandbox that sends receipts, the web process that takes them."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from bench.faults.books import Watch
from bench.faults.oracle import Account
from bench.faults.organisation import Organisation, organisation
from bench.faults.provider import Provider
from bench.faults.runs import Run
from bench.faults.scene import Scene
from bench.own_stack import ROOT, free_ports
from bench.tasks import running
from local.probes import http
from sandbox.app import Conduct
from sandbox.keys import Signing, sendgrid_public_key, twilio_token
from sandbox.receipts import PROMPT
from sandbox.serving import serving
from settings import Settings
from tests.conftest import SECRET
from tests.workflows.life import eventually


@pytest.fixture(scope="package")
def seen(config: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of a stack whose providers report to its own web process."""
    [port] = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    keys = config.model_copy(update={"twilio_auth_token": SecretStr(twilio_token(SECRET)), "public_url": base})
    conduct = Conduct(receipts=PROMPT, signing=Signing.of(keys), events_url=f"{base}/hooks/sendgrid")
    with serving(tmp_path_factory.mktemp("faults") / "sandbox.jsonl", conduct) as url:
        more = {"twilio_api_base": url, "sendgrid_api_base": url, "sendgrid_webhook_key": sendgrid_public_key(SECRET)}
        yield keys.model_copy(update={**more, "web_port": port})


@pytest.fixture(scope="package")
def environment(seen: Settings, temporal: WorkflowEnvironment) -> dict[str, str]:
    """The same for a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MIANYUE_", "TEMPORAL_"))}
    return {
        **kept,
        "TEMPORAL_ADDRESS": temporal.client.service_client.config.target_host,
        "MIANYUE_HOME": str(seen.home),
        "MIANYUE_DATABASE_URL": seen.database_url,
        "MIANYUE_SECRET": SECRET,
        "MIANYUE_PUBLIC_URL": seen.public_url,
        "MIANYUE_PROVIDER_TIMEOUT": str(seen.provider_timeout_seconds),
        "TWILIO_API_BASE": seen.twilio_api_base,
        "TWILIO_AUTH_TOKEN": seen.twilio_auth_token.get_secret_value(),
        "SENDGRID_API_BASE": seen.sendgrid_api_base,
        "SENDGRID_WEBHOOK_KEY": seen.sendgrid_webhook_key,
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


@pytest_asyncio.fixture(scope="package")
async def web(seen: Settings, environment: dict[str, str], engine: AsyncEngine) -> AsyncIterator[str]:
    """The web process, which takes the receipts."""
    port = str(seen.web_port)
    argv = [sys.executable, "-m", "uvicorn", "web.app:app", "--host", "127.0.0.1", "--port", port, "--no-access-log"]
    async with process(argv, environment):
        await eventually(http(seen.web_port, "/openapi.json"), "the web process")
        yield seen.public_url


@pytest_asyncio.fixture(scope="package")
async def whose(engine: AsyncEngine) -> Organisation:
    """The organisation with short waits."""
    async with engine.begin() as conn:
        return await organisation(conn)


@pytest_asyncio.fixture(scope="package")
async def scene(
    seen: Settings, temporal: WorkflowEnvironment, engine: AsyncEngine, whose: Organisation, web: str
) -> AsyncIterator[Scene]:
    """Everything that the runs need; who works is up to each test."""
    provider, watch = Provider(seen.twilio_api_base), Watch(engine)
    token = {"Authorization": f"Bearer {whose.token}"}
    async with httpx2.AsyncClient(base_url=web, headers=token, trust_env=False) as api, running(watch.run()):
        yield Scene(seen, temporal.client, engine, provider, api, watch, whose, quiet=0.0)
    await provider.close()


def whole(found: Sequence[tuple[Run, Account]]) -> Account:
    """The sum of all runs, after the assertion that nothing is lost, doubled in silence or wrong."""
    account = Account()
    for run, one in found:
        assert one.bad == [], f"{run.name}, seed {run.seed}"
        account.add(one)
    return account
