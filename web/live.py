"""News of interviews for the pages: one connection per process listens to PostgreSQL and tells every open page what it may know."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields

import psycopg
import structlog
from sqlalchemy.engine import make_url

_CHANNEL = "interviews"
_AGAIN_SECONDS = 2.0
_MOST_WAITING = 200
# Something happened that cannot be named one by one: look at everything again.
EVERYTHING = "*"
_log = structlog.get_logger()


@dataclass(frozen=True)
class News:
    """One interview changed: whose it is decides who hears of it; `shared`: something that colleagues help out with, like a call."""

    interview: str
    organisation: str
    recruiter: str
    shared: bool = False


@dataclass(eq=False)
class Listener:
    """One open page and whose news it is told of: a recruiter's own and what their organisation shares, or all of organisations."""

    recruiter: str | None
    organisations: frozenset[str]
    waiting: "asyncio.Queue[str]" = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))

    def hears(self, news: News) -> bool:
        """Whether this news is for it."""
        near = news.organisation in self.organisations
        return near if self.recruiter is None else news.recruiter == self.recruiter or (near and news.shared)

    def tell(self, what: str) -> None:
        """Hand it on; a page that does not keep up is told to look at everything."""
        try:
            self.waiting.put_nowait(what)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(EVERYTHING)


class Live:
    """All open pages of this process, and the one connection that they hear through."""

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url).set(drivername="postgresql")
        self._conninfo = url.render_as_string(hide_password=False)
        self._listeners: set[Listener] = set()

    @asynccontextmanager
    async def listening(self, listener: Listener) -> AsyncIterator[Listener]:
        """Hear the news as long as this lasts."""
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def run(self) -> None:
        """Listen until cancelled. When the database was away everything has to be looked at again."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                _log.warning("live news interrupted", error=type(error).__name__)
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self._conninfo,
            autocommit=True,
            connect_timeout=5,
            application_name="mianyue-live",
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
        )
        async with connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            self._tell_all(EVERYTHING)
            async for notice in connection.notifies():
                self._heard(notice.payload)

    def _heard(self, payload: str) -> None:
        if payload == EVERYTHING:
            self._tell_all(EVERYTHING)
            return
        try:
            news = _read(payload)
        except (ValueError, TypeError, AttributeError) as error:
            _log.warning("live news unreadable", error=type(error).__name__)
            return
        for listener in self._listeners:
            if listener.hears(news):
                listener.tell(news.interview)

    def _tell_all(self, what: str) -> None:
        for listener in self._listeners:
            listener.tell(what)


def _read(payload: str) -> News:
    """What a notification says; what a newer version of the triggers adds is no matter here."""
    given = json.loads(payload)
    known = {one.name for one in fields(News)}
    return News(**{name: value for name, value in given.items() if name in known})
