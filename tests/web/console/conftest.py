"""People at the console, each with a browser of their own, signed in through its door with a password."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import httpx2
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from api.passwords import hashed
from db.accounts import set_password
from tests.web.conftest import HOST
from tests.web.console.visitor import Visitor
from web.app import app

PASSWORD = "a long enough password of the stories"
Door = Callable[[str], Awaitable[Visitor]]


@pytest_asyncio.fixture(scope="package")
async def at_console(http: httpx2.AsyncClient, engine: AsyncEngine) -> AsyncIterator[Door]:
    """Signs in whoever is named, in a new browser; twice the same login are two browsers of one person."""
    known: set[str] = set()
    async with AsyncExitStack() as stack:

        async def signed_in(login: str) -> Visitor:
            if login not in known:
                async with engine.begin() as conn:
                    assert await set_password(conn, login, await hashed(PASSWORD), datetime.now(UTC))
                known.add(login)
            transport = httpx2.ASGITransport(app=app, raise_app_exceptions=True)
            browser = httpx2.AsyncClient(transport=transport, base_url=HOST, timeout=30)
            visitor = Visitor(await stack.enter_async_context(browser), login, PASSWORD)
            await visitor.signs_in()
            return visitor

        yield signed_in


@pytest_asyncio.fixture(scope="package")
async def zhang(at_console: Door) -> Visitor:
    """The recruiter Zhang San at the console; `zhangsan` is the same person with the API."""
    return await at_console("zhangsan")


@pytest_asyncio.fixture(scope="package")
async def chief(at_console: Door) -> Visitor:
    """HR operations of the group at the console."""
    return await at_console("hrops")
