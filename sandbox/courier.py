"""Carries receipts to their receiver: in the background, again and again when it is not answered 2xx, and keeps account."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import aiohttp

from sandbox.ledger import Channel
from sandbox.receipts import ReceiptRule

IN_FLIGHT = 50
TIMEOUT_SECONDS = 5.0
EARLY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a receiver that does not answer 2xx is tried: waits double from `first` to `longest`, all in seconds.

    The providers try for longer (SendGrid for a day) with longer waits; a minute outlives a restart of the receiver.
    """

    first: float = 0.5
    longest: float = 5.0
    total: float = 60.0

    def waits(self) -> Iterator[float]:
        """The waits between attempts; ends when another one would begin after `total`."""
        end, wait = time.monotonic() + self.total, self.first
        while time.monotonic() + wait <= end:
            yield wait
            wait = min(wait * 2, self.longest)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One attempt to say what became of a message; `answered` is the HTTP status, None when there was no answer."""

    channel: Channel
    notice_id: str
    provider_id: str
    status: str
    at: str = ""
    answered: int | None = None
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """One POST and the receipts in it; `seal` makes its headers anew for every attempt, for they may hold the time."""

    url: str
    body: bytes
    seal: Callable[[], Mapping[str, str]]
    receipts: Sequence[Receipt]


class Courier:
    """Runs between `open` and `close`; at most 50 POSTs are under way at once."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(IN_FLIGHT)
        self._http: aiohttp.ClientSession | None = None
        self.sent: list[Receipt] = []

    def open(self) -> None:
        """Needs a running event loop."""
        self._http = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS), cookie_jar=aiohttp.DummyCookieJar()
        )

    async def close(self) -> None:
        """What is still to be sent stays unsent."""
        await self._drop_all()
        if self._http:
            await self._http.close()

    async def forget(self) -> None:
        """No receipt of what was accepted so far is sent from now on, and the account is empty."""
        await self._drop_all()
        self.sent.clear()

    async def run(self, errand: Callable[[], Awaitable[None]], rule: ReceiptRule) -> None:
        """Does the errand when the rule says: returns at once, or for an early one when it is done or 5 s are over."""
        early = rule.when == "early"
        task = self.start(_later(0 if early else rule.delay_seconds, errand))
        if early:
            await asyncio.wait({task}, timeout=EARLY_SECONDS)

    def start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Work of the courier's own that ends with it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def post(self, parcel: Parcel) -> None:
        """Returns when the parcel was answered 2xx or patience has run out."""
        waits = self._patience.waits()
        attempt = 1
        while True:
            at = datetime.now(UTC).isoformat()
            status = await self._answer(parcel)
            self.sent += [replace(receipt, at=at, answered=status, attempt=attempt) for receipt in parcel.receipts]
            wait = next(waits, None)
            if wait is None or (status is not None and 200 <= status < 300):
                return
            await asyncio.sleep(wait)
            attempt += 1

    async def _answer(self, parcel: Parcel) -> int | None:
        if not self._http:
            raise RuntimeError("the courier is not open")
        async with self._free:
            try:
                async with self._http.post(
                    parcel.url, data=parcel.body, headers=parcel.seal(), allow_redirects=False
                ) as answer:
                    return answer.status
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
                return None  # ValueError: an address that Twilio, too, finds out only now to be none

    async def _drop_all(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _later(seconds: float, errand: Callable[[], Awaitable[None]]) -> None:
    await asyncio.sleep(seconds)
    await errand()
