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
from tests.web.console.company import Company, founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from web.app import app
from web.console import live as stream
from web.live import EVERYTHING, Listener, Live

_PATIENCE = 10.0
_NEWS = {"interview": "i-1", "organisation": "mianyue-sh", "recruiter": "zhangsan", "shared": False}


@pytest_asyncio.fixture(scope="module")
async def live(http: httpx2.AsyncClient, config: Settings) -> AsyncIterator[Live]:
    """The application's ear, open as in production."""
    found = app.state.live = Live(config.database_url)
    async with found.listening(Listener(None, frozenset()), datetime.now(UTC)) as first:
        task = asyncio.create_task(found.run())
        assert await asyncio.wait_for(first.waiting.get(), _PATIENCE) == EVERYTHING, "that it hears nothing yet"
        assert await asyncio.wait_for(first.waiting.get(), _PATIENCE) == EVERYTHING, "that it has begun to hear"
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
    async with live.listening(Listener("zhangsan", frozenset({"mianyue-sh"})), datetime.now(UTC)) as page:
        with capture_logs() as logged:
            await _told(
                engine, json.dumps(_NEWS | {"since": "a newer version"}), "no JSON", "[1]", '{"interview": "i-0"}'
            )
            await _told(engine, json.dumps(_NEWS | {"interview": "i-2"}))
            heard = [await asyncio.wait_for(page.waiting.get(), _PATIENCE) for _ in range(2)]
    assert heard == ["i-1", "i-2"]
    assert [line["event"] for line in logged].count("live news unreadable") == 3
    assert "no JSON" not in json.dumps(logged), "what it said may be personal"


async def _heard(live: Live, engine: AsyncEngine, company: Company, *interviews: str) -> None:
    """Interviews of the company change, and the process has heard of it."""
    async with live.listening(Listener(None, frozenset({company.north})), datetime.now(UTC)) as other:
        for name in interviews:
            await _told(engine, json.dumps(_NEWS | {"interview": name, "organisation": company.north}))
            while await asyncio.wait_for(other.waiting.get(), _PATIENCE) != name:
                pass


async def _listens(visitor: Visitor, engine: AsyncEngine, place: str, last: str = "") -> str:
    """What the stream says, until its listener is disabled for a moment."""
    headers = {"Last-Event-ID": last} if last else {}
    listening = asyncio.create_task(visitor.http.get(place, headers=headers))
    await asyncio.sleep(0.7)
    await _end(visitor, engine, "disabled")
    said = (await asyncio.wait_for(listening, _PATIENCE)).text
    async with engine.begin() as conn:
        await conn.execute(update(users).where(users.c.login == visitor.login).values(disabled_at=None))
    return said


def _lines(said: str, field: str) -> list[str]:
    return [line.removeprefix(f"{field}: ") for line in said.splitlines() if line.startswith(f"{field}: ")]


async def test_what_changed_between_the_page_and_its_stream_is_told_and_so_is_what_changed_while_the_line_was_down(
    live: Live, at_console: Door, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_BEAT_SECONDS", 0.2)
    company = await founded(engine, at_console)
    manager = await company.hires("manager", company.north, "manager")
    await _heard(live, engine, company, "before")
    await asyncio.sleep(0.5)
    page = await manager.opens("/console/interviews")
    [body] = page.all("body")
    await _heard(live, engine, company, "between", "between", "twice")
    await _heard(live, engine, await founded(engine, at_console), "another's")
    first = await _listens(manager, engine, body["data-live"])
    assert _lines(first, "data") == ["between", "twice"]
    last = _lines(first, "id")[-1]
    await asyncio.sleep(0.5)
    await _heard(live, engine, company, "down")
    again = await _listens(manager, engine, body["data-live"], last)
    assert _lines(again, "data") == ["down"]


async def test_who_was_away_longer_than_news_is_kept_looks_at_everything(
    live: Live, at_console: Door, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_BEAT_SECONDS", 0.2)
    company = await founded(engine, at_console)
    manager = await company.hires("manager", company.north, "manager")
    [body] = (await manager.opens("/console/interviews")).all("body")
    await _heard(live, engine, company, "pushed out")
    await _heard(live, engine, await founded(engine, at_console), *(f"i-{number}" for number in range(1000)))
    assert "data: *" in await _listens(manager, engine, body["data-live"])
    [body] = (await manager.opens("/console/interviews")).all("body")
    assert "data:" not in await _listens(manager, engine, f"{body['data-live']}9"), (
        "a page of the far future has missed nothing"
    )
    await _told(engine, EVERYTHING)
    await _heard(live, engine, company, "after")
    assert "data: *" in await _listens(manager, engine, body["data-live"]), (
        "what was everything comes again as everything"
    )
    assert "data: *" in await _listens(manager, engine, "/console/live"), "nobody knows since when"


@pytest.mark.parametrize("odd", ["-1", "gestern", "999999999999999999999"])
async def test_an_odd_time_is_refused(at_console: Door, engine: AsyncEngine, odd: str) -> None:
    company = await founded(engine, at_console)
    manager = await company.hires("manager", company.north, "manager")
    by_address = await manager.http.get("/console/live", params={"since": odd})
    by_header = await manager.http.get("/console/live", headers={"Last-Event-ID": odd})
    assert [answer.status_code for answer in (by_address, by_header)] == [422, 422]
