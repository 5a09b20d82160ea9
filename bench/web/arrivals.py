"""New interviews with running workflows, one for each request of `./run bench web` that changes something, made before it is timed."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bench.web.dialogs import REASON
from bench.web.people import RECRUITER
from demo.doors import Candidate, Doors, Json, done, until

_AT_ONCE = 4
_SOON = timedelta(seconds=8)
_BULK_OF = 3


class Arrivals:
    """The recruiter's new interviews by what has become of them: `fresh` and `another` are invited, `asking` wants another time,
    `gone` is cancelled, `begun` has started, `link` is the token in the mail, `running` a slow bulk of three."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._made: dict[str, deque[str]] = {}
        self._ways: dict[str, Callable[[], Awaitable[str]]] = {
            "fresh": self._fresh,
            "another": self._fresh,
            "asking": self._asking,
            "gone": self._gone,
            "begun": self._begun,
            "link": self._link,
            "running": self._running,
        }

    def makes(self, name: str) -> bool:
        """Whether that is one of its names."""
        return name in self._ways

    async def stock(self, name: str, number: int) -> None:
        """Make so many beforehand, some at once, so that nothing else is going on while they are used. Raises: Broken."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one() -> str:
            async with turns:
                return await self._ways[name]()

        self._made.setdefault(name, deque()).extend(await asyncio.gather(*(one() for _ in range(number))))

    async def next(self, name: str) -> str:
        """Another one; made now when there is none in stock. Raises: Broken."""
        stock = self._made.get(name)
        return stock.popleft() if stock else await self._ways[name]()

    async def _fresh(self) -> str:
        return (await self._arranged()).id

    async def _asking(self) -> str:
        candidate = await self._arranged()
        await candidate.receives("email")
        done(await self._doors.page(candidate.link, action="reschedule", starts_at=_wednesday().isoformat()))
        return candidate.id

    async def _gone(self) -> str:
        id = await self._fresh()
        await self._doors.post(RECRUITER, f"/interviews/{id}/cancel", **REASON)
        return id

    async def _begun(self) -> str:
        starts = datetime.now(UTC) + _SOON
        candidate = await self._arranged(starts)
        await asyncio.sleep((starts - datetime.now(UTC)).total_seconds() + 1)
        return candidate.id

    async def _link(self) -> str:
        candidate = await self._arranged()
        await candidate.receives("email")
        return candidate.link.rpartition("/")[2]

    async def _running(self) -> str:
        ids = [await self._fresh() for _ in range(_BULK_OF)]
        wanted = {"action": "cancel", "select": {"ids": ids}, "per_minute": 1, **REASON}
        id = str((await self._doors.post(RECRUITER, "/bulks", **wanted))["id"])

        async def runs() -> Json | None:
            found: Json = await self._doors.get(RECRUITER, f"/bulks/{id}")
            return found if found["state"] == "running" else None

        await until(runs, "a bulk that runs")
        return id

    async def _arranged(self, starts: datetime | None = None) -> Candidate:
        number = uuid4().int % 10**8
        at = starts or datetime.now(UTC) + timedelta(days=3)
        person = {"name": "白露", "phone": f"+86139{number:08}", "email": f"b{number}@example.com", "locale": "zh-CN"}
        view = await self._doors.post(
            RECRUITER,
            "/interviews",
            candidate=person,
            position="数据分析师",
            starts_at=at.isoformat(timespec="seconds"),
            duration_minutes=30,
            timezone="Asia/Shanghai",
        )
        return Candidate(self._doors, view)


def _wednesday() -> datetime:
    """Two in the afternoon in Shanghai, within everybody's hours, in a week or two."""
    day = datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=6)
    return day + timedelta(days=(2 - day.weekday()) % 7)
