"""A database that no other test uses, the reference receiver, and runs of the push on the real Temporal server."""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio
import requests
from pydantic import SecretStr
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowHandle
from temporalio.common import RetryPolicy
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.push import Pusher
from connect import plugin
from db import pushing
from db.engine import make_engine
from db.seed import seed
from db.tables_push import push_items, push_touched
from domain.pushing import PushState
from gateways.appraisal import AppraisalGateway
from sandbox.app import Conduct
from sandbox.keys import Signing, sendgrid_private_key, twilio_token
from sandbox.serving import serving
from settings import Settings, appraisal_key
from tests.conftest import SECRET, migrate
from tests.db.past import Past
from tests.group import SEPTEMBER, Group
from workflows import push as pushes

DATABASE = "pushed"
SHARED = "whsec_b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHM="
Json = dict[str, Any]
Run = WorkflowHandle[Any, dict[str, int]]


class Receiver:
    """The appraisal system's side of the story: what it holds, how often messages came, how it is told to misbehave."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def _holds(self) -> Json:
        held: Json = self._session.get(f"{self.url}/sandbox/appraisal", timeout=5).json()
        return held

    @property
    def items(self) -> list[Json]:
        """The newest version of every item."""
        return list(self._holds()["items"])

    @property
    def times(self) -> list[int]:
        """How often each message came, oldest first."""
        return [message["times"] for message in self._holds()["messages"]]

    def play(self, mode: str, **rule: Any) -> None:
        """Misbehave from now on."""
        body = {"channel": "appraisal", "mode": mode, **rule}
        self._session.put(f"{self.url}/sandbox/faults", json=body, timeout=5).raise_for_status()

    def behave(self) -> None:
        """Be well again."""
        self._session.delete(f"{self.url}/sandbox/faults", timeout=5)

    def forget(self) -> None:
        """Hold nothing, and be well."""
        self.behave()
        self._session.delete(f"{self.url}/sandbox/appraisal", timeout=5)


class Office:
    """Our side: runs of the push with a worker of its own each, so that a story may change where it sends to."""

    def __init__(self, client: Client, engine: AsyncEngine, config: Settings) -> None:
        self.client, self.engine, self.config = client, engine, config

    async def push(self, **changes: Any) -> dict[str, int]:
        """One run; the items by what became of them. `changes`: other settings."""
        gateway = AppraisalGateway(self.config.model_copy(update=changes))
        try:
            return await self.run(Pusher(self.engine, gateway))
        finally:
            await gateway.close()

    async def run(self, pusher: Pusher) -> dict[str, int]:
        """One run with these activities."""
        run = await self.begin()
        async with self.worker(run, pusher):
            return await run.result()

    async def begin(self) -> Run:
        """A run that waits for its worker."""
        queue = f"push-{uuid4()}"
        return await self.client.start_workflow(pushes.PushWorkflow.run, id=queue, task_queue=queue)

    def worker(self, run: Run, pusher: Pusher) -> Worker:
        """A worker for this run alone."""
        activities: list[Callable[..., Any]] = [pusher.prepare, pusher.send, pusher.settle]
        return Worker(self.client, task_queue=run.id, activities=activities)

    async def numbers(self) -> dict[str, int]:
        """Items by state, those with none left out."""
        async with self.engine.connect() as conn:
            return {str(state): number for state, number in (await pushing.numbers(conn)).items() if number}

    async def errors(self) -> set[str]:
        """The codes that stand at the items."""
        async with self.engine.connect() as conn:
            return set((await conn.execute(select(push_items.c.error))).scalars())


async def cancelled(group: Group, name: str = "zhang", **back: float) -> Past:
    """An interview three days ahead, cancelled an hour after it was arranged because the position is frozen."""
    at = SEPTEMBER + timedelta(**back)
    one = await group.recruiter(name).arrange(at, at + timedelta(days=3))
    await one.cancel(at + timedelta(hours=1))
    return one


def counts(**number: int) -> dict[str, int]:
    """A run's result."""
    return {str(state): 0 for state in PushState} | number


def closed_port() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/appraisal"


@pytest_asyncio.fixture(scope="package")
async def books(config: Settings) -> AsyncIterator[AsyncEngine]:
    """An engine on a database of this package's own."""
    with psycopg.connect(config.database_url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {DATABASE}")
    own = config.model_copy(update={"database_url": config.database_url.replace("/mianyue?", f"/{DATABASE}?")})
    migrate(own.database_url)
    engine = make_engine(own, "tests")
    async with engine.begin() as conn:
        await seed(conn)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="package")
def receiving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The reference receiver's base URL."""
    signing = Signing(twilio_token(SECRET), sendgrid_private_key(SECRET), appraisal_key(SHARED))
    journal: Path = tmp_path_factory.mktemp("receiver") / "sandbox.jsonl"
    with serving(journal, Conduct(signing=signing)) as url:
        yield url


@pytest.fixture
def receiver(receiving: str) -> Iterator[Receiver]:
    """The receiver, empty and well."""
    receiver = Receiver(receiving)
    receiver.forget()
    yield receiver
    receiver.forget()


@pytest_asyncio.fixture
async def office(
    temporal: WorkflowEnvironment,
    books: AsyncEngine,
    config: Settings,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    """Nothing waits, nothing was pushed, and what cannot be sent is tried twice without much waiting."""
    async with books.begin() as conn:
        for table in (push_items, push_touched):
            await conn.execute(delete(table))
    quick = RetryPolicy(initial_interval=timedelta(milliseconds=50), maximum_attempts=2)
    monkeypatch.setattr(pushes, "_SENDING_AGAIN", quick)
    # In the SDK's sandbox the workflow would not see that; the monitor's tests and the stack run it there.
    target = temporal.client.service_client.config.target_host
    client = await Client.connect(target, namespace=temporal.client.namespace, plugins=[plugin(sandboxed=False)])
    settings = {"appraisal_url": f"{receiver.url}/appraisal", "appraisal_secret": SecretStr(SHARED)}
    return Office(client, books, config.model_copy(update=settings))
