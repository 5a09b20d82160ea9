"""How long a request may take: a database that hangs rather than dies must not leave people without an answer."""

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.limits import IMPORTS
from api.problems import not_confirmed

_SECONDS = 15.0
_IMPORT_SECONDS = 600.0


class Deadline:
    """ASGI middleware; answers 503 in place of a handler that has not begun to answer in time, and lets go of it.

    late: that answer, by the request; a problem document unless told otherwise.
    """

    def __init__(
        self, app: ASGIApp, seconds: float = _SECONDS, late: Callable[[Scope], ASGIApp] = lambda scope: not_confirmed()
    ) -> None:
        self._app = app
        self._seconds = seconds
        self._late = late

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = asyncio.Event()

        async def sending(message: Message) -> None:
            begun.set()
            await send(message)

        task = asyncio.ensure_future(self._app(scope, receive, sending))
        seconds = _IMPORT_SECONDS if scope["path"] in IMPORTS else self._seconds
        await asyncio.wait({task}, timeout=seconds)
        if not task.done() and not begun.is_set():
            # Not awaited: the driver's own cancellation waits for the server that hangs.
            task.cancel()
            await self._late(scope)(scope, receive, send)
            return
        await task
