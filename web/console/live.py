"""GET /console/live: the stream of server-sent events that tells an open page which of its interviews have changed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
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
_LAST_YEAR_ENDS = 253_402_300_799_999
# Milliseconds since 1970: until when a page, or a stream that broke, has heard all news.
Until = Annotated[int, Query(ge=0, le=_LAST_YEAR_ENDS)]
UntilLast = Annotated[int | None, Header(ge=0, le=_LAST_YEAR_ENDS)]


@router.get("/live")
async def stream(
    request: Request, app: Connected, visitor: Watching, since: Until = 0, last_event_id: UntilLast = None
) -> Response:
    """The stream, from what is new since the page was read or the stream broke; it ends with the session, and when its user has
    become somebody who hears other news: the page connects again."""
    live: Live = request.app.state.live
    headers = {**rendering.HEADERS, "X-Accel-Buffering": "no"}
    until = datetime.fromtimestamp((since if last_event_id is None else last_event_id) / 1000, UTC)
    listener = await _listener(app, visitor)
    return StreamingResponse(_events(live, app, listener, visitor, until), 200, headers, "text/event-stream")


async def _listener(app: App, visitor: Visitor) -> Listener:
    user = visitor.user
    if user.role is Role.RECRUITER:
        return Listener(user.login, frozenset({user.organisation}))
    async with app.engine.connect() as conn:
        return Listener(None, frozenset(await below(conn, user.organisation, user.organisation)))


async def _events(live: Live, app: App, listener: Listener, visitor: Visitor, until: datetime) -> AsyncIterator[str]:
    yield "retry: 3000\n\n"
    async with live.listening(listener, until):
        looked = monotonic()
        while True:
            try:
                left = looked + _BEAT_SECONDS - monotonic()
                news = await asyncio.wait_for(listener.waiting.get(), left)
                yield f"{_until(listener)}data: {news}\n\n"
            except TimeoutError:
                yield f": beat\n{_until(listener)}\n"
            if monotonic() - looked >= _BEAT_SECONDS:
                if not await _as_before(app, visitor):
                    return
                looked = monotonic()


def _until(listener: Listener) -> str:
    """What the browser says when it comes back after the line broke; nothing while there is news that it has not been sent."""
    return f"id: {int(now().timestamp() * 1000)}\n" if listener.waiting.empty() else ""


async def _as_before(app: App, visitor: Visitor) -> bool:
    """Whether the session lives and its user still hears the same."""
    async with app.engine.connect() as conn:
        found = await session_user(conn, visitor.token, now(), idle(app.settings), touch=False)
    known = visitor.user
    return found is not None and (found[0].role, found[0].path) == (known.role, known.path)
