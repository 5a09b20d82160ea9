"""News of interviews for the pages: one connection per process listens to PostgreSQL and tells every open page what it may know."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta

import psycopg
import structlog
from sqlalchemy.engine import make_url

_CHANNEL = "interviews"
_AGAIN_SECONDS = 2.0
_MOST_WAITING = 200
_MOST_KEPT = 1000
# By this much the clocks of two web processes may differ: one builds a page, the other tells it what is new since.
_CLOCKS = timedelta(seconds=0.25)
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
    """All open pages of this process, and the one connection that they hear through.

    The latest news is kept: between a page's reading and its listening, and while a broken stream comes back, things happen.
    """

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url).set(drivername="postgresql")
        self._conninfo = url.render_as_string(hide_password=False)
        self._listeners: set[Listener] = set()
        self._kept: deque[tuple[datetime, News]] = deque(maxlen=_MOST_KEPT)
        # From here on, all that was heard and could be named is kept; never yet.
        self._whole_from = datetime.max.replace(tzinfo=UTC)

    @asynccontextmanager
    async def listening(self, listener: Listener, since: datetime) -> AsyncIterator[Listener]:
        """Hear the news as long as this lasts, beginning with what came since then; when that is not known any more, everything."""
        self._listeners.add(listener)
        for what in self._missed(listener, since - _CLOCKS):
            listener.tell(what)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def _missed(self, listener: Listener, since: datetime) -> list[str]:
        if since <= self._whole_from:
            return [EVERYTHING]
        heard = (news.interview for at, news in self._kept if at >= since and listener.hears(news))
        return list(dict.fromkeys(heard))

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
            self._tell_all()
            async for notice in connection.notifies():
                self._heard(notice.payload)

    def _heard(self, payload: str) -> None:
        if payload == EVERYTHING:
            self._tell_all()
            return
        try:
            news = _read(payload)
        except (ValueError, TypeError, AttributeError) as error:
            _log.warning("live news unreadable", error=type(error).__name__)
            return
        if len(self._kept) == _MOST_KEPT:
            self._whole_from = self._kept[0][0]
        self._kept.append((datetime.now(UTC), news))
        for listener in self._listeners:
            if listener.hears(news):
                listener.tell(news.interview)

    def _tell_all(self) -> None:
        """Everything may have changed: what is kept says nothing any more of what came before."""
        self._kept.clear()
        self._whole_from = datetime.now(UTC)
        for listener in self._listeners:
            listener.tell(EVERYTHING)


def _read(payload: str) -> News:
    """What a notification says; what a newer version of the triggers adds is no matter here."""
    given = json.loads(payload)
    known = {one.name for one in fields(News)}
    return News(**{name: value for name, value in given.items() if name in known})
