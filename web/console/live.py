"""GET /console/live: the stream of server-sent events that tells an open page which of its interviews have changed."""

import asyncio
from collections.abc import AsyncIterator

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
# Proxies close what is silent for a minute; the session is looked at as often.
_BEAT_SECONDS = 20.0


@router.get("/live")
async def stream(request: Request, app: Connected, visitor: Watching) -> Response:
    """The stream; it ends with the session."""
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
        while True:
            try:
                yield f"data: {await asyncio.wait_for(listener.waiting.get(), _BEAT_SECONDS)}\n\n"
            except TimeoutError:
                if not await _still_signed_in(app, visitor):
                    return
                yield ": beat\n\n"


async def _still_signed_in(app: App, visitor: Visitor) -> bool:
    async with app.engine.connect() as conn:
        return await session_user(conn, visitor.token, now(), idle(app.settings), touch=False) is not None
