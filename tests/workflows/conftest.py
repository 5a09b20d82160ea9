"""The world of the story tests with the production workers on it, for as long as this folder's tests run."""

from collections.abc import AsyncIterator

import httpx2
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from settings import Settings
from tests.workflows.office import Office
from tests.workflows.world import World


@pytest_asyncio.fixture(scope="package")
async def office(temporal: WorkflowEnvironment, engine: AsyncEngine, config: Settings) -> AsyncIterator[Office]:
    """The workers, which a story may send home for a while."""
    office = Office(temporal.client, engine, config)
    await office.open()
    yield office
    await office.close()


@pytest_asyncio.fixture(scope="package")
async def everywhere(
    temporal: WorkflowEnvironment, engine: AsyncEngine, office: Office, sandbox_url: str
) -> AsyncIterator[World]:
    """The world as all stories of this folder share it."""
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as http:
        yield World(temporal, engine, http, office)


@pytest_asyncio.fixture
async def world(everywhere: World) -> AsyncIterator[World]:
    """The world with healthy providers, before and after."""
    await everywhere.fault()
    yield everywhere
    await everywhere.fault()
