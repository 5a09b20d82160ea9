"""GET /metrics for Prometheus: requests by route, status and time; receipts; interviews; notices as metrics_notices has them."""

import asyncio
import time
from collections.abc import Iterable

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.context import App, Connected
from api.documented import refusals
from api.metrics_notices import NoticeFigures
from db import census

router = APIRouter(tags=["operations"])
_FRESH_SECONDS = 15.0
# However many rows there are, counting them takes at most a twentieth of the time.
_SHARE = 20
_REGISTRY = CollectorRegistry()
_REQUESTS = Histogram(
    "mianyue_http_request_seconds",
    "HTTP requests by route and status, with the time they took",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
    registry=_REGISTRY,
)
_INTERVIEWS = Gauge("mianyue_interviews", "Interviews", ["stage"], registry=_REGISTRY)
RECEIPTS = Counter(
    "mianyue_receipts",
    "Providers' receipts: applied, repeated, unknown_notice; requests: forged, malformed (also single events)",
    ["provider", "result"],
    registry=_REGISTRY,
)
_NOTICES = NoticeFigures()
_REGISTRY.register(_NOTICES)
_METHODS = {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Measured:
    """ASGI middleware that notes every request under its route's pattern, never under its path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and measure it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        began = time.perf_counter()
        try:
            await self._app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            _REQUESTS.labels(method, _route(scope), str(status)).observe(time.perf_counter() - began)


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "unmatched"))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **refusals((503,))})
async def metrics(app: Connected) -> Response:
    """The figures of this process and, at most every 15 seconds anew, of the database."""
    await _counting.refresh(app)
    return Response(generate_latest(_REGISTRY), media_type=CONTENT_TYPE_LATEST)


class _Counting:
    """Counts the database's rows, for all askers together no more often than their age allows."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._fresh_until = float("-inf")

    async def refresh(self, app: App) -> None:
        """Count again when the last count is too old."""
        async with self._lock:
            began = time.monotonic()
            if began < self._fresh_until:
                return
            async with app.engine.connect() as conn:
                stages = await census.interviews_by_stage(conn)
                await _NOTICES.read(conn)
            _set(_INTERVIEWS, stages)
            took = time.monotonic() - began
            self._fresh_until = began + max(_FRESH_SECONDS, _SHARE * took)


_counting = _Counting()


def _set(gauge: Gauge, rows: Iterable[tuple[tuple[str, ...], int]]) -> None:
    gauge.clear()
    for labels, number in rows:
        gauge.labels(*labels).set(number)
