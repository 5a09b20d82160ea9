"""The fault classes of `./run bench faults` on the session's parts: a sandbox that sends receipts, the web process that takes them."""

from collections.abc import AsyncIterator, Iterator, Sequence

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
from bench.own_stack import free_ports
from bench.tasks import running
from sandbox.app import Conduct
from sandbox.keys import Signing, sendgrid_public_key, twilio_token
from sandbox.receipts import PROMPT
from sandbox.serving import serving
from settings import Settings
from tests import processes
from tests.conftest import SECRET


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
    return processes.environment(seen, temporal)


@pytest_asyncio.fixture(scope="package")
async def web(seen: Settings, environment: dict[str, str], engine: AsyncEngine) -> AsyncIterator[str]:
    """The web process, which takes the receipts."""
    async with processes.web_process(seen.web_port, environment):
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
