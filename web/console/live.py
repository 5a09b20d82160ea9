"""GET /console/live: the stream of server-sent events that tells an open page which of its interviews have changed."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.context import App, Connected, now
from db.accounts import session_user
from db.scopes import below
from domain.terms import Role
from web.console import rendering
from web.console.complaints import Console
from web.console.visitor import Visitor, Watching, idle
from web.live import Listener, Live

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
# Proxies close what is silent for a minute; who listens is looked at as often, however much there is to tell.
_BEAT_SECONDS = 20.0


@router.get("/live")
async def stream(request: Request, app: Connected, visitor: Watching) -> Response:
    """The stream; it ends with the session, and when its user has become somebody who hears other news: the page connects again."""
    live: Live = request.app.state.live
    headers = {**rendering.HEADERS, "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _events(live, app, await _listener(app, visitor), visitor), 200, headers, "text/event-stream"
    )


async def _listener(app: App, visitor: Visitor) -> Listener:
    user = visitor.user
    if user.role is Role.RECRUITER:
        return Listener(user.login, frozenset({user.organisation}))
    async with app.engine.connect() as conn:
        return Listener(None, frozenset(await below(conn, user.organisation, user.organisation)))


async def _events(live: Live, app: App, listener: Listener, visitor: Visitor) -> AsyncIterator[str]:
    yield "retry: 3000\n\n"
    async with live.listening(listener):
        looked = monotonic()
        while True:
            try:
                left = looked + _BEAT_SECONDS - monotonic()
                yield f"data: {await asyncio.wait_for(listener.waiting.get(), left)}\n\n"
            except TimeoutError:
                yield ": beat\n\n"
            if monotonic() - looked >= _BEAT_SECONDS:
                if not await _as_before(app, visitor):
                    return
                looked = monotonic()


async def _as_before(app: App, visitor: Visitor) -> bool:
    """Whether the session lives and its user still hears the same."""
    async with app.engine.connect() as conn:
        found = await session_user(conn, visitor.token, now(), idle(app.settings), touch=False)
    known = visitor.user
    return found is not None and (found[0].role, found[0].path) == (known.role, known.path)
