"""The web application on real parts, and the people of the stories: a recruiter with the API, candidates with their mail."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx2
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from api.context import App
from db.people import keep_token, user_of
from settings import Settings
from tests.processes import all_workers
from tests.web.people import Desk, Recruiter
from web.app import app

HOST = "http://testserver"


@pytest_asyncio.fixture(scope="package")
async def http(
    temporal: WorkflowEnvironment, engine: AsyncEngine, config: Settings
) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the whole application, with the production workers behind it."""
    async with all_workers(temporal, config, engine):
        app.state.app = App(engine, temporal.client, config)
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx2.AsyncClient(transport=transport, base_url=HOST, timeout=30) as client:
            yield client


@pytest_asyncio.fixture(scope="package")
async def zhangsan(
    http: httpx2.AsyncClient, engine: AsyncEngine, temporal: WorkflowEnvironment, sandbox_url: str
) -> AsyncIterator[Recruiter]:
    """The recruiter whose interviews these are."""
    async with engine.begin() as conn:
        user = await user_of(conn, "zhangsan")
        assert user is not None
        await keep_token(conn, user, "zhangsan-at-the-candidates-page", datetime.now(UTC), 1)
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as mail:
        yield Recruiter(http, mail, engine, temporal, "zhangsan-at-the-candidates-page")


@pytest_asyncio.fixture(scope="package")
async def hrops(http: httpx2.AsyncClient, engine: AsyncEngine) -> Desk:
    """HR operations of the group, who answer what candidates ask for."""
    return await _desk(http, engine, "hrops")


@pytest_asyncio.fixture(scope="package")
async def lisi(http: httpx2.AsyncClient, engine: AsyncEngine) -> Desk:
    """A recruiter of another subsidiary."""
    return await _desk(http, engine, "lisi")


async def _desk(http: httpx2.AsyncClient, engine: AsyncEngine, login: str) -> Desk:
    async with engine.begin() as conn:
        user = await user_of(conn, login)
        assert user is not None
        await keep_token(conn, user, f"{login}-at-the-candidates-page", datetime.now(UTC), 1)
    return Desk(http, f"{login}-at-the-candidates-page")
