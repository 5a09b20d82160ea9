"""The stream of news that open pages listen to: it lasts no longer than the right to hear it, and no odd news ends it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from db.tables import users
from db.tables_accounts import sessions
from settings import Settings
from tests.web.console.company import founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from web.app import app
from web.console import live as stream
from web.live import EVERYTHING, Listener, Live

_PATIENCE = 10.0


@pytest_asyncio.fixture(scope="module")
async def live(http: httpx2.AsyncClient, config: Settings) -> AsyncIterator[Live]:
    """The application's ear, open as in production."""
    found = app.state.live = Live(config.database_url)
    async with found.listening(Listener(None, frozenset())) as first:
        task = asyncio.create_task(found.run())
        assert await asyncio.wait_for(first.waiting.get(), _PATIENCE) == EVERYTHING
        yield found
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _told(engine: AsyncEngine, *payloads: str) -> None:
    async with engine.begin() as conn:
        for payload in payloads:
            await conn.execute(select(func.pg_notify("interviews", payload)))


@asynccontextmanager
async def _busy(engine: AsyncEngine) -> AsyncIterator[None]:
    """News without a pause, as of a large company."""

    async def go_on() -> None:
        while True:
            await _told(engine, EVERYTHING)
            await asyncio.sleep(0.05)

    task = asyncio.create_task(go_on())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _end(visitor: Visitor, engine: AsyncEngine, table: str) -> None:
    """What ends the right to listen."""
    own = users.c.login == visitor.login
    changes = {
        "signed out": update(sessions).where(sessions.c.login == visitor.login).values(expires_at=datetime.now(UTC)),
        "disabled": update(users).where(own).values(disabled_at=datetime.now(UTC)),
        "another role": update(users).where(own).values(role="recruiter"),
        "another organisation": update(users).where(own).values(organisation_id="mianyue"),
    }
    async with engine.begin() as conn:
        await conn.execute(changes[table])


@pytest.mark.parametrize("why", ["signed out", "disabled", "another role", "another organisation"])
async def test_the_stream_ends_with_the_right_to_hear_it_however_much_news_there_is(
    live: Live, at_console: Door, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(stream, "_BEAT_SECONDS", 0.5)
    company = await founded(engine, at_console)
    manager = await company.hires("manager", company.north, "manager")
    async with _busy(engine):
        listening = asyncio.create_task(manager.http.get("/console/live"))
        await asyncio.sleep(1.5)
        assert not listening.done(), "looked at, and let be"
        await _end(manager, engine, why)
        heard = await asyncio.wait_for(listening, _PATIENCE)
    assert heard.headers["content-type"].startswith("text/event-stream")
    assert heard.text.count(f"data: {EVERYTHING}") > 5


async def test_a_stream_that_nobody_may_hear_ends_without_a_page_that_it_could_not_read(
    at_console: Door, engine: AsyncEngine
) -> None:
    company = await founded(engine, at_console)
    manager = await company.hires("manager", company.north, "manager")
    wanted = {"Accept": "text/event-stream"}
    async with engine.begin() as conn:
        await conn.execute(update(users).where(users.c.login == manager.login).values(must_change=True))
    new_password_first = await manager.http.get("/console/live", headers=wanted)
    await _end(manager, engine, "signed out")
    sign_in_first = await manager.http.get("/console/live", headers=wanted)
    assert [answer.status_code for answer in (new_password_first, sign_in_first)] == [204, 204]


async def test_a_quiet_stream_beats_so_that_no_proxy_closes_it(
    live: Live, at_console: Door, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_BEAT_SECONDS", 0.2)
    company = await founded(engine, at_console)
    manager = await company.hires("manager", company.north, "manager")
    listening = asyncio.create_task(manager.http.get("/console/live"))
    await asyncio.sleep(1)
    await _end(manager, engine, "signed out")
    assert ": beat" in (await asyncio.wait_for(listening, _PATIENCE)).text


async def test_news_of_a_newer_version_is_heard_and_what_cannot_be_read_is_logged(
    live: Live, engine: AsyncEngine
) -> None:
    news = {"interview": "i-1", "organisation": "mianyue-sh", "recruiter": "zhangsan", "shared": False}
    async with live.listening(Listener("zhangsan", frozenset({"mianyue-sh"}))) as page:
        with capture_logs() as logged:
            await _told(
                engine, json.dumps(news | {"since": "a newer version"}), "no JSON", "[1]", '{"interview": "i-0"}'
            )
            await _told(engine, json.dumps(news | {"interview": "i-2"}))
            heard = [await asyncio.wait_for(page.waiting.get(), _PATIENCE) for _ in range(2)]
    assert heard == ["i-1", "i-2"]
    assert [line["event"] for line in logged].count("live news unreadable") == 3
    assert "no JSON" not in json.dumps(logged), "what it said may be personal"
