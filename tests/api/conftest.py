"""The API over HTTP on the real parts: PostgreSQL, Temporal with a worker, the sandbox; users signed in at their desks."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

import httpx2
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from api.context import App
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from settings import Settings
from tests.api.desk import Desk, hire, token_of
from web.app import app
from worker import workers

Hire = Callable[..., Awaitable[Desk]]


def client(**headers: str) -> httpx2.AsyncClient:
    """An HTTP client of the real application."""
    transport = httpx2.ASGITransport(app=app)
    return httpx2.AsyncClient(transport=transport, base_url="http://mianyue.test", headers=headers, timeout=30)


@contextmanager
def instead(parts: App) -> Iterator[None]:
    """The application on other connections for a while."""
    before = app.state.app
    app.state.app = parts
    try:
        yield
    finally:
        app.state.app = before


@pytest_asyncio.fixture(scope="package")
async def served(temporal: WorkflowEnvironment, engine: AsyncEngine, config: Settings) -> AsyncIterator[App]:
    """The application with its connections, and the production workers at work."""
    sms, email = SmsGateway(config), EmailGateway(config)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(sms.close)
        stack.push_async_callback(email.close)
        for worker in workers(temporal.client, config, engine, sms, email):
            await stack.enter_async_context(worker)
        app.state.app = App(engine, temporal.client, config)
        yield app.state.app


@pytest_asyncio.fixture(scope="package")
async def sign_in(served: App) -> AsyncIterator[Hire]:
    """Signs a user in: `await sign_in("zhangsan")`; with an organisation (and role) the user is hired first."""
    async with AsyncExitStack() as stack:

        async def enter(login: str, organisation: str = "", role: str = "recruiter") -> Desk:
            if organisation:
                await hire(served.engine, login, organisation, role)
            http = client(Authorization=f"Bearer {await token_of(served.engine, login)}")
            return Desk(login, await stack.enter_async_context(http))

        yield enter


@pytest_asyncio.fixture(scope="package")
async def zhangsan(sign_in: Hire) -> Desk:
    """A recruiter in Shanghai."""
    return await sign_in("zhangsan")


@pytest_asyncio.fixture(scope="package")
async def lisi(sign_in: Hire) -> Desk:
    """A recruiter in Shenzhen."""
    return await sign_in("lisi")


@pytest_asyncio.fixture(scope="package")
async def hrops(sign_in: Hire) -> Desk:
    """HR operations of the group."""
    return await sign_in("hrops")


@pytest_asyncio.fixture(scope="package")
async def admin(sign_in: Hire) -> Desk:
    """The group's administrator."""
    return await sign_in("admin")
