"""Plays a fault on the wire: takes the message or not, and spoils the answer or not."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault

BEFORE = {"429": 429, "500": 500, "503": 503, "bad_number": 400}


class Answer(Response):
    """JSON as the providers send it: charset named, and ASCII only so that odd input text can always be echoed."""

    media_type = "application/json;charset=utf-8"

    def render(self, content: Any) -> bytes:
        """JSON bytes; None is an empty body."""
        return b"" if content is None else json.dumps(content).encode()


class HangUp(Response):
    """Closes the connection: after the head of an answer when a `status` is given, else without any answer."""

    def __init__(self, request: Request, headers: Mapping[str, str] | None = None, status: int | None = None) -> None:
        super().__init__(status_code=status or 200, headers=headers)
        self._request, self._begun = request, status is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only uvicorn knows the connection: its bound `receive` leads to the transport."""
        if self._begun:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        self._request.receive.__self__.transport.close()  # type: ignore[attr-defined]
        while (await self._request.receive())["type"] != "http.disconnect":
            continue


async def play(
    request: Request, rule: Fault | None, take: Callable[[], Awaitable[Response]], error: Callable[[int], Response]
) -> Response:
    """The answer to a request under `rule`: `take` does what was asked, `error` words a failure of an HTTP status."""
    if rule is None or rule.mode == "ok":
        return await take()
    if rule.mode in BEFORE:
        return _with_retry_after(error(BEFORE[rule.mode]), rule)
    if rule.mode in ("slow", "hold"):
        await asyncio.sleep(rule.seconds)
    if rule.mode in ("refuse", "hold"):
        return HangUp(request)
    if rule.mode == "twice":
        await take()
    if rule.mode in ("slow", "twice"):
        return await take()
    return await _spoilt(request, rule, await take(), error)


async def _spoilt(request: Request, rule: Fault, answer: Response, error: Callable[[int], Response]) -> Response:
    match rule.mode:
        case "drop_answer":
            return HangUp(request)
        case "503_after":
            return _with_retry_after(error(503), rule)
        case "truncate":
            return _cut(request, answer)
    await asyncio.sleep(rule.seconds)
    return answer


def _cut(request: Request, answer: Response) -> Response:
    """Half the body; an answer without a body promises one and hangs up."""
    if answer.body:
        return Response(answer.body[: len(answer.body) // 2], answer.status_code, media_type=Answer.media_type)
    return HangUp(request, {**answer.headers, "content-length": "64"}, answer.status_code)


def _with_retry_after(answer: Response, rule: Fault) -> Response:
    if rule.retry_after is not None:
        answer.headers["Retry-After"] = str(rule.retry_after)
    return answer
